"""Two titles, asked whether they name one work: slips are passed over, parts and errata are not."""

from __future__ import annotations

import re
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from backmatter.references.duplicates.facts import Facts
from backmatter.references.verification.comparing import numbers
from backmatter.references.verification.comparing import title as titles
from backmatter.references.verification.comparing.match import Match
from backmatter.references.verification.results import Outcome

_DIGITS = re.compile(
    r"\d+|\b[ivxlc]{1,5}\b|[一二三四五六七八九十]+(?=[卷部辑编册集期届])|[上中下](?=[册卷篇])"
)
_ORDINALS = re.compile(
    r"\b(?:first|second|third|fourth|fifth|one|two|three|four|five|part [a-h]|appendix [a-h])\b"
)
_ABOUT = re.compile(
    r"\b(addend|appendi[xc]|comments?\b|correction\b|corrigend|discussion|editor|errat|letter"
    r"|expression of concern|obituary|preface|rebuttal|rejoinder|repl(?:y|ies)\b|respond"
    r"|response to|retract|(?:^|book |essay )review\b|supplement\b|supplementary|withdraw)"
    r"|(勘误|更正|撤稿|书评|评论|附录)",
    re.IGNORECASE,
)
"""What a work about another one puts before or after that one's title."""

_SMALL = frozenset(
    "a an and as at by der des die for from in into la le les of on or the to und with".split()  # noqa: SIM905
)
_OPPOSED = (
    ("hyper", "hypo"),
    ("inter", "intra"),
    ("macro", "micro"),
    ("pre", "post"),
    ("in", ""),
    ("un", ""),
    ("non", ""),
    ("fe", ""),
)
"""Beginnings of words that turn their meaning; no slip of a finger."""

_LIKE = 0.75
_ALIKE = 60
"""From this likeness of the words (0-100) on titles of one identifier are of one work."""

_HARDLY_ALIKE = 70
"""Below this likeness of the letters (0-100) nothing else is looked at."""

_LEAST_LETTERS = 12
"""A title of so many letters may be the other one, cut."""

_SHORT, _LONG = 4, 8
"""From so many letters on one letter may be wrong in a word, or two."""


class Title(IntEnum):
    """How near two titles are."""

    OTHER = 0
    MISSING = 1
    LIKE = 2
    PART = 3
    SLIP = 4
    SAME = 5


NAMES = {
    Title.MISSING: "",
    Title.LIKE: "nearly the title",
    Title.PART: "title without subtitle",
    Title.SLIP: "title but for a slip",
    Title.SAME: "title",
}
"""What references have in common, for people."""


def compare(one: Facts, other: Facts, *, is_same_id: bool = False) -> Title:
    """How near the titles of two references are; with one identifier less is asked of them."""
    if not one.bare or not other.bare:
        return Title.MISSING
    if one.bare == other.bare:
        return Title.SAME
    found = _compare(one, other)
    return _by_words(one, other) if is_same_id and found is Title.OTHER else found


def _compare(one: Facts, other: Facts) -> Title:
    is_part = one.bare.startswith(other.bare) or other.bare.startswith(one.bare)
    if not is_part and (
        fuzz.ratio(one.bare, other.bare, score_cutoff=_HARDLY_ALIKE) == 0
        or _numbers(one.title) != _numbers(other.title)
    ):
        return Title.OTHER
    if _words_about(one.title) != _words_about(other.title):
        return Title.OTHER
    match = titles.compare(one.title, [other.title])
    if match.outcome is not Outcome.AGREE:
        match = max(match, titles.compare(other.title, [one.title]), key=_rank)
    if match.outcome is Outcome.AGREE and match.similarity == titles.PART:
        return Title.PART
    if is_part and min(len(one.bare), len(other.bare)) >= _LEAST_LETTERS:
        return Title.LIKE if _numbers(one.title) == _numbers(other.title) else Title.OTHER
    if (match.similarity or 0.0) < _LIKE or _numbers(one.title) != _numbers(other.title):
        return Title.OTHER
    if match.outcome is Outcome.AGREE:
        return Title.SAME
    return Title.SLIP if _is_slip(one.title, other.title) else Title.LIKE


def _by_words(one: Facts, other: Facts) -> Title:
    """Titles that have most words in common, in whatever order; parts and errata are none."""
    if one.bare.startswith(other.bare) or other.bare.startswith(one.bare):
        return Title.PART
    ours, theirs = (" ".join(titles.words(each.title)) for each in (one, other))
    if fuzz.token_set_ratio(ours, theirs) < _ALIKE or _words_about(ours) != _words_about(theirs):
        return Title.OTHER
    return Title.LIKE if _numbers(ours) == _numbers(theirs) else Title.OTHER


def _rank(match: Match) -> tuple[bool, float]:
    return match.outcome is Outcome.AGREE, match.similarity or 0.0


def _numbers(title: str) -> list[str]:
    """The numbers in a title, as figures, Roman or in words."""
    lower = title.casefold()
    return [numbers.number(each) for each in _DIGITS.findall(lower)] + _ORDINALS.findall(lower)


def _words_about(title: str) -> set[str]:
    return {(found[1] or found[2]).casefold() for found in _ABOUT.finditer(title)}


def _is_slip(one: str, other: str) -> bool:
    """Whether titles differ in the spelling of few words, or in small words left out."""
    ours, theirs = titles.words(one), titles.words(other)
    slips = 0
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag == "equal":
            continue
        mine = [w for w in ours[step.src_start : step.src_end] if w not in _SMALL]
        their = [w for w in theirs[step.dest_start : step.dest_end] if w not in _SMALL]
        if not _is_misspelt("".join(mine), "".join(their)):
            return False
        slips += bool(mine or their)
    return slips <= max(1, len(ours) // 5)


def _is_misspelt(one: str, other: str) -> bool:
    """Whether one word is the other with a slip of a finger in it."""
    if one == other:
        return True
    for begin, turned in _OPPOSED:
        for a, b in ((one, other), (other, one)):
            if a.startswith(begin) and b == turned + a.removeprefix(begin):
                return False
    length = min(len(one), len(other))
    allowed = (length >= _SHORT) + (length >= _LONG)
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed
