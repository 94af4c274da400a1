"""A stub of Crossref and doi.org with invented works, and sources that ask it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.model import Reference
from backmatter.references.verification.exchange import Limits
from backmatter.references.verification.http import Client
from backmatter.references.verification.results import Result
from backmatter.references.verification.sources.agencies import DoiOrg
from backmatter.references.verification.sources.crossref import CrossrefSource
from backmatter.references.verification.verify import verify
from stub_server import StubServer
from stub_works import read_works

PATIENT = Limits(connect=60, read=60, total=90, max_bytes=4_000_000, backoff=0.01)
"""So long that no busy machine misses them; tests of time-outs pass limits of their own."""


def no_sleep(_seconds: float) -> None:
    """For tests in which the stub allows any rate."""


@pytest.fixture
def stub(root: Path) -> Iterator[StubServer]:
    """The stub, answering as the plus pool does: no test waits for a rate it does not test."""
    works = read_works(root / "tests" / "data" / "synthetic-works.jsonl")
    with StubServer(works, pool="plus") as server:
        yield server


@pytest.fixture
def client_of() -> Callable[..., Client]:
    """Make a client for a stub (or an address), with patient limits."""

    def make(server: StubServer | str, **options: Any) -> Client:
        url = server if isinstance(server, str) else server.url
        usual: dict[str, Any] = {
            "user_agent": "backmatter-tests",
            "limits": PATIENT,
            "sleep": no_sleep,
        }
        return Client([url], **(usual | options))

    return make


@pytest.fixture
def check(client_of: Callable[..., Client]) -> Callable[..., list[Result]]:
    """Verify references against a stub; further options go to the source."""

    def run(
        server: StubServer | str,
        *references: Reference,
        client: Client | None = None,
        **options: Any,
    ) -> list[Result]:
        url = server if isinstance(server, str) else server.url
        client = client or client_of(server)
        source = CrossrefSource(client, time.time, url, **options)
        agencies = DoiOrg(client, time.time, url, cache=options.get("cache"))
        return list(
            verify(references, source, agencies, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC))
        )

    return run


@pytest.fixture
def cite() -> Callable[..., Reference]:
    """Make a reference in short: `cite(title=…, author="Quill A; Vole B", year=2018, DOI=…)`."""
    from backmatter.references.model import Date, DatePart, Name, Source

    def make(
        *,
        author: str = "",
        year: int | None = None,
        printed: str = "",
        type: str = "article-journal",  # noqa: A002  # CSL's name
        **variables: str,
    ) -> Reference:
        names = tuple(
            Name(family=family, given=given)
            for family, _, given in (each.strip().partition(" ") for each in author.split(";"))
            if family
        )
        return Reference(
            type=type,
            variables={name.replace("_", "-"): value for name, value in variables.items()},
            names={"author": names} if names else {},
            dates={"issued": Date((DatePart(year),))} if year else {},
            source=Source(printed=printed, extracted=printed) if printed else None,
        )

    return make
