"""Certificates, proxies, passwords: what the environment may and may not change."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from backmatter.references.verification.answers import depth_exceeds, read_json, retry_after
from backmatter.references.verification.http import Client
from stub_server import StubServer

MakeClient = Callable[..., Client]
WORK = "/works/10.5555%2Fic.2018.001"


@pytest.fixture
def self_signed(tmp_path: Path) -> str:
    """The path of a key and a certificate that nobody has signed."""
    path = str(tmp_path / "self-signed.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run(
        [*command, "-subj", "/CN=127.0.0.1", "-keyout", path, "-out", path + ".crt"],
        check=True,
        capture_output=True,
    )
    return path


@pytest.mark.needs("openssl")
def test_a_certificate_that_nobody_signed_is_not_trusted(
    self_signed: str, client_of: MakeClient
) -> None:
    assert shutil.which("openssl")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed + ".crt", self_signed)
    server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    url = f"https://127.0.0.1:{server.server_address[1]}"
    client = client_of(url)
    reply = client.get_json(url + WORK)
    server.shutdown()
    server.server_close()
    assert reply.failure is not None
    assert "certificate" in reply.failure.reason
    assert client.stopped is not None


def test_proxies_of_the_environment_are_used(
    stub: StubServer, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", stub.url)
    monkeypatch.setenv("http_proxy", stub.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    client = client_of("http://crossref.invalid")
    assert client.get_json("http://crossref.invalid" + WORK).status == 200
    assert stub.log[0].path == "http://crossref.invalid" + WORK


def test_passwords_of_the_environment_are_not_sent(
    stub: StubServer, client_of: MakeClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert client_of(stub).get_json(stub.url + WORK).status == 200
    assert "authorization" not in stub.log[0].headers


@pytest.mark.parametrize("body", [b"", b"{", b"NaN", b"\xff", b"[" * 10**6, b"{} trailing"])
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_json(body)


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_depth() -> None:
    assert not depth_exceeds([["flat"]], 3)
    assert depth_exceeds([[[["deep"]]]], 3)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("7", 7.0), (" 0 ", 0.0), ("", None), ("-1", None), ("1.5", None), ("soon", None),
     ("Thu, 01 Jan 1970 00:01:40 GMT", 90.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
     ("Thu, 99 Jan 1970 00:00:00 GMT", None)],
)  # fmt: skip
def test_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after(text, now=10.0) == seconds
