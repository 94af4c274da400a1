"""Renamed keys: the fields that name them follow, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.renaming import first_renames, rename_keys
from backmatter.references.bibtex.saving import open_bib
from backmatter.references.bibtex.scanner import scan

FILE = """\
@misc{a, xdata = {X, b}, Crossref = "B", note = {b}}
@misc(b, related = {a , a},)
@misc{,
  title = {none}}
@misc{b}
@xdata{x}
"""


def test_keys_and_the_fields_that_name_them() -> None:
    bib = scan(FILE)
    new = dict(zip((entry.start for entry in bib.entries), ["k", "l", "m", "n"], strict=False))
    renames = first_renames(new, bib)
    assert renames == {"a": "k", "b": "l"}
    assert apply_edits(FILE, rename_keys(bib, new, renames)) == (
        '@misc{k, xdata = {X, l}, Crossref = "l", note = {b}}\n'
        "@misc(l, related = {k , k},)\n"
        "@misc{m,\n  title = {none}}\n"
        "@misc{n}\n"
        "@xdata{x}\n"
    )


@pytest.mark.needs("shared")
def test_every_key_of_every_real_file_can_be_renamed(shared: Path) -> None:
    for path in sorted((shared / "bib-corpus").glob("*.bib")):
        bib = open_bib(path.read_bytes(), path.name).bib
        new = {entry.start: f"key{number}" for number, entry in enumerate(bib.entries)}
        again = scan(apply_edits(bib.text, rename_keys(bib, new, first_renames(new, bib))))
        assert [entry.key for entry in again.entries] == list(new.values()), path.name
        assert len(again.blocks) == len(bib.blocks), path.name
        names = [[field.name for field in entry.fields] for entry in again.entries]
        assert names == [[field.name for field in entry.fields] for entry in bib.entries]
