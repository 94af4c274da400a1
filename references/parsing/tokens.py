"""A printed reference as characters and tokens, all with offsets into the text as printed.

Full-width forms are folded to their ASCII counterparts one to one, so that every offset into
the folded text is one into the printed text, which the fields are cut from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0x00A0: 0x20,
    0x2002: 0x20,
    0x2003: 0x20,
    0x2009: 0x20,
    0x3002: ord("."),
    0xFF61: ord("."),
    0x3010: ord("["),
    0x3011: ord("]"),
    0x3014: ord("["),
    0x3015: ord("]"),
    0x2010: ord("-"),
    0x2011: ord("-"),
    0x2212: ord("-"),
}
_TOKEN = re.compile(
    r"(?P<han>[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
    r"|(?P<number>\d{1,20})"
    r"|(?P<word>[^\W\d_]{1,60}(?:['’][^\W\d_]{1,20}){0,3})"
    r"|(?P<mark>[^\s])"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_STOP = re.compile(
    r"[.?!](?=[\s\u3400-\u9fff\"”'’)\]]|$)|(?<=[\u3400-\u9fff)\]])\.|(?<=[a-z]{3})\.(?=[A-Z])"
)
_NO_STOP_BEFORE = re.compile(
    r"(?:\b(?:[A-Z]|St|Jr|Sr|Dr|Mr|Mrs|vs|vol|no|pp|var|subsp|sp|spp|cf|"
    r"al|Univ|Proc|Int|Natl|Conf|Symp|Dept|approx|resp|[Vv]ol|[Nn]o)|[A-Z]\.[A-Z])$"
)


class Kind(Enum):
    """What a token is made of."""

    HAN = "han"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, one Han or kana character, or one mark; offsets into the text."""

    text: str
    start: int
    end: int
    kind: Kind


def fold(text: str) -> str:
    """The text with full-width forms as ASCII, of the same length."""
    return text.translate(_FOLDED)


def tokenize(text: str) -> Iterator[Token]:
    """The tokens in order; between them stands only white space."""
    for match in _TOKEN.finditer(fold(text)):
        kind = Kind(match.lastgroup or "mark")
        yield Token(text[match.start() : match.end()], match.start(), match.end(), kind)


def stops(folded: str, start: int, end: int) -> list[int]:
    """The offsets of the full stops (`.`, `?`, `!`) that end a part, abbreviations left out."""
    return [
        match.start()
        for match in _STOP.finditer(folded, start, end)
        if folded[match.start()] != "." or not _is_abbreviation(folded, match.start(), end)
    ]


def _is_abbreviation(folded: str, at: int, end: int) -> bool:
    """Whether a stop belongs to the word before it (`S. cerevisiae`, `Inc.,`)."""
    following = folded[at + 1 : at + 3].lstrip()
    if at + 1 >= end or not following:
        return False
    if following[0] in ",;:":
        return True
    if following[0].islower():
        return True
    return _NO_STOP_BEFORE.search(folded[max(0, at - 12) : at]) is not None


def has_han(text: str) -> bool:
    """Whether a text has a Han character."""
    return _HAN.search(text) is not None
