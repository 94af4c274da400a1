"""Formats of tagged lines, a tag and its value a line: what NBIB, EndNote, NoteExpress … share.

A format gives its `Table`, which is the whole mapping to CSL; the reading is here. Tags that a
table does not know are kept in `Reference.fields`, by the table's prefix and their name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from backmatter.references.errors import InputError
from backmatter.references.formats import plain_dates, plain_names
from backmatter.references.formats.format import ReadResult
from backmatter.references.model import Date, Name, Reference, Source

Values = dict[str, list[str]]
"""The values of a record by tag, in the order of the tags."""

SERIAL = "serial"
"""In `Table.texts`: an ISSN or an ISBN, by the type of the work."""

_ANY_BREAK = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)+", re.IGNORECASE)
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_SEVERAL = re.compile(r"\s*[;；]\s*")
_MANY = frozenset({"abstract", "note"})
"""Variables that take all values of their tag."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its values, its first line and its last."""

    values: Values
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Table:
    """What the tags of a format mean.

    Attributes:
        prefix: Before the names of tags that CSL knows nothing of, in `Reference.fields`.
        line: A tag (group 1) and its value (group 2) on a line.
        first: The tag that begins a record.
        kind: The tag of the type; "" for none.
        types: The type in small letters → CSL's.
        names: Tag → name variable; the names of several tags for one follow each other.
        texts: Tag → text variable, or `SERIAL`.
        dates: Tag → date variable; the first tag that can be read decides.
        keywords: The tags of keywords.
        person: How one name is read.
        prepare: Takes from the values what no table can say; the variables that it found.
    """

    prefix: str
    line: re.Pattern[str]
    first: str
    kind: str
    types: Mapping[str, str]
    names: Mapping[str, str]
    texts: Mapping[str, str]
    dates: Mapping[str, str]
    keywords: tuple[str, ...]
    person: Callable[[str], Name] = plain_names.read
    prepare: Callable[[Values], dict[str, str]] | None = None


def read(text: str, file: str, table: Table, what: str) -> ReadResult:
    """The records of a text.

    Raises:
        InputError: When there is no record in a text that is not blank; `what` says what was
            expected.
    """
    found = list(records(text.removeprefix("\ufeff"), table.line, table.first))
    if not found and text.strip():
        raise InputError(f"{file or '-'}:1:1: {what}")
    return ReadResult(tuple(_reference(record, table, file) for record in found))


def records(text: str, line: re.Pattern[str], first: str, last: str = "") -> Iterator[Record]:
    """The records of a text, from one `first` tag to the next or to the tag `last`.

    A line without a tag goes on with the value before it; what stands before the first record
    is passed over.
    """
    values: dict[str, list[list[str]]] = {}
    start = number = end = 0
    for number, content in enumerate(_ANY_BREAK.sub("\n", text).split("\n"), 1):
        match = line.match(content.strip())
        if match is None:
            if values and content.strip():
                next(reversed(values.values()))[-1].append(content.strip())
                end = number
            continue
        tag, value = match[1], (match[2] or "").strip()
        if values and tag in (first, last):
            yield Record(_joined(values), start, number if tag == last else end)
            values = {}
        if tag == first:
            values, start = {tag: [[value]]}, number
        elif values:
            found = values.pop(tag, [])
            found.append([value])
            values[tag] = found
        end = number
    if values:
        yield Record(_joined(values), start, end)


def bare_doi(text: str) -> str:
    """A DOI without the address or the word before it."""
    return _DOI.sub("", text).strip()


def serial(text: str, csl_type: str) -> str:
    """Which of the two it is: by its form, where that does not tell by the work's type."""
    is_book = csl_type in ("book", "chapter") and not re.fullmatch(r"\d{4}-?\d{3}[\dXx]", text)
    return "ISBN" if _ISBN.fullmatch(text) or is_book else "ISSN"


def _joined(values: dict[str, list[list[str]]]) -> Values:
    """Each value with the lines that go on with it."""
    return {tag: [" ".join(filter(None, each)) for each in found] for tag, found in values.items()}


def _reference(record: Record, table: Table, file: str) -> Reference:
    values = {t: kept for t, found in record.values.items() if (kept := [v for v in found if v])}
    variables = table.prepare(values) if table.prepare else {}
    kind = " ".join(values.pop(table.kind, [])[:1])
    csl_type = variables.pop("type", "") or table.types.get(kind.lower(), "")
    if kind and not csl_type:
        values[table.kind] = [kind]
    lists: dict[str, tuple[Name, ...]] = {}
    for tag, variable in table.names.items():
        if people := _people(values.pop(tag, []), table.person):
            lists[variable] = lists.get(variable, ()) + people
    closed = {v: plain_names.without_closer(people) for v, people in lists.items()}
    keywords = [word for tag in table.keywords for word in values.pop(tag, [])]
    dates = _dates(values, table)
    variables |= {v: t for v, t in _texts(values, table, csl_type).items() if v not in variables}
    return Reference(
        key=variables.pop("id", ""),
        type=csl_type,
        variables=variables,
        names={variable: names for variable, (names, _) in closed.items()},
        others=frozenset(variable for variable, (_, is_cut) in closed.items() if is_cut),
        dates=dates,
        keywords=tuple(dict.fromkeys(w for each in keywords for w in _SEVERAL.split(each) if w)),
        fields={f"{table.prefix}{tag}": "\n".join(found) for tag, found in values.items()},
        source=Source(file=file, line=record.line, end_line=record.end_line),
    )


def _people(found: list[str], person: Callable[[str], Name]) -> tuple[Name, ...]:
    names = [person(each) for text in found for each in _SEVERAL.split(text) if each]
    return tuple(name for name in names if name != Name())


def _dates(values: Values, table: Table) -> dict[str, Date]:
    dates: dict[str, Date] = {}
    for tag, variable in table.dates.items():
        found = values.get(tag, [""])[0]
        date = plain_dates.read(found) if variable not in dates else None
        if date is not None:
            dates[variable] = date
        if date is not None or plain_dates.read(found) is not None:
            del values[tag]
    return dates


def _texts(values: Values, table: Table, csl_type: str) -> dict[str, str]:
    variables: dict[str, str] = {}
    for tag, role in table.texts.items():
        found = values.get(tag, [])
        variable = serial(found[0], csl_type) if role == SERIAL and found else role
        if not found or variable in variables:
            continue
        text = "\n".join(found) if variable in _MANY else found[0]
        variables[variable] = bare_doi(text) if variable == "DOI" else text
        rest = [] if variable in _MANY else found[1:]
        values.pop(tag)
        if rest:
            values[tag] = rest
    return variables
