"""A record beside the printed text itself, for what no parser could read out of it.

Here a field can only agree, or speak against the record in the weighing; it is never shown as
a difference, because what the text has in its place was not read. Where the parser and the
record differ but the record's title or container stands word for word in print, it was the
parser that erred.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from backmatter.references.model import Reference
from backmatter.references.verification.comparing import container, numbers, printed_title
from backmatter.references.verification.comparing import title as titles
from backmatter.references.verification.comparing.match import MISSING, Match, agree
from backmatter.references.verification.comparing.prints import Print
from backmatter.references.verification.comparing.small_words import CONTAINER
from backmatter.references.verification.comparing.words import squash, words
from backmatter.references.verification.records import Work
from backmatter.references.verification.results import Outcome

_NOTE = "as printed"
_MIN_TITLE = 12
_TITLE_WORDS = 4
_WINDOW = 12
_NAMES = 3
_BEFORE_FIRST = 5
_BETWEEN = 7
_LONG_NUMBER = 5
_LONG_PAGE = 12
_RANGE = re.compile(r"[A-Za-z]{0,3}\d{1,9}\s?[-\u2010-\u2015]{1,2}\s?[A-Za-z]{0,3}\d{1,9}")


def compare(printed: Print, work: Work) -> dict[str, Match]:
    """What of the record stands in print: title, author, container, year, volume, page."""
    found: dict[str, Match] = {}
    left = list(printed.numbers)
    is_year = _is_a_year(work, left)
    found["issued"] = MISSING if is_year else _year(left, work)
    found["page"] = _page(left, work)
    found["volume"] = MISSING if is_year else _volume(left, work)
    found["author"] = _author(printed, work)
    found["container-title"] = _container(printed, work)
    found["title"] = printed_title.compare(printed, work)
    return found


def merged(read: Match, stands: Match, name: str, printed: Print, work: Work) -> Match:
    """What was read goes first, unless it is missing, or it was plainly the parser that erred."""
    if read.outcome is Outcome.AGREE:
        is_short = name == "title" and read.note in (titles.CUT, titles.WITHOUT_SUBTITLE)
        return stands if is_short and _is_whole(stands) else read
    if read.outcome is Outcome.MISSING:
        return stands if read.similarity is None and not read.note else read
    if name == "title" and stands.outcome is Outcome.AGREE and not _is_whole(stands):
        # What was read goes on where the title that stands in print ends, if it is not cut there.
        return stands if stands.note == titles.CUT else read
    if name == "title" and stands.outcome is Outcome.MISSING:
        # Less of the title may have been read than is printed.
        return replace(read, similarity=max(read.similarity or 0.0, stands.similarity or 0.0))
    if name in ("title", "container-title"):
        return stands if stands.outcome is Outcome.AGREE else read
    certain = _CERTAIN.get(name)
    return agree(_NOTE, read.theirs) if certain and certain(printed, work) else read


def _is_whole(stands: Match) -> bool:
    return stands.outcome is Outcome.AGREE and stands.similarity == 1.0


def misread(reference: Reference, work: Work, stands: Mapping[str, Match]) -> dict[str, Match]:
    """The fields in which the parser put a neighbour, judged anew.

    The container, or the end of a title that runs into it; the volume as a page, or in front of it;
    the page as a volume; the pages as an issue; a year of the title or the container as the work's.
    """
    found: dict[str, Match] = {}
    container_print = stands["container-title"]
    read, name = squash(reference.title), squash(container_print.theirs)
    if read and name and container_print.outcome is Outcome.AGREE:
        lone = read in name and not container.is_short_for(
            reference.text("container-title") or "-", container_print.theirs
        )
        if lone or (len(words(reference.title)) < _TITLE_WORDS and read in name):
            found["title"] = stands["title"]
        elif any(read == squash(each) + name for each in work.titles):
            found["title"] = agree(_NOTE, work.titles[0])
    page, issue = reference.text("page"), reference.text("issue")
    volume = numbers.number(work.reference.text("volume"))
    if page and not reference.text("volume") and numbers.number(page) == volume:
        found["page"] = MISSING
    is_page = numbers.compare_pages(reference.text("volume"), work.pages).outcome is Outcome.AGREE
    if not page and is_page and stands["volume"].outcome is Outcome.AGREE:
        found["volume"] = stands["volume"]
    first, _, second = page.rpartition(".")
    if first and numbers.number(first) == volume:
        found["page"] = numbers.compare_pages(second, work.pages)
    if issue and numbers.compare_pages(issue, work.pages).outcome is Outcome.AGREE:
        found["issue"] = MISSING
    named = any(str(reference.year) in words(name) for name in (*work.titles, *work.containers))
    if named and stands["issued"].outcome is Outcome.AGREE:
        found["issued"] = stands["issued"]
    return found


def _author(printed: Print, work: Work) -> Match:
    """The first author's family name among the words before the title, or the first few."""
    names = work.reference.names.get("author", ())
    family = words(names[0].family or names[0].literal) if names else ()
    if not family:
        return MISSING
    text = printed.words[: max(6, len(printed.words) // 2)]
    if any(text[at : at + len(family)] == family for at in range(len(text))):
        return agree(_NOTE)
    return MISSING if _names_nobody(printed, work) else Match(Outcome.MISSING, 0.0)


def _names_nobody(printed: Print, work: Work) -> bool:
    """Whether the print begins with the container or the title, with no room for names."""
    starts = [
        " ".join(printed.words[:length])
        for length in range(1, min(_WINDOW, len(printed.words)) + 1)
        if printed.words[0][0].isalpha()
    ]
    text = "".join(printed.words)
    return any(
        len(squash(t)) >= _MIN_TITLE and text.startswith(squash(t)) for t in work.titles
    ) or (any(_is_name(start, name) for start in starts for name in work.containers))


def _container(printed: Print, work: Work) -> Match:
    """A stretch of the print that is the container's name, or short for it."""
    left = printed_title.without_title(printed.words, work)
    text = "".join(left)
    for name in work.containers:
        if len(squash(name)) >= 8 and squash(name) in text:
            return agree(_NOTE, name)
    starts = {word[0] for name in work.containers for word in words(name)[:2]}
    for at, word in enumerate(left):
        if word[0] not in starts or word in CONTAINER:
            continue
        for length in range(1, min(_WINDOW, len(left) - at) + 1):
            stretch = " ".join(left[at : at + length])
            if any(_is_name(stretch, name) for name in work.containers):
                return agree(_NOTE, stretch)
    return MISSING


def _is_name(stretch: str, name: str) -> bool:
    """Whether a stretch of print abbreviates a name; a single letter abbreviates nothing."""
    return len(stretch) >= 3 and container.is_short_for(stretch, name)


def _year(left: list[str], work: Work) -> Match:
    for year in work.years:
        for mark in (str(year), *(f"{year}{letter}" for letter in "abcd")):
            if mark in left:
                left.remove(mark)
                return agree(_NOTE, str(year))
    return Match(Outcome.MISSING, 0.0) if work.years and left else MISSING


def _page(left: list[str], work: Work) -> Match:
    """The first page, or the article number; it is taken out of the numbers left."""
    firsts = [first for value in work.pages if (first := numbers.first_page(value))]
    for mark in left:
        if numbers.first_page(mark) in firsts:
            left.remove(mark)
            return agree(_NOTE, work.pages[0])
    return Match(Outcome.MISSING, 0.0) if firsts and len(left) > 1 else MISSING


def _names_stand(printed: Print, work: Work) -> bool:
    """Whether the print begins with the record's names, in order, each beside its initial."""
    names = work.reference.names.get("author", ())[:_NAMES]
    text, at = printed.words, 0
    for count, name in enumerate(names):
        family, initial = words(name.family or name.literal), "".join(words(name.given))[:1]
        places = range(at, min(len(text), at + (_BEFORE_FIRST if not count else _BETWEEN)))
        at = next((p for p in places if text[p : p + len(family)] == family), -1)
        if at < 0 or not family:
            return False
        near = (*text[max(0, at - 3) : at], *text[at + len(family) : at + len(family) + 3])
        if initial and not any(word.startswith(initial) for word in near):
            return False
        at += len(family)
    return bool(names)


def _pages_stand(printed: Print, work: Work) -> bool:
    """Whether the record's whole range of pages stands in print, or its long article number."""
    for value in work.pages:
        if value.isalnum() and len(value) >= _LONG_NUMBER and value.casefold() in printed.numbers:
            return True
        if len(value) >= _LONG_PAGE and value.casefold() in printed.text.casefold():
            return True
        if "," in value and numbers.level_ranges(value) in numbers.level_ranges(printed.text):
            return True
    return any(
        match.outcome is Outcome.AGREE and not match.note
        for found in _RANGE.findall(printed.text)
        for match in (numbers.compare_pages(found, work.pages),)
    )


def _volume_stands(printed: Print, work: Work) -> bool:
    """Whether the record's volume stands in print where only a volume does."""
    volume = re.escape(work.reference.text("volume"))
    where = rf"(?i)\bvol(?:ume)?\.?\s*{volume}\b|(?<![\w(]){volume}\s?\("
    return bool(volume) and re.search(where, printed.text) is not None


def _issue_stands(printed: Print, work: Work) -> bool:
    """Whether the record's issue stands in brackets in print."""
    issue = re.escape(work.reference.text("issue"))
    return bool(issue) and re.search(rf"\(\s?{issue}\s?\)", printed.text) is not None


_CERTAIN: Mapping[str, Callable[[Print, Work], bool]] = {
    "author": _names_stand,
    "page": _pages_stand,
    "volume": _volume_stands,
    "issue": _issue_stands,
}
"""By field: whether the record's value stands in print beyond doubt."""


def _volume(left: list[str], work: Work) -> Match:
    volume = numbers.number(work.reference.text("volume"))
    if not volume:
        return MISSING
    for mark in left:
        if numbers.number(mark) == volume:
            left.remove(mark)
            return agree(_NOTE, volume)
    return Match(Outcome.MISSING, 0.0) if left else MISSING


def _is_a_year(work: Work, left: Sequence[str]) -> bool:
    """Whether the volume is counted in years and stands once: it may be the year that stands."""
    volume = numbers.number(work.reference.text("volume"))
    return left.count(volume) == 1 and any(str(year) == volume for year in work.years)
