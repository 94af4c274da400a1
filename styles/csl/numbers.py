"""Numbers: what counts as numeric, and how a number is printed.

A value is numeric when it holds nothing but numbers, each with an optional prefix or suffix of
letters (`D2`, `2nd`), separated by a comma, a hyphen or an ampersand (CSL 1.0.2, "Choose").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backmatter.styles.csl.locale import Locale

_PART = re.compile(r"\s*([,&;/]|[-–—]+|\band\b|\bet\b)\s*")
_NUMERIC = re.compile(
    r"\s*[A-Za-z]{0,8}\d+[A-Za-z]{0,8}"
    r"(?:\s*(?:[,&]|[-–])\s*[A-Za-z]{0,8}\d+[A-Za-z]{0,8})*\s*"
)
_ONE = re.compile(r"[A-Za-z]{0,8}\d+[A-Za-z]{0,8}")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ROMAN_VALUE = re.compile(r"[ivxlcdm]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number variable: its text, and what is known of it.

    Attributes:
        text: As the field has it, trimmed.
        numeric: Whether CSL calls it numeric.
        plural: Whether it names several things (`1-3`, `2, 5`, `1 & 2`).
        parts: Numbers and separators in turn.
    """

    text: str
    numeric: bool
    plural: bool
    parts: tuple[str, ...]


def parse_number(text: str) -> Number:
    """Read a number variable."""
    text = text.strip()
    if text.isdigit():
        return Number(text, True, False, (text,))
    numeric = bool(_NUMERIC.fullmatch(text))
    parts = tuple(part for part in _PART.split(text) if part)
    return Number(text, numeric, is_plural(parts), parts)


def is_plural(parts: tuple[str, ...]) -> bool:
    """Whether numbers stand on both sides of a separator."""
    numbers = [p for p in parts if _ONE.fullmatch(p) or _ROMAN_VALUE.fullmatch(p)]
    return len(parts) > 1 and len(numbers) > 1


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


def format_number(text: str, form: str, locale: Locale, gender: str = "") -> str:
    """One number in a form of `cs:number`; text that is no plain number stays."""
    if not text.isdigit() or len(text) > 9:
        return text
    number = int(text)
    if form == "ordinal":
        return ordinal(number, locale, gender)
    if form == "long-ordinal":
        return long_ordinal(number, locale, gender)
    return roman(number) if form == "roman" else text
