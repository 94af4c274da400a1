"""Dates as databases export them: `2018 Jan 5`, `2018-01-05`, `2020年5月`, `2001 Spring`."""

from __future__ import annotations

import re

from backmatter.references.formats import edtf
from backmatter.references.model import Date, DatePart

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_NUMBERS = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?:[ T][\d:]{4,8})?[/ ]{0,3}"
)
_WORDS = re.compile(r"(?:(\d{4})[ ,]{1,2})?([A-Za-z]{3,9})\.?(?: (\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3,9})\.?,? (\d{4})")
_RANGE = re.compile(r" ?[-\u2013] ?")


def read(text: str) -> Date | None:
    """A date or a range, None for what is neither."""
    text = text.strip()
    match = _NUMBERS.fullmatch(text)
    if match:
        part = _part(match[1], int(match[2] or 0), int(match[3] or 0))
        return Date((part,)) if part else None
    if backwards := _DAY_FIRST.fullmatch(text):
        day, word, year = backwards.groups()
        text = f"{year} {word} {day or ''}".strip()
    ends = _RANGE.split(text)
    if len(ends) > 2:
        return edtf.parse(text)
    first = _in_words(ends[0], "")
    if first is None:
        return edtf.parse(text)
    if len(ends) == 1:
        return Date((first,))
    last = _last(ends[1], first)
    return Date((first, last)) if last else None


def _last(text: str, first: DatePart) -> DatePart | None:
    """The end of a range, whose year or month may stand at its beginning only."""
    if text.isdecimal() and len(text) <= 2:
        return _part(str(first.year), first.month, int(text))
    return _in_words(text, str(first.year))


def _in_words(text: str, year: str) -> DatePart | None:
    match = _WORDS.fullmatch(text)
    if match is None or not (match[1] or year):
        return None
    word = match[2].lower()
    if season := _SEASONS.get(word):
        return DatePart(int(match[1] or year), season=season)
    month = _MONTHS.index(word[:3]) + 1 if word[:3] in _MONTHS else 0
    return _part(match[1] or year, month, int(match[3] or 0)) if month else None


def _part(year: str, month: int, day: int) -> DatePart | None:
    """A part of a date, None where a number is out of its range."""
    if month > 12 or day > 31 or not int(year) or (day and not month):
        return None
    return DatePart(int(year), month, day)
