"""Split a list by where its lines stand on the page: hanging indents, distances, short lines.

Each function takes the list's lines, all with places, and returns the indices of those that
open an entry; () where the page does not say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from backmatter.references.documents.model import Line, Place

_LEVEL = 0.33
"""Offsets that differ by less than this share of the font size are one level."""

_MIN_SHARE = 0.06
_MIN_INDENT = 0.5
_ROOM = 4
"""The room, in font sizes, that a line must leave to be short: most words are shorter."""

_WIDER = 1.18
"""A distance this many times the usual one parts two entries."""


def hanging(lines: Sequence[Line]) -> list[int]:
    """Entries begin at the margin and go on indented."""
    levels = _levels(lines)
    if not levels:
        return []
    offsets, first, second = levels
    return [i for i, offset in enumerate(offsets) if offset < (first + second) / 2]


def first_line_indent(lines: Sequence[Line]) -> list[int]:
    """Entries begin indented, as paragraphs do, and go on at the margin."""
    levels = _levels(lines)
    if not levels:
        return []
    offsets, first, second = levels
    opening = [i for i, offset in enumerate(offsets) if offset >= (first + second) / 2]
    return opening if opening and opening[0] == 0 else []


def spaced(lines: Sequence[Line]) -> list[int]:
    """A wider distance stands between entries than inside them."""
    steps = [_step(one, two) for one, two in pairwise(lines)]
    known = sorted(step for step in steps if step is not None)
    if len(known) < 2:
        return []
    usual = _inner_step(known)
    wide = [step for step in known if step > _WIDER * usual]
    if not _MIN_SHARE * len(known) <= len(wide) < len(known):
        return []
    short = _short(lines)
    return [
        0,
        *(
            index
            for index, step in enumerate(steps, 1)
            if (short[index - 1] if step is None else step > _WIDER * usual)
        ),
    ]


def after_short(lines: Sequence[Line]) -> list[int]:
    """An entry begins after a line that ends well before the column's edge."""
    return [0, *(index for index, short in enumerate(_short(lines)[:-1], 1) if short)]


def _place(line: Line) -> Place:
    if line.place is None:
        raise ValueError("the line has no place")
    return line.place


def _levels(lines: Sequence[Line]) -> tuple[list[float], float, float] | None:
    """Each line's offset from its column's edge, and the two levels that most lines keep to."""
    size = median(_place(line).size for line in lines)
    margins: dict[tuple[int, float], float] = {}
    for line in lines:
        place = _place(line)
        key = (place.page, place.column_left)
        margins[key] = min(margins.get(key, place.left), place.left)
    offsets: list[float] = []
    for line in lines:
        place = _place(line)
        inner = margins[place.page, place.column_left]
        edge = place.column_left if inner - place.column_left < 5 * size else inner
        offsets.append(place.left - edge)
    counts = Counter(round(offset / (_LEVEL * size)) for offset in offsets)
    enough = max(2, _MIN_SHARE * len(lines))
    held = [level for level in sorted(counts)
            if counts[level] + counts[level - 1] / 2 + counts[level + 1] / 2 >= enough]  # fmt: skip
    if not held:
        return None
    first = held[0]
    others = [level for level in held if (level - first) * _LEVEL >= _MIN_INDENT]
    if not others:
        return None
    second = max(others, key=lambda level: counts[level])
    return offsets, first * _LEVEL * size, second * _LEVEL * size


def _step(one: Line, two: Line) -> float | None:
    """The distance between two lines in font sizes; None across columns and pages."""
    above, below = _place(one), _place(two)
    if above.page != below.page or below.baseline <= above.baseline:
        return None
    return (below.baseline - above.baseline) / max(above.size, below.size)


def _inner_step(known: Sequence[float]) -> float:
    """The distance between the lines of one entry: the smallest one that is common."""
    counts = Counter(round(step, 1) for step in known)
    enough = max(2, 0.1 * len(known))
    return min((step for step in counts if counts[step] >= enough), default=known[0])


def _short(lines: Sequence[Line]) -> list[bool]:
    """For each line, whether it ends where a word more would have had room."""
    edges: dict[tuple[int, float], float] = {}
    for line in lines:
        place = _place(line)
        key = (place.page, place.column_left)
        edges[key] = max(edges.get(key, place.right), place.right)
    return [
        edges[place.page, place.column_left] - place.right > _ROOM * place.size
        for place in map(_place, lines)
    ]
