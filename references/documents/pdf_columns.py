"""The reading order of a page: columns, and what goes across them.

A gutter is a place that no piece crosses while lines stand on both sides of it. Pieces that do
cross it cut the page into bands; each band is read column by column.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backmatter.references.documents.pdf_lines import Piece

_STEP = 3.0
"""Where gutters are looked for, in points."""

_MIN_LINES = 3
_MIN_SHARE = 0.13
"""A column is at least this share of the region's width."""

_MIN_GUTTER = 0.55
"""Of the font size; narrower gaps are word spaces."""

_MAX_DEPTH = 3
_MAX_PIECES = 6000
"""More are a drawing or a table, not columns of text."""

_WIDE_GAP = 2.2
"""A distance, in font sizes, between what belongs to the columns below and what does not."""

_CONTINUED = re.compile(r"[（(]\s?上接第")
"""*Continued from page*: Chinese journals end an article below another one."""


@dataclass(frozen=True, slots=True)
class Column:
    """Pieces to be read together, and the edges that all lines of the column keep to."""

    pieces: tuple[Piece, ...]
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class _Band:
    """A part of a region: what goes across the gutter, or what stands on its two sides."""

    across: tuple[Piece, ...] = ()
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


def columns(pieces: Sequence[Piece]) -> list[Column]:
    """The columns of a page, in reading order; a column with a figure inside comes in parts."""
    return list(_columns(pieces, *_edges(pieces), 0)) if pieces else []


def _edges(pieces: Sequence[Piece]) -> tuple[float, float]:
    return min(p.left for p in pieces), max(p.right for p in pieces)


def _columns(pieces: Sequence[Piece], left: float, right: float, depth: int) -> Iterator[Column]:
    gutter = (
        _best_gutter(pieces, left, right)
        if depth < _MAX_DEPTH and len(pieces) <= _MAX_PIECES
        else None
    )
    if gutter is None:
        yield Column(tuple(pieces), left, right)
        return
    size = _common_size(pieces)
    zones = _zones(_bands(pieces, gutter), lambda b: _shared_rows(b, gutter, right - left, size))
    first = max(p.right for zone in zones if zone.left and zone.right for p in zone.left)
    second = min(p.left for zone in zones if zone.left and zone.right for p in zone.right)
    for zone in zones:
        if zone.across:
            yield from _columns(zone.across, left, right, depth + 1)
        if zone.left:
            yield from _columns(zone.left, left, first, depth + 1)
        if zone.right:
            yield from _columns(zone.right, second, right, depth + 1)


def _zones(bands: Sequence[_Band], shared: Callable[[_Band], int]) -> list[_Band]:
    """The bands with columns, and all that stands between two of them as one that goes across."""
    found: list[_Band] = []
    loose: list[Piece] = []
    peeled = [part for band in bands for part in _without_top(band, shared)]
    for band in (*peeled, None):
        columned = band is not None and (shared(band) > 0 or _is_apart(band))
        if band is None or columned:
            if loose:
                found.append(_Band(across=tuple(loose)))
                loose = []
            if band is not None:
                found.append(band)
        else:
            loose.extend((*band.across, *band.left, *band.right))
    return found


def _without_top(band: _Band, shared: Callable[[_Band], int]) -> Iterator[_Band]:
    """A band parted at its first wide gap, where what is above that is in no columns."""
    pieces = sorted((*band.left, *band.right), key=lambda p: p.baseline)
    for at, (one, two) in enumerate(pairwise(pieces), 1):
        if two.baseline - one.baseline > _WIDE_GAP * max(one.size, two.size):
            above = {id(piece) for piece in pieces[:at]}
            top, rest = (
                _Band(
                    left=tuple(p for p in band.left if (id(p) in above) is inside),
                    right=tuple(p for p in band.right if (id(p) in above) is inside),
                )
                for inside in (True, False)
            )
            if shared(band) and not shared(top) and not _is_apart(top):
                yield _Band(across=(*top.left, *top.right))
                yield rest
                return
            break
    yield band


def _is_apart(band: _Band) -> bool:
    """Whether a band with few lines has them in both columns all the same."""
    return len(band.left) > 1 and len(band.right) > 1


def _best_gutter(pieces: Sequence[Piece], left: float, right: float) -> float | None:
    """The middle of the place that most lines stand on both sides of, if there is one."""
    width = right - left
    size = _common_size(pieces)
    if width < 12 * size:
        return None
    lefts, rights = sorted(p.left for p in pieces), sorted(p.right for p in pieces)
    best = 0
    places: list[float] = []
    x = left + _MIN_SHARE * width
    while x <= right - _MIN_SHARE * width:
        beside = min(bisect_right(rights, x), len(pieces) - bisect_left(lefts, x))
        worth = _worth(pieces, x, width, size) if beside >= max(_MIN_LINES, best) else 0
        if worth > best:
            best, places = worth, [x]
        elif worth and worth == best and x - places[-1] <= 1.5 * _STEP:
            places.append(x)
        x += _STEP
    return places[len(places) // 2] if places else None


def _common_size(pieces: Sequence[Piece]) -> float:
    return sorted(p.size for p in pieces)[len(pieces) // 2]


def _worth(pieces: Sequence[Piece], x: float, width: float, size: float) -> int:
    """How many lines stand on both sides of a gutter at x."""
    return sum(_shared_rows(band, x, width, size) for band in _bands(pieces, x))


def _shared_rows(band: _Band, x: float, width: float, size: float) -> int:
    """How many lines a band has on both sides; 0 where too few in a row."""
    rows = min(_rows(band.left, x, width, size), _rows(band.right, x, width, size))
    return rows if rows >= _MIN_LINES else 0


def _rows(side: Sequence[Piece], x: float, width: float, size: float) -> int:
    """The lines on one side of a gutter, where they make a column: wide, and apart from it."""
    if not side:
        return 0
    gaps = sorted(max(p.left - x, x - p.right) for p in side)
    left, right = _edges(side)
    if gaps[len(gaps) // 20] < _MIN_GUTTER * size / 2 or right - left < _MIN_SHARE * width:
        return 0
    rows = 0
    last = float("-inf")
    for baseline in sorted(p.baseline for p in side):
        if baseline - last > 0.6 * size:
            rows += 1
            last = baseline
    return rows


def _bands(pieces: Sequence[Piece], x: float) -> list[_Band]:
    """The region cut at the lines that cross x, from the top down."""
    found: list[_Band] = []
    across: list[Piece] = []
    sides: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.baseline):
        level = bool(across) and abs(piece.baseline - across[-1].baseline) < 0.4 * piece.size
        if _crosses(piece, x) or (level and not sides):
            if sides:
                beside = [p for p in sides if piece.baseline - p.baseline < 0.4 * piece.size]
                found.extend(_parted(across, [p for p in sides if p not in beside], x))
                across, sides = beside, []
            across.append(piece)
        else:
            sides.append(piece)
    found.extend(_parted(across, sides, x))
    return found


def _crosses(piece: Piece, x: float) -> bool:
    """Whether a piece cuts the columns; a note that an article goes on here does."""
    return piece.left < x < piece.right or _CONTINUED.match(piece.text) is not None


def _parted(across: Sequence[Piece], sides: Sequence[Piece], x: float) -> Iterator[_Band]:
    if across:
        yield _Band(across=tuple(across))
    if sides:
        left = tuple(p for p in sides if p.right <= x)
        yield _Band(left=left, right=tuple(p for p in sides if p.left >= x))
