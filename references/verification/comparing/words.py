"""Texts levelled for comparing, as `backmatter.references.words` folds them."""

from __future__ import annotations

import re
from functools import lru_cache

from backmatter.references.words import folded

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded: `TGF-β` is `tgf beta`; each Han character is a word."""
    return tuple(folded(text, singular=False))


@lru_cache(maxsize=16384)
def squash(text: str) -> str:
    """Letters and digits alone, folded: equal for texts that differ in spacing only."""
    return "".join(words(text))


@lru_cache(maxsize=16384)
def is_cjk(text: str) -> bool:
    """Whether the text is written in Chinese, Japanese or Korean: a fifth of its letters are."""
    letters = sum(char.isalpha() for char in text)
    return letters > 0 and len(_CJK.findall(text)) * 5 >= letters


def has_han(text: str) -> bool:
    """Whether the text has a Han character."""
    return _HAN.search(text) is not None
