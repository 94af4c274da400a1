"""DOIs of other agencies: their own records, by content negotiation at doi.org."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.model import Reference
from backmatter.references.verification.cache import Cache
from backmatter.references.verification.http import Client
from backmatter.references.verification.results import Cause, Result, Verdict
from backmatter.references.verification.services import Settings, connect
from backmatter.references.verification.sources.negotiation import CSL_JSON, read_csl
from stub_server import StubServer

Check = Callable[..., list[Result]]
Cite = Callable[..., Reference]
MakeClient = Callable[..., Client]

DOI = "10.5281/zenodo.4711"
RECORD: dict[str, Any] = {
    "type": "dataset",
    "id": "https://doi.org/10.5281/zenodo.4711",
    "DOI": "10.5281/ZENODO.4711",
    "title": "Measurements of imaginary rabbits",
    "author": [{"family": "Quill", "given": "Ada B."}, {"literal": "The Rabbit Group"}],
    "issued": {"date-parts": [[2019, 5, 2]]},
    "publisher": "Dryad",
    "abstract": "…",
}


@pytest.fixture
def dataset(cite: Cite) -> Reference:
    title = "Measurements of imaginary rabbits"
    return cite(title=title, author="Quill AB", year=2019, DOI=DOI, type="dataset")


def test_a_reference_is_compared_with_the_agencys_record(
    stub: StubServer, check: Check, dataset: Reference
) -> None:
    stub.records[DOI] = RECORD
    (result,) = check(stub, dataset)
    assert result.verdict is Verdict.VERIFIED
    assert (result.source, result.doi) == ("DataCite", "10.5281/ZENODO.4711")
    assert result.agencies == ("Crossref", "doi.org", "DataCite")
    paths = [entry.path.partition("?")[0] for entry in stub.log]
    encoded = DOI.replace("/", "%2F")
    assert paths == ["/works", f"/ra/{encoded}", f"/{encoded}", f"/agency/{encoded}"]
    assert stub.log[-1].headers["accept"] == CSL_JSON


def test_a_year_that_differs_from_the_agencys_record(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    stub.records[DOI] = RECORD
    title = "Measurements of imaginary rabbits"
    (result,) = check(stub, cite(title=title, author="Quill AB", year=2009, DOI=DOI))
    assert (result.verdict, result.differing) == (Verdict.DIFFERS, ("issued",))


def test_another_agencys_doi_may_lead_to_another_work(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    stub.records[DOI] = RECORD
    title = "Twice-told tales of a virtual spine"
    (result,) = check(stub, cite(title=title, author="Swift J", year=2012, DOI=DOI))
    assert result.verdict is Verdict.WRONG_DOI
    assert "Measurements of imaginary rabbits" in result.leads_to
    assert result.doi.startswith("10.5555/")
    assert result.source == "Crossref"


@pytest.mark.parametrize("fault", ["html", "elsewhere", "406", "404"])
def test_an_agency_without_a_record_leaves_it_unchecked(
    stub: StubServer, check: Check, dataset: Reference, fault: str
) -> None:
    stub.records[DOI] = RECORD
    stub.fail(fault, where="/agency/")
    (result,) = check(stub, dataset)
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.OTHER_AGENCY)
    assert "DataCite gives no record of it" in result.reason
    assert not result.is_failure


@pytest.mark.parametrize("fault", ["500", "429", "truncated", "bomb", "deep", "reset", "loop"])
def test_a_fault_while_asking_for_the_record_is_a_failure(
    stub: StubServer, check: Check, dataset: Reference, fault: str
) -> None:
    stub.records[DOI] = RECORD
    stub.fail(fault, where="/agency/")
    (result,) = check(stub, dataset)
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.FAILED)
    assert "its record could not be asked for" in result.reason


def test_a_redirect_to_no_address_is_a_failure(
    stub: StubServer, check: Check, dataset: Reference
) -> None:
    stub.records[DOI] = RECORD
    stub.fail("elsewhere", where="/agency/", headers={"Location": "http://[::1"})
    (result,) = check(stub, dataset)
    assert "redirects to something that is no address" in result.reason


def test_the_record_of_another_doi_is_no_answer(
    stub: StubServer, check: Check, dataset: Reference
) -> None:
    stub.records[DOI] = RECORD | {"DOI": "10.5281/zenodo.1"}
    (result,) = check(stub, dataset)
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.FAILED)
    assert "the record of another DOI" in result.reason


def test_records_are_kept_too(
    stub: StubServer, check: Check, dataset: Reference, tmp_path: Path, client_of: MakeClient
) -> None:
    stub.records[DOI] = RECORD
    cache = Cache(tmp_path / "a.sqlite", now=time.time)
    (first,) = check(stub, dataset, cache=cache)
    asked = len(stub.log)
    (second,) = check(stub, dataset, cache=cache, client=client_of(stub, offline=True))
    assert first == second
    assert len(stub.log) == asked


def test_names_as_agencies_give_them() -> None:
    authors: list[dict[str, str]] = [{"given": "北本, 朝展"}, {"literal": "国立情報学研究所"}]
    work = read_csl(RECORD | {"author": authors, "type": "article-journal"}, "JaLC")
    assert work is not None
    first, second = work.reference.names["author"]
    assert (first.family, first.given) == ("北本", "朝展")
    assert second.literal == "国立情報学研究所"
    assert (work.reference.type, work.source) == ("article-journal", "JaLC")


@pytest.mark.needs("shared")
def test_a_recorded_answer_with_crossrefs_own_type(shared: Path) -> None:
    path = shared / "crossref" / "samples" / "cn-csl-json-200.json"
    body = json.loads(path.read_text(encoding="utf-8"))["response"]["body"]
    work = read_csl(body, "Crossref")
    assert work is not None
    assert "The Structure of Ordinary Water" in work.titles
    assert (work.reference.type, work.years, work.pages) == (
        "article-journal",
        (1970,),
        ("635-641",),
    )
    assert [name.family for name in work.reference.names["author"]] == ["Frank"]


def test_odd_records_are_none() -> None:
    odd: list[object] = [None, [], "x", {}, {"DOI": DOI}, {"DOI": 5, "title": "T"}]
    assert [read_csl(item, "DataCite") for item in odd] == [None] * 6


def test_a_preprint_at_an_agency_is_one() -> None:
    work = read_csl(RECORD | {"publisher": "arXiv"}, "DataCite")
    assert work is not None
    assert work.kind == "posted-content"


def test_only_the_agencies_own_hosts_are_asked_beside_the_two() -> None:
    usual = connect(Settings(user_agent="t", offline=True)).crossref.client
    assert usual.get_json("https://data.crosscite.org/x").failure is not None
    other = connect(Settings(user_agent="t", offline=True, doi_url="http://127.0.0.1:9"))
    with pytest.raises(ValueError, match="not a host that may be asked"):
        other.crossref.client.get_json("https://data.crosscite.org/x")
