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
from backmatter.styles.csl.markup import parse_markup
from backmatter.styles.csl.numbers import Number, parse_number
from backmatter.styles.csl.people import Person, parse_person

_NOTE_LINE = re.compile(r"^\{?:?\s*([A-Za-z][A-Za-z_ -]{1,40}?)\s*:\s*(.*?)\s*\}?$")
_BRACED = re.compile(r"\{:([^:{}]{2,40}):\s?([^{}]*)\}")
_ALIASES = {
    "shortTitle": "title-short",
    "journalAbbreviation": "container-title-short",
}
_UPPER = frozenset({"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL", "CSTR"})
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
        first_note: The number of the note that first cites it, 0 while none does.
    """

    __slots__ = (
        "_dates",
        "_language",
        "_marked",
        "_numbers",
        "_people",
        "dates",
        "first_note",
        "key",
        "names",
        "number",
        "reference",
        "texts",
        "type",
        "year_suffix",
    )

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.key = reference.key
        self.type = reference.type
        self.texts = reference.variables
        self.names = reference.names
        self.dates = reference.dates
        self.number = 0
        self.year_suffix = 0
        self.first_note = 0
        self._marked: dict[str, str] = {}
        self._people: dict[str, tuple[Person, ...]] = {}
        self._dates: dict[str, Date | None] = {}
        self._numbers: dict[str, Number] = {}
        self._language = ""
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
            raw = self.texts.get(variable, "")
            found = clean(raw) if variable in _VERBATIM else parse_markup(raw)
            self._marked[variable] = found
        return found

    def people(self, variable: str) -> tuple[Person, ...]:
        """The names of a variable, parsed."""
        found = self._people.get(variable)
        if found is None:
            found = tuple(parse_person(name) for name in self.names.get(variable, ()))
            self._people[variable] = found
        return found

    def date(self, variable: str) -> Date | None:
        """A date, raw text parsed; None when there is none."""
        if variable not in self._dates:
            date = self.dates.get(variable)
            self._dates[variable] = settle_date(date) if date else None
        return self._dates[variable]

    def numeric(self, variable: str) -> Number:
        """A number variable, parsed."""
        found = self._numbers.get(variable)
        if found is None:
            found = self._numbers[variable] = parse_number(self.texts.get(variable, ""))
        return found

    def has(self, variable: str) -> bool:
        """Whether the reference has a value for the variable."""
        return variable in self.texts or variable in self.names or self.date(variable) is not None

    def _read_note(self, note: str) -> None:
        """Take the `variable: value` lines at the note's head (after at most one other line)."""
        texts, names, dates = dict(self.texts), dict(self.names), dict(self.dates)
        kept: list[str] = []
        lines = _BRACED.sub(r"\n\1: \2\n", note).split("\n")
        lines = [line for line in lines if line.strip()]
        for index, line in enumerate(lines):
            match = _NOTE_LINE.match(line.strip())
            variable = _variable_name(match[1]) if match else ""
            if not match or not _known(variable):
                kept.append(line)
                if index:
                    kept.extend(lines[index + 1 :])
                    break
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


def _known(variable: str) -> bool:
    """Whether a word can be the name of a CSL variable."""
    return bool(variable) and (
        variable in KNOWN_VARIABLES or variable in NAME_VARIABLES or variable in DATE_VARIABLES
    )


def _note_name(value: str) -> Name:
    """`Family || Given`, or a literal name."""
    family, bars, given = value.partition("||")
    if not bars:
        return Name(literal=value.strip())
    return replace(Name(), family=family.strip(), given=given.strip())


KNOWN_VARIABLES = frozenset(
    [
        "type",
        "abstract",
        "annote",
        "archive",
        "archive-place",
        "archive_location",
        "archive_collection",
        "authority",
        "call-number",
        "chapter-number",
        "citation-key",
        "citation-label",
        "collection-number",
        "collection-title",
        "container-title",
        "container-title-short",
        "dimensions",
        "division",
        "DOI",
        "CSTR",
        "edition",
        "event",
        "event-place",
        "event-title",
        "genre",
        "ISBN",
        "ISSN",
        "issue",
        "jurisdiction",
        "keyword",
        "language",
        "license",
        "locator",
        "medium",
        "note",
        "number",
        "number-of-pages",
        "number-of-volumes",
        "original-publisher",
        "original-publisher-place",
        "original-title",
        "page",
        "page-first",
        "part",
        "part-number",
        "part-title",
        "PMCID",
        "PMID",
        "printing-number",
        "publisher",
        "publisher-place",
        "references",
        "reviewed-genre",
        "reviewed-title",
        "scale",
        "section",
        "source",
        "status",
        "supplement",
        "supplement-number",
        "title",
        "title-short",
        "URL",
        "version",
        "volume",
        "volume-title",
        "year-suffix",
        "hereinafter",
        "committee",
        "document-name",
        "gazette-flag",
        "volume-title-short",
        "publication-number",
    ]
)
"""Variables that a line in `note` may set: CSL 1.0.2's, and those of CSL-M in use."""
