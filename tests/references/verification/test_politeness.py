"""What Crossref is asked: how often, how fast, how many at once, and by whom."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from backmatter.references.model import Reference
from backmatter.references.verification.cache import Cache
from backmatter.references.verification.exchange import Limits
from backmatter.references.verification.http import Client
from backmatter.references.verification.pacing import SLOW_SECONDS, Pace
from backmatter.references.verification.results import Result, Verdict
from backmatter.references.verification.sources.crossref import CrossrefSource, bibliographic_text
from stub_server import StubServer
from stub_works import read_works

Check = Callable[..., list[Result]]
Cite = Callable[..., Reference]
MakeClient = Callable[..., Client]


def works(root: Path) -> list[dict[str, object]]:
    return list(read_works(root / "tests" / "data" / "synthetic-works.jsonl"))


@pytest.mark.parametrize(("count", "requests"), [(1, 1), (47, 1), (50, 1), (51, 2), (1000, 20)])
def test_dois_are_asked_for_in_batches_of_fifty(
    client_of: MakeClient, count: int, requests: int
) -> None:
    made = [{"DOI": f"10.5555/many.{n}", "title": [f"Title {n}"]} for n in range(count)]
    with StubServer(made, pool="plus") as stub:
        source = CrossrefSource(client_of(stub), time.time, stub.url)
        answers = source.by_doi([f"10.5555/many.{n}" for n in range(count)])
        assert all(len(answer.works) == 1 for answer in answers.values())
        assert len(stub.log) == requests
        assert all("select=DOI," in entry.path for entry in stub.log)
        assert max(len(entry.path) for entry in stub.log) < 8000


def test_a_second_run_asks_nothing(
    stub: StubServer, check: Check, cite: Cite, tmp_path: Path
) -> None:
    references = [
        cite(title="Twice-told tales of a virtual spine", author="Swift J", year=2012),
        cite(title="Editorial", author="Owl N", year=2011, DOI="10.5555/ic.2011.010"),
        cite(title="Somebody else's", author="Else S", DOI="10.5281/zenodo.1"),
    ]
    first = check(stub, *references, cache=Cache(tmp_path / "a.sqlite", now=time.time))
    asked = len(stub.log)
    second = check(stub, *references, cache=Cache(tmp_path / "a.sqlite", now=time.time))
    assert asked == 4
    assert len(stub.log) == asked
    assert [r.verdict for r in first] == [r.verdict for r in second]
    assert [r.asked for r in first] == [r.asked for r in second]


def test_offline_answers_from_the_cache_alone(
    stub: StubServer, check: Check, cite: Cite, tmp_path: Path, client_of: MakeClient
) -> None:
    reference = cite(title="Twice-told tales of a virtual spine", author="Swift J", year=2012)
    cache = Cache(tmp_path / "a.sqlite", now=time.time)
    check(stub, reference, cache=cache)
    old = Cache(tmp_path / "a.sqlite", now=lambda: time.time() + 10**9)
    offline = client_of(stub, offline=True)
    (result,) = check(stub, reference, cache=old, client=offline)
    assert result.verdict is Verdict.VERIFIED
    assert len(stub.log) == 1


def test_failures_are_never_kept(
    stub: StubServer, check: Check, cite: Cite, tmp_path: Path
) -> None:
    reference = cite(title="Editorial", author="Owl N", year=2011, DOI="10.5555/ic.2011.010")
    cache = Cache(tmp_path / "a.sqlite", now=time.time)
    stub.fail("html-as-json", times=4)
    check(stub, reference, cache=cache)
    stub.heal()
    (result,) = check(stub, reference, cache=cache)
    assert result.verdict is Verdict.VERIFIED


def test_the_public_pool_is_asked_one_at_a_time_and_no_faster_than_it_allows(
    root: Path, cite: Cite, check: Check, client_of: MakeClient
) -> None:
    """The stub answers 429 to whoever is faster than its pool allows: nobody must be."""
    passed = [0.0]

    def sleep(seconds: float) -> None:
        passed[0] += seconds

    def clock() -> float:
        return passed[0]

    with StubServer(works(root), pool="public", enforce=True, clock=clock) as stub:
        references = [cite(title=f"A title with number {n}") for n in range(5)]
        check(stub, *references, client=client_of(stub, sleep=sleep, clock=clock))
        assert [entry.status for entry in stub.log] == [200] * 5
        assert {entry.at_once for entry in stub.log} == {1}
        begun = [entry.started for entry in stub.log]
        assert all(later - earlier >= 1 for earlier, later in pairwise(begun))


def test_the_polite_pool_is_asked_three_times_a_second_by_three_at_once(
    root: Path, cite: Cite, check: Check, client_of: MakeClient
) -> None:
    """In a moment that does not pass, what each request waits for is its place in time."""
    places: list[float] = []
    with StubServer(works(root), pool="polite") as stub:
        references = [cite(title=f"A title with number {n}") for n in range(12)]
        check(stub, *references, client=client_of(stub, sleep=places.append, clock=lambda: 0.0))
        assert [entry.status for entry in stub.log] == [200] * 12
        assert max(entry.at_once for entry in stub.log) <= 3
    assert len(places) == 11
    assert all(later - earlier >= 1 / 3 for earlier, later in pairwise(sorted(places)))


def test_the_first_requests_go_one_at_a_time_at_the_slow_rate() -> None:
    waits: list[float] = []
    pace = Pace(clock=lambda: sum(waits), sleep=waits.append)
    for _ in range(3):
        with pace.turn("list"):
            pass
    assert pace.at_once == 1
    assert waits == [SLOW_SECONDS, SLOW_SECONDS]


@pytest.mark.parametrize(
    ("headers", "seconds", "at_once"),
    [
        (
            {"x-rate-limit-limit": "3", "x-rate-limit-interval": "1s", "x-concurrency-limit": "3"},
            1 / 3,
            3,
        ),
        ({"x-rate-limit-limit": "60", "x-rate-limit-interval": "1m"}, 1.0, 1),
        (
            {"x-rate-limit-limit": "150", "x-rate-limit-interval": "1s", "x-api-pool": "plus"},
            1 / 150,
            8,
        ),
        ({}, SLOW_SECONDS, 1),
        ({"x-rate-limit-limit": "0", "x-concurrency-limit": "0"}, SLOW_SECONDS, 1),
        ({"x-rate-limit-limit": "junk", "x-concurrency-limit": "-3"}, SLOW_SECONDS, 1),
    ],
)
def test_headers_are_followed_and_odd_ones_change_nothing(
    headers: dict[str, str], seconds: float, at_once: int
) -> None:
    waits: list[float] = []
    pace = Pace(clock=lambda: sum(waits), sleep=waits.append)
    pace.learn("list", headers)
    for _ in range(2):
        with pace.turn("list"):
            pass
    assert seconds <= waits[0] <= seconds * 1.12
    assert pace.at_once == at_once


def test_mailto_is_sent_only_when_the_user_set_it(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    check(stub, cite(title="Editorial"))
    assert "mailto" not in stub.log[0].path + stub.log[0].headers["user-agent"]
    check(stub, cite(title="Editorial"), mailto="a+b@example.org")
    assert "mailto=a%2Bb%40example.org" in stub.log[1].path


@pytest.mark.parametrize(
    "doi",
    ["10.5555/1096-0000(20010212)430:3<283::aid-ic13>3.0.co;2-v", "10.5555/comma,017"],
)
def test_identifiers_of_every_shape_arrive_whole(
    stub: StubServer, client_of: MakeClient, doi: str
) -> None:
    source = CrossrefSource(client_of(stub), time.time, stub.url)
    assert source.by_doi([doi])[doi].works[0].doi == doi
    assert not {"<", ">", "#", " "} & set(stub.log[0].path)


@pytest.mark.parametrize(
    "doi", ["10.1234/../../admin", "10.1234/x?rows=9", "10.1234/a&mailto=b", "10.1234/a#b"]
)
def test_hostile_identifiers_stay_identifiers(
    stub: StubServer, client_of: MakeClient, doi: str
) -> None:
    source = CrossrefSource(client_of(stub), time.time, stub.url)
    assert source.by_doi([doi])[doi].works == ()
    assert stub.log[0].path.startswith("/works?filter=doi:10.1234/")
    assert stub.log[0].path.count("mailto") <= 1
    assert stub.log[0].path.count("&rows=") == 1


def test_only_the_hosts_on_the_list_are_asked(client_of: MakeClient) -> None:
    client = client_of("https://api.crossref.org")
    for url in (
        "https://api.crossref.org.evil.example/works",
        "http://api.crossref.org/works",
        "https://user@api.crossref.org/works",
        "file:///etc/passwd",
    ):
        with pytest.raises(ValueError, match="not a host"):
            client.get_json(url)


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/", "https://evil.example/", "file:///etc/passwd", "//[::1]/x"],
)
def test_a_redirect_elsewhere_is_not_followed(
    stub: StubServer, client_of: MakeClient, target: str
) -> None:
    stub.fail("elsewhere", headers={"Location": target})
    reply = client_of(stub).get_json(f"{stub.url}/works/10.5555%2Fx")
    assert reply.failure is not None
    assert "redirects to" in reply.failure.reason


def test_a_service_without_select_is_asked_without(stub: StubServer, client_of: MakeClient) -> None:
    stub.fail("400", times=1, where="select=")
    source = CrossrefSource(client_of(stub), time.time, stub.url)
    assert source.by_doi(["10.5555/ic.2011.010"])["10.5555/ic.2011.010"].works
    assert "select" not in stub.log[1].path


def test_answers_without_rate_headers_are_fine(root: Path, cite: Cite, check: Check) -> None:
    with StubServer(works(root), rate_headers=False) as stub:
        (result,) = check(stub, cite(title="Editorial", DOI="10.5555/ic.2011.010", author="Owl N"))
    assert result.verdict is Verdict.VERIFIED


def test_the_query_is_the_printed_reference_without_links(cite: Cite) -> None:
    printed = "Owl N. Editorial. 2011;5:1. doi:10.5555/ic.2011.010 https://example.org/x"
    assert bibliographic_text(cite(printed=printed)) == "Owl N. Editorial. 2011;5:1."
    assert len(bibliographic_text(cite(printed="word " * 1000))) <= 700


def test_a_thread_left_behind_by_the_deadline_harms_no_other(
    stub: StubServer, client_of: MakeClient
) -> None:
    client = client_of(stub, limits=Limits(read=5, total=1.5, backoff=0.01))
    stub.fail("silent", times=1, seconds=2)
    for _ in range(3):
        assert client.get_json(f"{stub.url}/works/10.5555%2Fic.2011.010").status == 200
