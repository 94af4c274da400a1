r"""References as a `.bib` text for BibTeX's styles, which know less than our records hold.

A letter with an accent becomes one of BibTeX's *special characters* (`{\'e}`), which its styles
sort, shorten and change in case as the letter it is; written as one Unicode letter it would sort
after z. Given names that are a row of initials (`CL`) get their periods; a date that is no single
day gets a `year`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from backmatter.references.latex_tables import ACCENTS
from backmatter.references.model import Date, Name, Reference
from backmatter.styles.csl.people import is_initials

_COMMAND_OF = {mark: command for command, mark in reversed(ACCENTS.items())}
_LETTERS = {
    "ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "œ": "oe", "Œ": "OE", "æ": "ae",
    "Æ": "AE", "å": "aa", "Å": "AA", "ß": "ss",
}  # fmt: skip
"""The letters whose commands BibTeX knows as letters (its documentation, section 4)."""

_VERBATIM = re.compile(r"  (?:doi|eprint|file|isbn|issn|url|user[a-f]|verb[a-c]) = ")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_KEY = re.compile(r"^@\w+\{([^,\n]*),$", re.MULTILINE)
_MANUAL = re.compile(r"^@manual\{.*?^\}$", re.MULTILINE | re.DOTALL)
_YEAR = "year-for-bibtex"
"""The field in which the year travels through the writer, which would leave out one of its own."""

_PUBLISHER = re.compile(r"^  publisher = ", re.MULTILINE)


def bib_text(references: Sequence[Reference]) -> str:
    """The references as a database for a style of BibTeX's."""
    from backmatter.references.formats import bibtex

    text = bibtex.write([_plainer(each) for each in references])
    text = _MANUAL.sub(_with_organization, text).replace(f"\n  {_YEAR} = ", "\n  year = ")
    lines = text.splitlines(keepends=True)
    return "".join(line if _VERBATIM.match(line) else with_special(line) for line in lines)


def keys_of(text: str) -> list[str]:
    """The keys of a text that `bib_text` made, in order: some characters it has to replace."""
    return _KEY.findall(text)


def with_special(text: str) -> str:
    """The text with its accented letters as BibTeX's special characters."""
    if text.isascii():
        return text
    return _BEYOND_ASCII.sub(_special, unicodedata.normalize("NFC", text))


def _special(match: re.Match[str]) -> str:
    letter = match[0]
    if name := _LETTERS.get(letter):
        return f"{{\\{name}}}"
    parts = unicodedata.normalize("NFD", letter)
    command = _COMMAND_OF.get(parts[1:])
    if command is None or not parts[0].isascii():
        return letter
    return f"{{\\{command}{' ' if command.isalpha() else ''}{parts[0]}}}"


def _with_organization(entry: re.Match[str]) -> str:
    """A manual's publisher under the name that BibTeX's styles ask a manual for."""
    return _PUBLISHER.sub("  organization = ", entry[0], count=1)


def _plainer(reference: Reference) -> Reference:
    """The reference with names and date as BibTeX's styles can print them."""
    names = {role: tuple(map(_plainer_name, people)) for role, people in reference.names.items()}
    issued = reference.dates.get("issued")
    if issued is None or not (year := _year(issued)):
        return replace(reference, names=names)
    return replace(reference, names=names, fields={**reference.fields, _YEAR: year})


def _plainer_name(name: Name) -> Name:
    is_letter = len(name.given) == 1 and name.given.isupper()
    if is_letter or is_initials(name.given, name.family):
        return replace(name, given=" ".join(f"{letter}." for letter in name.given))
    return name


def _year(date: Date) -> str:
    """What the field `year` holds of a date that the writer has no `year` for, else ""."""
    text = date.literal or date.raw
    years = [str(part.year) for part in date.parts if part.year]
    if not years:
        return text if re.fullmatch(r"[^{}\\@]*", text) else ""
    if len(date.parts) == 1 and not date.circa and not date.parts[0].season:
        return ""
    return ("c. " if date.circa else "") + "--".join(dict.fromkeys(years))
