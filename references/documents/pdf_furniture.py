"""Running heads, feet and page numbers of a PDF: by their place and by recurrence.

A row at the edge of a page is furniture where the same row, its digits aside, stands at the same
height on another page, where its number counts the pages, or where it stands apart from the text
at a height that other pages have furniture at.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from backmatter.references.documents.pdf_lines import Piece, line_of, rows

_DEPTH = 4
"""How many rows at either edge may be furniture."""

_MARGIN = 0.22
"""And how far from the edge, as a share of the page's height."""

_SAME_HEIGHT = 5.0
_MIN_LETTERS = 3
_APART = 1.6
"""The distance to the text that sets a row apart, in font sizes from baseline to baseline."""

_MIN_PAGES = 0.3
"""The share of pages with furniture at a height where a row that does not recur is taken as it."""

_NUMBER = re.compile(r"\d{1,4}")
_PAGE_NUMBER = re.compile(
    r"[-–—·•|\s]{0,4}(?:page|seite|p\.|第)?\s{0,2}(\d{1,4})\s{0,2}"
    r"(?:页|頁|(?:of|/|共)\s{0,2}\d{1,4}\s{0,2}页?)?[-–—·•|\s]{0,4}",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"[ivxl]{1,7}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageParts:
    """The pieces of a page: its head and foot as rows, and the rest."""

    head: tuple[tuple[Piece, ...], ...]
    body: tuple[Piece, ...]
    foot: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row at an edge of a page, with what makes it comparable."""

    page: int
    pieces: tuple[Piece, ...]
    text: str
    key: str
    height: float
    size: float
    next_height: float


def split_pages(pages: Sequence[Sequence[Piece]], heights: Sequence[float]) -> list[PageParts]:
    """Each page's head, body and foot."""
    edges = [_edges(index, *page) for index, page in enumerate(zip(pages, heights, strict=True))]
    heads = _furniture([edge[0] for edge in edges])
    feet = _furniture([edge[1] for edge in edges])
    parts: list[PageParts] = []
    for page, head, foot in zip(pages, heads, feet, strict=True):
        taken = {id(piece) for row in (*head, *foot) for piece in row.pieces}
        body = tuple(piece for piece in page if id(piece) not in taken)
        parts.append(
            PageParts(
                tuple(row.pieces for row in head), body, tuple(row.pieces for row in reversed(foot))
            )
        )
    return parts


def _edges(index: int, page: Sequence[Piece], height: float) -> tuple[list[_Row], list[_Row]]:
    """The rows at the top and those at the bottom, from the edge inwards."""
    found = rows(page)
    top = [row for row in found[: _DEPTH + 1] if row[0].baseline < _MARGIN * height]
    bottom = [row for row in found[-_DEPTH - 1 :] if row[0].baseline > (1 - _MARGIN) * height]
    return (
        [_row(index, row, after) for row, after in zip(top, found[1:], strict=False)][:_DEPTH],
        [
            _row(index, row, after)
            for row, after in zip(reversed(bottom), reversed(found[:-1]), strict=False)
        ][:_DEPTH],
    )


def _row(page: int, pieces: Sequence[Piece], after: Sequence[Piece]) -> _Row:
    line = line_of(pieces)
    key = _NUMBER.sub("0", "".join(line.text.split()).casefold())
    return _Row(
        page, tuple(pieces), line.text, key, line.baseline, line.size, line_of(after).baseline
    )


def _furniture(edges: Sequence[Sequence[_Row]]) -> list[list[_Row]]:
    """Of each page's edge rows those that are furniture, an unbroken run from the edge."""
    places: defaultdict[str, list[_Row]] = defaultdict(list)
    steps: Counter[int] = Counter()
    for edge in edges:
        for row in edge:
            places[row.key].append(row)
        steps.update({n - row.page for row in edge[:2] for n in _page_numbers(row)})
    most = max(steps.values(), default=0)
    counting = frozenset(step for step, count in steps.items() if count > 1 and 2 * count >= most)
    sure: dict[int, _Row] = {}
    for edge in edges:
        for index, row in enumerate(edge):
            if _recurs(row, places[row.key]) or _counts(row, counting, outermost=index == 0):
                sure[id(row)] = row
    heights = Counter(round(row.height) for row in sure.values())
    kept: list[list[_Row]] = []
    for edge in edges:
        run: list[_Row] = []
        for row in edge:
            if id(row) in sure or (
                not run and _stands_apart(row, heights, _MIN_PAGES * len(edges))
            ):
                run.append(row)
            else:
                break
        kept.append(run)
    return kept


def _recurs(row: _Row, alike: Sequence[_Row]) -> bool:
    """Whether the row stands on another page too, at the same height."""
    if sum(character.isalpha() for character in row.key) < _MIN_LETTERS:
        return False
    return any(
        other.page != row.page and abs(other.height - row.height) <= _SAME_HEIGHT for other in alike
    )


def _page_numbers(row: _Row) -> list[int]:
    """The numbers at the ends of a row, one of which may be the page's."""
    match = _PAGE_NUMBER.fullmatch(row.text)
    if match:
        return [int(match[1])]
    numbers = [int(n) for n in re.findall(r"^\d{1,4}\b|\b\d{1,4}$", row.text)]
    return numbers if len(row.text) < 120 else []


def _counts(row: _Row, counting: frozenset[int], *, outermost: bool) -> bool:
    """Whether the row is a page number in step with others, or the outermost that has one."""
    if _ROMAN.fullmatch(row.text):
        return True
    in_step = any(number - row.page in counting for number in _page_numbers(row))
    return in_step and (outermost or _PAGE_NUMBER.fullmatch(row.text) is not None)


def _stands_apart(row: _Row, heights: Counter[int], enough: float) -> bool:
    """Whether a row that recurs nowhere stands where many heads do, away from the text."""
    common = sum(heights[round(row.height) + shift] for shift in (-2, -1, 0, 1, 2))
    apart = abs(row.next_height - row.height) > _APART * row.size
    return apart and common >= max(2, enough)
