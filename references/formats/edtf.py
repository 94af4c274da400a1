"""Dates as BibLaTeX writes them: ISO 8601-2 (EDTF), levels 0 and 1 and what Pandoc reads of it.

Years before the common era are astronomical there: `-0043` is 44 BC, which CSL-JSON counts as -44.
"""

from __future__ import annotations

import re

from backmatter.references.model import Date, DatePart

_PART = re.compile(
    r"(?:[yY](-?\d{5,9})|(-?\d{1,4}))(?:-(\d{1,2})(?:-(\d{1,2})(?:T[\d:+\-Z]*)?)?)?([~?%]{0,2})"
)
_DECADE = re.compile(r"(\d{2})[uX]{2}|(\d{3})[uX]")
_OPEN = ("", "..", "open", "unknown", "*")
_FIRST_SEASON = 21


def parse(text: str) -> Date | None:
    """A date, a range, or None when it is neither; uncertainty (`?`) is not kept."""
    text = text.strip()
    if decade := _DECADE.fullmatch(text):
        start = int((decade[1] or decade[2]).ljust(4, "0"))
        return Date((DatePart(start), DatePart(start + (99 if decade[1] else 9))))
    ends = text.split("/")
    if len(ends) > 2 or all(end.strip() in _OPEN for end in ends):
        return None
    parts: list[DatePart] = []
    circa = False
    for end in ends:
        if end.strip() in _OPEN:
            parts.append(DatePart())
            continue
        match = _PART.fullmatch(end.strip())
        part = _part(match) if match else None
        if match is None or part is None:
            return None
        parts.append(part)
        circa = circa or "~" in match[5] or "%" in match[5]
    return Date(tuple(parts), circa)


def write(date: Date) -> str:
    """The date in EDTF, "" when it cannot be written so (text, a month without a year)."""
    if date.literal or date.raw or not date.parts:
        return ""
    ends = [_written(part) for part in date.parts]
    if None in ends or not any(ends):
        return ""
    return "/".join(f"{end}~" if end and date.circa else end or "" for end in ends)


def _part(match: re.Match[str]) -> DatePart | None:
    year = int(match[1] or match[2])
    month, day = int(match[3] or 0), int(match[4] or 0)
    season = 0
    if _FIRST_SEASON <= month < _FIRST_SEASON + 4:
        month, season = 0, month - _FIRST_SEASON + 1
    if month > 12 or day > 31 or (match[3] and not month and not season):
        return None
    return DatePart(year if year > 0 else year - 1, month, 0 if season else day, season)


def _written(part: DatePart) -> str | None:
    """One end of a range; "" when it is open, None when EDTF has no form for it."""
    if part == DatePart():
        return ""
    if part.year is None:
        return None
    year = part.year if part.year > 0 else part.year + 1
    text = f"{year:04d}" if year >= 0 else f"-{-year:04d}"
    if abs(year) > 9999:
        text = f"y{year}"
    month = part.month or (_FIRST_SEASON - 1 + part.season if part.season else 0)
    text += f"-{month:02d}" if month else ""
    return text + (f"-{part.day:02d}" if part.month and part.day else "")
