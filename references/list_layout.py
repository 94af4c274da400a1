"""Split a list that has no numbers, by its layout: blank lines, hanging indents, or whole lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backmatter.references.documents.model import Document, Line, LineKind

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d[a-z]?(?!\d)")
_AUTHOR = re.compile(r"\s{0,20}(?:[A-ZÀ-ÖØ-Þ\u0400-\u042f\u3400-\u9fff—“\"‘']|(?:de|van|von|d')\b)")
_END = re.compile(r"(?:[.。．\]］)）>」]|\d|/|[a-z]{2,})\s*$")
_AUTHORS_YEAR = re.compile(
    r"[A-ZÀ-Þ][\w'’-]{1,30}\s[A-Z]{1,4}(?:,\s?[A-ZÀ-Þ][\w'’-]{1,30}\s[A-Z]{1,4}){0,12}"
    r"(?:,?\s?et\sal\.?)?[\s,(]{1,3}[12][\dOo]{3}[a-z]?[).,]"
)
_GAP = re.compile(r"(?<=[.\]])[ \t]{1,4}")


@dataclass(frozen=True, slots=True)
class Span:
    """An entry's place: where its number begins, where its text does, and its end."""

    start: int
    body: int
    end: int
    number: str = ""


def entry_starts(document: Document, start: int, end: int) -> Sequence[Span]:
    """The entries of an unnumbered list between two offsets.

    Every way of splitting is tried, and the one kept whose entries look most like references:
    each beginning as an author does, and with one year near the start or the end.
    """
    lines = [line for line in document.lines if start < line.end and line.start < end]
    best: Sequence[Span] = ()
    best_worth = 0.0
    for split in _SPLITS:
        firsts = split(document, lines)
        starts = [max(start, lines[index].start) for index in firsts]
        if not starts:
            continue
        spans = [
            Span(a, a, b)
            for a, b in zip(starts, (*starts[1:], end), strict=True)
            if document.text[a:b].strip()
        ]
        worth = _worth(document, spans)
        if worth > best_worth:
            best, best_worth = spans, worth
    return [part for span in best for part in _parts(document, span)]


def _parts(document: Document, span: Span) -> list[Span]:
    """The entries that one line holds, where authors and a year open each of them."""
    text = document.text
    if not _AUTHORS_YEAR.match(text, span.body, span.end):
        return [span]
    starts = [span.start]
    starts.extend(
        gap.end()
        for gap in _GAP.finditer(text, span.body, span.end)
        if _AUTHORS_YEAR.match(text, gap.end(), span.end)
    )
    return [Span(a, a, b) for a, b in zip(starts, (*starts[1:], span.end), strict=True)]


def _worth(document: Document, spans: Sequence[Span]) -> float:
    """How much the entries look like references, all in all."""
    if not spans:
        return 0.0
    good = 0.0
    for span in spans:
        text = document.text[span.body : span.end].strip()
        years = len(_YEAR.findall(text))
        shaped = _AUTHOR.match(text) is not None and 25 < len(text) < 1500
        good += (1.0 if years == 1 else 0.8 if 1 < years < 5 else -1.0) if shaped else -1.0
    return good


def _by_blank_lines(document: Document, lines: Sequence[Line]) -> list[int]:
    del document
    return [
        index
        for index, line in enumerate(lines)
        if line.kind is LineKind.TEXT and (index == 0 or lines[index - 1].kind is LineKind.BLANK)
    ]


def _by_indent(document: Document, lines: Sequence[Line]) -> list[int]:
    """Entries begin at the margin and go on indented."""
    indents = {
        index: len(content) - len(content.lstrip())
        for index, line in enumerate(lines)
        if line.kind is LineKind.TEXT and (content := document.text[line.start : line.end])
    }
    if len(set(indents.values())) < 2:
        return []
    margin = min(indents.values())
    return [index for index, indent in indents.items() if indent <= margin + 1]


def _by_lines(document: Document, lines: Sequence[Line]) -> list[int]:
    """Every line is an entry."""
    del document
    return [index for index, line in enumerate(lines) if line.kind is LineKind.TEXT]


def _by_author_lines(document: Document, lines: Sequence[Line]) -> list[int]:
    """An entry begins where a line starts as an author does, after a line that may end one."""
    firsts: list[int] = []
    before = ""
    for index, line in enumerate(lines):
        if line.kind is not LineKind.TEXT:
            continue
        content = document.text[line.start : line.end]
        opens = _OPENING_NAME.match(content) is not None
        if not before or (opens and _END.search(before)):
            firsts.append(index)
        before = content
    return firsts


_OPENING_NAME = re.compile(
    r"\s{0,20}(?:(?:de|van|von|der|la|le|d')\s){0,3}[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
    r"(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}){0,2},?\s(?:[A-ZÀ-ÖØ-Þ]\.|[A-Z]{1,3}[,.\s]|[A-Z][a-zà-ÿ]+)"
    r"|[\u3400-\u9fff]{2,4}[,，、.．]"
)

_SPLITS: tuple[Callable[[Document, Sequence[Line]], list[int]], ...] = (
    _by_blank_lines,
    _by_indent,
    _by_author_lines,
    _by_lines,
)
