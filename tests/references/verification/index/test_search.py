"""Candidates from the index, and verdicts with no other source."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.model import Name, Reference, Source
from backmatter.references.reading import parse_document
from backmatter.references.verification.index.build import build
from backmatter.references.verification.index.search import ROWS, Index, open_index
from backmatter.references.verification.records import BY_TITLE
from backmatter.references.verification.results import Cause, Result, Verdict
from backmatter.references.verification.sources import index as index_source
from backmatter.references.verification.verify import verify

Cite = Callable[..., Reference]
Record = dict[str, Any]

SLOW = "10.5555/ic.2018.001"
CHINESE = {"7", "10", "11", "12", "18", "20", "31"}


def dois(index: Index, reference: Reference) -> list[str]:
    return [work.doi for work in index.near(reference)]


def judged(path: Path, *references: Reference) -> list[Result]:
    source = index_source.load(path)
    return list(verify(references, source, source, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC)))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Slow loading of invented discs", "year": 2018, "author": "Quill A"},
        {"title": "Slow loading of invented discs"},
        {"title": "Fast loading of invented rabbits", "author": "Quill A", "year": 2018},
        {"title": "Study of imaginary rabbits and their slow discs"},
        {"container_title": "J Invent Cartil", "volume": "12", "page": "101", "year": 2018},
        {"printed": "Quill AB, Vole B, Wren C: Slow lodaing of invented disks. JIC 12:101"},
    ],
)
def test_a_work_is_found_by_what_is_left_of_the_reference(
    fields: dict[str, Any], index: Index, cite: Cite
) -> None:
    assert dois(index, cite(**fields))[0] == SLOW


def test_nothing_to_find(index: Index, cite: Cite) -> None:
    assert dois(index, cite()) == []
    assert dois(index, cite(title="Of the and in", printed=" … ")) == []
    assert dois(index, cite(printed="\"'*() AND NOT OR NEAR( rabbits* ^a:b -x")) is not None


ANY = st.text(max_size=20) | st.sampled_from(["⒈⒉", "e1.5/6(a)", "S-12", "𝐀 b", '"', "a\0b", "İ"])


@given(ANY, ANY, ANY, ANY)
def test_no_text_makes_a_search_fail(
    index_file: Path, title: str, page: str, family: str, printed: str
) -> None:
    index = open_index(index_file)
    fields = Reference(
        variables={"title": title, "page": page, "volume": page, "container-title": family},
        names={"author": (Name(family=family),)},
    )
    index.near(fields)
    index.near(replace(fields, source=Source(printed=printed)))
    index.by_doi(page)
    index.database.close()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index in which 1,200 works have all but their numbers in common, and one in Chinese."""
    folder = tmp_path_factory.mktemp("crowded")
    works: list[Record] = [
        {
            "DOI": f"10.5555/crowd.{number}",
            "type": "journal-article",
            "title": ["Acne treatment in adults" if number % 2 else "Editorial"],
            "container-title": ["Journal of Crowds"],
            "author": [{"family": "Wang", "given": "W."}],
            "issued": {"date-parts": [[2015]]},
            "volume": str(number // 100),
            "page": str(number),
        }
        for number in range(1200)
    ]
    series = [
        works[0]
        | {
            "DOI": f"10.5555/series.{number}",
            "title": [
                f"Tutorial on the mechanics of rabbit discs: {organ} of the imaginary rabbit"
            ],
            "issued": {"date-parts": [[2000 + number]]},
            "volume": str(number),
        }
        for number, organ in enumerate(("ears", "paws", "tail", "nose", "fur", "teeth", "eyes"))
    ]
    chinese = {
        "DOI": "10.5555/zh",
        "title": ["外泌体对椎间盘退变的影响"],
        "type": "journal-article",
    }
    part = folder / "part.jsonl"
    part.write_text(
        "".join(json.dumps(w) + "\n" for w in [*works, *series, chinese]), encoding="utf-8"
    )
    build(folder / "crowd.index", [part])
    return folder / "crowd.index"


def test_works_that_are_alike_are_told_apart_by_their_place(crowded: Path, cite: Cite) -> None:
    index = open_index(crowded)
    place = {"container_title": "J Crowds", "volume": "7", "page": "733"}
    for title in ("Editorial", "Acne treatment in adults"):
        found = dois(index, cite(title=title, author="Wang W", year=2015, **place))
        assert found[0] == "10.5555/crowd.733"
        assert len(found) <= ROWS
    assert len(dois(index, cite(title="Acne treatment in adults"))) == ROWS


def test_a_part_of_a_series_is_found_though_another_has_its_author_and_year(
    crowded: Path, cite: Cite
) -> None:
    title = "Tutorial on the mechanics of rabbit discs: eyes of the imaginary rabbit"
    found = dois(open_index(crowded), cite(title=title, author="Wang W", year=2000))
    assert found[:2] == ["10.5555/series.0", "10.5555/series.6"]


def test_common_words_together_still_find(crowded: Path, cite: Cite) -> None:
    found = dois(open_index(crowded), cite(title="Adults: their acne, its treatment"))
    assert len(found) == ROWS
    assert all(doi.startswith("10.5555/crowd.") for doi in found)


def test_chinese_is_found_by_a_part_of_its_title(crowded: Path, cite: Cite) -> None:
    index = open_index(crowded)
    assert dois(index, cite(title="椎间盘退变与外泌体")) == ["10.5555/zh"]
    assert dois(index, cite(title="骨折愈合")) == []


def test_verdicts_need_no_other_source(index_file: Path, cite: Cite) -> None:
    title = "Slow loading of invented discs: a study in imaginary rabbits"
    right = cite(title=title, author="Quill AB; Vole B", year=2018, volume="12", page="101-10")
    results = judged(
        index_file,
        right,
        cite(title=title, author="Quill AB", year=2017),
        cite(title="Fictional exosomes reverse imagined degeneration", author="Magpie F"),
        cite(title="Something that nobody ever wrote about rabbits", author="Nobody N", year=2001),
        cite(title=title, author="Quill AB", year=2018, DOI="10.5555/ic.2019.002"),
        cite(title=title, author="Quill AB", year=2018, DOI="10.5555/none"),
        cite(title=title, author="Quill AB", year=2018, DOI="10.5281/zenodo.1"),
        cite(title="骨折愈合", language="zh"),
        cite(title="骨折愈合", language="zh", DOI="10.5555/none"),
    )
    assert [(str(r.verdict), r.doi) for r in results[:6]] == [
        ("verified", SLOW),
        ("differs", SLOW),
        ("retracted", "10.5555/ic.2015.003"),
        ("not-found", ""),
        ("wrong-doi", SLOW),
        ("wrong-doi", SLOW),
    ]
    assert [r.cause for r in results[6:]] == [
        Cause.OTHER_AGENCY,
        Cause.NOT_COVERED,
        Cause.NOT_COVERED,
    ]
    assert "the DOI is not in Crossref (local index); the right one is" in results[5].reason
    assert "the index has no DOI that begins with 10.5281" in results[6].reason
    assert results[3].agencies == results[5].agencies == ("Crossref (local index)",)


def test_a_notice_retracts_a_work_whose_own_record_does_not_say_so(
    records: list[Record], tmp_path: Path, cite: Cite
) -> None:
    """A yearly file may hold the record of the work from before, and the notice from after."""
    stripped = [{k: v for k, v in each.items() if k != "updated-by"} for each in records]
    part = tmp_path / "part.jsonl"
    part.write_text("".join(json.dumps(each) + "\n" for each in stripped), encoding="utf-8")
    build(tmp_path / "a.index", [part])
    title = "Fictional exosomes reverse imagined degeneration"
    by_title, by_doi = judged(
        tmp_path / "a.index",
        cite(title=title, author="Magpie F"),
        cite(title=title, DOI="10.5555/ic.2015.003"),
    )
    assert {by_title.verdict, by_doi.verdict} == {Verdict.RETRACTED}
    told = [(n.kind, n.doi) for n in by_doi.notices if n.source != BY_TITLE]
    assert told == [("retraction", "10.5555/ic.notice.003")]


def test_the_review_is_accused_of_nothing_by_an_index_without_it(
    root: Path, index_file: Path
) -> None:
    review = root / "references" / "data" / "review" / "review.txt"
    results = judged(index_file, *parse_document(review.read_bytes(), "review.txt").references)
    by_number = {r.reference.source.number: r for r in results if r.reference.source}
    for number in CHINESE:
        assert by_number[number].verdict is Verdict.UNCHECKED
        assert by_number[number].cause is Cause.NOT_COVERED
        assert "not covered by Crossref" in by_number[number].reason
    assert len(by_number) == 47
