"""Citation marks in running text: numbers in brackets, and authors with a year.

A mark is found by its form alone; what it leads to is decided against the list.
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
_PARENTHESIS = re.compile(r"[(（]([^()（）\[\]]{4,400})[)）]")
_YEARS = re.compile(
    r"(?<!\d)((?:1[5-9\dOo]|2[0Oo])[\dOo]{2}[a-z]?)((?:\s?[,，、]\s?[a-z]\b){0,5})(?!\d)"
)
_NARRATIVE = re.compile(
    r"((?:[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}(?:\s(?:and|&|et)\s[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}|\set\sal\.?)?)"
    r"|[\u3400-\u9fff]{2,3}(?:[和与、][\u3400-\u9fff]{2,3})?等?)\s?[(（]((?:1[5-9]|20)\d\d[a-z]?)[)）]"
)
_FIRST_NAME = re.compile(
    r"(?:[^\W\d_]{1,4}\.?\s){0,2}?(?:(?:van|von|de|der|den|la|le|di)\s){0,2}"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]{1,40}|[\u3400-\u9fff]{2,3})"
)
_OTHERS = re.compile(r"\s?et\s?al\b|等")
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


def author_date_marks(text: str) -> Iterator[FoundMark]:
    """Authors and years in parentheses (`(Li et al. 2015; Smith, 2012a, b)`), or `Smith (2012)`."""
    found = [*_parenthetical(text), *_narrative(text)]
    yield from sorted(found, key=lambda mark: mark.start)


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


def _parenthetical(text: str) -> Iterator[FoundMark]:
    for match in _PARENTHESIS.finditer(text):
        works: list[Work] = []
        for part in re.split(r"[;；]", match[1]):
            works.extend(_works(part, works[-1].author if works else ""))
        if works:
            yield FoundMark(match.start(), match.end(), works=tuple(works))


def _works(part: str, author_before: str) -> Iterator[Work]:
    """The works of one part: an author, and each of the years after it."""
    years = list(_YEARS.finditer(part))
    if not years:
        return
    names = _OTHERS.split(part[: years[0].start()], maxsplit=1)[0].strip(" ,，.、\n")
    name = _FIRST_NAME.match(names)
    author = name["name"] if name else author_before if not names else ""
    if not author or len(names) > 120:
        return
    for match in years:
        year = re.sub("[Oo]", "0", match[1])
        yield Work(author, year)
        for letter in re.findall("[a-z]", match[2]):
            yield Work(author, year[:4] + letter)


def _narrative(text: str) -> Iterator[FoundMark]:
    for match in _NARRATIVE.finditer(text):
        name = _FIRST_NAME.match(_OTHERS.split(match[1], maxsplit=1)[0])
        if name:
            yield FoundMark(match.start(), match.end(), works=(Work(name["name"], match[2]),))
