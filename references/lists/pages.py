"""Split a list without numbers in a document that has pages.

The lines' places say more than their words: where entries hang or stand apart, that decides.
Headings of a lower level part the list and are no entries; it ends at the next heading of its
own level, or where what follows no longer looks like references.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from statistics import median

from backmatter.references.documents.model import Document, Line, LineKind, Place
from backmatter.references.lists import geometry, layout
from backmatter.references.lists.layout import Span

_BULLET = re.compile(r"[•·▪■□○●►✓❖§\uf0b7\uf0a7*–—-]\s{1,8}(?=\S)")
_YEAR = re.compile(r"(?<![\d-])(?:1[5-9]|20)\d\d[a-z]?(?!\d)")
_NO_YEAR = re.compile(
    r"\bn\.\s?d\.|\bo\.\s?J\.|\bs\.\s?a\.|in press|forthcoming|im Druck|im Erscheinen"
)
_OPENING = re.compile(
    r"[A-ZÀ-ÖØ-Þ\u0400-\u042f\u3400-\u9fff—–_“\"„«‘'`¨´]|(?:de|van|von|der|den|ter|al|el|d[’'])\b"
)
_MIN_ENTRY = 25
_MAX_ENTRY = 1500
_MANY_YEARS = 6
_TRUST = 1.25
"""How much more an entry is worth that its place on the page opens."""

_MAX_LINES = 6000
_MIN_ENTRIES = 4
_MIN_LENGTH = 60
_OTHER_TYPE = 0.06
_TAIL = 1.4
"""A distance this many times the widest between two entries is no longer one of the list."""


def has_pages(document: Document) -> bool:
    """Whether the document's lines have places."""
    return any(line.place for line in document.lines)


def entries_on_pages(document: Document, start: int, end: int) -> Sequence[Span]:
    """The entries between two offsets, up to where the list ends."""
    end = _end_of_type(document, start, min(end, _section_end(document, start)))
    best = _best(document, start, end)
    # What stood behind the list blurs its margins; without it they may be plain.
    again = _best(document, start, best[-1].end) if best else ()
    spans = max((best, again), key=lambda spans: sum(_worth(document, span) for span in spans))
    return without_tail(document, spans)


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


def without_tail(document: Document, spans: Sequence[Span]) -> Sequence[Span]:
    """The entries without what stands on the page behind them, further off than they are apart."""
    if len(spans) < _MIN_ENTRIES:
        return spans
    widest = max((step for span in spans[1:-1] if (step := _step_before(document, span.start))),
                 default=0.0)  # fmt: skip
    step = _step_before(document, spans[-1].start)
    if widest and step and step > _TAIL * widest and not spans[-1].number:
        spans = spans[:-1]
    return (*spans[:-1], _ended(document, spans[-1], widest))


def _ended(document: Document, span: Span, widest: float) -> Span:
    """The last entry up to where lines stand further apart or aside, or a page ends it."""
    first, last = document.line_at(span.body).number, document.line_at(span.end - 1).number
    end = document.lines[first - 1].end
    for line in document.lines[first:last]:
        if line.kind is not LineKind.TEXT or not line.place:
            continue
        step = _step_before(document, line.start)
        closed = _is_closed(document.text[span.body : end])
        apart = step is not None and 0 < _TAIL * widest < step
        if apart or (closed and (step is None or _stands_aside(line.place))):
            return Span(span.start, span.body, end, span.number)
        end = line.end
    return span


def _stands_aside(place: Place) -> bool:
    """Whether a line begins in the right half of its column, as an editor's name does."""
    return place.left - place.column_left > (place.column_right - place.column_left) / 2


def _is_closed(text: str) -> bool:
    return text.rstrip()[-1:] in ".)]。．）］" and len(text) > _MIN_LENGTH


def _step_before(document: Document, offset: int) -> float | None:
    """The distance in font sizes to the line of text before; None from one column to another."""
    index = document.line_at(offset).number - 1
    place = document.lines[index].place
    before = next(
        (line.place for line in reversed(document.lines[max(0, index - 8) : index])
         if line.kind is LineKind.TEXT), None)  # fmt: skip
    if not place or not before or before.page != place.page or before.baseline >= place.baseline:
        return None
    return (place.baseline - before.baseline) / max(place.size, before.size)


def _splits(document: Document) -> list[tuple[Callable[[Sequence[Line]], list[int]], float]]:
    def bulleted(lines: Sequence[Line]) -> list[int]:
        return [i for i, line in enumerate(lines) if _BULLET.match(document.text, line.start)]

    def by_words(
        split: Callable[[Document, Sequence[Line]], list[int]],
    ) -> Callable[[Sequence[Line]], list[int]]:
        return lambda lines: split(document, lines)

    def short_or_dated(lines: Sequence[Line]) -> list[int]:
        dated = layout.BY_WORDS[0](document, lines)
        return sorted({*geometry.after_short(lines), *dated})

    return [
        (bulleted, _TRUST),
        (geometry.hanging, _TRUST),
        (geometry.first_line_indent, 1.0),
        (geometry.spaced, _TRUST),
        *((by_words(split), 1.0) for split in layout.BY_WORDS),
        (geometry.after_short, 1.0),
        (short_or_dated, 1.0),
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
    sums = list(accumulate(_worth(document, span) for span in spans))
    last = max(range(len(sums)), key=lambda index: (sums[index], -index))
    return spans[: last + 1], sums[last]


def _worth(document: Document, span: Span) -> float:
    """How much a part of the list looks like one reference, from -1 to 1."""
    text = " ".join(document.text[span.body : min(span.end, span.body + 3000)].split())
    if not _MIN_ENTRY < len(text) < _MAX_ENTRY or not _OPENING.match(text):
        return -1.0
    years = len(_YEAR.findall(text))
    if not years:
        return 0.7 if _NO_YEAR.search(text) else -0.2
    return 1.0 if years == 1 else 0.8 if years < _MANY_YEARS else -0.5


def _end_of_type(document: Document, start: int, end: int) -> int:
    """The offset of the first page whose text is set in another size, or the section's end."""
    pages: dict[int, list[Line]] = {}
    for line in document.lines:
        if line.end > start and line.start < end and line.place and line.kind is LineKind.TEXT:
            pages.setdefault(line.place.page, []).append(line)
    own = 0.0
    for lines in pages.values():
        size = median(line.place.size for line in lines if line.place)
        own = own or size
        if abs(size - own) > _OTHER_TYPE * own:
            return lines[0].start
    return end


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
