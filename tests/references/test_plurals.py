"""Counted nouns agree with their numbers."""

from __future__ import annotations

import pytest

from backmatter.references.plurals import counted


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "reference", "0 references"),
        (1, "reference", "1 reference"),
        (12_345, "reference", "12,345 references"),
        (1, "entry", "1 entry"),
        (2, "entry", "2 entries"),
        (2, "key", "2 keys"),
        (2, "DOI", "2 DOIs"),
    ],
)
def test_the_noun_agrees(number: int, noun: str, text: str) -> None:
    assert counted(number, noun) == text
