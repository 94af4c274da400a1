"""What can go wrong on the way, each with a switch: see `Fault.kind`."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

PORTAL = b"<!DOCTYPE html><html><body><h1>Welcome to AirportWiFi</h1>Please log in.</body></html>"


@dataclass
class Fault:
    """A fault for the next `times` requests whose path holds `where`.

    Attributes:
        kind: A key of `FAULTS`, or a status code as text (`500`, `429`).
        times: How many requests it strikes.
        where: Only requests whose raw path holds this.
        headers: Headers to send with a status code, such as `Retry-After`.
        seconds: How long to wait, where the kind waits.
        body: The body to send, where the kind sends one.
    """

    kind: str
    times: int = 1_000_000
    where: str = ""
    headers: dict[str, str] = field(default_factory=dict[str, str])
    seconds: float = 30.0
    body: bytes | None = None


def strike(handler: BaseHTTPRequestHandler, fault: Fault, good_body: bytes) -> None:
    """Answer a request with a fault."""
    if fault.kind.isdigit():
        _status(handler, int(fault.kind), fault)
    else:
        FAULTS[fault.kind](handler, fault, good_body)


def send(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
) -> None:
    """Send an answer with its length."""
    handler.send_response(status)
    for name, value in ({"Content-Length": str(len(body))} | headers).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


JSON = {"Content-Type": "application/json"}


def _status(handler: BaseHTTPRequestHandler, status: int, fault: Fault) -> None:
    body = fault.body if fault.body is not None else f"<html>{status}</html>".encode()
    send(handler, status, body, {"Content-Type": "text/html"} | fault.headers)


def _html(handler: BaseHTTPRequestHandler, _fault: Fault, _good: bytes) -> None:
    send(handler, 200, PORTAL, {"Content-Type": "text/html; charset=utf-8"})


def _html_as_json(handler: BaseHTTPRequestHandler, _fault: Fault, _good: bytes) -> None:
    send(handler, 200, PORTAL, JSON)


def _truncated(handler: BaseHTTPRequestHandler, _fault: Fault, good: bytes) -> None:
    """Whole by its length, broken as JSON."""
    send(handler, 200, good[: len(good) // 2], JSON)


def _short_body(handler: BaseHTTPRequestHandler, _fault: Fault, good: bytes) -> None:
    """A length that promises more than comes."""
    handler.send_response(200)
    for name, value in (JSON | {"Content-Length": str(len(good))}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(good[: len(good) // 2])
    handler.close_connection = True


def _reset(handler: BaseHTTPRequestHandler, _fault: Fault, good: bytes) -> None:
    """A connection reset in the middle of the body."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(good) + 10))
    handler.end_headers()
    handler.wfile.write(good[:20])
    handler.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True


def _silent(handler: BaseHTTPRequestHandler, fault: Fault, _good: bytes) -> None:
    """Accepts the request and never answers."""
    time.sleep(fault.seconds)
    handler.close_connection = True


def _drip(handler: BaseHTTPRequestHandler, fault: Fault, good: bytes) -> None:
    """A byte at a time, each soon enough for a time-out per read."""
    handler.send_response(200)
    for name, value in (JSON | {"Content-Length": str(len(good))}).items():
        handler.send_header(name, value)
    handler.end_headers()
    _dripping(handler, fault, good)


def _drip_headers(handler: BaseHTTPRequestHandler, fault: Fault, _good: bytes) -> None:
    """Not even the head of the answer comes to an end."""
    _dripping(handler, fault, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 5000)


def _dripping(handler: BaseHTTPRequestHandler, fault: Fault, content: bytes) -> None:
    end = time.monotonic() + fault.seconds
    for byte in content:
        if time.monotonic() > end:
            break
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.05)
    handler.close_connection = True


def _bomb(handler: BaseHTTPRequestHandler, _fault: Fault, _good: bytes) -> None:
    """A hundred megabytes of blanks, packed."""
    packed = gzip.compress(b'{"status":"ok","message":"' + b" " * 100_000_000 + b'"}', 1)
    send(handler, 200, packed, JSON | {"Content-Encoding": "gzip"})


def _deep(handler: BaseHTTPRequestHandler, _fault: Fault, _good: bytes) -> None:
    send(handler, 200, b"[" * 100_000 + b"]" * 100_000, JSON)


def _loop(handler: BaseHTTPRequestHandler, _fault: Fault, _good: bytes) -> None:
    send(handler, 302, b"", {"Location": handler.path})


def _elsewhere(handler: BaseHTTPRequestHandler, fault: Fault, _good: bytes) -> None:
    """A redirect to another host."""
    send(handler, 302, b"", {"Location": fault.headers.get("Location", "http://169.254.169.254/")})


def _made(body: Any) -> Callable[[BaseHTTPRequestHandler, Fault, bytes], None]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def answer(handler: BaseHTTPRequestHandler, _fault: Fault, _good: bytes) -> None:
        send(handler, 200, content, JSON)

    return answer


FAULTS: dict[str, Callable[[BaseHTTPRequestHandler, Fault, bytes], None]] = {
    "html": _html,
    "html-as-json": _html_as_json,
    "truncated": _truncated,
    "short-body": _short_body,
    "reset": _reset,
    "silent": _silent,
    "drip": _drip,
    "drip-headers": _drip_headers,
    "bomb": _bomb,
    "deep": _deep,
    "loop": _loop,
    "elsewhere": _elsewhere,
    "empty": _made(b""),
    "invalid-utf8": _made(b'{"status":"ok","message":"\xff\xfe"}'),
    "nan": _made(b'{"status":"ok","message":NaN}'),
    "message-list": _made({"status": "ok", "message-type": "work-list", "message": []}),
    "items-null": _made({"status": "ok", "message-type": "work-list", "message": {"items": None}}),
    "other-work": _made(
        {
            "status": "ok",
            "message-type": "work-list",
            "message": {
                "total-results": 1,
                "items": [{"DOI": "10.5555/other", "title": ["Not what was asked for"]}],
            },
        }
    ),
}
"""The faults by name."""
