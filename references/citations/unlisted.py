"""What author–date citations lack: works that no entry of the list is, entries that none names.

Both accuse, so both are careful. A name with a year may be anything (*March 2015*): only what has
the whole form of a citation counts, in a text whose citations lead to the list, and a work is
listed as soon as any entry has its first author and its year, wherever they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backmatter.references.citations.author_date import YEAR, all_words, entry_words

_FAMILY = (
    r"(?:(?:van|von|de|der|den|di|da|del|la|le|dos|ter|ten|al|el)[ -]){0,3}"
    r"[A-ZÀ-ÖØ-Þ\u0100-\u017f][\w'’-]{1,30}"
)
_OTHERS = r"(?:,?\s(?:et\.?\sal\.?|and others|and colleagues)|等人?)"
_PART = re.compile(
    rf"(?:see|cf\.?|e\.g\.,?|vgl\.?|siehe)?,?\s{{0,2}}"
    rf"(?P<first>{_FAMILY}|[\u3400-\u9fff]{{2,3}}?)"
    rf"(?P<more>(?:,\s{_FAMILY}){{0,3}}(?:,?\s?&\s?|,?\s(?:and|und|et|y)\s){_FAMILY}"
    rf"|[和与、][\u3400-\u9fff]{{2,3}})?(?P<others>{_OTHERS})?"
    r"[,，]?\s?(?P<year>(?:1[5-9]|20)\d\d[a-z]?)(?:[,:，：]\s?(?:pp?\.\s?)?\d{1,4}(?:\s?[-–]\s?\d{1,4})?)?"
)
_BRACKETS = re.compile(r"[(（]([^()（）\[\]]{6,400})[)）]")
_NO_NAME = frozenset(
    (
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december", "spring", "summer", "autumn", "fall", "winter"),
        *("figure", "fig", "table", "chapter", "section", "since", "until", "before", "after"),
        *("in", "from", "act", "article", "version", "vol", "no", "issue", "edition", "press"),
        *("university", "conference", "project", "survey", "census", "ibid", "directive", "law"),
    )
)
_MIN_LINKED = 5
_MIN_SHARE = 0.8
_NEAR = 120
"""How far before a year, in characters, a name may stand that goes with it."""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A work that a mark names and the list lacks: the mark's offsets, and the work as printed."""

    start: int
    end: int
    work: str


def unlisted_works(
    text: str, entries: Sequence[str], marks: Sequence[tuple[int, int]]
) -> Sequence[Unlisted]:
    """The works that citations in brackets name and no entry is.

    Args:
        text: The document's text.
        entries: The printed references.
        marks: The offsets of the citations that lead to entries.

    Returns:
        Those works, in order; () where so few citations lead to the list that it may be the
        reading that fails, not the author.
    """
    heads: set[str] = set()
    listed: dict[str, set[str]] = defaultdict(set)
    for printed in entries:
        words, years = entry_words(printed)
        heads.update(words)
        for word in all_words(printed):
            listed[word].update(year[:4] for year in years)
    linked = frozenset(marks)
    found: list[Unlisted] = []
    for match in _BRACKETS.finditer(text):
        for part in re.split(r"[;；]", match[1]):
            work = _PART.fullmatch(" ".join(part.split()))
            if not work or work["first"].casefold() in _NO_NAME:
                continue
            family = entry_words(work["first"])[0][-1:]
            if not family or _is_listed(family[0], work["year"][:4], listed, entries):
                continue
            many = work["more"] or work["others"]
            if many or family[0] in heads or match.span() in linked:
                found.append(Unlisted(*match.span(), work[0].strip()))
    enough = len(marks) >= max(_MIN_LINKED, _MIN_SHARE * (len(marks) + len(found)))
    return found if enough else ()


def _is_listed(
    family: str, year: str, listed: Mapping[str, set[str]], entries: Sequence[str]
) -> bool:
    """Whether any entry has the name and the year; Chinese names have no spaces around them."""
    if "\u3400" <= family[0] <= "\u9fff":
        return any(family in printed and year in entry_words(printed)[1] for printed in entries)
    return year in listed.get(family, ())


def named_years(text: str, outside: Iterator[tuple[int, int]]) -> dict[str, str]:
    """For each year in stretches of a text, the words that stand before it, between blanks."""
    words: dict[str, list[str]] = defaultdict(list)
    for start, end in outside:
        for year in YEAR.finditer(text, start, end):
            words[year[1]].extend(all_words(text[max(0, year.start() - _NEAR) : year.start()]))
    return {year: f" {' '.join(found)} " for year, found in words.items()}


def is_named(printed: str, years: Mapping[str, str]) -> bool:
    """Whether an entry's first author stands before its year somewhere: it may be cited there."""
    words, own = entry_words(printed)
    if not words:
        return True
    han = "\u3400" <= words[0][0] <= "\u9fff"
    wanted = words[0] if han else f" {words[0]} "
    return any(wanted in years.get(year[:4], "") for year in own)
