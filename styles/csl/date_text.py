"""Dates given as text: `2000-05-10/2001-06-15`, `May 10, 1989`, `Spring 2002`, `ca. 1850`.

What cannot be read is printed as it stands.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backmatter.references.model import Date, DatePart

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb mär fév", "mar mrz", "apr avr", "may mai", "jun", "jul", "aug aoû", "sep",
         "oct okt", "nov", "dec dez déc"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_CIRCA = re.compile(r"\b(?:ca?\.|circa)\s*|[?~]$|^[\[](?=\d)|(?<=\d)[\]]$", re.IGNORECASE)
_ISO = re.compile(r"(-?\d{3,4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?$")
_CHINESE = re.compile(r"(\d{3,4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?$")
_SLASHED = re.compile(r"(\d{1,2})/(?:(\d{1,2})/)?(\d{3,4})$")
_ISO_RANGE = re.compile(r"(-?\d{3,4}(?:-\d\d){0,2})/(-?\d{3,4}(?:-\d\d){0,2}|\.\.)$")
_YEAR_RANGE = re.compile(r"(\d{3,4})\s*(?:--?|–)\s*(\d{3,4})?$")
_LEADING_YEAR = re.compile(r"(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+\.?|\d+(?:st|nd|rd|th)?\b|[-–—]")
_ERA = re.compile(r"(\d{1,4})\s*(B\.?C\.?(?:E\.?)?|A\.?D\.?|C\.?E\.?)\.?$", re.IGNORECASE)


def settle_date(date: Date) -> Date | None:
    """The date with its raw text parsed; None when there is nothing in it."""
    if date.raw and not date.parts:
        parsed = parse_date_text(date.raw)
        date = replace(parsed, circa=parsed.circa or date.circa)
    return date if date.parts or date.literal else None


def parse_date_text(text: str) -> Date:
    """A date, a range, or the text itself as `literal`."""
    text = text.strip()
    circa = bool(_CIRCA.search(text))
    plain = _CIRCA.sub("", text).strip() if circa else text
    if match := _ISO_RANGE.fullmatch(plain):
        first = _iso(match[1])
        last = _iso(match[2]) if match[2] != ".." else DatePart()
        if first and last:
            return Date((first, last), circa=circa)
    if (match := _YEAR_RANGE.fullmatch(plain)) and len(match[1]) == 4:
        last = DatePart(int(match[2])) if match[2] else DatePart()
        return Date((DatePart(int(match[1])), last), circa=circa)
    if part := _iso(plain) or _slashed(plain) or _era(plain):
        return Date((part,), circa=circa)
    parts = _words(plain)
    if parts:
        return Date(parts, circa=circa)
    # What follows a year that stands in front (`1979/`, `2015–Present`) is a remark on it.
    match = _LEADING_YEAR.match(plain)
    return Date((DatePart(int(match[1])),), circa=circa) if match else Date(literal=text)


def _iso(text: str) -> DatePart | None:
    """`1999`, `1999-12`, `1999-12-31`, `1999/12/31`, `1999年12月31日`."""
    match = _ISO.fullmatch(text) or _CHINESE.fullmatch(text)
    if not match:
        return None
    month, day = int(match[2] or 0), int(match[3] or 0)
    return DatePart(int(match[1]), month, day) if month <= 12 and day <= 31 else None


def _slashed(text: str) -> DatePart | None:
    """`12/31/1999`; the day first where the month cannot be."""
    match = _SLASHED.fullmatch(text)
    if not match:
        return None
    first, second = int(match[1]), int(match[2] or 0)
    month, day = (second, first) if first > 12 else (first, second)
    return DatePart(int(match[3]), month, day) if month <= 12 and day <= 31 else None


def _era(text: str) -> DatePart | None:
    """`44 BC`, `79 AD`."""
    match = _ERA.fullmatch(text)
    if not match:
        return None
    return DatePart(-int(match[1]) if match[2][0] in "Bb" else int(match[1]))


def _words(text: str) -> tuple[DatePart, ...]:
    """Dates with names of months: `10 May 1989`, `May 10-15, 1989`, `Jun 3 - Jul 4, 1990`."""
    sides: list[dict[str, int]] = [{}]
    for match in _WORD.finditer(text):
        word = match[0]
        side = sides[-1]
        if word in "-–—":
            sides.append({})
        elif word[0].isdigit():
            number = int(re.sub(r"\D", "", word))
            name = "year" if len(word) >= 3 and word.isdigit() else "day"
            if name in side or (name == "day" and not 0 < number <= 31):
                return ()
            side[name] = number
        else:
            head = word[:3].lower()
            month, season = _MONTHS.get(head, 0), _SEASONS.get(head, 0)
            if not month and not season:
                return ()
            side["month" if month else "season"] = month or season
    return _sides(sides)


def _sides(sides: list[dict[str, int]]) -> tuple[DatePart, ...]:
    """One or two dates; what only one side of a range says holds for the other too."""
    if len(sides) > 2 or not any("year" in side for side in sides):
        return ()
    for name in ("year", "month"):
        known = next((side[name] for side in sides if name in side), 0)
        if known:
            for side in sides:
                side.setdefault(name, known)
    return tuple(
        DatePart(s["year"], s.get("month", 0), s.get("day", 0), s.get("season", 0)) for s in sides
    )
