"""Changes to references as edits of the `.bib` file that they stand in, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from backmatter.references.bibtex.edits import field_of, set_field
from backmatter.references.bibtex.scanner import BibFile, Block, scan
from backmatter.references.findings import Edit
from backmatter.references.formats import bibtex
from backmatter.references.model import Reference

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "journal": ("journaltitle",),
    "number": ("issue",),
    "year": ("date",),
    "address": ("location",),
}
"""BibTeX's name of a field → BibLaTeX's, which a file may have in its place."""

_FROM_PRINT = frozenset({"usera", "userb", "userd", "verba", "langid"})


def edits(bib: BibFile, entry: Block, before: Reference, after: Reference) -> Iterator[Edit]:
    """The edits that make an entry say `after` where it said `before`.

    Only fields whose value changes are written; one that the entry has under BibLaTeX's name
    keeps that name.
    """
    old, new = _fields(before), _fields(after)
    for name, value in new.items():
        if name == "keywords" and (there := field_of(entry, name)):
            added = [tag for tag in after.keywords if tag not in before.keywords]
            yield from _appended(bib, entry, bib.text[there.start : there.end], added)
        elif old.get(name) != value and name not in _FROM_PRINT:
            yield set_field(bib, entry, _name_in(entry, name), value)


def _appended(bib: BibFile, entry: Block, written: str, tags: list[str]) -> Iterator[Edit]:
    """Tags at the end of the keywords, with the separator that is used there."""
    if tags:
        separator = "; " if ";" in written and "," not in written else ", "
        kept = _bare(written).rstrip()
        yield set_field(bib, entry, "keywords", separator.join([*([kept] if kept else []), *tags]))


def _name_in(entry: Block, name: str) -> str:
    """The name that the entry itself has for a field."""
    if field_of(entry, name) is None:
        for other in _OTHER_NAMES.get(name, ()):
            if field_of(entry, other) is not None:
                return other
    return name


def _fields(reference: Reference) -> dict[str, str]:
    """The fields that a reference is written with, values without their delimiters."""
    text = bibtex.write([replace(reference, key="k")])
    (entry,) = scan(text).entries
    return {field.name: _bare(text[field.start : field.end]) for field in entry.fields}


def _bare(value: str) -> str:
    return value[1:-1] if value[:1] in '{"' else value
