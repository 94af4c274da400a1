"""Citation marks in running text: what a mark is, and those of numbers in brackets.

Numbers are found by their form alone; authors with a year (`author_date.py`) against the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPEN, _CLOSE = r"[\[［【〔]", r"[\]］】〕」]"
_DASH = r"[-‐-―~～〜−至]"
_BRACKETED = re.compile(
    rf"{_OPEN}\s?\d{{1,3}}(?:\s?(?:[,，、;；]|{_DASH})\s?\d{{1,3}}){{0,40}}\s?{_CLOSE}"
    rf"(?:\s?{_DASH}\s?{_OPEN}\s?\d{{1,3}}\s?{_CLOSE})?"
)
_NUMBER_OR_DASH = re.compile(rf"\d{{1,3}}|{_DASH}")
_MAX_RANGE = 200


@dataclass(frozen=True, slots=True)
class Work:
    """One work that an author-date mark names: its first author's family name and its year."""

    author: str
    year: str


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark in the text: its offsets, and the numbers or the works it stands for."""

    start: int
    end: int
    numbers: tuple[int, ...] = ()
    works: tuple[Work, ...] = ()


def numeric_marks(text: str) -> Iterator[FoundMark]:
    """Numbers in brackets (`[1]`, `[3、4]`, `[21~34]`, `[26]–[27]`), ranges expanded.

    A mark with a zero in it, or with a range that runs backwards, is none: an interval perhaps.
    """
    for match in _BRACKETED.finditer(text):
        numbers = expand(match[0])
        if numbers:
            yield FoundMark(match.start(), match.end(), numbers)


def expand(mark: str) -> tuple[int, ...]:
    """The numbers that a mark stands for, in its order; () where it can be no mark."""
    numbers: list[int] = []
    ranged = False
    for token in _NUMBER_OR_DASH.findall(mark):
        if not token.isdigit():
            ranged = bool(numbers)
            continue
        number = int(token)
        if number == 0 or (ranged and not 0 < number - numbers[-1] < _MAX_RANGE):
            return ()
        numbers.extend(range(numbers[-1] + 1, number + 1) if ranged else (number,))
        ranged = False
    return tuple(numbers)
