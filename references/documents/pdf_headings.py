"""The headings of a PDF: lines set larger or bolder than the text, and numbered ones.

The level is the depth of a heading's number (`2.1`), or else the rank of its type among the
sizes that headings have; the title on the first page is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from backmatter.references.documents.model import Heading, Line, LineKind, Place

_NUMBERED = re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){0,3})[.．、]?\s{0,4}(?=[^\W\d])")
_MAX_LENGTH = 120
_LARGER = 1.08
_SMALLER = 0.85
_APART = 1.25


def find_headings(text: str, lines: Sequence[Line]) -> tuple[Heading, ...]:
    """The headings in order, their levels from 1."""
    body = body_size(lines)
    mostly_bold = _mostly_bold(lines)
    apart = _APART * leading(lines)
    found = [
        (index, line.place, text[line.start : line.end])
        for index, line in enumerate(lines)
        if line.kind is LineKind.TEXT
        and line.place
        and _is_heading(text[line.start : line.end], line.place, body, bold_counts=not mostly_bold)
        and (line.place.size >= _LARGER * body or _opens_block(lines, index, apart))
    ]
    found = found[_title_lines(found) :]
    ranks = sorted({_rank(place) for _, place, _ in found}, reverse=True)
    return tuple(
        Heading(index, _depth(content) or 1 + min(ranks.index(_rank(place)), 5), content)
        for index, place, content in found
    )


def _title_lines(found: Sequence[tuple[int, Place, str]]) -> int:
    """How many of the first headings are the document's title: the largest type of page one."""
    sizes = [round(place.size) for _, place, _ in found if place.page == 1]
    count = 0
    for _, place, content in found:
        if place.page > 1 or round(place.size) < max(sizes) or _NUMBERED.match(content):
            break
        count += 1
    return count if count < len(found) else 0


def body_size(lines: Sequence[Line]) -> float:
    """The font size of most of the text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.place and line.kind is LineKind.TEXT:
            sizes[round(line.place.size, 1)] += line.end - line.start
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 10.0


def leading(lines: Sequence[Line]) -> float:
    """The commonest distance between lines of text, in font sizes."""
    counts: Counter[float] = Counter()
    for one, two in pairwise(line.place for line in lines if line.kind is LineKind.TEXT):
        if one and two and one.page == two.page:
            step = (two.baseline - one.baseline) / two.size
            counts[round(step, 1)] += 0.8 < step < 3
    return max(counts, key=lambda step: (counts[step], -step)) if counts.total() else 1.2


def _mostly_bold(lines: Sequence[Line]) -> bool:
    """Whether bold type says nothing, being that of the text."""
    placed = [line.place for line in lines if line.place and line.kind is LineKind.TEXT]
    return 3 * sum(place.bold for place in placed) > len(placed)


def _is_heading(content: str, place: Place, body: float, *, bold_counts: bool) -> bool:
    if not 2 <= len(content) <= _MAX_LENGTH or content[-1] in ",，;；-":
        return False
    if not any(character.isalpha() for character in content):
        return False
    numbered = _NUMBERED.match(content)
    opens = numbered or content[0].isalpha() or content[0] in "“\"'‘§"
    return bool(opens) and (
        place.size >= _LARGER * body
        or (place.bold and bold_counts and place.size >= _SMALLER * body)
    )


def _opens_block(lines: Sequence[Line], index: int, apart: float) -> bool:
    """Whether a line stands apart from the one before, or goes on from one of the same type."""
    place = lines[index].place
    before = lines[index - 1] if index else None
    if before is None or before.place is None or place is None or before.kind is not LineKind.TEXT:
        return True
    if before.place.page != place.page or before.place.baseline >= place.baseline:
        return True
    step = (place.baseline - before.place.baseline) / max(place.size, before.place.size)
    return step > apart or (before.place.bold and before.place.size == place.size)


def _rank(place: Place) -> tuple[int, bool]:
    return round(place.size), place.bold


def _depth(content: str) -> int:
    match = _NUMBERED.match(content)
    return match[1].replace("．", ".").count(".") + 1 if match else 0
