"""`format.name$` as BibTeX does it: where pybtex puts ties otherwise, BibTeX's rule holds.

Source: BibTeX's program, sections 397 to 420; "Designing BibTeX styles", section 5.4. To BibTeX
the parts of `Jean-Paul` are two tokens, and whether what is printed so far is short enough for a
tie is counted from the beginning of the brace group, its own text included.

One rule is ours: a name in Han characters is printed whole and in its own order, 周逸驰, where
BibTeX would print 逸驰 周.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from pybtex.bibtex import names, utils  # pyright: ignore[reportMissingTypeStubs]  # has none
from pybtex.database import Person  # pyright: ignore[reportMissingTypeStubs]

from backmatter.references.transliteration import is_han
from backmatter.styles.bst.braces import group_end

_LONG_ENOUGH = 3
_TIE = "~"


@lru_cache(maxsize=4096)
def format_name(people: str, number: int, pattern: str) -> str:
    """One of the names of a name field in the form that a pattern gives.

    Args:
        people: The field, names with ` and ` between them.
        number: Which of the names, from 1.
        pattern: BibTeX's pattern, such as `{f.~}{vv~}{ll}{, jj}`.

    Raises:
        ValueError: When there is no such name.
    """
    every: list[str] = cast("Any", utils).split_name_list(people)
    if not 1 <= number <= len(every):
        raise ValueError(f"there is no name {number} in “{people}”")
    person: Any = cast("Any", Person)(every[number - 1])
    parts: list[Any] = cast("Any", names).NameFormat(pattern).parts
    if whole := han_name(person):
        asked = {getattr(part, "format_char", "") for part in parts}
        if {"f", "l"} <= asked:
            return whole
    return "".join(part.text if hasattr(part, "text") else _part(part, person) for part in parts)


def han_name(person: Any) -> str:
    """The whole name of a person (pybtex's) whose names are in Han characters, else ""."""
    last, first = "".join(person.last_names), "".join(person.bibtex_first_names)
    return last + first if is_han(last) and is_han(first) else ""


def _part(part: Any, person: Any) -> str:
    """A brace group of the pattern: nothing where the name has no such part."""
    text: str = part.pre_text
    if part.format_char:
        words: list[str] = person.get_part(part.types[part.format_char])
        if not words:
            return ""
        text = _joined(text, _tokens(words), part.delimiter, abbreviated=part.abbreviate)
    text += part.post_text
    if part.tie is None:
        return text
    return text + (_TIE if part.tie == "~~" or not _is_long_enough(text) else " ")


def _tokens(words: list[str]) -> list[tuple[str, str]]:
    """Each token and what separates it from the one before: a blank or a hyphen."""
    tokens: list[tuple[str, str]] = []
    for word in words:
        pieces: list[str] = cast("Any", utils).split_tex_string(word, sep="-")
        tokens += [("-" if place else " ", piece) for place, piece in enumerate(pieces)]
    return tokens


def _joined(
    text: str, tokens: list[tuple[str, str]], delimiter: str | None, *, abbreviated: bool
) -> str:
    """The text with the tokens behind it, whole or their first letters."""
    last = len(tokens) - 1
    for place, (separator, token) in enumerate(tokens):
        if place and delimiter is not None:
            text += delimiter
        elif place:
            text += "." if abbreviated else ""
            if separator == "-":
                text += "-"
            else:
                text += _TIE if place == last or not _is_long_enough(text) else " "
        text += _first_letter(token) if abbreviated else token
    return text


def _first_letter(token: str) -> str:
    r"""The first letter, or the first special character (`{\'E}`), however deep it stands."""
    for place, character in enumerate(token):
        if character == "{" and token[place + 1 : place + 2] == "\\":
            return token[place : group_end(token, place)]
        if character.isalpha():
            return character
    return ""


def _is_long_enough(text: str) -> bool:
    return int(cast("Any", utils).bibtex_len(text)) >= _LONG_ENOUGH
