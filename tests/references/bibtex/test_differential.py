"""Our blocks beside what bibtexparser 2 and pybtex read, on every file of the corpus.

Where they differ, the difference is of one of these kinds; any other one fails the test.
"""

from __future__ import annotations

import importlib
import logging
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.bibtex.saving import open_bib
from backmatter.references.bibtex.scanner import BibFile

pytestmark = pytest.mark.needs("shared")

ON_COMMENT_LINES = {"bibtex-tidy--example1.bib"}
"""Entries on lines that begin with `%`: BibTeX reads them, biber and we do not."""

OTHER_KEYS = {
    "RefManageR--test.bib": 1,
    "bibtex-tidy--example1.bib": 2,
    "zotero-better-bibtex--Some_bibtex_entries_quietly_discarded_on_import_from_bib_fil.bib": 1,
}
"""How many entries bibtexparser finds under a key that we have not: on such lines, and where it
takes what stands before a field for a key."""

MORE_THAN_BIBTEXPARSER = 142
"""Entries that only we find: those whose key is another one's, and those after a broken block."""

WHOLE_IN_PYBTEX = 44
"""Files that pybtex reads; in the others it stops at the first thing that it does not like."""


def opened(shared: Path) -> list[tuple[str, BibFile]]:
    paths = sorted((shared / "bib-corpus").glob("*.bib"))
    return [(path.name, open_bib(path.read_bytes(), path.name).bib) for path in paths]


def test_bibtexparser_reads_no_more_and_nothing_else(
    shared: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bibtexparser: Any = importlib.import_module("bibtexparser")
    caplog.set_level(logging.CRITICAL)
    other_keys: Counter[str] = Counter()
    more = 0
    for name, bib in opened(shared):
        parsed: Any = bibtexparser.parse_string(bib.text, parse_stack=[])
        entries = {entry.key: entry for entry in bib.entries}
        repeated = Counter(entry.key for entry in bib.entries)
        more += max(0, len(bib.entries) - len(parsed.entries))
        for theirs in parsed.entries:
            ours = entries.get(theirs.key.strip())
            if ours is None:
                other_keys[name] += 1
                continue
            fields = [(f.key.strip().lower(), f.value) for f in theirs.fields]
            if repeated[ours.key] > 1 or any("%" in field for field, _ in fields):
                continue  # it merges comments into the names of fields
            assert fields == [
                (field.name.lower(), bib.text[field.start : field.end]) for field in ours.fields
            ], (name, ours.key)
    assert other_keys == OTHER_KEYS
    assert more == MORE_THAN_BIBTEXPARSER


def test_pybtex_reads_as_many_where_it_reads_a_file_at_all(shared: Path) -> None:
    pybtex: Any = importlib.import_module("pybtex.database")
    error: Any = importlib.import_module("pybtex.exceptions").PybtexError
    whole = 0
    for name, bib in opened(shared):
        try:
            with warnings.catch_warnings(action="ignore"):
                database: Any = pybtex.parse_string(bib.text, "bibtex")
        except error:
            continue
        whole += 1
        if name not in ON_COMMENT_LINES:
            assert len(database.entries) == len(bib.entries), name
    assert whole == WHOLE_IN_PYBTEX
