"""An even layout changes white space, commas and letter case alone, and only once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.layout import Layout, laid_out
from backmatter.references.bibtex.saving import open_bib
from backmatter.references.bibtex.scanner import Kind, scan
from backmatter.references.formats import bibtex_blocks

FILE = """\

@STRING{ spine = "Spine" }
@Article{one,Author={A and B},   % who
TITLE = "On
   Discs" , journal = spine # { (Phila)}
  ,year=2001}
   @book ( two , title = {X})


% about three
@misc{three}
see @misc{four,  note = {x}}
@article{
  title={No key}}
@misc{broken, title = {never
"""

TIDY = """\
@STRING{ spine = "Spine" }

@article{one,
  author = {A and B},   % who
TITLE = "On
   Discs",
  journal = spine # { (Phila)},
  year = 2001,
}

@book(two,
  title = {X},
)


% about three
@misc{three}
see @misc{four,  note = {x}}

@article{
  title = {No key},
}
@misc{broken, title = {never
"""


def tidied(text: str, layout: Layout) -> str:
    return apply_edits(text, laid_out(scan(text), layout))


def test_what_an_even_layout_is() -> None:
    assert tidied(FILE, Layout()) == TIDY.replace("TITLE", "title")


def test_aligned_in_braces_behind_tabs() -> None:
    text = '@a{k,\r\n t="x",\r\n year = 1, s = a # "b"}'
    assert tidied(text, Layout("\t", align=True, braces=True)) == (
        '@a{k,\r\n\tt    = {x},\r\n\tyear = 1,\r\n\ts    = a # "b",\r\n}\r\n'
    )


def read(text: str) -> list[object]:
    """Everything that a file says: entries, and the other blocks as they stand."""
    entries = bibtex_blocks.read(text, "").entries
    bib = scan(text)
    others = [
        text[block.start : block.end].strip()
        for block in bib.blocks
        if block.kind is not Kind.ENTRY and text[block.start : block.end].strip()
    ]
    return [*((e.type, e.key, e.fields) for e in entries), *others]


def check(text: str, layout: Layout) -> None:
    new = tidied(text, layout)
    assert read(new) == read(text)
    assert tidied(new, layout) == new


_PIECES = st.sampled_from(
    ["@Misc{k", "@a(k", "@string{s = {x}}", "@comment{c}", "@preamble{{p}}", ",", " ", "\n", "\r\n",
     "T = ", "y=1", '"v"', "{w {x}}", "s # {z}", "}", ")", "% no\n", "text", "@misc{l, a = {b}}",
     '{"}', "\t"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=14), st.booleans(), st.booleans())
def test_nothing_is_lost_and_twice_is_once(pieces: list[str], align: bool, braces: bool) -> None:
    check("".join(pieces), Layout(align=align, braces=braces))


@pytest.mark.needs("shared")
def test_real_files_say_the_same_afterwards(shared: Path) -> None:
    for path in sorted((shared / "bib-corpus").glob("*.bib")):
        text = open_bib(path.read_bytes(), path.name).text
        check(text, Layout("\t", align=True, braces=True))
