"""A stub of api.crossref.org and doi.org on 127.0.0.1: real HTTP, both hosts on one port.

    with StubServer(works) as stub:
        client = … base URL stub.url …
        stub.fail("429", times=1, headers={"Retry-After": "1"})
        assert stub.log[0].pool == "public"

It serves the works it is given and nothing else, keeps to the API's contract (routes, select,
rows, headers by pool), and writes a log from which tests read rates, concurrency and encoding.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from stub_faults import JSON, Fault, send, strike

from stub_works import Record, WorkIndex

AGENCIES = {
    "10.5284": "DataCite", "10.5061": "DataCite", "10.5281": "DataCite", "10.48550": "DataCite",
    "10.1392": "mEDRA", "10.11367": "JaLC", "10.5012": "KISTI", "10.3980": "ISTIC",
    "10.3969": "ISTIC", "10.3760": "ISTIC", "10.2791": "OP",
}  # fmt: skip
"""The agencies of prefixes that are not Crossref's, as doi.org/ra gives them."""

CSL_JSON = "application/vnd.citationstyles.csl+json; charset=utf-8"

POOLS = {"public": (5, 1, 1), "polite": (10, 3, 3), "plus": (150, 150, 0)}
"""Pool → requests a second for single records and for lists, and how many at once (0: any)."""


@dataclass
class LogEntry:
    """One request as the stub saw it."""

    path: str
    headers: Mapping[str, str]
    pool: str
    started: float
    at_once: int
    status: int = 0
    is_done: bool = False


@dataclass
class StubServer:
    """The stub; a context manager that serves while it is open.

    Attributes:
        works: The records to serve.
        agencies: Prefix → agency, for DOIs that are not in `works`.
        pool: Answer as this pool whatever the request says ("" for what it asks for).
        rate_headers: Whether to send the rate headers.
        records: DOI in lower case → the CSL-JSON that another agency gives of it.
        enforce: Whether to answer 429 to whoever is too fast or too many at once.
        clock: Seconds that only go forward, by which it tells who is too fast.
    """

    works: Iterable[Record]
    agencies: Mapping[str, str] = field(default_factory=lambda: AGENCIES)
    pool: str = ""
    rate_headers: bool = True
    enforce: bool = False
    port: int = 0
    records: dict[str, Record] = field(default_factory=dict[str, Record])
    clock: Callable[[], float] = time.monotonic
    log: list[LogEntry] = field(default_factory=list[LogEntry])
    faults: list[Fault] = field(default_factory=list[Fault])

    def __post_init__(self) -> None:
        self.index = WorkIndex(self.works)
        self._lock = threading.Lock()
        self._active = 0
        stub = self

        class Handler(_Handler):
            server_stub = stub

        self._server = _Quiet(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> StubServer:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fail(self, kind: str, **options: Any) -> None:
        """Switch on a fault (see `Fault`); faults strike in the order they were switched on."""
        self.faults.append(Fault(kind, **options))

    def heal(self) -> None:
        """Switch all faults off and forget the log."""
        self.faults.clear()
        self.log.clear()

    def begin(self, path: str, headers: Mapping[str, str]) -> LogEntry:
        """Note a request at its start."""
        with self._lock:
            self._active += 1
            entry = LogEntry(path, headers, self._pool(path, headers), self.clock(), self._active)
            self.log.append(entry)
        return entry

    def end(self, entry: LogEntry, status: int) -> None:
        """Note that a request is done; only the first call for it counts."""
        with self._lock:
            if not entry.is_done:
                entry.is_done = True
                entry.status = status
                self._active -= 1

    def next_fault(self, path: str) -> Fault | None:
        """The fault that strikes this request, if one does."""
        with self._lock:
            for fault in self.faults:
                if fault.times > 0 and fault.where in path:
                    fault.times -= 1
                    return fault
        return None

    def too_fast(self, entry: LogEntry) -> bool:
        """Whether a request breaks the limits of its pool."""
        single, listed, at_once = POOLS[entry.pool]
        limit = listed if _is_list(entry.path) else single
        with self._lock:
            recent = sum(
                e.started > entry.started - 1 and _is_list(e.path) == _is_list(entry.path)
                for e in self.log
            )
        return recent > limit or (at_once > 0 and entry.at_once > at_once)

    def _pool(self, path: str, headers: Mapping[str, str]) -> str:
        if self.pool:
            return self.pool
        if "crossref-plus-api-token" in headers:
            return "plus"
        polite = "mailto=" in path or "mailto:" in headers.get("user-agent", "")
        return "polite" if polite else "public"


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave in the middle are what the tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for an acknowledgement
    server_stub: StubServer

    def do_GET(self) -> None:  # the standard library's name
        stub = self.server_stub
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._entry = stub.begin(self.path, headers)
        try:
            self._answer(self._entry)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            stub.end(self._entry, 0)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin an answer; it is in the log before its first byte leaves.

        Whoever has the answer may read the log or ask again at once.
        """
        self.server_stub.end(self._entry, code)
        super().send_response(code, message)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
        """Nothing on stderr: the log is a list."""

    def _answer(self, entry: LogEntry) -> None:
        stub = self.server_stub
        fault = stub.next_fault(self.path)
        if fault is None and stub.enforce and stub.too_fast(entry):
            fault = Fault("429", body=b"Too Many Requests")
        status, body, headers = respond(stub, self.path, entry.headers.get("accept", ""))
        if fault:
            strike(self, fault, body)
            return
        if stub.rate_headers and status != 302:
            headers = headers | _rate_headers(entry)
        send(self, status, body, headers)


def respond(stub: StubServer, raw: str, accept: str = "") -> tuple[int, bytes, dict[str, str]]:
    """The answer to a request: status, body, headers."""
    split = urlsplit(raw)
    path, query = split.path, parse_qs(split.query, keep_blank_values=True)
    if path == "/works":
        return _work_list(stub, query)
    if path.startswith("/works/"):
        return _work(stub, path.removeprefix("/works/"))
    if path.startswith(("/ra/", "/doiRA/")):
        names = path.split("/", 2)[2].split(",")
        return _json(200, [_agency(stub, unquote(name)) for name in names])
    if path.startswith("/agency/"):
        record = stub.records[unquote(path.removeprefix("/agency/")).lower()]
        return 200, json.dumps(record).encode(), {"Content-Type": CSL_JSON}
    if path.startswith("/api/handles/"):
        return _handle(stub, unquote(path.removeprefix("/api/handles/")))
    if path.startswith("/10."):
        doi = unquote(path[1:])
        if "csl+json" in accept and doi.lower() in stub.records:
            return 302, b"", {"Location": f"/agency/{path[1:]}"}
        if doi.lower() in stub.index.by_doi:
            return 302, b"", {"Location": f"https://publisher.example/{doi}"}
        return 404, b"<html>DOI Not Found</html>", {"Content-Type": "text/html"}
    return _not_found()


def _work_list(stub: StubServer, query: dict[str, list[str]]) -> tuple[int, bytes, dict[str, str]]:
    rows_text = query.get("rows", ["20"])[0]
    if not rows_text.isdigit() or int(rows_text) > 1000:
        return _invalid("integer-not-valid", rows_text)
    rows = int(rows_text)
    found: list[tuple[Record, float]]
    if "query.bibliographic" in query:
        found = stub.index.search(query["query.bibliographic"][0], rows)
    elif "filter" in query:
        isbn = query["filter"][0].removeprefix("isbn:")
        wanted = [part.removeprefix("doi:").lower() for part in query["filter"][0].split(",")]
        by_doi = stub.index.by_doi
        found = [(by_doi[doi], 0.0) for doi in dict.fromkeys(wanted) if doi in by_doi][:rows]
        found += [(work, 0.0) for work in by_doi.values() if isbn in work.get("ISBN", [])][:rows]
    else:
        found = []
    select = query.get("select", [""])[0].split(",")
    items = [_selected(work | {"score": score}, select) for work, score in found]
    facets: dict[str, Any] = {}
    message: dict[str, Any] = {
        "facets": facets,
        "total-results": len(items),
        "items": items,
        "items-per-page": rows,
    }
    return _json(200, _envelope("work-list", message))


def _selected(work: Record, select: list[str]) -> Record:
    return {name: work[name] for name in select if name in work} if select != [""] else work


def _work(stub: StubServer, rest: str) -> tuple[int, bytes, dict[str, str]]:
    encoded, _, route = rest.partition("/")
    doi = unquote(encoded)
    if route and route != "agency":  # the slash was not encoded: as accepted by the real one
        doi = unquote(rest.removesuffix("/agency"))
        route = "agency" if rest.endswith("/agency") else ""
    if route == "agency":
        found = _agency(stub, doi)
        if "RA" not in found:
            return _not_found()
        agency = {"id": found["RA"].lower(), "label": found["RA"]}
        return _json(200, _envelope("work-agency", {"DOI": doi, "agency": agency}))
    work = stub.index.by_doi.get(doi.lower())
    return _json(200, _envelope("work", work)) if work else _not_found()


def _agency(stub: StubServer, name: str) -> dict[str, str]:
    """What doi.org/ra says of a DOI or a prefix."""
    prefix, _, suffix = name.partition("/")
    if not prefix.startswith("10."):
        return {"DOI": name, "status": "Invalid DOI"}
    if prefix in stub.agencies:
        return {"DOI": name, "RA": stub.agencies[prefix]}
    known = any(doi.startswith(prefix + "/") for doi in stub.index.by_doi)
    if (suffix and name.lower() in stub.index.by_doi) or (not suffix and known):
        return {"DOI": name, "RA": "Crossref"}
    return {"DOI": name, "status": "DOI does not exist"}


def _handle(stub: StubServer, doi: str) -> tuple[int, bytes, dict[str, str]]:
    if doi.lower() not in stub.index.by_doi and "RA" not in _agency(stub, doi):
        return _json(404, {"responseCode": 100, "handle": doi})
    url = {"index": 1, "type": "URL", "data": {"format": "string", "value": "https://x.example/"}}
    return _json(200, {"responseCode": 1, "handle": doi, "values": [url]})


def _envelope(kind: str, message: Any) -> dict[str, Any]:
    return {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}


def _json(status: int, content: Any) -> tuple[int, bytes, dict[str, str]]:
    return status, json.dumps(content).encode(), dict(JSON)


def _not_found() -> tuple[int, bytes, dict[str, str]]:
    return 404, b"Resource not found.", {"Content-Type": "text/plain"}


def _invalid(kind: str, value: str) -> tuple[int, bytes, dict[str, str]]:
    message = [{"type": kind, "value": value, "message": f"{value} is not valid"}]
    failure = {"status": "failed", "message-type": "validation-failure", "message": message}
    return _json(400, failure)


def _is_list(path: str) -> bool:
    return path.startswith("/works?")


def _rate_headers(entry: LogEntry) -> dict[str, str]:
    single, listed, at_once = POOLS[entry.pool]
    headers = {
        "x-rate-limit-limit": str(listed if _is_list(entry.path) else single),
        "x-rate-limit-interval": "1s",
        "x-api-pool": entry.pool,
    }
    return headers | ({"x-concurrency-limit": str(at_once)} if at_once else {})
