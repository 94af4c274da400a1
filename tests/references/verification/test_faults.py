"""Whatever the network does, a failed check is *unchecked*, never *not-found*."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.utils import formatdate

import pytest

from backmatter.references.model import Reference
from backmatter.references.verification.exchange import Limits
from backmatter.references.verification.http import Client
from backmatter.references.verification.results import Cause, Result, Verdict
from stub_server import StubServer

Check = Callable[..., list[Result]]
Cite = Callable[..., Reference]
MakeClient = Callable[..., Client]


SLOW = ["silent", "drip", "drip-headers"]
"""The faults that only a time-out ends."""

BRIEF = Limits(connect=1, read=1, total=1.5, max_bytes=4_000_000, backoff=0.01)


@pytest.fixture
def reference(cite: Cite) -> Reference:
    return cite(
        title="Slow loading of invented discs: a study in imaginary rabbits",
        author="Quill AB; Vole B; Wren C",
        year=2018,
        DOI="10.5555/ic.2018.001",
    )


@pytest.fixture
def without_doi(cite: Cite) -> Reference:
    return cite(title="A title that no record of the stub has at all", author="Nobody N", year=1999)


PASSING = [
    "500",
    "502",
    "503",
    "504",
    "429",
    "html",
    "truncated",
    "short-body",
    "reset",
    "empty",
    "invalid-utf8",
    "nan",
    *SLOW,
]
LASTING = [
    "400",
    "401",
    "403",
    "410",
    "bomb",
    "deep",
    "loop",
    "elsewhere",
    "message-list",
    "items-null",
    "html-as-json",
]


@pytest.mark.parametrize("kind", PASSING)
def test_a_fault_that_passes_is_survived(
    stub: StubServer, check: Check, reference: Reference, client_of: MakeClient, kind: str
) -> None:
    stub.fail(kind, times=1, seconds=30)
    client = client_of(stub, limits=BRIEF) if kind in SLOW else client_of(stub)
    (result,) = check(stub, reference, client=client)
    assert result.verdict is Verdict.VERIFIED
    assert len(stub.log) == 2


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("kind", [*PASSING, *LASTING])
def test_a_fault_that_lasts_leaves_all_unchecked(
    stub: StubServer,
    check: Check,
    reference: Reference,
    without_doi: Reference,
    client_of: MakeClient,
    kind: str,
) -> None:
    stub.fail(kind, seconds=30)
    client = client_of(stub, limits=BRIEF) if kind in SLOW else client_of(stub)
    results = check(stub, reference, without_doi, client=client)
    for result in results:
        assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.FAILED), result.reason
        assert result.is_failure
        assert result.reason


def test_the_answer_to_another_question_is_no_answer(
    stub: StubServer, check: Check, reference: Reference
) -> None:
    stub.fail("other-work")
    (result,) = check(stub, reference)
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.FAILED)


def test_a_reset_is_told_in_plain_words(
    stub: StubServer, check: Check, reference: Reference
) -> None:
    stub.fail("reset")
    (result,) = check(stub, reference)
    assert result.reason.endswith(("the answer broke off", "the connection broke off"))


@pytest.mark.parametrize("jitter", [0.0, 0.3, 0.5, 1.0])
def test_a_429_that_lasts_is_told_and_ends_when_patience_does(
    stub: StubServer, check: Check, reference: Reference, client_of: MakeClient, jitter: float
) -> None:
    """The wait that has begun by then is the last; at the slowest pace it takes 16 s."""
    passed, told = [0.0], list[str]()

    def sleep(seconds: float) -> None:
        passed[0] += seconds

    client = client_of(
        stub,
        sleep=sleep,
        clock=lambda: passed[0],
        tell=told.append,
        random=lambda: jitter,
        limits=Limits(connect=60, read=60, total=90, backoff=4, patience=90),
    )
    stub.fail("429")
    references = [replace(reference, variables={"title": f"Title {n}"}) for n in range(7)]
    results = check(stub, *references, client=client)
    assert {result.verdict for result in results} == {Verdict.UNCHECKED}
    assert "has asked for fewer requests (429) for" in results[-1].reason
    assert passed[0] <= 90 + 16
    assert all("127.0.0.1 asks for fewer requests (429): waiting" in sentence for sentence in told)
    assert told


def test_404_is_an_answer_and_the_agency_is_asked(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    title = "A work whose identifier holds a comma"
    (result,) = check(stub, cite(title=title, DOI="10.5555/comma,999"))
    assert result.verdict is Verdict.WRONG_DOI
    assert stub.log[0].status == 404
    assert stub.log[1].path.startswith("/ra/")


def test_an_agency_that_cannot_be_asked_leaves_it_unchecked(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    stub.fail("500", where="/ra/")
    (result,) = check(stub, cite(title="Registered nobody knows where", DOI="10.5555/nowhere"))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.FAILED)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("5", 5.0),
        (formatdate(1_000_007, usegmt=True), 7.0),
        (None, None),
        ("-5", None),
        ("soon", None),
    ],
)
def test_429_waits_as_told_else_ever_longer(
    stub: StubServer, client_of: MakeClient, header: str | None, expected: float | None
) -> None:
    waits: list[float] = []
    client = client_of(
        stub,
        sleep=waits.append,
        clock=lambda: sum(waits),
        now=lambda: 1_000_000.0,
        random=lambda: 0.5,
        limits=Limits(backoff=4.0, max_pause=60),
    )
    stub.fail("429", times=2, headers={"Retry-After": header} if header else {})
    reply = client.get_json(f"{stub.url}/works/10.5555%2Fic.2018.001")
    assert reply.status == 200
    told = expected if expected is not None else 6.0
    later = expected if expected is not None else 12.0
    assert waits == pytest.approx([told, later])


def test_a_pause_of_an_hour_is_not_waited_for(
    stub: StubServer,
    client_of: MakeClient,
    check: Check,
    reference: Reference,
    without_doi: Reference,
) -> None:
    waits: list[float] = []
    stub.fail("429", headers={"Retry-After": "3600"})
    results = check(stub, reference, without_doi, client=client_of(stub, sleep=waits.append))
    assert all(result.cause is Cause.FAILED for result in results)
    assert "3600" in results[0].reason
    assert len(stub.log) == 1
    assert sum(waits) < 5


def test_403_stops_at_once(
    stub: StubServer, check: Check, reference: Reference, without_doi: Reference
) -> None:
    stub.fail("403")
    results = check(stub, reference, without_doi)
    assert len(stub.log) == 1
    assert all("403" in result.reason for result in results)


def test_the_circuit_breaker_stops_asking(stub: StubServer, check: Check, cite: Cite) -> None:
    stub.fail("500")
    references = [cite(title=f"An invented title with the number {n}") for n in range(40)]
    results = check(stub, *references)
    assert all(result.cause is Cause.FAILED for result in results)
    assert len(stub.log) <= 4 * 8
    assert "of" in results[-1].reason


def test_nobody_listens(check: Check, reference: Reference, without_doi: Reference) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        results = check(url, reference, without_doi)
    assert {result.cause for result in results} == {Cause.FAILED}
    assert "127.0.0.1" in results[0].reason


@pytest.fixture
def swallowing() -> Iterator[str]:
    """An address that neither accepts nor refuses: its queue of connections is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        time.sleep(0.1)
        yield f"http://127.0.0.1:{address[1]}"
        for each in waiting:
            each.close()


@pytest.mark.usefixtures("no_hang")
def test_a_network_that_swallows_packets_costs_one_time_out_in_all(
    swallowing: str, check: Check, cite: Cite, client_of: MakeClient
) -> None:
    """A time-out for each of the 47 would take longer than a test may."""
    references = [cite(title=f"An invented title with the number {n}") for n in range(46)]
    references.append(cite(title="With a DOI", DOI="10.5555/ic.2018.001"))
    slow = Limits(connect=3.0, read=3.0, total=9.0, max_bytes=1_000_000, backoff=0.01)
    results = check(swallowing, *references, client=client_of(swallowing, limits=slow))
    assert {(r.verdict, r.cause) for r in results} == {(Verdict.UNCHECKED, Cause.FAILED)}


@pytest.mark.usefixtures("no_hang")
def test_offline_opens_no_socket(
    stub: StubServer, check: Check, cite: Cite, client_of: MakeClient
) -> None:
    references = [
        cite(
            title=f"An invented title with the number {n}", DOI=f"10.5555/x.{n}" if n % 2 else "10."
        )
        for n in range(1000)
    ]
    results = check(stub, *references, client=client_of(stub, offline=True))
    assert {(r.verdict, r.cause) for r in results} == {(Verdict.UNCHECKED, Cause.OFFLINE)}
    assert stub.log == []


def test_an_interruption_keeps_the_answers_so_far(
    stub: StubServer, cite: Cite, client_of: MakeClient
) -> None:
    from datetime import UTC, datetime

    from backmatter.references.verification.sources.crossref import CrossrefSource
    from backmatter.references.verification.verify import verify

    references = [cite(title=f"An invented title with the number {n}") for n in range(20)]

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    source = CrossrefSource(client_of(stub), time.time, stub.url)
    with pytest.raises(KeyboardInterrupt):
        verify(references, source, clock=lambda: datetime.now(UTC), progress=interrupt)
