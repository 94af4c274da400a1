"""A file of evidence: what pages show of each reference, word for word (`docs/evidence.md`).

A person has looked the works up and written down what stood where; the file says for which
reference each record is. So there is nothing to match, only to compare; and what the file does
not hold says nothing about a work. Its source is shown as the page where a fact was seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.verification.comparing.words import squash, words
from backmatter.references.verification.records import Seen, Work
from backmatter.references.verification.results import Candidate
from backmatter.references.verification.sources.source import Answer, Failure


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file.

    Attributes:
        title: The reference's title as printed, by which it is found again.
        year: Its year as printed, None when the file gives none.
        work: What was seen of it; without fields when nothing was.
        reviewed: When a person looked, ISO date, "" when the file does not say.
    """

    title: str
    year: int | None
    work: Work
    reviewed: str = ""


class EvidenceSource:
    """The evidence of one file, as a source."""

    is_curated = True
    at_once = 1

    def __init__(self, rows: Iterable[Row], name: str = "evidence") -> None:
        self.name = name
        self._by_title: dict[str, list[Row]] = {}
        self._by_doi: dict[str, Row] = {}
        for row in rows:
            self._by_title.setdefault(squash(row.title), []).append(row)
            if row.work.doi:
                self._by_doi.setdefault(dois.key(row.work.doi), row)

    def by_doi(self, dois_asked: Sequence[str]) -> Mapping[str, Answer]:
        """The records with these DOIs."""
        return {doi: _answer(self._by_doi.get(dois.key(doi))) for doi in dois_asked}

    def by_reference(self, reference: Reference) -> Answer:
        """The record that the file gives for this reference, found by its title and year."""
        return _answer(self.row_of(reference))

    def row_of(self, reference: Reference) -> Row | None:
        """The line that is about this reference."""
        if not (title := squash(reference.title)):
            return None
        for row in self._by_title.get(title, []):
            if row.year is None or reference.year is None or row.year == reference.year:
                return row
        return None

    def health(self) -> Failure | None:
        """A file that could be read can be asked."""
        return None


def load(path: Path) -> EvidenceSource:
    """Read a file of evidence.

    Raises:
        InputError: When it is missing, no UTF-8, or a line is no evidence; with its number.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8") from None
    return EvidenceSource(tuple(parse_rows(text, str(path))), path.name)


def review_evidence() -> EvidenceSource:
    """What is known of the bundled review's references, with the pages it was seen on."""
    from importlib.resources import files

    file = files("backmatter.references") / "data" / "review" / "evidence.jsonl"
    rows = parse_rows(file.read_text(encoding="utf-8"), "evidence.jsonl")
    return EvidenceSource(tuple(rows), "the bundled evidence")


def parse_rows(text: str, file: str = "") -> Iterator[Row]:
    """The rows of JSON Lines text.

    Raises:
        InputError: When a line is no evidence.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise TypeError("not an object")
            yield _row(cast("dict[str, Any]", data))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InputError(f"{file}:{number}: is no evidence: {error}") from None


def _answer(row: Row | None) -> Answer:
    return Answer((row.work,), row.reviewed) if row else Answer()


def _row(data: dict[str, Any]) -> Row:
    cited: dict[str, Any] = data["reference"]
    fields = {name: list(_sightings(seen)) for name, seen in data.get("fields", {}).items()}
    doi = next((str(value) for value, _ in fields.get("DOI", [])), "")
    if doi and not dois.is_valid(doi):
        raise ValueError(f"{doi} is no DOI")
    return Row(
        str(cited["title"]),
        _year(cited.get("issued")),
        _work(fields, doi, data),
        str(data.get("reviewed", "")),
    )


def _sightings(seen: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, Seen]]:
    for each in seen:
        value, address = each["value"], str(each["address"])
        yield value, Seen(str(value), address, str(each.get("excerpt", "")))


def _work(fields: dict[str, list[tuple[Any, Seen]]], doi: str, data: dict[str, Any]) -> Work:
    def values(name: str) -> tuple[str, ...]:
        return tuple(str(value) for value, _ in fields.get(name, []))

    texts = {name: values(name)[0] for name in _TEXTS if values(name)}
    years = tuple(dict.fromkeys(y for v in values("issued") if (y := _year_of(v)) is not None))
    lists = fields.get("author", [])
    names = tuple(_name(name) for name in lists[0][0]) if lists else ()
    pages = (*values("page"), *values("number"))
    return Work(
        Reference(
            variables=texts | ({"DOI": doi} if doi else {}),
            names={"author": names} if names else {},
            dates={"issued": Date((DatePart(years[0]),))} if years else {},
        ),
        values("title"),
        values("container-title"),
        years,
        pages,
        source=_addresses(fields),
        seen={name: tuple(seen for _, seen in sightings) for name, sightings in fields.items()},
        established=bool(data.get("established", False)),
        not_this=tuple(
            Candidate(str(o.get("doi") or ""), str(o.get("excerpt") or ""), None, str(o["reason"]))
            for o in data.get("not-this-work", [])
        ),
        note=str(data.get("note", "")),
    )


_TEXTS = ("title", "container-title", "volume", "issue", "page", "number", "publisher", "PMID")


def _addresses(fields: dict[str, list[tuple[Any, Seen]]]) -> str:
    """The pages, each once, in the order of the fields."""
    pages = dict.fromkeys(seen.address for sightings in fields.values() for _, seen in sightings)
    return ", ".join(pages)


def _name(value: dict[str, str]) -> Name:
    return Name(
        family=value.get("family", ""),
        given=value.get("given", ""),
        literal=value.get("literal", ""),
    )


def _year(issued: object) -> int | None:
    parts = cast("dict[str, Any]", issued).get("date-parts") if isinstance(issued, dict) else None
    return int(parts[0][0]) if parts else None


def _year_of(text: str) -> int | None:
    """The year at the start of a date as seen (`2016 May`, `2021-09-06`)."""
    first = (words(text) or ("",))[0]
    return int(first) if first.isdecimal() and len(first) == 4 else None
