"""The head of a reference: who wrote it, and in author-date styles when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from backmatter.references.parsing.dates import YEAR, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.names import NameList, group, parse_names
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import stops

_ANY_STOP = re.compile(r"\.(?!\d)|(?<=[\u3400-\u9fff])\.|(?<=al)\.")
_INITIAL_NEXT = re.compile(r"\.[\s-]?(?:[A-Z]{1,2}[.,]|[A-Z]\.?-[A-Z]\.|(?:Jr|Sr)\b)")
_OPEN_INITIAL = re.compile(r"\.[\s-]?[A-Z]$|,\s?[A-Z]$|\s[A-Z]\.-[A-Z]$")
_MAX_STOPS = 60
_YEAR_IN_BRACKETS = re.compile(
    rf"[\s,.]{{0,3}}[(\[]\s?({YEAR})([a-z])?(?:,[^()]{{1,30}})?\s?[)\]][\s.:,]{{0,3}}"
)
_YEAR_AT_END = re.compile(rf"[,.\s]{{1,3}}{YEAR}[a-z]?$")
_YEAR_AFTER = re.compile(rf"[\s,.]{{0,3}}({YEAR})([a-z])?\s?[.,:]\s{{0,3}}")


@dataclass(frozen=True, slots=True)
class Head:
    """Where the authors end, and the place where the title may begin."""

    names: NameList
    names_end: int
    end: int


def read_authors(printed: Printed, start: int, end: int, *, foreign: bool = False) -> Head | None:
    """The authors from the start to the first stop that a list of names can end at."""
    masked = printed.masked
    for match in islice(_ANY_STOP.finditer(masked, start, min(end, start + 3000)), _MAX_STOPS):
        at = match.start()
        if _INITIAL_NEXT.match(masked, at) or _is_al_comma(masked, at):
            continue
        year = _YEAR_AT_END.search(masked, start, at)
        names_end = year.start() if year else at
        piece = _with_initial_stop(printed.text[start:names_end])
        names = parse_names(piece, foreign=foreign)
        if names:
            return Head(names, names_end, names_end if year else at + 1)
    return None


def read_group(printed: Printed, start: int, end: int) -> Head | None:
    """A body as author: what stands before the first full stop."""
    at = next(iter(stops(printed.masked, start, end)), -1)
    if at < 0 or printed.masked[at] != "." or not 1 < len(printed.masked[start:at].strip()) < 300:
        return None
    return Head(group(printed.text[start:at]), at, at + 1)


def read_year_after(masked: str, at: int, draft: Draft) -> int:
    """Read a year that follows the authors (`(2007)`, `, 2013.`); where it ends, else `at`."""
    for pattern in (_YEAR_IN_BRACKETS, _YEAR_AFTER):
        match = pattern.match(masked, at)
        date = read_date(match[1]) if match else None
        if match and date:
            draft.put("issued", date, match.start(1), match.end(1), 0.97)
            if match[2]:
                draft.put("year-suffix", match[2], *match.span(2))
            draft.cover(*match.span())
            return match.end()
    return at


def put_names(draft: Draft, variable: str, start: int, end: int, names: NameList) -> None:
    """Put a list of names, and whether others follow them."""
    draft.put(variable, names.names, start, end, names.confidence)
    if names.others:
        draft.others.add(variable)


def _is_al_comma(masked: str, at: int) -> bool:
    return masked[max(0, at - 5) : at].lower().endswith("et al") and masked[at + 1 : at + 2] in ",;"


def _with_initial_stop(piece: str) -> str:
    """The names up to a stop, which is an initial's own where the names print stops."""
    return piece + "." if _OPEN_INITIAL.search(piece) else piece
