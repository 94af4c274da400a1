"""The date of issue in BibTeX's fields (`year`, `month`, `day`) and BibLaTeX's (`date`)."""

from __future__ import annotations

import re

from backmatter.references.formats import edtf
from backmatter.references.latex import decode
from backmatter.references.model import Date, DatePart

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's abbreviations of the months, as every style defines them."""

_SEASONS = {"spr": 1, "sum": 2, "aut": 3, "fal": 3, "win": 4}
_WORD = re.compile(r"([A-Za-z]+|\d+)(?:(?<=\d)(?:st|nd|rd|th)\b)?")
_YEAR = re.compile(r"-?\d{1,4}")


def read_issued(fields: dict[str, str]) -> Date | None:
    """The date of issue; the fields that say it are taken out of `fields`.

    `date` goes before `year`, which is taken out too where it says the same year. What is no
    date is the date's text.
    """
    if text := fields.get("date", "").strip(" {}"):
        del fields["date"]
        date = edtf.parse(text) or Date(literal=decode(text))
        if _number(fields.get("year", "")) == date.year is not None:
            _drop(fields)
        return date
    raw = fields.get("year", "").strip(" {}")
    text = decode(raw)
    if not text:
        return None
    date = _year_and_month(text, fields)
    if date is None:
        date = edtf.parse(raw) or Date(literal=text)
        del fields["year"]
    return date


def write_issued(date: Date) -> dict[str, str]:
    """The fields for a date, unbraced; none when it is text only.

    `year` with `month` and `day` for what BibTeX's styles can print, `date` for all else.
    """
    written = edtf.write(date)
    part = date.parts[0] if date.parts else DatePart()
    plain = len(date.parts) == 1 and not date.circa and not part.season
    if not written or not plain or not part.year or not 0 < part.year <= 9999:
        return {"date": written} if written else {}
    fields = {"year": str(part.year)}
    if part.month:
        fields["month"] = MONTHS[part.month - 1]
        if part.day:
            fields["day"] = str(part.day)
    return fields


def _drop(fields: dict[str, str]) -> None:
    for name in ("year", "month", "day"):
        fields.pop(name, None)


def _number(text: str) -> int | None:
    text = decode(text).strip()
    return int(text) if _YEAR.fullmatch(text) else None


def _year_and_month(text: str, fields: dict[str, str]) -> Date | None:
    """Year, month and day from their own fields; a month that is not understood stays there."""
    year = _number(text)
    if not year:
        return None
    parts = _months(decode(fields.get("month", "")))
    if parts is None:
        del fields["year"]
        return Date((DatePart(year),))
    day = _number(fields.get("day", "")) or 0
    _drop(fields)
    if len(parts) == 1 and parts[0].month and 1 <= day <= 31:
        parts = [DatePart(None, parts[0].month, day)]
    return Date(tuple(DatePart(year, part.month, part.day, part.season) for part in parts))


def _months(text: str) -> list[DatePart] | None:
    """One or two months or seasons, one with its day (`may 14`, `jan/feb`, `10`); else None."""
    if not text.strip():
        return [DatePart()]
    parts: list[DatePart] = []
    days: list[int] = []
    for word in _WORD.findall(text):
        start = word[:3].lower()
        if start in MONTHS:
            parts.append(DatePart(None, MONTHS.index(start) + 1))
        elif start in _SEASONS:
            parts.append(DatePart(season=_SEASONS[start]))
        elif word.isdigit() and 1 <= int(word[:4]) <= 31:
            days.append(int(word[:4]))
        else:
            return None
    if not parts and len(days) == 1 and days[0] <= 12:
        return [DatePart(None, days[0])]
    if len(parts) == 1 and len(days) == 1 and parts[0].month:
        return [DatePart(None, parts[0].month, days[0])]
    return parts if len(parts) in (1, 2) and not days else None
