"""Superscript numbers as citation marks: `text¹`, `text²,³`, `text⁴⁻⁶`.

Superscripts are also footnotes and powers. They are citations only in a document with a
numbered list, without numbers in brackets, and where they lead to most of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backmatter.references.citations.marks import FoundMark, expand

_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MARK = re.compile(
    r"(?<![\d⁰¹²³⁴⁵⁶⁷⁸⁹=+*/^])[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:\s?[,，、;；⁻–—~～-]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,30}"
)
_MIN_SHARE = 0.5
_MIN_SHARE_IN_ORDER = 0.9
_MIN_KNOWN = 0.8


def superscript_marks(text: str, known: frozenset[int]) -> Sequence[FoundMark]:
    """The superscript numbers that are citations; () where they are something else.

    Args:
        text: The document's text, raised digits as superscript characters.
        known: The numbers of the list.
    """
    marks = list(_marks(text))
    leading = [mark for mark in marks if known.issuperset(mark.numbers)]
    numbers = [number for mark in leading for number in mark.numbers]
    # Footnotes come once each and in order; citations of only a part of a list rarely do.
    notes = numbers == list(range(1, len(numbers) + 1))
    enough = len(set(numbers)) >= (_MIN_SHARE_IN_ORDER if notes else _MIN_SHARE) * len(known)
    return leading if enough and len(leading) >= _MIN_KNOWN * len(marks) else ()


def _marks(text: str) -> Iterator[FoundMark]:
    for match in _MARK.finditer(text):
        numbers = expand(match[0].translate(_DIGITS))
        opens_note = match.start() == 0 or text[match.start() - 1] == "\n"
        if numbers and not opens_note:
            yield FoundMark(match.start(), match.end(), numbers)
