"""Which of the records that a source gives is the work: versions, parts, notices, ties, misses."""

from __future__ import annotations

from collections.abc import Callable

from backmatter.references.model import Reference
from backmatter.references.verification.results import Cause, Result, Verdict
from stub_server import StubServer

Check = Callable[..., list[Result]]
Cite = Callable[..., Reference]


def test_a_short_title_that_agrees_is_no_miss(check: Check, cite: Cite) -> None:
    """`Imaginary Rabbits` may be that one or another: too little to tell, no accusation."""
    book = {
        "DOI": "10.5555/book",
        "type": "book",
        "title": ["Imaginary Rabbits"],
        "issued": {"date-parts": [[2014]]},
    }
    title = "Imaginary rabbits"
    with StubServer([book], pool="plus") as stub:
        same, other = check(
            stub, cite(title=title, type="book"), cite(title=title, type="book", year=1999)
        )
    assert (same.verdict, same.cause, same.doi) == (Verdict.UNCHECKED, Cause.TOO_LITTLE, "")
    assert "too little of it to tell whether it is" in same.reason
    assert "“Imaginary Rabbits” (2014)" in same.reason
    assert other.verdict is Verdict.NOT_FOUND


def test_a_notice_is_not_taken_for_its_article(check: Check, cite: Cite) -> None:
    notice = {
        "DOI": "10.5555/notice",
        "title": ["Retracted: Fables of the vertebral column"],
        "author": [{"family": "Crow", "given": "Yves"}],
        "issued": {"date-parts": [[2012]]},
        "update-to": [{"DOI": "10.5555/told", "type": "retraction"}],
    }
    with StubServer([notice], pool="plus") as stub:
        reference = cite(title="Fables of the vertebral column", author="Crow Y", year=2010)
        (result,) = check(stub, reference)
    assert result.verdict is Verdict.NOT_FOUND
    assert "notice" in result.candidates[0].refused


def test_parts_of_one_work_are_told_apart(stub: StubServer, check: Check, cite: Cite) -> None:
    one = cite(
        title="Mechanics of unreal vertebrae. I. Statics", author="Rook L; Kite M", year=2020
    )
    two = cite(title="Mechanics of unreal vertebrae. II. Dynamics", author="Rook L", year=2020)
    assert [r.doi for r in check(stub, one, two)] == ["10.5555/ic.2020.008", "10.5555/ic.2020.009"]


def test_another_work_of_the_same_author_with_a_subtitle_more(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    fields = {"title": "Slow loading of invented discs", "author": "Quill AB; Vole B; Wren C"}
    journal = {"container_title": "J Invent Cartil"}
    same = cite(**fields, **journal, year=2018, volume="12", page="101-110")
    other = cite(**fields, **journal, year=2011, volume="5", page="33-39")
    results = check(stub, same, other)
    assert [r.verdict for r in results] == [Verdict.VERIFIED, Verdict.NOT_FOUND]


def test_the_same_title_in_another_year(stub: StubServer, check: Check, cite: Cite) -> None:
    reference = cite(title="Editorial", author="Owl N", year=2013, volume="7", page="1-2")
    (result,) = check(stub, reference)
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/ic.2013.011")


def test_a_journal_reference_goes_to_the_journal_not_the_preprint(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    fields = {
        "title": "A cell sheet for pretended ruptures of the annulus",
        "author": "Lark O; Dove P",
    }
    journal = cite(
        **fields, container_title="J Invent Cartil", year=2021, volume="15", page="410-21"
    )
    preprint = cite(**fields, year=2020, type="article")
    results = check(stub, journal, preprint)
    assert [r.doi for r in results] == ["10.5555/ic.2021.012", "10.5555/preprint.012"]


def test_a_preprint_alone_is_neither_taken_nor_called_missing(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    stub.index.forget("10.5555/ic.2021.012")
    reference = cite(
        title="A cell sheet for pretended ruptures of the annulus",
        author="Lark O; Dove P",
        container_title="J Invent Cartil",
        year=2021,
        volume="15",
    )
    (result,) = check(stub, reference)
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.ONLY_PREPRINT)
    assert "10.5555/preprint.012" in result.reason


def test_equal_records_are_a_tie_not_a_guess(stub: StubServer, check: Check, cite: Cite) -> None:
    title = "Two records of one and the same invention"
    (result,) = check(stub, cite(title=title, author="Goose X", year=2007))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.TIE)
    assert {c.doi for c in result.candidates} == {"10.5555/twin.a", "10.5555/twin.b"}


def test_not_found_names_the_nearest_and_why_it_was_refused(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    reference = cite(
        title="Slow thinking about invented elephants in imaginary rooms",
        author="Quill A",
        container_title="Journal of Invented Cartilage",
        year=2003,
        volume="1",
        page="1-9",
    )
    (result,) = check(stub, reference)
    assert result.verdict is Verdict.NOT_FOUND
    assert result.agencies == ("Crossref",)
    assert result.candidates[0].doi == "10.5555/ic.2018.001"
    assert "another title" in result.candidates[0].refused
    assert "fabricat" not in result.reason


def test_a_title_joined_from_two_others_is_no_work(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    reference = cite(
        title="Slow loading of invented discs in the nucleus pulposus and annulus of cells",
        author="Quill AB; Vole B; Wren C",
        container_title="J Invent Cartil",
        year=2019,
        volume="13",
        page="101-110",
    )
    assert check(stub, reference)[0].verdict is Verdict.NOT_FOUND


def test_a_place_in_a_journal_alone_names_no_work(check: Check, cite: Cite) -> None:
    """Of a record without title and author, who knows whether a made-up reference means it?"""
    nameless = {
        "DOI": "10.5555/nameless.1",
        "type": "journal-article",
        "container-title": ["Journal of invention"],
        "issued": {"date-parts": [[2011]]},
        "volume": "4",
        "page": "264-264",
    }
    reference = cite(
        title="A work that nobody wrote",
        container_title="Journal of invention",
        year=2011,
        volume="4",
        page="264-264",
    )
    with StubServer([nameless], pool="plus") as stub:
        (result,) = check(stub, reference)
    assert result.verdict is not Verdict.VERIFIED
    assert "10.5555/nameless.1" in {result.doi, *(each.doi for each in result.candidates)}
