"""A document: its text, unchanged, and what is known of its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from backmatter.references.findings import Finding


class LineKind(Enum):
    """What a line is. Furniture is what the page prints around the text: running heads, numbers."""

    TEXT = "text"
    BLANK = "blank"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands on its page, in points, for documents that have pages.

    Attributes:
        page: The page's number in the file, from 1.
        left: The line's left edge.
        right: Its right edge.
        baseline: Its baseline, counted from the top of the page.
        size: Its font size.
        bold: Whether most of it is bold.
        column_left: The left edge that the lines of its column share.
        column_right: The right edge of the column.
    """

    page: int
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    column_left: float
    column_right: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `number` counts from 1; `start` and `end` are offsets, the newline left out.

    `place` is None in documents without pages.
    """

    number: int
    start: int
    end: int
    kind: LineKind
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading: the index of its line, its level from 1, and its text."""

    line: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class MarkedEntry:
    """An entry of the reference list that the file itself marks as one.

    Attributes:
        start: Offset of its text, the number left out.
        end: Offset just after it.
        number: Its number as shown, "" for none.
        id: What the file's citations name it by, "" for nothing.
        record: Its metadata as the file holds them, a CSL-JSON item, or None.
    """

    start: int
    end: int
    number: str = ""
    id: str = ""
    record: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class MarkedCitation:
    """A citation that the file itself marks as one: its offsets, and the ids it leads to."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read; nothing is dropped.

    Attributes:
        name: The file's name, for messages.
        text: The whole text, decoded, every line ending as a line feed.
        encoding: The encoding that was found, as Python names it.
        lines: Every line of `text`, in order.
        headings: The headings, in order of their lines.
        findings: What could not be read, such as pages without text.
        entries: The reference list, where the file marks it up; it need not be looked for then.
        citations: The citations, where the file marks them up.
    """

    name: str
    text: str
    encoding: str
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...] = ()
    findings: tuple[Finding, ...] = ()
    entries: tuple[MarkedEntry, ...] = ()
    citations: tuple[MarkedCitation, ...] = ()

    def line_text(self, index: int) -> str:
        """The text of a line by its index (from 0), without the newline."""
        line = self.lines[index]
        return self.text[line.start : line.end]

    def line_at(self, offset: int) -> Line:
        """The line that an offset into `text` falls on."""
        return self.lines[max(0, bisect_right(self.lines, offset, key=lambda line: line.start) - 1)]

    def page_at(self, offset: int) -> int | None:
        """The page that an offset into `text` falls on, None in a document without pages."""
        index = self.line_at(offset).number - 1
        place = next((line.place for line in self.lines[index::-1] if line.place), None)
        return place.page if place else None
