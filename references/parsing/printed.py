"""A printed reference made ready for the grammars: folded, its identifiers taken out first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.identifiers import take_identifiers
from backmatter.references.parsing.tokens import fold
from backmatter.references.parsing.twins import twin_start

_LETTER_O = re.compile(r"(?<=\d)[Oo]{1,3}(?=\d|[)\]:,.\s]|$)(?![a-z])")
"""OCR's letter O in a number; read as a zero, and left as it is in what is cut from the text."""

_NUMBER = re.compile(
    r"\s{0,8}(?:\[\s?(?P<bracket>\d{1,4})\s?\]?[\s.,]{0,4}(?=\D)|\(\d{1,3}\)\s{1,4}"
    r"|(?P<plain>\d{1,3})(?:[.)]\s{1,4}|[.、](?=[\u3400-\u9fff])|\s{1,4}(?=[^\W\d_])))"
)
"""A number in front of a reference that was pasted with it."""

MAX_LENGTH = 20_000
"""A reference longer than this is not parsed: none is."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a grammar reads.

    Attributes:
        text: The reference as printed.
        masked: The same, full-width forms folded, and blanks where identifiers and access
            dates stood; of the same length.
        certain: The fields that were taken out.
        start: Where the reference begins, behind the number it may carry.
        twin: The same work in another language, where the entry prints it twice; `masked` is
            blank there.
        language: The language of its title, as far as known beforehand; "" otherwise.
    """

    text: str
    masked: str
    certain: Draft
    start: int = 0
    twin: str = ""
    language: str = ""


def prepare(text: str, language: str = "") -> Printed:
    """Take the identifiers, addresses and access dates out of a printed reference."""
    certain = Draft()
    number = _NUMBER.match(fold(text))
    if number:
        digits = "bracket" if number["bracket"] else "plain"
        certain.put("citation-number", number[digits], *number.span(digits), 0.95)
        certain.cover(0, number.end())
    end = twin_start(text)
    main = _LETTER_O.sub(lambda match: "0" * len(match[0]), fold(text[:end]))
    masked = take_identifiers(main, certain) + " " * (len(text) - end)
    start = number.end() if number else 0
    masked = " " * start + masked[start:]
    if end < len(text):
        certain.cover(end, len(text))
    return Printed(text, masked, certain, start, text[end:].strip(" []［］.．"), language)
