"""Cite keys renamed, and with them the fields of other entries that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from backmatter.references.bibtex import edits
from backmatter.references.bibtex.scanner import BibFile, Block, Field
from backmatter.references.findings import Edit

_NAMING = frozenset({"crossref", "xref", "xdata", "related", "entryset"})
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
            if field.name.lower() in _NAMING:
                yield from _in_field(bib.text, field, lower)


def first_renames(entries: Mapping[int, str], bib: BibFile) -> dict[str, str]:
    """Old key → new key; of entries with one key the first counts, as it does for BibTeX."""
    found: dict[str, str] = {}
    for entry in bib.entries:
        if entry.key:
            found.setdefault(entry.key, _new(entry, entries))
    return {old: new for old, new in found.items() if old != new}


def _new(entry: Block, entries: Mapping[int, str]) -> str:
    return entries.get(entry.start, entry.key)


def _in_field(text: str, field: Field, lower: Mapping[str, str]) -> Iterator[Edit]:
    """The keys in a field; BibTeX compares them without regard to case."""
    for match in _KEY.finditer(text, field.start, field.end):
        if (new := lower.get(match[0].lower())) is not None and new != match[0]:
            yield Edit(*match.span(), new)
