"""Plain text, and Markdown as far as its headings."""

from __future__ import annotations

from backmatter.references.documents.encoding import decoded
from backmatter.references.documents.furniture import mark_furniture
from backmatter.references.documents.headings import find_headings
from backmatter.references.documents.model import Document, Line, LineKind
from backmatter.references.errors import InputError


def read_text(data: bytes, name: str) -> Document:
    """A plain-text file as a document.

    Raises:
        InputError: When it is empty, not text, or in an unknown encoding.
    """
    content = decoded(data, name)
    if not content.text.strip():
        raise InputError(f"{name}: is empty")
    return document_of(content.text, name, content.encoding)


def document_of(text: str, name: str = "", encoding: str = "utf-8") -> Document:
    """A document of a decoded text, its running heads marked and its headings found."""
    lines = mark_furniture(text, _lines(text))
    return Document(name, text, encoding, lines, find_headings(text, lines))


def _lines(text: str) -> tuple[Line, ...]:
    found: list[Line] = []
    start = 0
    for number, content in enumerate(text.split("\n"), 1):
        kind = LineKind.TEXT if content.strip() else LineKind.BLANK
        found.append(Line(number, start, start + len(content), kind))
        start += len(content) + 1
    return tuple(found)
