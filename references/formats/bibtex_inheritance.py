"""`crossref` and `xdata`: what an entry takes over from others, as BibLaTeX does by default.

BibLaTeX manual, section 2.4.1.1 and appendix B; classic BibTeX's rule (a missing field comes from
the parent by its own name) is the part of it that has no renaming.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from backmatter.references.findings import Finding, Location
from backmatter.references.formats.bibtex_blocks import Entry
from backmatter.references.formats.bibtex_fields import ALIASES, IN_CONTAINER

_NEVER = frozenset(
    {"crossref", "xref", "xdata", "ids", "entryset", "entrysubtype", "execute", "label", "options"}
    | {"presort", "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand"}
    | {"shorthandintro", "sortkey", "usera", "userb", "verba"}
)
_NOT_WITH_TITLE = frozenset({"shorttitle", "sorttitle", "indextitle", "indexsorttitle"})
_MULTIVOLUME = frozenset({"mvbook", "mvcollection", "mvproceedings", "mvreference"})
_WHOLE = frozenset({"book", "collection", "proceedings", "reference"})
_AS_MAIN = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_AS_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_AS_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_BOOK_PARTS = frozenset({"inbook", "bookinbook", "suppbook"})
_MAX_PARENTS = 64
_PIECE, _OVERLAP = 1 << 20, 8
"""So much of a text is lowered at once: all of a large one would take much memory."""


def canonical(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields under BibLaTeX's names; where both names are there, each stays as it is."""
    return {
        ALIASES[name] if name in ALIASES and ALIASES[name] not in fields else name: value
        for name, value in fields.items()
    }


def may_inherit(text: str) -> bool:
    """Whether entries of a `.bib` text may name others, so that all of them are needed at once."""
    pieces = (text[at : at + _PIECE + _OVERLAP].lower() for at in range(0, len(text), _PIECE))
    return any("crossref" in piece or "xdata" in piece for piece in pieces)


def inherit(
    entries: Iterable[Entry], file: str, findings: list[Finding]
) -> Iterator[tuple[Entry, dict[str, str]]]:
    """Each entry with its fields, those of its parents among them; data-only entries left out.

    Entries that come one by one can name none that comes later.
    """
    by_key: dict[str, Entry] = {}
    if isinstance(entries, Sequence):
        for entry in entries:
            by_key.setdefault(entry.key.lower(), entry)
    for entry in entries:
        if entry.type == "xdata":
            continue
        fields = canonical(entry.fields)
        if "crossref" in fields or "xdata" in fields:
            fields = _resolved(entry, by_key, [entry])
            lost = _missing(entry, by_key)
            if not lost:
                fields.pop("crossref", None)
                fields.pop("xdata", None)
            for missing in lost:
                message = f"its {missing} is not in this file; add it or take the field out"
                place = Location(file, entry.line, 1)
                findings.append(Finding("BM124", message, location=place, reference=entry.key))
        yield entry, fields


def _missing(entry: Entry, by_key: Mapping[str, Entry]) -> list[str]:
    return [
        f"{name} {key}"
        for name in ("crossref", "xdata")
        for key in _keys(entry.fields.get(name, ""))
        if key.lower() not in by_key
    ]


def _keys(value: str) -> list[str]:
    return [key.strip() for key in value.split(",") if key.strip()]


def _resolved(entry: Entry, by_key: Mapping[str, Entry], line: list[Entry]) -> dict[str, str]:
    """The entry's own fields first, then those of xdata entries, then the parent's.

    `line` holds all that was looked at for the first entry, so that circles end and no file
    makes it ask for more than `_MAX_PARENTS`.
    """
    fields = canonical(entry.fields)
    for data in _parents(fields.get("xdata", ""), by_key, line):
        for name, value in _resolved(data, by_key, line).items():
            fields.setdefault(name, value)
    for parent in _parents(fields.get("crossref", ""), by_key, line):
        _take_over(entry.type, fields, parent.type, _resolved(parent, by_key, line))
    return fields


def _parents(value: str, by_key: Mapping[str, Entry], line: list[Entry]) -> Iterator[Entry]:
    for key in _keys(value):
        parent = by_key.get(key.lower())
        if parent is not None and len(line) < _MAX_PARENTS and all(e is not parent for e in line):
            line.append(parent)
            yield parent


def _take_over(
    child: str, fields: dict[str, str], parent: str, parent_fields: Mapping[str, str]
) -> None:
    """Add the parent's fields to the child's, titles under the name they have there."""
    renamed = _renaming(child, parent)
    of_book = (child in _BOOK_PARTS and parent in ("book", "mvbook")) or (
        child == "book" and parent == "mvbook"
    )
    if of_book and "author" in parent_fields:
        fields.setdefault("bookauthor", parent_fields["author"])
    for name, value in parent_fields.items():
        if name in _NEVER or (renamed and name in _NOT_WITH_TITLE):
            continue
        fields.setdefault(renamed.get(name, name), value)


def _renaming(child: str, parent: str) -> Mapping[str, str]:
    if parent in _MULTIVOLUME and child not in _MULTIVOLUME:
        return _AS_MAIN
    if parent in _WHOLE and child in IN_CONTAINER:
        return _AS_BOOK
    if parent == "periodical":
        return _AS_JOURNAL
    return {}
