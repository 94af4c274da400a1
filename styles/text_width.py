"""Punctuation in full width (，：；（）) and in half width (, : ; ()), as GB/T 7714 prints it.

Only marks that separate words are changed: those followed by a space, and brackets that stand
apart. `ISO 21378:2019`, `1:25000` and `(en)` in `80079-20-2:2016(en)` stay as they are.
"""

from __future__ import annotations

import re

_NARROW_MARK = re.compile("[,:;(\u00a0\u2002\u2003\u3000]|  ")
_WIDE_MARK = re.compile("[，：；（）？！\u00a0\u2002\u2003\u3000]|  ")
_BLANKS = str.maketrans("\u00a0\u2002\u2003\u3000", "    ")
_TAG = r"(?:</?[a-z][^<>]{0,200}>)*"
"""Inline markup that may stand between a bracket and the space beside it."""

_SPACES = re.compile(" {2,}")
_BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff）])([,:;])(?=[\u3000-\u9fff（“])")
_BRACKETS = re.compile(rf"(^|[\s，：；（]|[\u3000-\u9fff]{_TAG})({_TAG})\(([^()]*)\) ?")
_AFTER_WORD = re.compile(r"(?<=[A-Za-z]{3})\(([^()]*)\)(?:$| |(?=[,:;.，：；]))")
"""Brackets set against a word without a space, `Spine(Phila Pa 1976)`."""

_WIDE = {",": "，", ":": "：", ";": "；"}

_NARROW_SEPARATOR = re.compile(r" *([，：；]) *")
_NARROW_END = re.compile(r"([？！])")
_NARROW_OPENING = re.compile(r" *（")
_NARROW_CLOSING = re.compile(r"） *(?=([\w“《])?)")
_NARROW = {"，": ", ", "：": ": ", "；": "; ", "？": "?", "！": "!"}


def full_width(text: str) -> str:
    """The text with separating commas, colons, semicolons and brackets in full width."""
    if not _NARROW_MARK.search(text):
        return text
    text = text.translate(_BLANKS)
    if "(" in text:
        text = _BRACKETS.sub(lambda m: f"{m[1].rstrip()}{m[2]}（{m[3]}）", text)
        text = _AFTER_WORD.sub(r"（\1）", text)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    if not text.isascii():
        text = _BETWEEN_CHINESE.sub(lambda m: _WIDE[m[1]], text)
    return text.replace(", ", "，").replace(": ", "：").replace("; ", "；")


def half_width(text: str) -> str:
    """The text with full-width commas, colons, semicolons, brackets, `？` and `！` halved."""
    if not _WIDE_MARK.search(text):
        return text
    text = text.translate(_BLANKS)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    text = _NARROW_SEPARATOR.sub(lambda m: _NARROW[m[1]], text)
    text = _NARROW_END.sub(lambda m: _NARROW[m[1]], text)
    text = _NARROW_OPENING.sub(" (", text)
    return _NARROW_CLOSING.sub(lambda m: ") " if m[1] else ")", text).strip()
