"""Every verdict, from real HTTP answers of the stub."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backmatter.references.model import Reference
from backmatter.references.verification.results import Cause, Outcome, Result, Verdict
from stub_server import StubServer

Check = Callable[..., list[Result]]
Cite = Callable[..., Reference]


@pytest.fixture
def rabbits(cite: Cite) -> Callable[..., Reference]:
    """The reference to the first invented work, with changes."""

    def make(**changes: str | int) -> Reference:
        fields: dict[str, str | int] = {
            "author": "Quill AB; Vole B; Wren C",
            "title": "Slow loading of invented discs: a study in imaginary rabbits",
            "container_title": "J Invent Cartil",
            "year": 2018,
            "volume": "12",
            "issue": "3",
            "page": "101-10",
        }
        return cite(**(fields | changes))

    return make


def test_found_by_doi_and_all_agrees(
    stub: StubServer, check: Check, rabbits: Callable[..., Reference]
) -> None:
    (result,) = check(stub, rabbits(DOI="10.5555/IC.2018.001"))
    assert result.verdict is Verdict.VERIFIED
    assert result.doi == "10.5555/ic.2018.001"
    assert result.source == "Crossref"
    assert result.asked.endswith("Z")
    assert {f.field for f in result.fields if f.outcome is Outcome.AGREE} == {
        "title",
        "author",
        "container-title",
        "issued",
        "volume",
        "issue",
        "page",
    }
    assert len(stub.log) == 1


def test_found_by_query(stub: StubServer, check: Check, rabbits: Callable[..., Reference]) -> None:
    (result,) = check(stub, rabbits())
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/ic.2018.001")
    assert "query.bibliographic=" in stub.log[0].path


def test_markup_entities_and_the_online_year_are_no_differences(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    reference = cite(
        author="Heron D; Finch E",
        title="Hydrogel carriers for made-up cells in the nucleus pulposus & annulus",
        year=2018,
        volume="13",
        page="e17",
    )
    (result,) = check(stub, reference)
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/ic.2019.002")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": 2017}, "issued"),
        ({"volume": "21"}, "volume"),
        ({"page": "110-119"}, "page"),
        ({"issue": "4"}, "issue"),
        ({"author": "Raven AB; Vole B; Wren C"}, "author"),
        ({"container_title": "Annals of Invented Bones"}, "container-title"),
        ({"title": "Slow bending of invented discs: a study in imaginary rabbits"}, "title"),
    ],
)
@pytest.mark.parametrize("doi", ["", "10.5555/ic.2018.001"])
def test_a_field_that_differs_is_named_with_both_values(
    stub: StubServer,
    check: Check,
    rabbits: Callable[..., Reference],
    change: dict[str, str | int],
    field: str,
    doi: str,
) -> None:
    (result,) = check(stub, rabbits(**change, **({"DOI": doi} if doi else {})))
    assert (result.verdict, result.differing) == (Verdict.DIFFERS, (field,))
    (row,) = [f for f in result.fields if f.outcome is Outcome.DIFFER]
    assert row.ours
    assert row.theirs


def test_the_doi_of_another_work(
    stub: StubServer, check: Check, rabbits: Callable[..., Reference]
) -> None:
    (result,) = check(stub, rabbits(DOI="10.5555/ic.2016.004"))
    assert (result.verdict, result.doi) == (Verdict.WRONG_DOI, "10.5555/ic.2018.001")
    assert result.printed_doi == "10.5555/ic.2016.004"
    assert "Growth factors in a disc" in result.leads_to


def test_a_real_doi_on_a_made_up_reference(stub: StubServer, check: Check, cite: Cite) -> None:
    reference = cite(
        author="Nobody N",
        title="What was never written about what never was",
        container_title="Journal of Nothing",
        year=1999,
        DOI="10.5555/ic.2016.004",
    )
    (result,) = check(stub, reference)
    assert (result.verdict, result.doi) == (Verdict.WRONG_DOI, "")


def test_the_doi_of_nothing(
    stub: StubServer, check: Check, rabbits: Callable[..., Reference]
) -> None:
    (result,) = check(stub, rabbits(DOI="10.5555/ic.2018.999"))
    assert (result.verdict, result.doi) == (Verdict.WRONG_DOI, "10.5555/ic.2018.001")
    assert result.leads_to == ""
    assert "nothing" in result.reason


def test_a_doi_broken_over_two_lines_is_read_both_ways(check: Check, cite: Cite) -> None:
    """The likelier reading drops the hyphen; the record is under the other one."""
    work = {"DOI": "10.5555/half-life.1", "title": ["The half-life of an invented disc"]}
    with StubServer([work], pool="plus") as stub:
        reference = cite(title="The half-life of an invented disc", DOI="10.5555/half-\nlife.1")
        (result,) = check(stub, reference)
    assert (result.verdict, result.printed_doi) == (Verdict.VERIFIED, "10.5555/half-life.1")


def test_the_right_work_behind_a_wrong_doi_may_be_retracted(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    title = "Fictional exosomes reverse imagined degeneration"
    reference = cite(title=title, author="Magpie F", year=2015, DOI="10.5555/ic.2018.001")
    (result,) = check(stub, reference)
    assert (result.verdict, result.doi) == (Verdict.RETRACTED, "10.5555/ic.2015.003")
    assert "the printed DOI leads to another work" in result.reason


def test_a_doi_that_is_registered_and_has_no_record(
    stub: StubServer, check: Check, cite: Cite, rabbits: Callable[..., Reference]
) -> None:
    """An alias of a DOI exists and answers no record: the work itself decides."""
    stub.agencies = {"10.6666": "Crossref"}
    known = rabbits(DOI="10.6666/alias")
    unknown = cite(title="Registered and not yet answered", DOI="10.6666/new")
    results = check(stub, known, unknown)
    assert [r.verdict for r in results] == [Verdict.VERIFIED, Verdict.UNCHECKED]
    assert "answers no record of it" in results[1].reason


def test_an_unregistered_doi_on_what_crossref_hardly_holds(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    """The work may be real; the DOI leads to nothing all the same."""
    (result,) = check(stub, cite(title="椎间盘退变的研究", DOI="10.5555/nothing"))
    assert (result.verdict, result.doi) == (Verdict.WRONG_DOI, "")


def test_when_the_right_doi_cannot_be_looked_for_that_is_told(
    stub: StubServer, check: Check, rabbits: Callable[..., Reference]
) -> None:
    stub.fail("403", where="query.bibliographic")
    (result,) = check(stub, rabbits(DOI="10.5555/ic.2016.004"))
    assert result.verdict is Verdict.WRONG_DOI
    assert "could not be looked for" in result.reason


def test_a_tie_behind_a_wrong_doi_is_told(stub: StubServer, check: Check, cite: Cite) -> None:
    title = "Two records of one and the same invention"
    reference = cite(title=title, author="Goose X", year=2007, DOI="10.5555/ic.2016.004")
    (result,) = check(stub, reference)
    assert (result.verdict, result.doi) == (Verdict.WRONG_DOI, "")
    assert "several records" in result.reason


def test_a_journal_that_was_read_as_the_title_accuses_nobody(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    reference = cite(
        printed="Quill AB et al. Journal of Invented Cartilage 2018; 12: 101",
        title="Journal of Invented Cartilage",
        author="Quill AB",
        year=2018,
        volume="12",
        page="101",
    )
    (result,) = check(stub, reference)
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/ic.2018.001")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Sample C. Loading device: CN101234567A[P]. 2009-08-12.", "a patent"),
        ("Sample C. Of discs[D]. Beijing: University, 2009.", "a thesis"),
        ("Personal communication with D. Placeholder, 12 May 2020.", "a personal communication"),
        ("R Core Team. R: a language[CP]. Vienna: R Foundation, 2022.", "software"),
        ("张娟, 刘峰. 外泌体的分离. 中国组织工程研究, 2014, 18(37): 5955.", "a work in Chinese"),
        ("김철수. 추간판의 연구. 대한정형외과학회지 2010; 45: 1.", "a work in Korean"),
    ],
)
def test_what_only_the_print_tells_is_not_accused(
    stub: StubServer, check: Check, cite: Cite, printed: str, expected: str
) -> None:
    (result,) = check(stub, cite(printed=printed, type=""))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.NOT_COVERED)
    assert expected in result.reason


@pytest.mark.parametrize(
    ("title", "author", "year", "doi", "verdict", "kind"),
    [
        (
            "Fictional exosomes reverse imagined degeneration",
            "Magpie F; Crane G",
            2015,
            "10.5555/ic.2015.003",
            Verdict.RETRACTED,
            "retraction",
        ),
        (
            "Stem cells from nowhere in discs of glass",
            "Teal K",
            2014,
            "10.5555/ic.2014.007",
            Verdict.RETRACTED,
            "partial_retraction",
        ),
        (
            "Growth factors in a disc that was never there",
            "Plover H",
            2016,
            "10.5555/ic.2016.004",
            Verdict.VERIFIED,
            "expression_of_concern",
        ),
        (
            "Imaginary scaffolds and their invented strength",
            "Stork I",
            2017,
            "10.5555/ic.2017.005",
            Verdict.VERIFIED,
            "correction",
        ),
        (
            "Twice-told tales of a virtual spine",
            "Swift J",
            2012,
            "10.5555/ic.2012.006",
            Verdict.VERIFIED,
            "reinstatement",
        ),
    ],
)
def test_notices(
    stub: StubServer,
    check: Check,
    cite: Cite,
    title: str,
    author: str,
    year: int,
    doi: str,
    verdict: Verdict,
    kind: str,
) -> None:
    (result,) = check(stub, cite(title=title, author=author, year=year))
    assert (result.verdict, result.doi) == (verdict, doi)
    assert kind in {notice.kind for notice in result.notices}


def test_retracted_goes_before_differs(stub: StubServer, check: Check, cite: Cite) -> None:
    title = "Fictional exosomes reverse imagined degeneration"
    (result,) = check(stub, cite(title=title, author="Magpie F; Crane G", year=2014))
    assert result.verdict is Verdict.RETRACTED
    assert result.differing == ("issued",)
    assert "2017-06-01" in result.reason


def test_the_notice_itself_is_not_retracted(stub: StubServer, check: Check, cite: Cite) -> None:
    title = "Retraction notice to: Fictional exosomes reverse imagined degeneration"
    (result,) = check(stub, cite(title=title, year=2017, volume="11", page="600"))
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/ic.notice.003")


def test_a_retraction_that_only_the_title_tells(check: Check, cite: Cite) -> None:
    """Where and when it stands decides: a notice without a link may have the same title."""
    record = {
        "DOI": "10.5555/told",
        "title": ["RETRACTED: Fables of the vertebral column"],
        "author": [{"family": "Crow", "given": "Yves"}],
        "issued": {"date-parts": [[2010]]},
        "volume": "4",
        "page": "60-69",
    }
    fable = {"title": "Fables of the vertebral column", "author": "Crow Y"}
    with StubServer([record], pool="plus") as stub:
        article = cite(**fable, year=2010, volume="4", page="60-9")
        elsewhere = cite(**fable, year=2008, volume="2", page="1-9")
        results = check(stub, article, elsewhere)
    assert [r.verdict for r in results] == [Verdict.RETRACTED, Verdict.DIFFERS]


def test_a_notice_that_is_cited_as_one_is_found_though_a_word_is_wrong(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    title = "Retraction notice to: Fictional exosomes reverse real degeneration"
    place = {"container_title": "J Invent Cartil", "volume": "11", "page": "600"}
    (result,) = check(stub, cite(title=title, year=2017, **place))
    assert (result.verdict, result.doi) == (Verdict.DIFFERS, "10.5555/ic.notice.003")


def test_a_notice_without_title_is_found_by_its_page(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    place = {"container_title": "J Invent Cartil", "volume": "11"}
    here, there = check(
        stub, cite(year=2017, page="600", **place), cite(year=2017, page="500", **place)
    )
    assert (here.verdict, here.doi) == (Verdict.VERIFIED, "10.5555/ic.notice.003")
    assert there.verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("doi", "agency"),
    [("10.5281/zenodo.1234567", "DataCite"), ("10.3969/j.issn.1004-406X.2023.12.01", "ISTIC")],
)
def test_the_doi_of_another_agency_is_unchecked(
    stub: StubServer, check: Check, cite: Cite, doi: str, agency: str
) -> None:
    (result,) = check(stub, cite(title="A work registered elsewhere", author="Example A", DOI=doi))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.OTHER_AGENCY)
    assert agency in result.reason
    assert not result.is_failure
    assert not any("query" in entry.path for entry in stub.log)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "人脐血间充质干细胞来源的外泌体", "container_title": "中国组织工程研究"},
        {"title": "脊柱の再生", "container_title": "整形外科"},
        {"title": "An unpublished thesis about discs that are not", "type": "thesis"},
        {"title": "Loading device for fixtures", "type": "patent"},
        {"title": "Test method for invented discs", "type": "standard"},
        {"title": "A page about discs on the web", "type": "webpage"},
        {"title": "Cell banks", "language": "zh"},
    ],
)
def test_what_crossref_hardly_holds_is_never_not_found(
    stub: StubServer, check: Check, cite: Cite, fields: dict[str, str]
) -> None:
    (result,) = check(stub, cite(**fields, year=2014, volume="18"))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.NOT_COVERED)
    assert "not covered by Crossref" in result.reason
    assert not result.is_failure


def test_nothing_but_a_doi_is_not_verified(stub: StubServer, check: Check, cite: Cite) -> None:
    (result,) = check(stub, cite(DOI="10.5555/ic.2018.001"))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.TOO_LITTLE)
    assert "Slow loading" in result.leads_to


def test_nothing_at_all_is_unchecked(stub: StubServer, check: Check, cite: Cite) -> None:
    (result,) = check(stub, cite())
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.TOO_LITTLE)
    assert stub.log == []


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "X", "author": "Quill AB"},
        {"title": "Discs", "author": "Quill AB", "page": "17"},
        {"title": "A, B & C", "container_title": "J Invent Cartil"},
    ],
)
def test_a_title_of_a_few_letters_names_nothing_that_could_be_missed(
    stub: StubServer, check: Check, cite: Cite, fields: dict[str, str]
) -> None:
    (result,) = check(stub, cite(**fields, year=1931))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.TOO_LITTLE)
    assert result.reason == "too little of the reference could be read to look for it"


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Owls", "container_title": "J Invent Cartil", "volume": "3", "page": "7"},
        {"title": "Thermohygrography", "author": "Quill AB"},
        {"title": "Owls and mice"},
    ],
)
def test_a_title_that_names_a_work_or_a_place_can_be_missed(
    stub: StubServer, check: Check, cite: Cite, fields: dict[str, str]
) -> None:
    (result,) = check(stub, cite(**fields, year=1931))
    assert result.verdict is Verdict.NOT_FOUND


def test_an_odd_record_neither_breaks_nor_accuses(
    stub: StubServer, check: Check, cite: Cite
) -> None:
    (result,) = check(stub, cite(title="A title", author="Known K", DOI="10.5555/odd.018"))
    assert result.verdict in (Verdict.UNCHECKED, Verdict.DIFFERS, Verdict.VERIFIED)


def test_a_reference_that_only_its_print_tells(stub: StubServer, check: Check, cite: Cite) -> None:
    printed = "Quill AB et al. J. Invent. Cartil. 2018; 12: 101"
    (result,) = check(stub, cite(printed=printed, type=""))
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/ic.2018.001")


def test_results_keep_the_order_of_the_references(
    stub: StubServer, check: Check, rabbits: Callable[..., Reference]
) -> None:
    references = [rabbits(DOI="10.5555/ic.2018.001"), rabbits(), rabbits(year=2001)] * 5
    results = check(stub, *references)
    assert [r.reference for r in results] == references
