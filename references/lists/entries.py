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
class Part:
    """One of several lists of a document: which entries are its own, and where it stands.

    `first` and `last` bound its entries as a slice does; `start` is the offset of its heading,
    `end` that after its last entry. `further` says that the text need not cite it.
    """

    first: int
    last: int
    start: int
    end: int
    further: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The list of a document, or all of them one after another; empty where there is none.

    Attributes:
        entries: The printed references, in order.
        start: Offset of the heading, or of the first entry where there is none.
        end: Offset just after the last entry.
        numbered: Whether entries carry numbers.
        findings: What is wrong with the list itself.
        parts: The lists that it is made of, in order: at least one where there are entries.
        foreign: The offsets of lists that belong to other texts, and lead nowhere here.
    """

    entries: tuple[Entry, ...] = ()
    start: int = 0
    end: int = 0
    numbered: bool = False
    findings: tuple[Finding, ...] = ()
    parts: tuple[Part, ...] = ()
    foreign: tuple[tuple[int, int], ...] = ()

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in a list, not in the text around and between them."""
        stretches = (*((part.start, part.end) for part in self.parts), *self.foreign)
        return any(start <= offset < end for start, end in stretches)

    def part_for(self, offset: int) -> Part:
        """The list that a mark at an offset leads to: the next one that is to be cited."""
        cited = [part for part in self.parts if not part.further] or self.parts
        return next((part for part in cited if part.start > offset), cited[-1])


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
