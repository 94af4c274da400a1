"""Dates as printed: `2012-01-16`, `15 July 2011`, `July 15, 2011`, `2008年3月`, a year."""

from __future__ import annotations

import re

from backmatter.references.model import Date, DatePart

_MONTHS = (
    ("jan", "januar", "january", "janvier", "enero", "jänner"),
    ("feb", "februar", "february", "février", "febrero"),
    ("mar", "märz", "march", "mars", "marzo", "mrz"),
    ("apr", "april", "avril", "abril"),
    ("may", "mai", "mayo"),
    ("jun", "juni", "june", "juin", "junio"),
    ("jul", "juli", "july", "juillet", "julio"),
    ("aug", "august", "août", "agosto"),
    ("sep", "sept", "september", "septembre", "septiembre"),
    ("oct", "okt", "october", "oktober", "octobre", "octubre"),
    ("nov", "november", "novembre", "noviembre"),
    ("dec", "dez", "december", "dezember", "décembre", "diciembre"),
)
MONTH_NAMES = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
"""Names of months in English, German, French and Spanish, in lower case."""

_WORD = "(?:" + "|".join(sorted(MONTH_NAMES, key=len, reverse=True)) + r")\b\.?"
YEAR = r"(?:1[4-9]\d\d|20\d\d)"
"""A year of print, as a pattern."""

DATE = (
    rf"{YEAR}\s?[-/.年]\s?\d{{1,2}}(?:\s?[-/.月]\s?\d{{1,2}}\s?日?|\s?月)?"
    rf"|\d{{1,2}}\.?\s{_WORD},?\s{YEAR}"
    rf"|{_WORD}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{YEAR}"
    rf"|{YEAR}\s{_WORD}\s\d{{1,2}}"
    rf"|{_WORD},?\s{YEAR}"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]{YEAR}"
    rf"|{YEAR}"
)
"""A date in any of the forms that `read_date` knows, as a pattern without groups."""

_ISO = re.compile(rf"({YEAR})\s?[-/.年]\s?(\d{{1,2}})(?:\s?[-/.月]\s?(\d{{1,2}})\s?日?|\s?月)?")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\.?\s({_WORD}),?\s({YEAR})", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    rf"({_WORD})(?:\s(\d{{1,2}})(?:st|nd|rd|th)?)?,?\s({YEAR})", re.IGNORECASE
)
_YEAR_FIRST = re.compile(rf"({YEAR})\s({_WORD})\s(\d{{1,2}})", re.IGNORECASE)
_NUMERIC = re.compile(rf"(\d{{1,2}})([./])(\d{{1,2}})[./]({YEAR})")
_YEAR = re.compile(rf"({YEAR})\s?年?")


def read_date(text: str) -> Date | None:
    """The date that a text is, or None where it is none or impossible."""
    text = text.strip()
    year = month = day = ""
    if match := _ISO.fullmatch(text):
        year, month, day = match[1], match[2], match[3] or ""
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = match[3], match[2], match[1]
    elif match := _MONTH_FIRST.fullmatch(text):
        year, month, day = match[3], match[1], match[2] or ""
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match[1], match[2], match[3]
    elif match := _NUMERIC.fullmatch(text):
        year, month, day = match[4], match[3], match[1]
        if match[2] == "/" and int(month) > 12:
            month, day = day, month
    elif match := _YEAR.fullmatch(text):
        year = match[1]
    return _date(year, month, day) if year else None


def _date(year: str, month: str, day: str) -> Date | None:
    number = int(month) if month.isdigit() else MONTH_NAMES.get(month.lower().rstrip("."), 0)
    if number > 12 or int(day or 0) > 31:
        return None
    return Date((DatePart(int(year), number, int(day or 0) if number else 0),))
