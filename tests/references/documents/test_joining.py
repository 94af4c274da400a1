"""Broken lines on one line again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.joining import Joined, document_words, join_lines, replace_in
from backmatter.references.documents.text import document_of

WORDS = frozenset(["population", "gene", "polymorphisms", "open", "label", "open-label"])


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the new\nsearch", "the new search"),
        ("disc degen\u9104\neration", "disc degeneration"),
        ("disc degen\u00ad\neration", "disc degeneration"),
        ("a popu-\nlation of", "a population of"),
        ("the gene-\ngene network", "the gene-gene network"),
        ("nucleosome epi-\npolymorphisms in", "nucleosome epi-polymorphisms in"),
        ("an open-\nlabel trial", "an open-label trial"),
        ("mecha-\nnisms", "mechanisms"),
        ("pages 1689-\n1700", "pages 1689-1700"),
        ("Jean-\nPaul", "Jean-Paul"),
        ("Schul- und\nHoch-\nund Tief", "Schul- und Hoch- und Tief"),
        ("髓核细胞向\n\n类髓核细胞", "髓核细胞向类髓核细胞"),
        ("分化为 NP\n样表型", "分化为 NP样表型"),
        ("北京:\n科学出版社", "北京: 科学出版社"),
        ("pages 12–\n15", "pages 12–15"),
        ("Akt/\nautophagy", "Akt/autophagy"),
        ("stem cell\n-derived", "stem cell-derived"),
        ("see http://a.org/old_\nattach/\nP02.pdf.", "see http://a.org/old_attach/P02.pdf."),
        ("http://a.org/x.\naspx. DOI:10.1/x", "http://a.org/x.aspx. DOI:10.1/x"),
        ("http://a.org/1.\nDOI:10.1/x", "http://a.org/1. DOI:10.1/x"),
        ("https://www.b.org/William-\nShakespeare.", "https://www.b.org/William-Shakespeare."),
        ("https://a.org/\nb/c?q=\nUS8", "https://a.org/b/c?q=US8"),
        ("http://a.org/x.\nAccessed 15 July", "http://a.org/x. Accessed 15 July"),
    ],
)
def test_lines_join_as_they_were_meant(broken: str, whole: str) -> None:
    assert join_lines(broken, WORDS).text == whole


def test_words_broken_at_line_ends_are_no_evidence() -> None:
    words = document_words(document_of("a bone-marrow cell and popu-\nlation here"))
    assert {"bone-marrow", "bone", "marrow", "cell", "here"} <= words
    assert not {"popu", "lation"} & words


def test_furniture_between_two_lines_is_named() -> None:
    text = "Widespread\n\nJournal | 5\n\ngenetic"
    joined = join_lines(text, WORDS, [(12, 23)])
    assert joined.text == "Widespread genetic"
    assert [(r.kind, r.after) for r in joined.repairs] == [("running-head", " ")]


TEXTS = st.text(alphabet="ab-\u9104\n 文,./:h1", max_size=80)


def rebuilt(joined: Joined, text: str) -> str:
    output, at = "", joined.origins[0] if joined.text else len(text)
    for repair in joined.repairs:
        assert text[repair.start : repair.end] == repair.before
        output += text[at : repair.start] + repair.after
        at = repair.end
    return (output + text[at : joined.origins[-1]]) if joined.text else ""


@given(TEXTS)
def test_the_repairs_turn_the_source_into_the_joined_text(text: str) -> None:
    joined = join_lines(text, WORDS)
    assert rebuilt(joined, text) == joined.text
    assert len(joined.origins) == len(joined.text) + 1


@given(TEXTS)
def test_further_changes_are_recorded_against_the_source_too(text: str) -> None:
    joined = join_lines(text, WORDS)
    gaps = [(i, i + 1, "", "space") for i, c in enumerate(joined.text[:-1]) if c == " " and i]
    changed = replace_in(joined, text, gaps)
    assert rebuilt(changed, text) == changed.text
