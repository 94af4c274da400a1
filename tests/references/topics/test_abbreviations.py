"""An abbreviation is known where the document spells it out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.reader import read_document
from backmatter.references.model import Citation, Reference, Source
from backmatter.references.topics.abbreviations import document_abbreviations, find_abbreviations
from backmatter.references.topics.tagger import tag
from backmatter.references.topics.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("intervertebral disc degeneration (IDD) is", "IDD", "intervertebral disc degeneration"),
        ("in quantitative trait loci (QTLs) of", "QTL", "quantitative trait loci"),
        ("brain–computer interfaces (BCIs)", "BCI", "brain–computer interfaces"),
        (
            "椎间盘退行性疾病（intervertebral disc degeneration diseases，IDDDs）。",
            "IDDD",
            "intervertebral disc degeneration diseases",
        ),
        (
            "人脐带间充质干细胞（human umbilical cord mesenchymal stem cells, hUC-MSCs）",
            "hUC-MSC",
            "human umbilical cord mesenchymal stem cells",
        ),
    ],
)
def test_an_abbreviation_is_found(text: str, short: str, long: str) -> None:
    assert find_abbreviations(text) == {short: long}


@pytest.mark.parametrize(
    "text",
    [
        "was seen in France (Paris)",
        "as reported earlier (Smith, 2019)",
        "degeneration (see Table 2)",
        "the disc (IVD) without its long form",
        "（TBHP）",
        "nested (one (TWO) three)",
        "(ABC",
    ],
)
def test_other_parentheses_are_none(text: str) -> None:
    assert find_abbreviations(text) == {}


def test_the_first_explanation_counts() -> None:
    text = "disc degeneration (DD), later double density (DD)"
    assert find_abbreviations(text) == {"DD": "disc degeneration"}


@given(st.text(alphabet="aAbB (),，（）-é"))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert all(short and long in text for short, long in find_abbreviations(text).items())


def test_line_breaks_of_the_document_are_mended_first() -> None:
    text = "椎间盘退变（intervertebral disc degenera鄄\n\ntion，IDD）是\n"
    document = read_document(text.encode(), "a.txt")
    assert document_abbreviations(document) == {"IDD": "intervertebral disc degeneration"}


def test_a_tag_found_by_an_abbreviation_says_what_it_stands_for() -> None:
    vocabulary = load_vocabulary(
        '[[terms]]\nid = "disc"\nfacet = "f"\nlabel.en = "Disc degeneration"\n'
    )
    reference = Reference(variables={"title": "IDDDs"}, source=Source(number="1"))
    mark = Citation("[1]", (1,), "治疗 IDDDs 的现状", sentence="IDDD 与 XIDDD[1]。")
    known = {"IDDD": "intervertebral disc degeneration diseases", "XX": "nothing known"}
    found = tag(reference, vocabulary, [mark], known)
    assert [(e.source, e.matched, e.start, e.long_form, e.name) for e in found] == [
        ("heading", "IDDDs", 3, known["IDDD"], "Disc degeneration"),
        ("sentence", "IDDD", 0, known["IDDD"], "Disc degeneration"),
    ]


@pytest.mark.needs("shared")
def test_the_abbreviations_of_a_real_document(shared: Path) -> None:
    found = document_abbreviations(read_document(shared / "review" / "review.txt"))
    assert found["IDDD"] == "intervertebral disc degeneration diseases"
    assert found["ADMSC"] == "adipose derived mesenchymal stem cell"
    assert all(len(short) < len(long) for short, long in found.items())
