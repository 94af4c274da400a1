"""`get`: records by identifier, and a plain word where there are none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.verification.getting import read_identifier
from stub_server import StubServer
from stub_works import read_works

Run = Callable[..., Any]

ARXIV = "10.48550/arxiv.1501.00001"
BOOK = {
    "DOI": "10.5555/book.1",
    "type": "book",
    "title": ["The invented spine"],
    "author": [{"family": "Owl", "given": "Nora"}],
    "issued": {"date-parts": [[2003]]},
    "ISBN": ["9780306406157"],
}


@pytest.fixture
def stub(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StubServer]:
    works = list(read_works(root / "tests" / "data" / "synthetic-works.jsonl"))
    chapter = BOOK | {"DOI": "10.5555/book.1.2", "type": "book-chapter", "title": ["Chapter 2"]}
    with StubServer([*works, chapter, BOOK], pool="plus") as server:
        monkeypatch.setenv("BACKMATTER_CROSSREF_URL", server.url)
        monkeypatch.setenv("BACKMATTER_DOI_URL", server.url)
        monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
        yield server


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("10.1002/wdev.343", "doi", "10.1002/wdev.343"),
        ("https://doi.org/10.1002/wdev.343", "doi", "10.1002/wdev.343"),
        ("arXiv:1501.00001v2", "arxiv", "1501.00001v2"),
        ("https://arxiv.org/abs/hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("https://arxiv.org/pdf/1501.00001.pdf", "arxiv", "1501.00001"),
        ("1501.00001", "arxiv", "1501.00001"),
        ("978-0-306-40615-7", "isbn", "9780306406157"),
        ("ISBN-13: 978 0 306 40615 7", "isbn", "9780306406157"),
    ],
)
def test_identifiers_are_known_by_label_or_form(text: str, kind: str, value: str) -> None:
    read = read_identifier(text)
    assert (read.kind, read.value, read.fault) == (kind, value, "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PMID: 123", "PubMed is not asked"),
        ("PMC123", "is no DOI"),
        ("pmcid:PMC123", "PubMed is not asked"),
        ("12345678", "may be a PMID"),
        ("ISBN 9780306406158", "wrong check digit"),
        ("arXiv:9999.1", "no arXiv number"),
        ("ORCID 0000-0002-1825-0097", "a person's"),
        ("ISSN 0028-0836", "a journal's"),
        ("", "is no DOI"),
    ],
)
def test_what_cannot_be_asked_for_says_why(text: str, words: str) -> None:
    assert words in read_identifier(text).fault


def test_records_in_the_order_asked_with_one_request_for_the_dois(
    run: Run, stub: StubServer
) -> None:
    result = run("get", "10.5555/ic.2011.010", "https://doi.org/10.5555/IC.2018.001")
    assert result.code == 0
    assert result.out.index("title = {Editorial}") < result.out.index("Slow loading")
    assert "doi = {10.5555/ic.2018.001}" in result.out
    assert len(stub.log) == 1
    again = run("get", "10.5555/ic.2018.001", "--offline", "-f", "csl-json")
    assert json.loads(again.out)[0]["DOI"] == "10.5555/ic.2018.001"


def test_arxiv_numbers_are_asked_for_by_their_dois(run: Run, stub: StubServer) -> None:
    stub.records[ARXIV] = {
        "DOI": "10.48550/arXiv.1501.00001",
        "type": "article",
        "title": "On rabbits",
        "author": [{"family": "Owl", "given": "N."}],
        "publisher": "arXiv",
    }
    result = run("get", "arXiv:1501.00001v3", "-o", "one.json")
    assert result.code == 0
    (item,) = json.loads(Path("one.json").read_text(encoding="utf-8"))
    assert (item["title"], item["DOI"]) == ("On rabbits", "10.48550/arXiv.1501.00001")


def test_a_book_by_isbn_is_the_book_and_not_its_chapter(run: Run, stub: StubServer) -> None:
    result = run("get", "978-0-306-40615-7")
    assert result.code == 0
    assert "title = {The Invented Spine}" in result.out or "The invented spine" in result.out
    assert "isbn = {9780306406157}" in result.out
    assert "Chapter" not in result.out
    asked = len(stub.log)
    run("get", "ISBN:9780306406157")
    assert len(stub.log) == asked


@pytest.mark.usefixtures("stub")
def test_what_leads_to_nothing_is_1_and_the_others_are_written(run: Run) -> None:
    result = run("get", "10.5555/none", "10.5555/ic.2011.010", "9780521833783")
    assert result.code == 1
    assert "Editorial" in result.out
    assert "10.5555/none: is not registered" in result.err
    assert "has none with this ISBN" in result.err


def test_no_answer_is_3(run: Run, stub: StubServer) -> None:
    stub.fail("403")
    result = run("get", "10.5555/ic.2011.010")
    assert (result.code, result.out) == (3, "")
    assert "403" in result.err


def test_a_retraction_is_told_once_though_two_sources_tell_of_it(
    run: Run, stub: StubServer
) -> None:
    told = run("get", "10.5555/ic.2015.003").err.splitlines()
    assert told == ["10.5555/ic.2015.003: retraction 2017-06-01 10.5555/ic.notice.003"]
    assert stub.log


@pytest.mark.usefixtures("stub")
def test_the_good_ones_are_written_though_one_is_bad(run: Run) -> None:
    result = run("get", "10.5555/ic.2011.010", "nonsense", "PMID:1", "10.5555/none")
    assert result.code == 2
    assert "Editorial" in result.out
    assert "backmatter: nonsense: is no DOI, arXiv number or ISBN\n" in result.err
    assert "PMID:1: PubMed is not asked" in result.err
    assert "10.5555/none: is not registered" in result.err


@pytest.mark.usefixtures("stub")
def test_what_is_given_twice_is_written_once(run: Run) -> None:
    result = run("get", "10.5555/ic.2011.010", "10.5555/ic.2011.010")
    assert result.out.count("Editorial") == 1


@pytest.mark.usefixtures("stub")
def test_a_file_is_left_alone_where_there_is_no_record(run: Run) -> None:
    Path("refs.bib").write_text("@misc{mine}", encoding="utf-8")
    assert run("get", "10.5555/none", "-o", "refs.bib").code == 1
    assert Path("refs.bib").read_text(encoding="utf-8") == "@misc{mine}"


@pytest.mark.parametrize("text", ["PMID:1", "nonsense"])
def test_what_cannot_be_asked_is_a_usage_error(run: Run, text: str, stub: StubServer) -> None:
    result = run("get", text)
    assert result.code == 2
    assert text in result.err
    assert stub.log == []
