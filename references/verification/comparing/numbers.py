"""Years, volumes, issues and pages: notation levelled, values exact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.references.verification.comparing.match import MISSING, Match, agree, differ

_DASH = re.compile(r"\s*(?:[\u2010-\u2015\u2212~\uff5e\u301c\uff0d]|--+|-)\s*")
_LABEL = re.compile(
    r"^(?:vols?|volume|bd|band|tome|nos?|number|iss(?:ue)?|nr|heft|pp?|pages?|art(?:icle)?(?:\s?no)?)\b\.?\s*|^第",
    re.IGNORECASE,
)
_SUPPLEMENT = re.compile(r"\bsuppl?(?:ement)?[._\s]*|\bsup[._\s]+|(?<![a-z])s(?=\d)")
_PAGE = re.compile(r"([a-z]{0,5})0{0,6}(\d{1,9})([a-z]{0,3})(?:\.e\d{1,3})?")
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def compare_year(ours: int | None, theirs: Sequence[int]) -> Match:
    """Our year beside all that are right: of issue, in print, online. No year of tolerance."""
    if ours is None or not theirs:
        return MISSING
    shown = ", ".join(map(str, theirs))
    if ours in theirs:
        return agree("one of the record's years" if len(theirs) > 1 else "", shown)
    nearest = min(abs(ours - year) for year in theirs)
    return differ(max(0.0, 1 - nearest / 5), shown)


def compare_number(ours: str, theirs: str) -> Match:
    """A volume or an issue: leading zeros, labels, dashes, Roman numerals, supplements levelled."""
    mine, their = _number(ours), _number(theirs)
    if not mine or not their:
        return MISSING
    if mine == their:
        return agree(theirs=theirs)
    inside = set(re.split(r"[-/,&]", their))
    if mine in inside:
        return agree("one of a double number", theirs)
    return differ(0.0, theirs)


def compare_pages(ours: str, theirs: Sequence[str]) -> Match:
    """Our pages beside the record's pages and article number, either of which is right.

    Agree: shortened ranges (`1337-45`), a first page alone, the first of several ranges, an article
    number with or without its `e`, the letter of a column.
    """
    if not (mine := _range(ours)):
        return MISSING
    near = 0.0
    for value in theirs:
        their = _range(value)
        if not their:
            continue
        if note := _same_range(mine, their):
            return agree("" if note == "equal" else note, value)
        if "," in value and mine == _range(value.partition(",")[0]):
            return agree("the first of several ranges", value)
        if mine[0] == their[0]:
            near = 0.5
    if not any(_range(value) for value in theirs):
        return MISSING
    return differ(near, " or ".join(theirs))


def first_page(text: str) -> str:
    """The first page, levelled (`e343`, `133c`), "" for none."""
    found = _range(text)
    return found[0] if found else ""


def level_ranges(text: str) -> str:
    """A text without spaces and with plain hyphens, so that ranges are found in it."""
    return re.sub(r"\s+", "", _DASH.sub("-", text))


def number(text: str) -> str:
    """A volume or issue levelled for comparing."""
    return _number(text)


def _number(text: str) -> str:
    plain = _DASH.sub("-", text.casefold().strip())
    plain = _LABEL.sub("", plain)
    plain = _SUPPLEMENT.sub("s", plain)
    plain = re.sub(r"[\s.,;:()\[\]]+", "", plain).replace("/", "-").replace("_", "-")
    if _ROMAN.fullmatch(plain):
        return str(_roman(plain))
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain)


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[char] for char in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def _range(text: str) -> tuple[str, str] | None:
    """First and last page; the last is "" when none is given. Shortened ends are written out."""
    plain = re.sub(r"[\s,]+", "", _DASH.sub("-", _LABEL.sub("", text.casefold().strip())))
    plain = plain.strip(".;:+")
    if not plain:
        return None
    first, _, last = plain.partition("-")
    first = _page(first)
    if not last or not first:
        return (first, "") if first else None
    last = _page(last)
    head, tail = _PAGE.fullmatch(first), _PAGE.fullmatch(last)
    if head and tail and len(tail[2]) < len(head[2]) and tail[1] in ("", head[1]):
        last = head[1] + head[2][: len(head[2]) - len(tail[2])] + tail[2] + tail[3]
    elif head and tail and not tail[1] and head[1]:
        last = head[1] + last
    return first, "" if _column(first) == _column(last) else last


def _page(text: str) -> str:
    """A page with its leading zeros gone: `e0168934` is `e168934`."""
    found = _PAGE.fullmatch(text)
    return found[1] + found[2] + found[3] if found else text


def _same_range(ours: tuple[str, str], theirs: tuple[str, str]) -> str:
    """What makes two ranges the same: `equal`, the tolerance, or "" when they are not."""
    if ours == theirs:
        return "equal"
    if ours[0] == theirs[0]:
        if not ours[1] or not theirs[1]:
            return "first page only"
        if ours[1].rstrip("abcdefgh") == theirs[1].rstrip("abcdefgh"):
            return "column letter"
    elif not ours[1] and not theirs[1]:
        if _bare(ours[0]) == _bare(theirs[0]):
            return "article number"
    elif _column(ours[0]) == _column(theirs[0]) and (ours[1] == theirs[1] or not ours[1]):
        return "column letter"
    return ""


def _bare(page: str) -> str:
    """An article number without its letters in front."""
    found = _PAGE.fullmatch(page)
    return found[2] if found and len(found[2]) >= 3 else page


def _column(page: str) -> str:
    """A page without the letter of its column."""
    found = _PAGE.fullmatch(page)
    return found[1] + found[2] if found else page
