"""Split a list without numbers in a document that has pages.

The lines' places say more than their words: where entries hang or stand apart, that decides.
Headings of a lower level part the list and are no entries; it ends at the next heading of its
own level, or where what follows no longer looks like references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from backmatter.references import list_geometry, list_layout
from backmatter.references.documents.model import Document, Line, LineKind
from backmatter.references.list_layout import Span

_BULLET = re.compile(r"[•·▪■□○●►✓❖§\uf0b7\uf0a7*–—-]\s{1,8}(?=\S)")
_TRUST = 1.25
"""How much more an entry is worth that its place on the page opens."""

_MAX_LINES = 6000


def has_pages(document: Document) -> bool:
    """Whether the document's lines have places."""
    return any(line.place for line in document.lines)


def entries_on_pages(document: Document, start: int) -> Sequence[Span]:
    """The entries from an offset on, up to where the list ends."""
    end = _section_end(document, start)
    best = _best(document, start, end)
    # What stood behind the list blurs its margins; without it they may be plain.
    again = _best(document, start, best[-1].end) if best else ()
    return max((best, again), key=lambda spans: list_layout.worth(document, spans))


def _best(document: Document, start: int, end: int) -> Sequence[Span]:
    headings = {heading.line for heading in document.headings}
    lines = [
        line
        for line in document.lines
        if start < line.end and line.start < end and line.kind is LineKind.TEXT and line.place
    ][:_MAX_LINES]
    text = [line for line in lines if line.number - 1 not in headings]
    if not text:
        return ()
    cuts = sorted(line.start for line in lines if line.number - 1 in headings)
    best: Sequence[Span] = ()
    best_worth = 0.0
    for split, trust in _splits(document):
        firsts = split(text)
        spans = _spans(document, text, firsts, cuts, end) if firsts else ()
        spans, found = _reference_like(document, spans)
        if found * trust > best_worth:
            best, best_worth = spans, found * trust
    return best


def _splits(document: Document) -> list[tuple[Callable[[Sequence[Line]], list[int]], float]]:
    def bulleted(lines: Sequence[Line]) -> list[int]:
        return [i for i, line in enumerate(lines) if _BULLET.match(document.text, line.start)]

    def by_words(
        split: Callable[[Document, Sequence[Line]], list[int]],
    ) -> Callable[[Sequence[Line]], list[int]]:
        return lambda lines: split(document, lines)

    return [
        (bulleted, _TRUST),
        (list_geometry.hanging, _TRUST),
        (list_geometry.first_line_indent, 1.0),
        (list_geometry.spaced, _TRUST),
        *((by_words(split), 1.0) for split in list_layout.BY_WORDS),
        (list_geometry.after_short, 1.0),
        (lambda lines: list(range(len(lines))), 1.0),
    ]


def _spans(
    document: Document, lines: Sequence[Line], firsts: Sequence[int], cuts: Sequence[int], end: int
) -> Sequence[Span]:
    """From one opening line to the next or to a heading; what follows a heading opens too."""
    offsets = [line.start for line in lines]
    starts = {offsets[index] for index in firsts}
    for cut in cuts:
        after = next((offset for offset in offsets if offset > cut), None)
        if after is not None:
            starts.add(after)
    found: list[Span] = []
    ordered = sorted(starts)
    for start, following in zip(ordered, (*ordered[1:], end), strict=True):
        stop = min((cut for cut in cuts if start < cut < following), default=following)
        bullet = _BULLET.match(document.text, start)
        found.append(Span(start, bullet.end() if bullet else start, stop))
    return found


def _reference_like(document: Document, spans: Sequence[Span]) -> tuple[Sequence[Span], float]:
    """The spans up to where they stop looking like references, and what these are worth."""
    if not spans:
        return (), 0.0
    sums = list(accumulate(list_layout.worth(document, [span]) for span in spans))
    last = max(range(len(sums)), key=lambda index: (sums[index], -index))
    return spans[: last + 1], sums[last]


def _section_end(document: Document, start: int) -> int:
    """The offset of the next heading that is not below the list's own, or the text's end."""
    own = document.line_at(start).number - 1
    levels = {heading.line: heading.level for heading in document.headings}
    level = levels.get(own, 99)
    for heading in document.headings:
        offset = document.lines[heading.line].start
        if offset > start and heading.level <= level:
            return offset
    return len(document.text)
