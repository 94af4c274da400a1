"""What is certain enough to be written, beyond what the command's own tests show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backmatter.references.findings import Finding
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.verification.corrections import (
    Change,
    completions,
    corrections,
    is_certain,
    mends,
)
from backmatter.references.verification.results import FieldComparison, Outcome, Result, Verdict

OURS = Reference(
    key="a",
    type="article-journal",
    variables={"title": "T", "container-title": "PNAS", "page": "5-9"},
    names={"author": (Name(family="Quill", given="A."),)},
    others=frozenset({"author"}),
)
THEIRS = Reference(
    type="article-journal",
    variables={"title": "T", "page": "5-19", "publisher": "P", "number": "e1", "volume": "4"},
    names={"author": (Name(family="Quill", given="Ada"), Name(family="Vole", given="B"))},
    dates={"issued": Date((DatePart(2018, 5),))},
)


def result(matched: Reference = THEIRS, /, **outcomes: str) -> Result:
    rows = {"title": "agree", "author": "agree", "issued": "agree"} | outcomes
    fields = tuple(
        FieldComparison(name.replace("_", "-"), "x", "y", Outcome(outcome))
        for name, outcome in rows.items()
    )
    return Result(OURS, Verdict.DIFFERS, "", doi="10.5555/a", fields=fields, matched=matched)


@pytest.mark.parametrize(
    "outcomes",
    [{"title": "differ"}, {"title": "missing"}, {"author": "missing"}, {"issued": "missing"}],
)
def test_without_certainty_about_the_work_nothing_is_written(outcomes: dict[str, str]) -> None:
    assert not is_certain(result(**outcomes))
    assert corrections(result(**outcomes)) == ()
    assert completions(result(**outcomes)) == ()


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({"page": "differ", "volume": "agree"}, ["DOI", "page"]),
        ({"page": "differ", "volume": "differ"}, ["DOI"]),
        ({"page": "differ"}, ["DOI"]),
        ({"page": "missing", "volume": "agree"}, ["DOI"]),
    ],
)
def test_pages_are_certain_within_the_right_volume(
    outcomes: dict[str, str], expected: list[str]
) -> None:
    assert [change.field for change in corrections(result(**outcomes))] == expected


def test_a_first_page_alone_replaces_no_range() -> None:
    theirs = Reference(variables={"title": "T", "page": "7"})
    found = corrections(result(theirs, page="differ", volume="agree"))
    assert [change.field for change in found] == ["DOI"]


def test_accepted_authors_and_year() -> None:
    found = corrections(result(author="agree", issued="differ", volume="agree"), {"issued"})
    assert [change.field for change in found] == ["issued", "DOI"]
    assert found[-1].after.year == 2018
    assert found[-1].after.dates["issued"].parts == (DatePart(2018),)


def test_what_is_accepted_makes_more_certain() -> None:
    doubtful = result(issued="differ", volume="agree", page="differ")
    assert [change.field for change in corrections(doubtful)] == ["DOI"]
    found = corrections(doubtful, {"issued"})
    assert [change.field for change in found] == ["issued", "DOI", "page"]
    assert found[-1].after.text("page") == "5-19"


def test_a_record_with_fewer_authors_shortens_no_list() -> None:
    theirs = Reference(variables=THEIRS.variables, names={"author": ()})
    assert "author" not in [change.field for change in completions(result(theirs))]


def test_an_acronym_is_not_taken_for_an_abbreviation_and_no_publisher_for_articles() -> None:
    theirs = Reference(
        type="article-journal",
        variables={**THEIRS.variables, "container-title": "Proceedings of the Academy"},
        names=THEIRS.names,
    )
    fields = [change.field for change in completions(result(theirs, container_title="agree"))]
    assert fields == ["DOI", "author", "volume"]


def test_each_change_mends_its_own_findings() -> None:
    doi, page = Change("DOI", OURS), Change("page", OURS)
    wrong_page = Finding("BM501", "not as in the record: page 5-9, theirs 5-19")
    assert mends(page, wrong_page)
    assert not mends(doi, wrong_page)
    assert [mends(doi, Finding(code, "")) for code in ("BM302", "BM303", "BM505", "BM601")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_record_with_no_more_names_takes_no_et_al_away() -> None:
    theirs = replace(THEIRS, names={"author": (Name(family="Quill", given="Ada"),)})
    after = [c.after for c in completions(result(theirs)) if c.field == "author"]
    assert all("author" in reference.others for reference in after)
