"""A reference as the processor uses it: what is parsed once is kept.

Names, dates and numbers are parsed at first use; fields smuggled into `note` as lines
`variable: value` ("cheater syntax") count as variables, as citeproc-js has it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backmatter.references.model import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    Date,
    Name,
    Reference,
)
from backmatter.styles.csl.date_text import parse_date_text, settle_date
from backmatter.styles.csl.locale import normal_tag
from backmatter.styles.csl.markers import clean
from backmatter.styles.csl.markup import ENGLISH_QUOTES, parse_markup
from backmatter.styles.csl.numbers import Number, parse_number
from backmatter.styles.csl.people import Person, parse_person

_NOTE_LINE = re.compile(r"^\{?:?\s*([A-Za-z][A-Za-z_-]{1,40})\s*:\s*(.*?)\s*\}?$")
_BRACED = re.compile(r"\{:([^:{}]{2,40}):\s?([^{}]*)\}")
_ALIASES = {
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
}
_UPPER = frozenset({"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL", "CSTR"})
_VARIABLE = re.compile(r"[a-z]{1,20}(?:[-_][a-z]{1,20}){0,4}")
_VERBATIM = frozenset({"URL", "DOI"})


class Item:
    """One reference, prepared.

    Attributes:
        reference: What it was made from.
        key: Its cite key.
        type: Its CSL type; a `type:` line in the note goes before.
        texts: Text and number variables, raw.
        number: Its number in the bibliography, 0 while there is none.
        year_suffix: Which letter its year has (1 = a), 0 for none.
        sort_values: What the bibliography's sort keys gave, by their places.
        shape: What it is and has, in the bits of its style, see `presence`.
        look: How its cite looks before anything is done to tell it from others.
        looks: How it looks with what is done, as far as that was tried.
        first_note: The number of the note that first cites it, 0 while none does.
    """

    __slots__ = (
        "_dates",
        "_language",
        "_marked",
        "_people",
        "_quotes",
        "dates",
        "first_note",
        "key",
        "look",
        "looks",
        "names",
        "number",
        "reference",
        "shape",
        "sort_values",
        "texts",
        "type",
        "year_suffix",
    )

    def __init__(self, reference: Reference, quotes: str = ENGLISH_QUOTES) -> None:
        self.reference = reference
        self._quotes = quotes
        self.key = reference.key
        self.type = reference.type
        self.texts = reference.variables
        self.names = reference.names
        self.dates = reference.dates
        self.number = 0
        self.year_suffix = 0
        self.first_note = 0
        self.shape = 0
        self.sort_values: dict[int, str | None] = {}
        self.look: tuple[object, ...] | None = None
        self.looks: dict[object, tuple[str, tuple[object, ...]]] | None = None
        self._marked: dict[str, str] = {}
        self._people: dict[str, tuple[Person, ...]] = {}
        self._dates: dict[str, Date | None] = {}
        self._language = ""
        if not _ALIASES.keys().isdisjoint(self.texts):
            self.texts = {_ALIASES.get(name, name): text for name, text in self.texts.items()}
        note = self.texts.get("note", "")
        if ":" in note:
            self._read_note(note)

    @property
    def language(self) -> str:
        """The language tag with the usual case, "" when unknown."""
        if not self._language:
            tag = self.texts.get("language", "")
            self._language = normal_tag(tag) if tag else ""
        return self._language

    def text(self, variable: str) -> str:
        """A text variable with its markup as marks, "" when there is none."""
        found = self._marked.get(variable)
        if found is None:
            raw = self.texts.get(variable)
            if raw is None:
                return ""
            found = clean(raw) if variable in _VERBATIM else parse_markup(raw, self._quotes)
            self._marked[variable] = found
        return found

    def plain(self, variable: str) -> str:
        """A text variable with its markup as it stands, "" when there is none."""
        raw = self.texts.get(variable)
        return clean(raw) if raw else ""

    def people(self, variable: str) -> tuple[Person, ...]:
        """The names of a variable, parsed."""
        found = self._people.get(variable)
        if found is None:
            found = tuple(parse_person(name, self._quotes) for name in self.names.get(variable, ()))
            self._people[variable] = found
        return found

    def date(self, variable: str) -> Date | None:
        """A date, raw text parsed; None when there is none."""
        date = self.dates.get(variable)
        if date is None or (date.parts and not date.literal and not date.raw):
            return date
        if variable not in self._dates:
            self._dates[variable] = settle_date(_clean_date(date))
        return self._dates[variable]

    def numeric(self, variable: str) -> Number:
        """A number variable, parsed."""
        return parse_number(self.plain(variable))

    def has(self, variable: str) -> bool:
        """Whether the reference has a value for the variable."""
        if variable in self.texts or variable in self.names:
            return True
        return variable in self.dates and self.date(variable) is not None

    def _read_note(self, note: str) -> None:
        """Take the `variable: value` lines of the note; the others stay."""
        texts, names, dates = dict(self.texts), dict(self.names), dict(self.dates)
        kept: list[str] = []
        lines = _BRACED.sub(r"\n\1: \2\n", note).split("\n")
        lines = [line for line in lines if line.strip()]
        for line in lines:
            match = _NOTE_LINE.match(line.strip())
            variable = _variable_name(match[1]) if match else ""
            if not match or not _known(variable):
                kept.append(line)
                continue
            value = match[2]
            if variable == "type":
                self.type = value
            elif variable in NAME_VARIABLES:
                if variable not in self.names:
                    names[variable] = (*names.get(variable, ()), _note_name(value))
            elif variable in DATE_VARIABLES:
                dates[variable] = parse_date_text(value)
            elif value and variable not in texts:
                texts[variable] = value
        texts["note"] = "\n".join(kept)
        if not texts["note"]:
            del texts["note"]
        self.texts, self.names, self.dates = texts, names, dates


def _variable_name(label: str) -> str:
    """The CSL variable that a label of a note's line means."""
    name = label.strip().replace(" ", "-")
    if name.upper() in _UPPER:
        return name.upper()
    return _ALIASES.get(name, name.lower() if name[1:].islower() else name)


def _clean_date(date: Date) -> Date:
    """The date with clean text, where it has any."""
    if not (date.literal or date.raw):
        return date
    return replace(date, literal=clean(date.literal), raw=clean(date.raw))


def _known(variable: str) -> bool:
    """Whether a word can be the name of a CSL variable."""
    return variable in _UPPER or bool(_VARIABLE.fullmatch(variable))


def _note_name(value: str) -> Name:
    """`Family || Given`, or a literal name."""
    family, bars, given = value.partition("||")
    if not bars:
        return Name(literal=value.strip())
    return Name(family=family.strip(), given=given.strip())
