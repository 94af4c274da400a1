"""Rules for years, dates and months."""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.formats import edtf
from backmatter.references.latex import decode
from backmatter.references.model import Reference
from backmatter.references.rules.rule import Field, Hit, Library, documented

_FIRST_JOURNAL = 1665
"""The Journal des sçavans and the Philosophical Transactions began in this year."""
_FIRST_PRINT = 868
"""The year of the Diamond Sutra, the oldest printed book with a date."""

_LONGEST_YEAR = 6

_DATES = ("date", "urldate", "eventdate", "origdate")
_ISO_LIKE = re.compile(r"-?\d{4}(?:[-/]\d{1,4}){0,5}|-?\d{4}-\d{2}-\d{2}T[\d:Z+-]{4,20}")
_OTHER_CALENDAR = re.compile("[\u0590-\u08ff\u0e00-\u0e7f]")
"""Hebrew, Arabic, Persian, Thai: 1387 may be a year of the Persian calendar."""
_ISO = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_ABBREVIATIONS = [name.lower() for name in month_abbr if name]
_MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "sept": 9,
    "october": 10,
    "november": 11,
    "december": 12,
} | {name: number for number, name in enumerate(_ABBREVIATIONS, 1)}
_NUMBERS = frozenset(map(str, (*range(1, 13), *range(21, 25))))
"""Months as numbers, and BibLaTeX's seasons."""

_PAIRS = (("journal", "journaltitle"), ("address", "location"), ("school", "institution"))


def impossible(library: Library) -> Iterator[Hit]:
    """# BM203: a year that cannot be.

    **What.** A year of issue after next year, one before there was print (868; for an article in
    a journal 1665), or a date with digits that is none (`20x0`). Words (*in press*, 待刊) are
    left alone.

    **Why.** It is a slip of the pen or of a parser: 2108 for 2018. Next year is allowed, since
    journals print ahead. A work with a title in Hebrew, Arabic or Thai letters may be dated by
    another calendar and is left alone.

    **Bad**

        @book{a, title = {A}, year = {2108}}

    **Good**

        @book{a, title = {A}, year = {2018}}
    """
    for item in library.items:
        reference = item.reference
        issued = reference.dates.get("issued")
        field = item.at("issued")
        if issued is None or (item.entry and not field):
            continue
        text = issued.literal or issued.raw
        one_word = len(text) <= _LONGEST_YEAR and " " not in text and re.search(r"\d", text)
        if one_word and not re.search(r"(?<!\d)\d{3,4}(?!\d)", text):
            yield Hit(f"the date {text} has no year in it", item, field)
        if (year := reference.year) is None or _OTHER_CALENDAR.search(reference.title):
            continue
        if year > library.today.year + 1:
            yield Hit(f"the year {year} is in the future", item, field)
        elif 0 < year < _earliest(reference):
            yield Hit(f"the year {year} is before there was print of this kind", item, field)


def _earliest(reference: Reference) -> int:
    kind = reference.type
    if kind in ("article-journal", "article-magazine", "article-newspaper"):
        return _FIRST_JOURNAL
    return (
        _FIRST_PRINT if kind in ("book", "chapter", "thesis", "report", "paper-conference") else 0
    )


def dates(library: Library) -> Iterator[Hit]:
    """# BM208: a date that does not exist, or is not in BibLaTeX's form.

    **What.** `date`, `urldate`, `eventdate` or `origdate` with a month 13 or a day 31 in April, or
    written in another form than year-month-day (`12.3.2018`, `March 2018`).

    **Why.** biber refuses such a date: the year is missing in the list. Dates that do not exist
    lead readers astray.

    **Bad**

        @article{a, title = {A}, date = {2018-13}}

    **Good**

        @article{a, title = {A}, date = {2018-12}}
    """
    for item in library.items:
        if item.entry is None:
            continue
        for name in _DATES:
            if (field := item.field(name)) and (fault := _date_fault(field.text.strip("{} \n\t"))):
                yield Hit(f"the {name} {field.text.strip()[:30]} {fault}", item, field)


def _date_fault(text: str) -> str:
    for part in _ISO.finditer(text) if _ISO_LIKE.fullmatch(text) else ():
        month, day = int(part[2] or 0), int(part[3] or 0)
        if part[2] and not (1 <= month <= 12 or 21 <= month <= 41):
            return f"has no month: {part[2]}"
        if day and not _exists(int(part[1]), month, day):
            return "does not exist"
    if edtf.parse(text) is None and not text.startswith("\\"):
        return "is not written as year-month-day"
    return ""


def _exists(year: int, month: int, day: int) -> bool:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= month <= len(days) and 1 <= day <= days[month - 1]


def months(library: Library) -> Iterator[Hit]:
    """# BM209: a month as text, or that cannot be.

    **What.** `month = {March}` or `month = {mar}` where BibTeX has the abbreviation `mar`, which
    stands without braces, or a month beyond 12.

    **Why.** Styles print the abbreviation in the language and form of the list; a month as text
    stays as it is, and biber refuses it. A month 13 does not exist.

    **Bad**

        @article{a, title = {A}, year = 2018, month = {March}}

    **Good**

        @article{a, title = {A}, year = 2018, month = mar}

    **Fix** (safe). BibTeX's abbreviation without braces, for a month in English.
    """
    for item in library.items:
        field = item.field("month")
        if field is None or not field.editable:
            continue
        text = field.text.strip().strip("{}").rstrip(".").lower()
        if text.isdigit():
            if text.lstrip("0") not in _NUMBERS:
                yield Hit(f"there is no month {field.text.strip()}", item, field)
        elif text in _MONTHS:
            short = _ABBREVIATIONS[_MONTHS[text] - 1]
            message = f"the month {field.text.strip()} is text: write {short}, without braces"
            yield Hit(message, item, field, field.bare(short))


def rivals(library: Library) -> Iterator[Hit]:
    """# BM215: two fields for one thing that disagree.

    **What.** An entry has a field under BibTeX's name and under BibLaTeX's (`journal` and
    `journaltitle`, `year` and `date`, `address` and `location`, `school` and `institution`), and
    they say different things.

    **Why.** Which of them is printed depends on the program; biber takes one and drops the other.

    **Bad**

        @article{a, title = {A}, year = {2017}, date = {2018-03-01}}

    **Good**

        @article{a, title = {A}, date = {2018-03-01}}
    """
    for item in library.items:
        if (entry := item.entry) is None:
            continue
        year, date = item.field("year"), item.field("date")
        numbers = re.findall(r"\d{4}", year.text) if year and date else []
        if year and date and numbers and not any(number in date.text for number in numbers):
            yield Hit(
                f"has the year {year.text.strip()} and the date {date.text.strip()}", item, date
            )
        for one, other in _PAIRS:
            ours, theirs = item.field(one), item.field(other)
            # ACM's styles have the publisher's place in one, the meeting's in the other.
            both = other == "location" and entry.type in ("inproceedings", "proceedings")
            if ours and theirs and not both and _bare(ours) != _bare(theirs):
                message = (
                    f"has {one} {ours.text.strip()[:40]} and {other} {theirs.text.strip()[:40]}"
                )
                yield Hit(message, item, theirs)


def _bare(field: Field) -> str:
    return "".join(char for char in decode(field.text).casefold() if char.isalnum())


RULES = (
    documented("BM203", "years", impossible),
    documented("BM208", "dates", dates),
    documented("BM209", "months", months, Severity.INFO),
    documented("BM215", "rival-fields", rivals),
)
