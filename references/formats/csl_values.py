"""The values of CSL-JSON members: text, names and dates, to and from the model.

Lenient on the way in: numbers for strings, strings for numbers, one name for a list, `1` or
`"true"` for a flag, dates in EDTF or by year, month and day, seasons as months 13-20 (citeproc-js)
or 21-24 (EDTF), year 0 for an open end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

from backmatter.references.formats import edtf
from backmatter.references.model import Date, DatePart, Name

_NOBODY = Name()
_NO_DAY = DatePart()
_PERSON = frozenset({"family", "given"})
_NAME_MEMBERS = frozenset({"family", "given", "literal"})
_DATE_MEMBERS = frozenset({"date-parts", "raw", "literal", "season", "circa", "edtf"})
_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
_NUMBER = re.compile(r"-?\d{1,9}")
_SHORT_NAMES = {
    "nonDroppingParticle": "non-dropping-particle",
    "droppingParticle": "dropping-particle",
}


def text(value: Any) -> str:
    """A scalar as a string; "" for null and for anything that is not a scalar."""
    if type(value) is str:  # nearly all are; this is what reading a long list spends its time on
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


def looks_like_names(value: Any) -> bool:
    """Whether a member of an unknown variable holds names."""
    rows = cast("list[Any]", value) if isinstance(value, list) else []
    return bool(rows) and all(
        isinstance(row, dict) and bool(_NAME_MEMBERS & cast("dict[str, Any]", row).keys())
        for row in rows
    )


def looks_like_date(value: Any) -> bool:
    """Whether a member of an unknown variable holds a date."""
    members = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    return bool(members) and members.keys() <= _DATE_MEMBERS


def names(value: Any) -> tuple[Name, ...]:
    """The names of a name variable, without empty ones."""
    values = cast("list[Any]", value) if isinstance(value, list) else [value]
    return tuple(name for each in values if (name := _name(each)) != _NOBODY)


def name_object(name: Name) -> dict[str, Any]:
    """A name as CSL-JSON writes it."""
    members: dict[str, Any] = {
        "literal": name.literal,
        "family": name.family,
        "given": name.given,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
        "comma-suffix": name.comma_suffix,
        "static-ordering": name.static_ordering,
    }
    written = {member: value for member, value in members.items() if value}
    if name.parse_names is not None:
        written["parse-names"] = name.parse_names
    return written


def date(value: Any) -> Date | None:
    """A date variable; None when it says nothing.

    An object of CSL-JSON; a string in EDTF, any other is kept as it is; or Pandoc's objects with
    `year`, `month` and `day`, a list of two for a range.
    """
    if isinstance(value, list):
        return _range(cast("list[Any]", value))
    if not isinstance(value, dict):
        return _of_text(text(value).strip())
    members = cast("dict[str, Any]", value)
    parts = _date_parts(members.get("date-parts") or _year_first(members))
    if parts and len(members) == 1:
        return Date(parts)
    if not parts and (exact := edtf.parse(text(members.get("edtf")))):
        return exact
    raw = text(members.get("raw")) or ("" if parts else text(members.get("edtf")))
    season = _season(members.get("season"))
    if season and parts and not parts[0].month:
        first = DatePart(parts[0].year, parts[0].month, parts[0].day, season)
        parts = (first, *parts[1:])
    found = Date(parts, _flag(members.get("circa")) or False, text(members.get("literal")), raw)
    return found if found != Date() else None


def date_object(value: Date) -> dict[str, Any]:
    """A date as CSL-JSON writes it; of a range, each season is a month from 21 on."""
    written: dict[str, Any] = {}
    alone = len(value.parts) == 1
    if value.parts:
        written["date-parts"] = [_part_numbers(part, alone=alone) for part in value.parts]
    if alone and value.parts[0].season:
        written["season"] = value.parts[0].season
    if value.circa:
        written["circa"] = True
    if value.literal:
        written["literal"] = value.literal
    if value.raw:
        written["raw"] = value.raw
    return written


def _range(values: list[Any]) -> Date | None:
    """The date of a list: its only one, or the range from the first to the second."""
    found = [each for value in values[:2] if (each := date(value)) is not None]
    if len(found) < 2 or not all(len(each.parts) == 1 for each in found):
        return found[0] if found else None
    first, last = found
    return Date((*first.parts, *last.parts), first.circa or last.circa)


def _of_text(written: str) -> Date | None:
    if not written:
        return None
    return edtf.parse(written) or Date(raw=written)


def _year_first(members: Mapping[str, Any]) -> list[Any]:
    """The numbers of an object with `year`, as `date-parts` has them."""
    if "year" not in members:
        return []
    return [members["year"], members.get("month"), members.get("day")]


def _name(value: Any) -> Name:
    if not isinstance(value, dict):
        return Name(literal=text(value).strip())
    members = cast("Mapping[str, Any]", value)
    if members.keys() <= _PERSON:
        return Name(text(members.get("family")), text(members.get("given")))
    members = {_SHORT_NAMES.get(member, member): each for member, each in members.items()}
    family, given = text(members.get("family")), text(members.get("given"))
    literal = text(members.get("literal")) or text(members.get("name"))
    if family and not given and not literal and _flag(members.get("isInstitution")):
        family, literal = "", family
    return Name(
        family=family,
        given=given,
        suffix=text(members.get("suffix")),
        dropping_particle=text(members.get("dropping-particle")),
        non_dropping_particle=text(members.get("non-dropping-particle")),
        literal=literal,
        comma_suffix=_flag(members.get("comma-suffix")) or False,
        static_ordering=_flag(members.get("static-ordering")) or False,
        parse_names=_flag(members.get("parse-names")),
    )


def _flag(value: Any) -> bool | None:
    """A flag, however it is written; None when it is not there."""
    if value is None or value == "":
        return None
    return value not in (False, 0) and text(value).strip().lower() not in ("0", "false", "no")


def _date_parts(value: Any) -> tuple[DatePart, ...]:
    """At most two parts; an end that says nothing is kept as an open one."""
    if not isinstance(value, list):
        return ()
    rows = cast("list[Any]", value)
    if rows and not any(isinstance(row, list) for row in rows):
        rows = [rows]
    parts = [_date_part(row) for row in rows[:2]]
    return () if all(part == _NO_DAY for part in parts) else tuple(parts)


def _date_part(row: Any) -> DatePart:
    numbers = [_number(each) for each in cast("list[Any]", row)] if isinstance(row, list) else []
    return _part_of(*[*numbers, 0, 0, 0][:3])


@lru_cache(maxsize=4096)
def _part_of(year: int, month: int, day: int) -> DatePart:
    """A day as CSL-JSON counts it; kept, as a long list has few."""
    season = (month - 13) % 4 + 1 if 13 <= month <= 24 else 0
    month = month if 1 <= month <= 12 else 0
    return DatePart(year or None, month, day if month and 1 <= day <= 31 else 0, season)


def _part_numbers(part: DatePart, *, alone: bool) -> list[int | str]:
    month = part.month or (0 if alone or not part.season else 20 + part.season)
    numbers: list[int | str] = [part.year or "", month, part.day if month else 0]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def _number(value: Any) -> int:
    if type(value) is int and -1_000_000_000 < value < 1_000_000_000:
        return value
    written = text(value).strip()
    return int(written) if _NUMBER.fullmatch(written) else 0


def _season(value: Any) -> int:
    written = text(value).strip().lower()
    number = _SEASONS.get(written) or _number(written)
    return next((n for n in (number, number - 12, number - 20) if 1 <= n <= 4), 0)
