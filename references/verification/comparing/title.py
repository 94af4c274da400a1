"""Titles: subtitles left out, cut ones, notation; a changed word is a difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel, Levenshtein

from backmatter.references.verification.comparing.match import MISSING, Match, agree, differ
from backmatter.references.verification.comparing.small_words import TITLE
from backmatter.references.verification.comparing.words import is_cjk, squash, words
from backmatter.references.verification.records import plain, without_retraction_mark
from backmatter.references.verification.results import Outcome

_CUT = re.compile(r"\s*(?:…|\.\.\.+|\[\.\.\.\]|\[…\])\s*$")
_BREAK = re.compile(r"\s*(?:[:：?？.。!！;；]|\s[-\u2013\u2014]+\s|[\u2014])\s*")
_PART = re.compile(
    r"(?:part|pt|no|number|chapter)\.?\s?(?:[ivxlc]{1,6}|\d{1,3}|[a-z])\b"
    r"|(?:[ivxlc]{1,6}|\d{1,3})\s*(?:[.:)\u2010-\u2015-]|$)"
)
PART = 0.9
"""The similarity of a title that agrees without its subtitle, or cut short."""

CUT = "cut short"
WITHOUT_SUBTITLE = "without the subtitle"
"""Notes on a title that is the beginning of the record's."""

MIN_CUT = 10
"""So many letters of a title that is cut must be there."""

_MIN_WORDS = 3
_MIN_HAN = 4
"""A Han character says about as much as a syllable or two."""


def compare(ours: str, theirs: Sequence[str]) -> Match:
    """Our title beside all titles that the record goes by; the nearest counts.

    Agree: letter case, punctuation, markup, accents, hyphens and spaces; Greek letters by name
    or sign; a subtitle that one side leaves out (never one that is a part's number); a title
    that ours visibly cuts short with `…`; small words; `RETRACTED:` in front. Titles in different
    scripts cannot be compared. Anything else differs, be it one word.
    """
    mine = plain(ours)
    if not squash(mine) or not theirs:
        return MISSING
    found = _nearest(mine, theirs)
    if found.outcome is not Outcome.AGREE and (unmarked := without_retraction_mark(mine)) != mine:
        return _nearest(unmarked, theirs)
    return found


def similarity(ours: str, theirs: str) -> float:
    """How near two titles are, 0 to 1: the better of words in order and of characters."""
    a, b = words(ours), words(theirs)
    if not a or not b:
        return 0.0
    return max(Indel.normalized_similarity(a, b), _spelling(a, b))


def is_telling(title: str) -> bool:
    """Whether a title alone can name a work: not `Editorial`, `Book review` or the like."""
    return len(words(title)) >= 4 and len(squash(title)) >= 20


def is_searchable(title: str) -> bool:
    """Whether a search by this title would find the work if it were there: not by `X` or `Owls`.

    A few letters are as often what is left of a title as a title, and they stand in thousands.
    """
    return len(squash(title)) >= (_MIN_HAN if is_cjk(title) else MIN_CUT)


def is_whole(title: str, every: Sequence[str]) -> bool:
    """Whether no other of the titles goes on where this one ends."""
    beginning = squash(title)
    return not any(
        squash(other).startswith(beginning) and len(squash(other)) > len(beginning)
        for other in every
    )


def _nearest(mine: str, theirs: Sequence[str]) -> Match:
    comparable = [title for title in theirs if is_cjk(title) == is_cjk(mine) and squash(title)]
    if not comparable:
        return Match(Outcome.MISSING, note="titles in different scripts", theirs=theirs[0])
    return max((_one(mine, title, is_whole(title, comparable)) for title in comparable), key=_rank)


def _spelling(a: Sequence[str], b: Sequence[str]) -> float:
    """Similarity of the characters, for titles damaged in spelling; low when words differ."""
    near = Levenshtein.normalized_similarity("".join(a), "".join(b))
    return near if near > 0.9 else 0.0


def _rank(match: Match) -> tuple[bool, float]:
    return match.outcome is Outcome.AGREE, match.similarity or 0.0


def _one(ours: str, theirs: str, is_whole: bool) -> Match:
    mine, their = squash(ours), squash(theirs)
    if mine == their:
        return agree(theirs=theirs)
    if (cut := _CUT.sub("", ours)) != ours:
        if len(squash(cut)) >= MIN_CUT and their.startswith(squash(cut)):
            return agree(CUT, theirs, PART)
        length = len(words(cut)) + 1
        near = similarity(cut, " ".join(words(theirs)[:length]))
        return differ(near, theirs)
    if _is_beginning(ours, theirs):
        return agree(WITHOUT_SUBTITLE, theirs, PART)
    if is_whole and _is_beginning(theirs, ours):
        return agree("their title is without the subtitle", theirs, PART)
    if all(_tolerated(a, b) for a, b in _changes(words(ours), words(theirs))):
        return agree("notation", theirs)
    return differ(similarity(ours, theirs), theirs)


def _is_beginning(short: str, long: str) -> bool:
    """Whether one title is the other up to a colon, stop or dash, and the rest no part's number."""
    target = squash(short)
    if len(words(short)) < _MIN_WORDS or len(target) >= len(squash(long)):
        return False
    for stop in _BREAK.finditer(long):
        head = squash(long[: stop.start()])
        if head == target:
            return not _PART.match(long[stop.end() :].casefold().strip(" (["))
        if len(head) > len(target):
            return False
    return False


def _changes(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The stretches in which two word lists differ, neighbouring ones as one."""
    start: tuple[int, int] | None = None
    for step in Levenshtein.opcodes(a, b):
        if step.tag == "equal":
            if start:
                yield a[start[0] : step.src_start], b[start[1] : step.dest_start]
            start = None
        elif start is None:
            start = (step.src_start, step.dest_start)
    if start:
        yield a[start[0] :], b[start[1] :]


def _tolerated(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a change is one of notation only."""
    if "".join(ours) == "".join(theirs):
        return True
    mine = [word for word in ours if word not in TITLE]
    their = [word for word in theirs if word not in TITLE]
    return "".join(mine) == "".join(their)
