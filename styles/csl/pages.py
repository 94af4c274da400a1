"""Page ranges: `page-range-format` (CSL 1.0.2, appendix V) and the dash between two numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

_RANGE = re.compile(
    r"(?<![^\s,;&(\[–-])([^\W_]{0,20}?)(\d{1,18})([A-Za-z]{0,3})\s*(?:--?|–)\s*"
    r"([^\W_]{0,20}?)(\d{1,18})([A-Za-z]{0,3})(?![^\s,;&)\].])"
)
_NUMBER_FIRST = re.compile(r"\s*(?:[^\W\d_]{0,12}\d|[ivxlcdm]+\s*[-–])", re.IGNORECASE)
_ROMAN_RANGE = re.compile(r"\b([ivxlcdm]+)\s*(?:--?|–)\s*([ivxlcdm]+)\b", re.IGNORECASE)


def page_ranger(form: str, dash: str) -> Callable[[str], str]:
    """A function that prints page ranges in a format ("" for as they are) with a dash.

    A range has the same prefix on both sides (`S12-S15`); anything else keeps its hyphen, as it
    may be one page with a hyphen in its number.
    """
    shorten = _FORMATS.get(form)

    def change(match: re.Match[str]) -> str:
        prefix, first, suffix, prefix2, last, suffix2 = match.groups()
        if prefix != prefix2:
            return f"{prefix}{first}{suffix}-{prefix2}{last}{suffix2}"
        if shorten is not None and not suffix and not suffix2:
            full = first[: len(first) - len(last)] + last if len(last) < len(first) else last
            last = shorten(first, full)
            if form != "expanded":
                prefix2 = "" if int(full) >= int(first) else prefix2
        return f"{prefix}{first}{suffix}{dash}{prefix2}{last}{suffix2}"

    def run(text: str) -> str:
        if "-" not in text and "–" not in text:
            return text
        if "\\-" in text:
            return text.replace("\\-", "-")
        if not _NUMBER_FIRST.match(text):
            return text.replace("–", dash)
        return _ROMAN_RANGE.sub(rf"\1{dash}\2", _RANGE.sub(change, text)).replace("–", dash)

    return run


def _expanded(_first: str, last: str) -> str:
    return last


def _minimal(first: str, last: str, keep: int = 1) -> str:
    """The digits of `last` that differ, at least `keep` of them."""
    if len(first) != len(last):
        return last
    same = 0
    while same < len(last) - keep and first[same] == last[same]:
        same += 1
    return last[same:]


def _minimal_two(first: str, last: str) -> str:
    return _minimal(first, last, 2)


def _chicago(first: str, last: str) -> str:
    """The Chicago Manual of Style, 15th edition, as CSL tabulates it."""
    number = int(first)
    if number < 100 or number % 100 == 0 or len(first) != len(last):
        return last
    if number % 100 < 10:
        return _minimal(first, last)
    short = _minimal_two(first, last)
    return last if len(first) == 4 and len(short) > 2 else short


def _chicago16(first: str, last: str) -> str:
    """The 16th edition: without the exception for four digits."""
    number = int(first)
    if number < 100 or number % 100 == 0 or len(first) != len(last):
        return last
    return _minimal(first, last) if number % 100 < 10 else _minimal_two(first, last)


_FORMATS: dict[str, Callable[[str, str], str]] = {
    "expanded": _expanded,
    "minimal": _minimal,
    "minimal-two": _minimal_two,
    "chicago": _chicago,
    "chicago-15": _chicago,
    "chicago-16": _chicago16,
}
