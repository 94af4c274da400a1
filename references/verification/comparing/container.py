"""Journals and books: full names and abbreviations of every kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from backmatter.references.verification.comparing.match import MISSING, Match, agree, differ
from backmatter.references.verification.comparing.small_words import CONTAINER
from backmatter.references.verification.comparing.words import is_cjk, squash, words
from backmatter.references.verification.records import plain
from backmatter.references.verification.results import Outcome

_ASIDE = re.compile(r"\s*[(\[][^()\[\]]{0,120}[)\]]")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SUBTITLE = re.compile(r"\s*(?::|;|=|\s/\s|\s-\s|\u2014|(?<=[a-z]{5})\.\s+(?=[A-Z][a-z]{3,}))\s*")
_COUNTRY = re.compile(r"[\s,(]+(?:U\.?\s?S\.?\s?A\.?|U\.?\s?S\.?|U\.?\s?K\.?)\)?$")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,6}")
_SECTION = re.compile(
    r"(.{3,120}?)\s+(?:Section|Sect\.?|Part|Series|Ser\.?)(\s+[A-Z])\b", re.IGNORECASE
)
_SECTION_WORD = re.compile(r"\b(?:Section|Sect|Part|Series|Ser)\b\.?", re.IGNORECASE)
_SOCIETY = re.compile(r"[A-Z]{3,8}\s+")
_MIN_SOCIETY = 3
_LONE_PREFIX = 5
"""A name of one word is not abbreviated (ISO 4); so many letters of it may still stand for it."""


def compare(ours: str, theirs: Sequence[str]) -> Match:
    """Our container's name beside all names that the record has for its own.

    Agree: abbreviations by beginnings of words (`Int Orthop`), by contraction (`Natl`), by
    initials (`PNAS`), with or without small words, places in brackets, sections and subtitles.
    """
    mine = plain(ours)
    if not squash(mine) or not theirs:
        return MISSING
    comparable = [name for name in theirs if is_cjk(name) == is_cjk(mine) and squash(name)]
    if not comparable:
        return Match(Outcome.MISSING, note="names in different scripts", theirs=theirs[0])
    for name in comparable:
        if squash(mine) == squash(name):
            return agree(theirs=name)
    for name in comparable:
        if is_short_for(mine, name) or is_short_for(name, mine):
            return agree("abbreviated", name)
    near = [(Indel.normalized_similarity(words(mine), words(name)), name) for name in comparable]
    best, name = max(near, key=lambda pair: pair[0])
    return differ(best, name)


@lru_cache(maxsize=8192)
def is_short_for(short: str, long: str) -> bool:
    """Whether one name is an abbreviation of the other, or the same in other words."""
    return any(_shortens(a, b) for a in _forms(short) for b in _forms(long))


@lru_cache(maxsize=8192)
def _forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name: whole, without places in brackets, country or subtitle too.

    Words that lost their space (`Postgrad MedJ`) are parted at the capital; a section's letter
    (`Food Chemistry: X`) is no subtitle, but
    what follows it (`Section D Structural Biology`) may be left out, and so may the society in
    front (`ACM SIGARCH …`).
    """
    name = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", name)
    whole = _GLUED.sub(" ", _ASIDE.sub("", name).strip() or name)
    main, *rest = _SUBTITLE.split(whole, maxsplit=1)
    forms = [_content(name), _content(whole), _content(_COUNTRY.sub("", whole))]
    if section := _SECTION.match(whole):
        forms.append(_content(section[1] + section[2]))
        forms.append(_content(_SECTION_WORD.sub(" ", whole)))
    if (society := _SOCIETY.match(whole)) and len(words(whole)) > _MIN_SOCIETY:
        forms.append(_content(whole[society.end() :]))
    if rest and len(squash(rest[0])) > 1 and len(squash(main)) > 1:
        forms.append(_content(main))
    return tuple(dict.fromkeys(form for form in forms if form))


def _content(name: str) -> tuple[str, ...]:
    """The words that an abbreviation keeps; a single letter at the end is a section's."""
    every = words(name.replace("&", " "))
    last = every[-1:] if every and len(every[-1]) == 1 else ()
    kept = tuple(word for word in every[: len(every) - len(last)] if word not in CONTAINER)
    return kept + last or every


def _shortens(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    if len(short) == len(long) == 1:
        return short == long or (len(short[0]) >= _LONE_PREFIX and long[0].startswith(short[0]))
    if len(short) == len(long):
        return all(_abbreviates(a, b) for a, b in zip(short, long, strict=True))
    if len(short) == 1 and len(short[0]) >= 2:
        return short[0] == "".join(word[0] for word in long)
    # One word of the short form may stand for several (`Nanobiotechnology`, `nano bio …`),
    # and single letters may be run together (`USA`, `U S A`).
    return "".join(short) == "".join(long) or _aligned(short, long)


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the short form's words begin the long one's in order, some initials run together."""
    at = 0
    for word in short:
        if at < len(long) and _abbreviates(word, long[at]):
            at += 1
            continue
        initials = "".join(other[0] for other in long[at : at + len(word)])
        if len(word) >= 2 and word == initials:
            at += len(word)
            continue
        return False
    return at == len(long)


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word is another, its beginning, or a contraction of it (`natl`, `national`)."""
    if len(short) > len(long):
        short, long = long, short
    if long.startswith(short):
        return True
    if short[0] != long[0] or len(short) < 2:
        return False
    rest = iter(long)
    return all(char in rest for char in short)
