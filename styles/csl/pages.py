"""Page ranges: `page-range-format` (CSL 1.0.2, appendix V) and the dash between two numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

_RANGE = re.compile(r"([^\W\d_]{0,4})(\d+)\s*[-–—]\s*([^\W\d_]{0,4})(\d+)")
_HYPHEN = re.compile(r"(?<=[0-9A-Za-z\])])\s*(?:--?|–)\s*(?=[0-9A-Za-z\[(])")
_CHAPTER = re.compile(r"\d+[.\-]\d+-\d+[.\-]\d+$")


def page_ranger(form: str, dash: str) -> Callable[[str], str]:
    """A function that prints page ranges in a format ("" for as they are) with a dash."""
    shorten = _FORMATS.get(form)

    def change(match: re.Match[str]) -> str:
        prefix, first, prefix2, last = match.groups()
        if prefix2 and prefix2 != prefix:
            return f"{prefix}{first}{dash}{prefix2}{last}"
        if shorten is None:
            return f"{prefix}{first}{dash}{prefix2}{last}"
        full = last
        if len(last) < len(first):
            full = first[: len(first) - len(last)] + last
        if int(full) < int(first) or (prefix and form != "expanded" and not prefix2):
            return f"{prefix}{first}{dash}{prefix2}{last}"
        return f"{prefix}{first}{dash}{prefix if form == 'expanded' else ''}{shorten(first, full)}"

    def run(text: str) -> str:
        if "-" not in text and "–" not in text:
            return text
        if "\\-" in text:
            return text.replace("\\-", "-")
        if shorten is not None:
            text = _RANGE.sub(change, text)
        return _HYPHEN.sub(dash, text)

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
