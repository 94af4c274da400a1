"""The characters of a printed reference, and its full stops, by offsets into the text as printed.

Full-width forms are folded to their ASCII counterparts one to one, so that every offset into
the folded text is one into the printed text, which the fields are cut from.
"""

from __future__ import annotations

import re

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
_HAN = re.compile(r"[\u3400-\u9fff]")
_STOP = re.compile(
    r"[.?!](?=[\s\u3400-\u9fff\"”'’)\]]|$)|(?<=[\u3400-\u9fff)\]])\.|(?<=[a-z]{3})\.(?=[A-Z])"
)
_NO_STOP_BEFORE = re.compile(
    r"(?:\b(?:[A-Z]|St|Jr|Sr|Dr|Mr|Mrs|vs|vol|no|pp|var|subsp|sp|spp|cf|"
    r"al|Univ|Proc|Int|Natl|Conf|Symp|Dept|approx|resp|[Vv]ol|[Nn]o)|[A-Z]\.[A-Z])$"
)


def fold(text: str) -> str:
    """The text with full-width forms as ASCII, of the same length."""
    return text.translate(_FOLDED)


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
