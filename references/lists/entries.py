"""A document's reference list as data: its entries, their places, and the regions of its text."""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.references.documents.model import Document, LineKind
from backmatter.references.findings import Finding, Location
from backmatter.references.model import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed reference and its offsets in the document's text.

    `start` is where its number begins, `body` where `source.extracted` does.
    """

    source: Source
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the list: `entry`, `furniture` (running heads inside one) or `gap` (the rest)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The list of a document, empty where there is none.

    Attributes:
        entries: The printed references, in order.
        start: Offset of the heading, or of the first entry where there is none.
        end: Offset just after the last entry.
        numbered: Whether the entries carry numbers.
        findings: What is wrong with the list itself.
    """

    entries: tuple[Entry, ...] = ()
    start: int = 0
    end: int = 0
    numbered: bool = False
    findings: tuple[Finding, ...] = ()


def regions(document: Document, found: ReferenceList) -> tuple[Region, ...]:
    """The list from its start to its end as adjoining regions, nothing left out."""
    parts: list[Region] = []
    at = found.start
    for entry in found.entries:
        if entry.start > at:
            parts.append(Region("gap", at, entry.start))
        at = entry.start
        for start, end in furniture_in(document, entry.start, entry.end):
            parts.append(Region("entry", at, start))
            parts.append(Region("furniture", start, end))
            at = end
        parts.append(Region("entry", at, entry.end))
        at = entry.end
    return tuple(parts)


def locate(document: Document, entry: Entry, offset: int) -> Location:
    """The file, line and column of an offset into an entry's printed text."""
    at = entry.body + extracted_offset(entry.source, offset)
    line = document.line_at(at)
    return Location(document.name, line.number, at - line.start + 1)


def extracted_offset(source: Source, offset: int) -> int:
    """Where a character of the printed text stands in the text as extracted."""
    at = len(source.extracted) - len(source.extracted.lstrip())
    printed = 0
    for repair in source.repairs:
        unchanged = repair.start - at
        if offset < printed + unchanged:
            break
        printed += unchanged
        if offset < printed + len(repair.after):
            return repair.start
        printed += len(repair.after)
        at = repair.end
    return min(at + offset - printed, len(source.extracted))


def furniture_in(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The offsets of the furniture lines that lie inside a stretch of the text."""
    first, last = document.line_at(start).number - 1, document.line_at(end).number
    return [
        (line.start, line.end)
        for line in document.lines[first:last]
        if line.kind is LineKind.FURNITURE and line.start > start and line.end < end
    ]
