"""Text as words to compare: folded alike for tagging and for search, offsets kept.

A word is a run of letters or of digits, or one Han, kana or Hangul character (so that Chinese
is found by substring). Folding makes equal what a reader takes as equal: case, accents, width,
Greek letters and their names (`β`, `beta`), British and American spelling, and, where asked,
English singular and plural. `BMP7`, `BMP-7` and `BMP 7` are the same two words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_EAST = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_POSSESSIVE = "(?:['\u2019\u2032\u02bc][sS](?!\\w))?"
_WORD = re.compile(
    rf"</?[A-Za-z][^<>]*>|[{_EAST}]|[{_GREEK}]+|\d+"
    rf"|(?:[^\W\d_{_EAST}{_GREEK}][\u0300-\u036f]*)+{_POSSESSIVE}"
)
"""Inline markup (skipped by all who use it), then the kinds of word."""

_EAST_CHARACTER = re.compile(f"[{_EAST}]")
_BREAK = re.compile(r"[^\w\s\-\u2010-\u2014\u2212'\u2019\u2032\u00b7/]")
"""Punctuation that ends a phrase; hyphens, dashes, apostrophes and slashes do not."""

_GREEK_LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
_GREEK_LETTER_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
    "sigma sigma tau upsilon phi chi psi omega"
)
_GREEK_NAMES = dict(zip(_GREEK_LETTERS, _GREEK_LETTER_NAMES.split(), strict=True))
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
"""Letters that Unicode does not decompose."""

_IRREGULAR = {
    "children": "child",
    "criteria": "criterion",
    "feet": "foot",
    "geese": "goose",
    "men": "man",
    "mice": "mouse",
    "phenomena": "phenomenon",
    "teeth": "tooth",
    "women": "woman",
}
_SPELLING = (
    (re.compile(r"(?<=..)our(?=s?$|al|ed$|ing)"), "or"),
    (re.compile(r"(?<=...)is(?=(?:e|es|ed|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=..[tb])re(?=s?$)"), "er"),
    (re.compile(r"[ao]e(?=.)"), "e"),
)
"""British to American spelling; both sides of a comparison go through it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: The folded form, English plurals made singular.
        raw: As it stands in the text, a possessive 's left out.
        start: Offset of its first character.
        end: Offset just after it.
        glued: Nothing or only a hyphen stands between it and the word before.
        after_break: Punctuation that ends a phrase stands between it and the word before; the
            full stop of an initial (*S. cerevisiae*) does not.
    """

    text: str
    raw: str
    start: int
    end: int
    glued: bool
    after_break: bool

    @property
    def is_east_asian(self) -> bool:
        """Whether it is a Han, kana or Hangul character."""
        return is_east_asian(self.raw)


def words(text: str) -> tuple[Word, ...]:
    """The words of a text, in order."""
    return tuple(_words(text))


def folded(text: str, *, singular: bool = True) -> list[str]:
    """The folded words only; much faster than `words`."""
    fold = fold_singular if singular else fold_plain
    return [form for raw in _WORD.findall(text) if (form := fold(raw))]


def is_east_asian(text: str) -> bool:
    """Whether the text begins with a Han, kana or Hangul character."""
    return _EAST_CHARACTER.match(text) is not None


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each word that `folded` returns."""
    return [match.span() for match in _WORD.finditer(text) if fold_plain(match[0])]


@lru_cache(maxsize=1 << 16)
def fold_plain(raw: str) -> str:
    """One word (as the pattern cuts it) without case, accents and width; "" for markup."""
    if raw[0] == "<":
        return ""
    if len(raw) > 2 and raw[-1] in "sS" and raw[-2] in "'\u2019\u2032\u02bc":
        raw = raw[:-2]
    if raw.isascii():
        return raw.lower()
    if raw in _GREEK_NAMES or raw.lower() in _GREEK_NAMES:
        return _GREEK_NAMES[raw.lower()]
    plain = unicodedata.normalize("NFKD", raw.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    return unicodedata.normalize("NFC", plain)


@lru_cache(maxsize=1 << 16)
def fold_singular(raw: str) -> str:
    """One word, folded, with English spelling and number settled."""
    word = fold_plain(raw)
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return word
    for pattern, replacement in _SPELLING:
        word = pattern.sub(replacement, word)
    return _singular(word)


def _singular(word: str) -> str:
    """The singular of a regular English plural; other words come back as they are.

    Words that only look like plurals (`lens`) lose their s on both sides of a comparison,
    which does no harm.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("ss", "us", "is")) or (len(word) == 3 and word[1] in "aeiou"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("yses"):
        return word[:-2] + "is"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word.removesuffix("s")


def _words(text: str) -> Iterator[Word]:
    last, before_is_initial = 0, False
    for match in _WORD.finditer(text):
        raw = match[0]
        if raw[0] == "<":
            continue
        between = _WORD.sub("", text[last : match.start()]) if last else ""
        if before_is_initial:
            between = between.removeprefix(".")
        bare = raw[:-2] if len(raw) > 2 and raw[-2] in "'\u2019\u2032\u02bc" else raw
        yield Word(
            text=fold_singular(raw),
            raw=bare,
            start=match.start(),
            end=match.start() + len(bare),
            glued=last > 0 and not between.strip("-\u2010\u2011"),
            after_break=_BREAK.search(between) is not None,
        )
        before_is_initial = len(bare) == 1 and bare.isupper()
        last = match.end()
