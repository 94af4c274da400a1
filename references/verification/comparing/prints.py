"""A printed reference made ready for comparing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from backmatter.references.identifiers.finding import find_dois
from backmatter.references.verification.comparing.words import is_cjk, words

_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_LINK = re.compile(r"https?://\S{0,500}")
_NUMBER = re.compile(r"[A-Za-z]{0,5}\d{1,9}[A-Za-z]{0,2}")


@dataclass(frozen=True, slots=True)
class Print:
    """A printed reference, made ready for comparing: without DOIs and links."""

    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]


@lru_cache(maxsize=64)
def prepare(printed: str) -> Print:
    """Make a printed reference ready; the soft hyphens of an extraction go with the Han."""
    text = printed
    for found in reversed(find_dois(printed)):
        text = text[: found.start] + " " + text[found.end :]
    text = _LINK.sub(" ", text)
    if not is_cjk(text):
        text = _CJK.sub("", text)
    marks = tuple(mark.casefold() for mark in _NUMBER.findall(text))
    return Print(text, words(text), marks)
