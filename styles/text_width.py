"""Punctuation in full width (，：；（）) and in half width (, : ; ()), as GB/T 7714 prints it.

Only marks that separate words are changed: those followed by a space, and brackets that stand
apart. `ISO 21378:2019`, `1:25000` and `(en)` in `80079-20-2:2016(en)` stay as they are.
"""

from __future__ import annotations

import re

_TAG = r"(?:</?[a-z][^<>]{0,200}>)*"
"""Inline markup that may stand between a bracket and the space beside it."""

_SEPARATOR = re.compile(r" ?([,:;]) +|(?<=[\u3000-\u9fff）])([,:;])(?=[\u3000-\u9fff（“])")
_BRACKETS = re.compile(rf"(^|[\s，：；（]|[\u3000-\u9fff]{_TAG})({_TAG})\(([^()]*)\) ?")
_WIDE = {",": "，", ":": "：", ";": "；"}

_NARROW_SEPARATOR = re.compile(r" *([，：；]) *")
_NARROW_END = re.compile(r"([？！])")
_NARROW_OPENING = re.compile(r" *（")
_NARROW_CLOSING = re.compile(r"） *(?=([\w“《])?)")
_NARROW = {"，": ", ", "：": ": ", "；": "; ", "？": "?", "！": "!"}


def full_width(text: str) -> str:
    """The text with separating commas, colons, semicolons and brackets in full width."""
    text = text.replace("\u00a0", " ")
    if not any(mark in text for mark in ",:;("):
        return text
    widened = _BRACKETS.sub(lambda m: f"{m[1].rstrip()}{m[2]}（{m[3]}）", text)
    return _SEPARATOR.sub(lambda m: _WIDE[m[1] or m[2]], widened)


def half_width(text: str) -> str:
    """The text with full-width commas, colons, semicolons, brackets, `？` and `！` halved."""
    text = text.replace("\u00a0", " ")
    if not any(mark in text for mark in "，：；（）？！"):
        return text
    text = _NARROW_SEPARATOR.sub(lambda m: _NARROW[m[1]], text)
    text = _NARROW_END.sub(lambda m: _NARROW[m[1]], text)
    text = _NARROW_OPENING.sub(" (", text)
    return _NARROW_CLOSING.sub(lambda m: ") " if m[1] else ")", text).strip()
