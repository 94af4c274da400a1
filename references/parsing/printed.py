"""A printed reference made ready for the grammars: folded, its identifiers taken out first."""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.identifiers import take_identifiers
from backmatter.references.parsing.tokens import fold

MAX_LENGTH = 6000
"""A reference longer than this is not parsed: none is."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a grammar reads.

    Attributes:
        text: The reference as printed.
        masked: The same, full-width forms folded, and blanks where identifiers and access
            dates stood; of the same length.
        certain: The fields that were taken out.
        language: The language of its title, as far as known beforehand; "" otherwise.
    """

    text: str
    masked: str
    certain: Draft
    language: str = ""


def prepare(text: str, language: str = "") -> Printed:
    """Take the identifiers, addresses and access dates out of a printed reference."""
    certain = Draft()
    masked = take_identifiers(fold(text), certain)
    return Printed(text, masked, certain, language)
