"""The title of a record beside a printed reference, of which nobody knows where its title is."""

from __future__ import annotations

import re
from dataclasses import replace

from rapidfuzz import fuzz

from backmatter.references.verification.comparing import title as titles
from backmatter.references.verification.comparing.match import MISSING, Match, agree
from backmatter.references.verification.comparing.prints import Print
from backmatter.references.verification.comparing.small_words import CONTAINER
from backmatter.references.verification.comparing.words import is_cjk, squash, words
from backmatter.references.verification.records import Work
from backmatter.references.verification.results import Outcome

_ELLIPSIS = re.compile(r"…|\.\.\.|\[…\]")
_WHOLE = 0.995
_MIN_TITLE = 12
_TITLE_WORDS = 4
_LONGEST = 300
_NOTE = "as printed"


def compare(printed: Print, work: Work) -> Match:
    """The title in print; where none of it stands there, whether there is room for one."""
    text = "".join(printed.words)
    best = 0.0
    if cut := next((each for each in work.titles if _is_cut(printed, each)), ""):
        return agree(titles.CUT, cut, titles.PART)
    for title in work.titles:
        plain = squash(title)
        if len(plain) < _MIN_TITLE or is_cjk(title) != is_cjk(printed.text):
            continue
        if (start := text.find(plain)) >= 0:
            before = _strangers(printed, work, start)
            if before < _TITLE_WORDS:
                is_whole = titles.is_whole(title, work.titles)
                return agree(_NOTE, title, 1.0 if is_whole else titles.PART)
            best = max(best, len(words(title)) / (len(words(title)) + before))
        else:
            best = max(best, fuzz.partial_ratio(plain, text) / 100)
    if best >= _WHOLE:
        return agree(_NOTE, work.titles[0])
    if not work.titles or _words_left(printed, work) < _TITLE_WORDS:
        return MISSING
    return Match(Outcome.MISSING, _scaled(best))


def without_title(text: tuple[str, ...], work: Work) -> tuple[str, ...]:
    """The words of a print without those of the title, which may name a journal of its own."""
    for title in work.titles:
        own = words(title)
        for at in range(len(text) - len(own) + 1) if own else ():
            if text[at : at + len(own)] == own:
                return (*text[:at], *text[at + len(own) :])
    return text


def _is_cut(printed: Print, title: str) -> bool:
    """Whether the print has the beginning of a title, and then an ellipsis."""
    mark = _ELLIPSIS.search(printed.text)
    if mark is None:
        return False
    before, whole = squash(printed.text[: mark.start()]), squash(title)[:_LONGEST]
    return any(before.endswith(whole[:end]) for end in range(titles.MIN_CUT, len(whole)))


def _strangers(printed: Print, work: Work, end: int) -> int:
    """How many words are neither names nor the container before a place in the run-together words.

    Where there are many, the title that begins there is the end of another.
    """
    before: list[str] = []
    for word in printed.words:
        if end <= 0:
            break
        before.append(word)
        end -= len(word)
    return _words_left(replace(printed, words=tuple(before)), work)


def _scaled(ratio: float) -> float:
    """Likeness of characters on the scale of likeness of words: chance alone gives one half."""
    return max(0.0, (ratio - 0.5) * 2)


def _words_left(printed: Print, work: Work) -> int:
    """How many words of the print are neither names nor the container: the title's, if any."""
    names = {
        word
        for name in work.reference.names.get("author", ())
        for word in words(f"{name.family} {name.given} {name.literal}")
    }
    container_words = {word for each in work.containers for word in words(each)}
    return sum(
        len(word) > 2
        and word.isalpha()
        and word not in names
        and word not in CONTAINER
        and not any(other.startswith(word) for other in container_words)
        for word in printed.words
    )
