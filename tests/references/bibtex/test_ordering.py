"""Entries in another order: all of them, with their comments, and nothing else changed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex.ordering import reordered, valid_order
from backmatter.references.bibtex.saving import open_bib
from backmatter.references.bibtex.scanner import BibFile, Block, Kind, scan
from backmatter.references.errors import InputError

FILE = """\
% Encoding: UTF-8
% my library

@string{spine = "Spine"} % short

% about c
@misc{c, title = {C}} % after c

@string{bone = {Bone}}
% Part two

% about a
@misc{a, crossref = {b}}
@misc{b}


@comment{jabref-meta: x;}
"""

SORTED = """\
% Encoding: UTF-8
% my library

@string{spine = "Spine"} % short
@string{bone = {Bone}}

% Part two

% about a
@misc{a, crossref = {b}}

% about c
@misc{c, title = {C}} % after c
@misc{b}


@comment{jabref-meta: x;}
"""


def by_key(bib: BibFile) -> list[Block]:
    return valid_order(bib, sorted(bib.entries, key=lambda entry: entry.key))


def sorted_text(text: str) -> str:
    bib = scan(text)
    return reordered(bib, by_key(bib))


def test_comments_move_with_their_entry_and_definitions_to_the_head() -> None:
    assert sorted_text(FILE) == SORTED
    assert sorted_text(SORTED) == SORTED


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("@a{b}@a{a}", "@a{a}\n@a{b}"),
        ("% one\n@a{b}\n% two\n@a{a}\n", "% two\n@a{a}\n% one\n@a{b}\n"),
        ("% coding: x\n% one\n@a{b}\r\n@a{a}", "% coding: x\n@a{a}\r\n% one\n@a{b}"),
        ("@a{b} % b\n@a{a} @comment{x}", "@a{a}\n@a{b} % b\n @comment{x}"),
        ("\n\n@a{b}\n@string{s = 1}\n@a{a}\n", "@string{s = 1}\n\n@a{a}\n@a{b}\n"),
        ("@a{b}\n@a{a}\n@string{s = 1}\n", "@a{a}\n@a{b}\n@string{s = 1}\n"),
        ("@a{b, t = 1}\n@a{a}\n@a{B, t = 2}", "@a{a}\n@a{b, t = 1}\n@a{B, t = 2}"),
    ],
)
def test_small_files(text: str, new: str) -> None:
    bib = scan(text)
    order = valid_order(bib, sorted(bib.entries, key=lambda entry: entry.key.lower()))
    assert reordered(bib, order) == new


def test_an_abbreviation_defined_twice_is_no_case_for_sorting() -> None:
    text = "@string{s = 1}\n@a{b, t = s}\n@string{S = 2}\n@a{a, t = s}\n"
    with pytest.raises(InputError, match=r"the abbreviation s is defined twice"):
        sorted_text(text)


def contents(text: str) -> tuple[object, ...]:
    """All that a file says, whatever the order."""
    bib = scan(text)
    kinds = Counter((b.kind, text[b.start : b.end]) for b in bib.blocks if b.kind is not Kind.TEXT)
    return kinds, Counter("".join(text.split()))


_PIECES = st.sampled_from(
    ["@misc{b, t = {x}}", "@misc{a}", "@misc{c, crossref = {a}}", "@misc{b}", "@comment{c}", "\n",
     "\n\n", " ", "% comment\n", "words\n", "@preamble{{p}}", "@string{s = {x}}", "@misc{x, t = s}"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14))
def test_nothing_is_lost_and_twice_is_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    if text.count("@string") > 1:
        return
    new = sorted_text(text)
    assert contents(new) == contents(text)
    assert sorted_text(new) == new


@pytest.mark.needs("shared")
def test_real_files_keep_all_they_hold(shared: Path) -> None:
    refused: list[str] = []
    for path in sorted((shared / "bib-corpus").glob("*.bib")):
        text = open_bib(path.read_bytes(), path.name).text
        try:
            new = sorted_text(text)
        except InputError:
            refused.append(path.name)
            continue
        assert contents(new) == contents(text), path.name
        assert sorted_text(new) == new, path.name
    twice_defined = ["bibtex-parser--citation-js.bib", "bibtex-tidy--example1.bib"]
    assert refused == twice_defined
