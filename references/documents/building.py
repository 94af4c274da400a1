"""Put a document together from what a file marks up: headings, paragraphs, entries, citations.

Each paragraph becomes one line, with a blank line after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backmatter.references.documents.model import (
    Document,
    Heading,
    Line,
    LineKind,
    MarkedCitation,
    MarkedEntry,
)
from backmatter.references.errors import InputError

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_RAISED = re.compile(r"[\d\s,;–—-]{1,40}")


@dataclass(slots=True)
class Inline:
    """The text of a paragraph as it grows, and the citations in it."""

    parts: list[str] = field(default_factory=list[str])
    length: int = 0
    marks: list[tuple[int, int, tuple[str, ...]]] = field(
        default_factory=list[tuple[int, int, tuple[str, ...]]]
    )

    def add(self, text: str, ids: Sequence[str] = ()) -> None:
        """Append text; with ids, as a citation that leads to them."""
        text = _SPACE.sub(" ", text)
        if self.parts and self.parts[-1].endswith(" "):
            text = text.lstrip(" ") if not ids else text
        if not self.parts:
            text = text.lstrip(" ")
        if not text:
            return
        if ids:
            self.marks.append((self.length, self.length + len(text), tuple(ids)))
        self.parts.append(text)
        self.length += len(text)

    def mark(self, start: int, ids: Sequence[str]) -> None:
        """Make what was added since an offset a citation."""
        if ids and self.length > start:
            self.marks.append((start, self.length, tuple(ids)))

    @property
    def text(self) -> str:
        """The text so far, without spaces at its end."""
        return "".join(self.parts).rstrip(" ")


def raised(text: str) -> str:
    """A superscript's text: its digits as superscript characters where it is a number or a mark."""
    return text.translate(_SUPERSCRIPTS) if _RAISED.fullmatch(text) else text


class Builder:
    """Collects the blocks of a document in order."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._lines: list[Line] = []
        self._headings: list[Heading] = []
        self._entries: list[MarkedEntry] = []
        self._citations: list[MarkedCitation] = []

    def heading(self, text: str, level: int) -> None:
        """A heading, its level from 1."""
        text = " ".join(text.split())
        if text:
            self._headings.append(Heading(len(self._lines), max(level, 1), text))
            self._add(text)

    def paragraph(self, content: Inline | str) -> None:
        """A paragraph, left out where it is empty."""
        text = content.text if isinstance(content, Inline) else " ".join(content.split())
        if not text:
            return
        start = self._add(text)
        if isinstance(content, Inline):
            for first, last, ids in content.marks:
                end = min(last, len(text))
                if end > first:
                    self._citations.append(MarkedCitation(start + first, start + end, ids))

    def entry(
        self, text: str, number: str = "", id_: str = "", record: Mapping[str, Any] | None = None
    ) -> None:
        """An entry of the reference list; the number is put before it in brackets."""
        text = " ".join(text.split())
        if text:
            label = f"[{number}] " if number else ""
            start = self._add(label + text) + len(label)
            self._entries.append(MarkedEntry(start, start + len(text), number, id_, record))

    def document(self, name: str, encoding: str) -> Document:
        """The whole.

        Raises:
            InputError: When there is no text in it.
        """
        if not self._lines:
            raise InputError(f"{name}: holds no text")
        return Document(
            name,
            "\n".join(self._parts),
            encoding,
            tuple(self._lines),
            tuple(self._headings),
            entries=tuple(self._entries),
            citations=tuple(self._citations),
        )

    def _add(self, text: str) -> int:
        start = self._length
        for content, kind in ((text, LineKind.TEXT), ("", LineKind.BLANK)):
            end = self._length + len(content)
            self._lines.append(Line(len(self._lines) + 1, self._length, end, kind))
            self._parts.append(content)
            self._length = end + 1
        return start
