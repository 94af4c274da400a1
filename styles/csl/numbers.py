"""Numbers: what counts as numeric, and how a number is printed.

What is numeric, plural or a range follows citeproc-js, which reads fields as people fill them:
`S1`, `2nd`, `5/6`, `12, p. 3-8` are numeric, `suppl 1` and `5,6` are not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from backmatter.styles.csl.locale import Locale

_SEPARATOR = re.compile(r"(,?\s*(?:&|\band\b|\bet\b)\s*|,\s+|\s*[-–—]+\s*)")
_ONE = re.compile(r"[A-Za-z]{0,12}\d+[A-Za-z0-9]{0,12}(?:/\d+)?")
_ROMAN_ONE = re.compile(r"(?=.)c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
"""A Roman number as front matter is numbered; capitals may be initials or grades."""
_LOOSE = re.compile(r"[^\W_]{1,20}")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_VALUE = re.compile(r"[ivxlcdm]+", re.IGNORECASE)
_LABELS = {
    "art": "article", "bk": "book", "ch": "chapter", "col": "column", "fig": "figure",
    "fol": "folio", "no": "issue", "l": "line", "n": "note", "op": "opus", "p": "page",
    "pp": "page", "para": "paragraph", "pt": "part", "r": "rule", "sec": "section",
    "tit": "title", "v": "verse", "vrs": "verse", "vol": "volume", "vols": "volume",
}  # fmt: skip
"""Abbreviations that stand for a label inside a number or a locator (`12, p. 3-8`)."""
_LABEL = re.compile(rf"(?:^|(?<=\s))({'|'.join(_LABELS)})\.\s*(?=\d|[ivxlcdm]+\b)")


class Number(NamedTuple):
    """A number variable: its text, and what is known of it; a tuple, as there are very many.

    Attributes:
        text: As the field has it, trimmed, without a label at its head.
        label: The label that stood at its head (`vol. 3` → volume), "" for none.
        numeric: Whether it passes `is-numeric`.
        plural: Whether it names several things (`1-3`, `2, 5`, `1 & 2`).
        parts: Numbers and separators in turn.
        head: How many of them stand before a label within the text.
    """

    text: str
    label: str
    numeric: bool
    plural: bool
    parts: tuple[str, ...]
    head: int = 1


@lru_cache(maxsize=8192)
def parse_number(text: str) -> Number:
    """Read a number variable or a locator."""
    text = text.strip()
    if text.isdigit():
        return Number(text, "", True, False, (text,))
    if "\\-" in text:
        plain = text.replace("\\-", "-")
        return Number(plain, "", False, False, (plain,))
    label = ""
    if match := _LABEL.match(text):
        label, text = _LABELS[match[1]], text[match.end() :]
    head = text
    if match := _LABEL.search(text):
        head = text[: match.start()].rstrip(" ,")
    values = _SEPARATOR.split(head)[::2]
    parts = tuple(_SEPARATOR.split(text))
    first = _ONE.fullmatch(values[0]) or _ROMAN_ONE.fullmatch(values[0])
    numeric = bool(first) and all(map(_is_loose, values[1:]))
    return Number(text, label, numeric, _is_plural(values), parts, len(values) * 2 - 1)


def _is_loose(value: str) -> bool:
    return bool(_LOOSE.fullmatch(value) or _ONE.fullmatch(value))


def _is_plural(values: list[str]) -> bool:
    """Whether there are several numbers."""
    if len(values) < 2 or not values[1]:
        return False
    if _ONE.fullmatch(values[0]):
        return True
    return bool(_ROMAN_VALUE.fullmatch(values[0]) and _ROMAN_VALUE.fullmatch(values[1]))


def expand_labels(text: str, locale: Locale) -> str:
    """A number's text with the locale's short terms for the labels inside it."""

    def term(match: re.Match[str]) -> str:
        rest = _SEPARATOR.split(text[match.end() :])[::2]
        plural = _is_plural(rest[:2])
        return f"{locale.term(_LABELS[match[1]], 'short', plural=plural) or match[0].rstrip()} "

    return _LABEL.sub(term, text) if "." in text else text


def ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """`2nd`: the number and the suffix that the locale has for it."""
    return f"{number}{_ordinal_suffix(number, locale, gender)}"


def _ordinal_suffix(number: int, locale: Locale, gender: str) -> str:
    """The most specific suffix: by the last two digits, by the last one, by the whole number."""
    for genders in (gender, "") if gender else ("",):
        for value, wanted in (
            (number, "whole-number"),
            (number % 100, "last-two-digits"),
            (number % 10, "last-digit"),
        ):
            found = locale.terms.get((f"ordinal-{value:02d}", "long", genders))
            if found is None:
                continue
            match = found.match or ("last-digit" if value < 10 else "last-two-digits")
            if _matches(match, wanted, number, value):
                return found.single
        found = locale.terms.get(("ordinal", "long", genders))
        if found is not None:
            return found.single
    return ""


def _matches(match: str, wanted: str, number: int, value: int) -> bool:
    """Whether a term that is matched by `match` may be used for this part of the number."""
    if match == "whole-number":
        return number == value
    if match == "last-two-digits":
        return number % 100 == value and wanted != "last-digit"
    return number % 10 == value


def long_ordinal(number: int, locale: Locale, gender: str = "") -> str:
    """`second`; above ten, or where the locale has no word, as `ordinal`."""
    if 0 < number <= 10:
        name = f"long-ordinal-{number:02d}"
        found = locale.find(name, "long", gender) or locale.find(name)
        if found and found.single:
            return found.single
    return ordinal(number, locale, gender)


def roman(number: int) -> str:
    """Small Roman numerals for 1-4999; other numbers in digits."""
    if not 0 < number < 5000:
        return str(number)
    out: list[str] = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out.append(letters * count)
    return "".join(out)


def format_number(number: Number, form: str, locale: Locale, gender: str = "") -> str:
    """A number in a form of `cs:number`, part by part; what is no plain number stays."""
    if form == "numeric":
        return number.text
    out = [_one(part, form, locale, gender) for part in number.parts[: number.head]]
    return "".join((*out, *number.parts[number.head :]))


def _one(text: str, form: str, locale: Locale, gender: str) -> str:
    if not text.isdecimal() or len(text) > 9:
        return text
    number = int(text)
    if form == "ordinal":
        return ordinal(number, locale, gender)
    if form == "long-ordinal":
        return long_ordinal(number, locale, gender)
    return roman(number) if form == "roman" else text
