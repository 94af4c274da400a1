"""Cite keys renamed, and with them the fields of other entries that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from backmatter.references.bibtex import edits
from backmatter.references.bibtex.scanner import BibFile, Block
from backmatter.references.findings import Edit

NAMING = ("crossref", "xref", "xdata", "related", "entryset")
"""The fields that name keys."""

_KEY = re.compile(r"[^\s,{}\"#]+")


def rename_keys(
    bib: BibFile, entries: Mapping[int, str], others: Mapping[str, str]
) -> Iterator[Edit]:
    """The edits that rename keys.

    Args:
        bib: The text, scanned.
        entries: Where an entry begins → its new key.
        others: Old key → the new one that fields name instead.
    """
    lower = {old.lower(): new for old, new in others.items()}
    for entry in bib.entries:
        if (new := entries.get(entry.start)) is not None and new != entry.key:
            yield edits.rename_key(bib, entry, new)
        for field in entry.fields:
            if field.name.lower() in NAMING:
                yield from _in_span(bib.text, field.start, field.end, lower)


def first_renames(entries: Mapping[int, str], bib: BibFile) -> dict[str, str]:
    """Old key → new key; of entries with one key the first counts, as it does for BibTeX."""
    found: dict[str, str] = {}
    for entry in bib.entries:
        if entry.key:
            found.setdefault(entry.key, _new(entry, entries))
    return {old: new for old, new in found.items() if old != new}


def _new(entry: Block, entries: Mapping[int, str]) -> str:
    return entries.get(entry.start, entry.key)


def renamed_in(written: str, others: Mapping[str, str]) -> str:
    """A value that names keys with the new ones, as `rename_keys` has them."""
    lower = {old.lower(): new for old, new in others.items()}
    return edits.apply_edits(written, _in_span(written, 0, len(written), lower))


def _in_span(text: str, start: int, end: int, lower: Mapping[str, str]) -> Iterator[Edit]:
    """The keys between two offsets; BibTeX compares them without regard to case."""
    for match in _KEY.finditer(text, start, end):
        if (new := lower.get(match[0].lower())) is not None and new != match[0]:
            yield Edit(*match.span(), new)
