"""Fields side by side: what is tolerated, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.model import Date, DatePart, Name, Reference, Source
from backmatter.references.verification.comparing import (
    container,
    fields,
    numbers,
    people,
    printed,
    title,
)
from backmatter.references.verification.comparing.match import Match
from backmatter.references.verification.comparing.prints import prepare
from backmatter.references.verification.records import read_work
from backmatter.references.verification.results import Outcome


def outcome(match: Match) -> str:
    return str(match.outcome)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Disc Repair in Sheep.", "Disc repair in sheep", "agree"),
        ("TGF-β in discs", "TGF-beta in discs", "agree"),
        ("CO2 and <i>E. coli</i>", "CO<sub>2</sub> and E. coli", "agree"),
        ("Cell therapy: a trial in sheep", "Cell therapy, a trial in sheep", "agree"),
        ("Low-dose cell therapy", "Low dose cell therapy", "agree"),
        ("The mechanics of discs", "Mechanics of the discs", "agree"),
        ("A very long title of a paper …", "A very long title of a paper that goes on", "agree"),
        ("Mechanics of the spine", "Mechanics of the spine: a review of models", "agree"),
        ("Mechanics of the spine: a review", "Mechanics of the spine", "agree"),
        ("Mechanics of the spine", "Mechanics of the spine. II. Dynamics", "differ"),
        ("Mechanics of the spine: Part 2", "Mechanics of the spine", "differ"),
        ("Disc repair in sheep", "Disc repair in goats", "differ"),
        ("RETRACTED: Disc repair in sheep", "Disc repair in sheep", "agree"),
        ("[Retracted article] Disc repair in sheep", "Disc repair in sheep", "agree"),
        ("Disc repair in sheep (Retracted article. See vol. 3)", "Disc repair in sheep", "agree"),
        ("Disc repair in sheep [RETRACTED]", "Disc repair in sheep", "agree"),
        ("【撤稿】椎间盘退变的研究", "椎间盘退变的研究", "agree"),
        ("RETRACTED: Disc repair in sheep", "Disc repair in goats", "differ"),
        ("Retracted papers in sheep", "Papers in sheep", "differ"),
        ("Prion diseases of 2 sheep", "Prion diseases of 3 sheep", "differ"),
        ("椎间盘退变的研究", "Study of disc degeneration", "missing"),
        ("", "Anything", "missing"),
        ("Anything", "", "missing"),
    ],
)
def test_titles(ours: str, theirs: str, expected: str) -> None:
    assert outcome(title.compare(ours, [theirs] if theirs else [])) == expected


def test_a_subtitle_that_the_record_knows_must_agree() -> None:
    theirs = ["Bodies of knowledge: an analysis of injustice", "Bodies of knowledge"]
    assert outcome(title.compare("Bodies of knowledge", theirs)) == "agree"
    assert outcome(title.compare("Bodies of knowledge: seeking help", theirs)) == "differ"


def person(text: str) -> Name:
    family, _, given_name = text.partition(",")
    return Name(family=family, given=given_name.strip())


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("Mohanty,S; Dahia,CL", "Mohanty,Sarthak; Dahia,Chitra L.", "agree"),
        ("Mohanty,S", "Mohanty,Sarthak; Dahia,Chitra L.", "agree"),
        ("Mohanty,S; Dahia,CL; Third,A", "Mohanty,Sarthak; Dahia,Chitra L.", "agree"),
        ("Dahia,CL; Mohanty,S", "Mohanty,Sarthak; Dahia,Chitra L.", "differ"),
        ("Other,S; Dahia,CL", "Mohanty,Sarthak; Dahia,Chitra L.", "differ"),
        ("Wang,L", "Wang,Fang", "differ"),
        ("Wang,", "Wang,Fang", "agree"),
        ("Müller,J", "Mueller,Jan", "agree"),
        ("Muller,J", "Müller,Jan", "agree"),
        ("de la Cruz,M", "Cruz,Maria", "agree"),
        ("García,R", "García Viveros,Rosa", "agree"),
        ("Sørensen,S", "Sorensen,Søren", "agree"),
        ("Wei,Zhang", "Zhang,Wei", "agree"),
        ("张,娟; 刘,峰", "Zhang,Juan; Liu,Feng", "agree"),
        ("李,娟", "Zhang,Juan", "differ"),
        ("", "Zhang,Juan", "missing"),
        ("Zhang,J", "", "missing"),
    ],
)
def test_names(ours: str, theirs: str, expected: str) -> None:
    def parse(text: str) -> list[Name]:
        return [person(each.strip()) for each in text.split(";") if each.strip()]

    assert outcome(people.compare(parse(ours), parse(theirs))) == expected


def test_a_group_that_only_the_record_names_is_passed_over() -> None:
    theirs = [Name(literal="The Spine Group"), person("Tern,Ugo")]
    assert outcome(people.compare([person("Tern,U")], theirs)) == "agree"
    assert outcome(people.compare([person("Gull,U")], theirs)) == "differ"


def test_a_name_in_one_piece_is_found_in_either_order() -> None:
    for literal in ("Taniguchi Ryota", "Ryota Taniguchi", "TANIGUCHI R."):
        assert outcome(people.compare([person("Taniguchi,R")], [Name(literal=literal)])) == "agree"
    assert (
        outcome(people.compare([person("Taniguchi,K")], [Name(literal="Ryota Taniguchi")]))
        == "differ"
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("J Am Chem Soc", "Journal of the American Chemical Society", "agree"),
        ("J. Am. Chem. Soc.", "Journal of the American Chemical Society", "agree"),
        ("Proc Natl Acad Sci USA", "Proceedings of the National Academy of Sciences", "agree"),
        ("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences", "agree"),
        (
            "Proc Natl Acad Sci USA",
            "Proceedings of the National Academy of Sciences of the United States of America",
            "agree",
        ),
        ("PNAS", "Proceedings of the National Academy of Sciences", "agree"),
        ("PLOS ONE", "PLoS ONE", "agree"),
        ("Spine(Phila Pa 1976)", "Spine", "agree"),
        ("Spine J", "The Spine Journal", "agree"),
        ("Spine J", "European Spine Journal", "differ"),
        ("Spine", "Spine Deformity", "differ"),
        ("Int Orthop", "International Orthopaedics", "agree"),
        ("J Nanobiotechnology", "Journal of Nanobiotechnology", "agree"),
        ("Postgrad MedJ", "Postgraduate Medical Journal", "agree"),
        ("Stem Cell Res Ther", "Stem Cell Research & Therapy", "agree"),
        ("Archives of Dermatology", "The Breast Journal", "differ"),
        ("JAMA", "JAMA: The Journal of the American Medical Association", "agree"),
        ("Boll Unione Mat Ital", "Bollettino dell'Unione Matematica Italiana", "agree"),
        ("AMA Arch Surg", "A.M.A. Archives of Surgery", "agree"),
        ("Acta Crystallogr D", "Acta Crystallographica Section D Structural Biology", "agree"),
        ("Acta Crystallogr A", "Acta Crystallographica Section D Structural Biology", "differ"),
        (
            "Antennas Wirel. Propag. Lett.",
            "IEEE Antennas and Wireless Propagation Letters",
            "agree",
        ),
        ("IEEE/CAA Journal of Automatica Sinica", "IEEE/ACM Transactions on Audio", "differ"),
        ("Geology", "Gerontology", "differ"),
        ("Cell", "Cellulose", "differ"),
        ("Food Chemistry", "Food Chemistry: X", "differ"),
        ("A.M.A. Archives of Surgery", "Measurement", "differ"),
        ("中国矫形外科杂志", "Orthopedic Journal of China", "missing"),
    ],
)
def test_containers(ours: str, theirs: str, expected: str) -> None:
    assert outcome(container.compare(ours, [theirs])) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("12", "12", "agree"),
        ("012", "12", "agree"),
        ("Vol. 12", "12", "agree"),
        ("XII", "12", "agree"),
        ("12", "21", "differ"),
        ("3-4", "3/4", "agree"),
        ("3", "3-4", "agree"),
        ("5", "3-4", "differ"),
        ("Suppl 1", "S1", "agree"),
        ("1", "S1", "differ"),
        ("", "3", "missing"),
        ("3", "", "missing"),
    ],
)
def test_volumes_and_issues(ours: str, theirs: str, expected: str) -> None:
    assert outcome(numbers.compare_number(ours, theirs)) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        ("1337-1345", ["1337-1345"], "agree"),
        ("1337-45", ["1337-1345"], "agree"),
        ("1-4", ["1-4, 12-16"], "agree"),
        ("1-4, 12-16", ["1-4, 12-16"], "agree"),
        ("1-5", ["1-4, 12-16"], "differ"),
        ("1337–45", ["1337-1345"], "agree"),
        ("1337", ["1337-1345"], "agree"),
        ("1337-1345", ["1337"], "agree"),
        ("E525-30", ["E525-E530"], "agree"),
        ("S1-9", ["S1-S9"], "agree"),
        ("e0168934", ["e0168934"], "agree"),
        ("0168934", ["e0168934"], "agree"),
        ("112594", ["1-7", "112594"], "agree"),
        ("1-7", ["1-7", "112594"], "agree"),
        ("133c-133", ["133"], "agree"),
        ("213-224", ["123-134"], "differ"),
        ("1337-1346", ["1337-1345"], "differ"),
        ("2-8", ["12-18"], "differ"),
        ("", ["1"], "missing"),
        ("1-7", [], "missing"),
    ],
)
def test_pages(ours: str, theirs: list[str], expected: str) -> None:
    assert outcome(numbers.compare_pages(ours, theirs)) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (2019, [2019], "agree"),
        (2019, [2018, 2019], "agree"),
        (2019, [2018], "differ"),
        (None, [2018], "missing"),
        (2018, [], "missing"),
    ],
)
def test_years(ours: int | None, theirs: list[int], expected: str) -> None:
    assert outcome(numbers.compare_year(ours, theirs)) == expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_never_fails_and_everything_agrees_with_itself(one: str, other: str) -> None:
    for compare in (title.compare, container.compare, numbers.compare_pages):
        compare(one, [other])
        assert compare(one, [one]).outcome is not Outcome.DIFFER
    numbers.compare_number(one, other)
    assert numbers.compare_number(one, one).outcome is not Outcome.DIFFER


@pytest.mark.parametrize(
    ("text", "agreeing"),
    [
        (
            "Caraco T. Trends in Ecology & Evolution 1986; 1: 52",
            {"author", "container-title", "issued", "volume", "page"},
        ),
        (
            "Caraco, T. (1986). Risk and foraging. Trends Ecol. Evol. 1, 52.",
            {"author", "container-title", "issued", "volume", "page", "title"},
        ),
        ("Other, A. (1999). Something else altogether here. Nature 5, 7.", set[str]()),
    ],
)
def test_a_record_beside_the_print(text: str, agreeing: set[str]) -> None:
    work = read_work(
        {
            "DOI": "10.5555/a",
            "title": ["Risk and foraging"],
            "author": [{"family": "Caraco", "given": "Thomas"}],
            "container-title": ["Trends in Ecology & Evolution"],
            "issued": {"date-parts": [[1986]]},
            "volume": "1",
            "page": "52-53",
        }
    )
    assert work is not None
    matches = printed.compare(prepare(text), work)
    assert {name for name, match in matches.items() if match.outcome is Outcome.AGREE} == agreeing
    assert all(match.outcome is not Outcome.DIFFER for match in matches.values())


BASE: dict[str, Any] = {
    "DOI": "10.5555/a",
    "title": ["Ecology of risk: a tale of two birds"],
    "author": [{"family": "Caraco", "given": "Thomas"}],
    "container-title": ["Ecology"],
    "issued": {"date-parts": [[1986]]},
    "volume": "11",
    "page": "52-53",
}


NO_FIELD: frozenset[str] = frozenset()
NO_CHANGE: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("text", "read", "record", "differing"),
    [
        # The reading is at fault: no difference is told.
        (
            "Caraco T. Ecology of risk: a tale of two birds. Ecology. 1986. 11. 52",
            {"title": "Ecology of risk: a tale of two birds", "page": "11.52"},
            NO_CHANGE,
            NO_FIELD,
        ),
        (
            "Caraco T. The comet of 1910. Ecology 11, 52-53, 1986",
            {"title": "The comet", "issued": 1910},
            {"title": ["The comet of 1910"]},
            NO_FIELD,
        ),
        (
            "Caraco T. Risk and foraging. J Am Pharm Assoc (1912) 1986;11:52-53",
            {"title": "Risk and foraging", "issued": 1912},
            {"title": ["Risk and foraging"], "container-title": ["J Am Pharm Assoc (1912)"]},
            NO_FIELD,
        ),
        (
            "Caraco T. Risk and foraging, ENEURO.0091-15.2015, 1986",
            {"title": "Risk and foraging", "page": "0091-15"},
            {"title": ["Risk and foraging"], "page": "ENEURO.0091-15.2015"},
            NO_FIELD,
        ),
        (
            "Caraco T. Risk and foraging. Ecology 11: 52\u201353, 61\u201362",
            {"title": "Risk and foraging", "page": "61-62"},
            {"title": ["Risk and foraging"], "page": "52-53, 61-62"},
            NO_FIELD,
        ),
        (
            "Caraco T. Ecology of risk: a …. Ecology 11",
            {"title": "Ecology of risk. A"},
            NO_CHANGE,
            NO_FIELD,
        ),
        (
            "Caraco T (2020). Risk and foraging. Ecology, 2020, 1",
            {"title": "Risk and foraging", "volume": "1", "issued": 2020},
            {
                "title": ["Risk and foraging"],
                "volume": "2020",
                "page": "1-9",
                "issued": {"date-parts": [[2020]]},
            },
            NO_FIELD,
        ),
        # The reference is at fault.
        (
            "Caraco T. Ecology of risk: a tale of two birds. Oikos 1986;11:52",
            {"title": "Ecology of risk: a tale of two birds", "container-title": "Oikos"},
            NO_CHANGE,
            {"container-title"},
        ),
        (
            "Caraco T. The comet of 1910. Ecology 11, 52-53, 1910",
            {"title": "The comet of 1910", "issued": 1910},
            {"title": ["The comet of 1910"]},
            {"issued"},
        ),
        (
            "Caraco T. How to use street maps and Ecology of risk. Oikos 1986",
            {"title": "How to use street maps and Ecology of risk"},
            {"title": ["Ecology of risk"]},
            {"title"},
        ),
        (
            "Caraco T. Ecology of risk: help for three sheep. Ecology 1986",
            {"title": "Ecology of risk: help for three sheep"},
            {"title": ["Ecology of risk: a tale of two birds", "Ecology of risk"]},
            {"title"},
        ),
    ],
)
def test_who_erred_the_reading_or_the_reference(
    text: str, read: dict[str, Any], record: dict[str, Any], differing: frozenset[str] | set[str]
) -> None:
    work = read_work(BASE | record)
    assert work
    variables = {name: value for name, value in read.items() if name != "issued"}
    reference = Reference(
        variables=variables,
        dates={"issued": Date((DatePart(read["issued"]),))} if "issued" in read else {},
        source=Source(printed=text),
    )
    assert set(fields.compare(reference, work).differing()) == differing


def test_a_year_that_may_be_the_volume_tells_neither() -> None:
    work = read_work(BASE | {"issued": {"date-parts": [[2021]]}, "volume": "2021"})
    assert work
    once = printed.compare(prepare("Caraco T. Ecology of risk. Ecology, vol. 2021, 52, 2022"), work)
    assert {outcome(once["issued"]), outcome(once["volume"])} == {"missing"}
    twice = printed.compare(prepare("Caraco T. Ecology of risk. Ecology 2021;2021:52"), work)
    assert {outcome(twice["issued"]), outcome(twice["volume"])} == {"agree"}


def test_a_print_without_names_does_not_speak_against_the_author() -> None:
    work = read_work(BASE)
    assert work
    for text in ("Ecology. 1986. 11. 52", "Ecology of risk: a tale of two birds. 1986"):
        assert printed.compare(prepare(text), work)["author"].similarity is None
    assert printed.compare(prepare("Nobody N. Ecology. 1986. 11"), work)["author"].similarity == 0


def test_a_title_cut_in_reading_is_whole_in_print() -> None:
    record = BASE | {"title": ["Macrocyclic compounds. XI.1 Octaene and tetrayne and dodecaene"]}
    work = read_work(record)
    assert work
    text = f"Caraco T. {record['title'][0]}. Ecology 1986"
    cut = Reference(variables={"title": "Macrocyclic compounds of XI"}, source=Source(printed=text))
    short = Reference(variables={"title": "Macrocyclic compounds XI"}, source=Source(printed=text))
    for reference in (cut, short):
        match = fields.compare(reference, work).matches["title"]
        assert (outcome(match), match.similarity) == ("agree", 1.0)
