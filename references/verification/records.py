"""Reading a Crossref work record (REST API, `/works`) whose every field may be odd.

Titles are lists, null, empty, or hold JATS and HTML markup and entities escaped twice; dates
may be `[[null]]`; names may lack a family part; a page may be an article number. What is not
as documented is left out, never guessed and never an error.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.verification.results import Candidate, Notice

T = TypeVar("T")

WORK_FIELDS = (
    "DOI",
    "type",
    "title",
    "subtitle",
    "original-title",
    "short-title",
    "author",
    "editor",
    "container-title",
    "short-container-title",
    "issued",
    "published",
    "published-print",
    "published-online",
    "volume",
    "issue",
    "page",
    "article-number",
    "publisher",
    "ISSN",
    "update-to",
    "updated-by",
    "relation",
)
"""The fields that are read here: what a request `select`s, and the cache keeps (raise its
`SCHEMA` when they change)."""

BY_TITLE = "title"
"""The source of a notice that stands in the record's title only."""

_TYPES = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "entry",
    "book": "book",
    "edited-book": "book",
    "monograph": "book",
    "reference-book": "book",
    "posted-content": "article",
    "dissertation": "thesis",
    "report": "report",
    "report-component": "report",
    "standard": "standard",
    "dataset": "dataset",
    "peer-review": "review",
    "journal": "periodical",
}
_NOT_A_WORK = frozenset({"component", "journal", "journal-issue", "journal-volume", "proceedings"})
_DATES = ("issued", "published", "published-print", "published-online")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_SPACE = re.compile(r"\s+")
_WHAT = r"(?:retracted(?: article| paper| chapter| and withdrawn)?|withdrawn|removed|撤稿|已撤稿)"
_MARKED = (
    re.compile(
        rf"^\s?[\[(【]?\s?{_WHAT}(?:\s?[:：.\])】\u2013\u2014-]+\s*|(?<=\])\s*)", re.IGNORECASE
    ),
    re.compile(r"\s?[\[(]\s?retracted(?: article)?\b[^\[\]()]{0,80}[\])]\.?\s?$", re.IGNORECASE),
)
"""`RETRACTED:` in front of a title; `[RETRACTED]`, `(Retracted article. See vol. 3)` after it."""

_MAX_AUTHORS = 5000


@dataclass(frozen=True, slots=True)
class Seen:
    """One fact as it was seen: the page, and the words that stood there."""

    value: str
    address: str
    excerpt: str = ""


_NOTHING_SEEN: Mapping[str, tuple[Seen, ...]] = {}


@dataclass(frozen=True, slots=True)
class Work:
    """A record of a work, from whatever source.

    Attributes:
        reference: Its fields, CSL-typed; `DOI` among its variables when it has one.
        titles: All titles it goes by, plain text: with and without subtitle, the original one.
        containers: All names of its container, full and abbreviated.
        years: All years that are right: issued, in print, online.
        pages: Its pages and its article number, either of which a reference may give.
        kind: The source's own type (`journal-article`).
        citable: False for components, whole issues and the like.
        notices: Updates to it.
        updates: The DOIs of the works that it is itself an update to.
        source: The source's name, `Crossref`; for evidence, the address of the page.
        seen: For evidence: field → each sighting of it.
        established: False when it is uncertain whether the record is the work looked for.
        not_this: For evidence: similar works that it must not be taken for.
        note: What the source adds for a person.
        score: The source's own relevance, only comparable within one answer.
    """

    reference: Reference
    titles: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    pages: tuple[str, ...] = ()
    kind: str = ""
    citable: bool = True
    notices: tuple[Notice, ...] = ()
    updates: tuple[str, ...] = ()
    source: str = "Crossref"
    seen: Mapping[str, tuple[Seen, ...]] = field(default_factory=lambda: _NOTHING_SEEN)
    established: bool = True
    not_this: tuple[Candidate, ...] = ()
    note: str = ""
    score: float = 0.0

    @property
    def doi(self) -> str:
        """Its DOI, "" when it has none."""
        return self.reference.text("DOI")


def read_work(record: object) -> Work | None:
    """A work from a Crossref record; None when it is no record with a well-formed DOI."""
    if not isinstance(record, dict):
        return None
    data = cast("dict[str, Any]", record)
    doi = data.get("DOI")
    if not isinstance(doi, str) or not dois.is_valid(doi):
        return None
    made = tuple(_notices(data.get("update-to"), doi))  # an article can be its own update
    updates = tuple(notice.doi for notice in made if notice.doi and not dois.same(notice.doi, doi))
    own = tuple(notice for notice in made if dois.same(notice.doi, doi))
    title, titles = _titles(data, is_notice=bool(updates))
    containers = _texts(data, "container-title")
    years = _unique(year for name in _DATES if (year := _date(data.get(name)).year) is not None)
    pages = _unique(_first_texts(data, ("page", "article-number")))
    kind = _text(data.get("type"))
    score = data.get("score")
    return Work(
        Reference(
            type=_TYPES.get(kind, "document"),
            variables=_variables(data, doi, title, containers),
            names={
                name: names
                for name in ("author", "editor")
                if (names := tuple(_names(data.get(name))))
            },
            dates={"issued": date} if (date := _date(data.get("issued"))).parts else {},
        ),
        titles,
        _unique((*containers, *_texts(data, "short-container-title"))),
        years,
        pages,
        kind,
        kind not in _NOT_A_WORK,
        (*_notices(data.get("updated-by"), doi), *own, *([] if updates else _by_title(data))),
        updates,
        score=float(score) if isinstance(score, int | float) else 0.0,
    )


def notices_about(record: object, doi: str) -> tuple[Notice, ...]:
    """What the record of a notice says about the work of that DOI."""
    data = cast("dict[str, Any]", record) if isinstance(record, dict) else {}
    own = _text(data.get("DOI"))
    made = _notices(data.get("update-to"), own) if dois.is_valid(own) else ()
    return tuple(replace(notice, doi=own) for notice in made if dois.same(notice.doi, doi))


def plain(text: str) -> str:
    """Text without markup and entities (also doubly escaped ones), on one line."""
    for _ in range(2):
        if "&" in text:
            text = html.unescape(text)
    return _SPACE.sub(" ", _TAG.sub("", text)).strip()


def without_retraction_mark(title: str) -> str:
    """The title without the `RETRACTED:` that publishers put before it, or indexes after it."""
    plain_title = title
    for mark in _MARKED:
        plain_title = mark.sub("", plain_title, count=1).strip()
    return plain_title or title


def _by_title(data: dict[str, Any]) -> Iterable[Notice]:
    """A retraction that only the title tells."""
    if any(without_retraction_mark(title) != title for title in _texts(data, "title")):
        yield Notice("retraction", source=BY_TITLE)


def _titles(data: dict[str, Any], *, is_notice: bool) -> tuple[str, tuple[str, ...]]:
    """The title to show, and all that a reference may give: with a subtitle and without.

    `RETRACTED:` in front of an article's title was put there later; in front of a notice's
    title it is part of it.
    """
    titles = list(_texts(data, "title"))
    if not is_notice:
        titles = [without_retraction_mark(title) for title in titles]
    if not titles:
        return "", tuple(_texts(data, "original-title"))
    subtitles = _texts(data, "subtitle")
    joined = [
        f"{titles[0]}: {subtitle}"
        for subtitle in subtitles
        if subtitle.casefold() not in titles[0].casefold()
    ]
    others = (*titles[1:], *_texts(data, "original-title"), *_texts(data, "short-title"))
    return (joined or titles)[0], _unique((*joined, *titles, *others))


def _variables(
    data: dict[str, Any], doi: str, title: str, containers: tuple[str, ...]
) -> dict[str, str]:
    found = {
        "DOI": doi,
        "title": title,
        "container-title": containers[0] if containers else "",
        "volume": _text(data.get("volume")),
        "issue": _text(data.get("issue")),
        "page": _text(data.get("page")),
        "number": _text(data.get("article-number")),
        "publisher": _text(data.get("publisher")),
    }
    return {name: value for name, value in found.items() if value}


def _text(value: object) -> str:
    """A string or number as plain text; anything else is none."""
    if isinstance(value, str):
        return plain(value[:20_000])
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _texts(data: dict[str, Any], name: str) -> tuple[str, ...]:
    """The texts of a field that should be a list of them and may be one, or null."""
    value = data.get(name)
    values = cast("list[object]", value) if isinstance(value, list) else [value]
    return _unique(text for each in values[:50] if (text := _text(each)))


def _first_texts(data: dict[str, Any], names: Iterable[str]) -> Iterable[str]:
    for name in names:
        if text := _text(data.get(name)):
            yield text


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _names(value: object) -> Iterable[Name]:
    """Persons, and groups by their name; an entry that is neither is left out."""
    if not isinstance(value, list):
        return
    for entry in cast("list[object]", value)[:_MAX_AUTHORS]:
        if not isinstance(entry, dict):
            continue
        person = cast("dict[str, Any]", entry)
        family, given = _text(person.get("family")), _text(person.get("given"))
        group = _text(person.get("name")) or _text(person.get("literal"))
        if family:
            yield Name(family=family, given=given, suffix=_text(person.get("suffix")))
        elif group or given:
            yield Name(literal=group or given)


def _date(value: object) -> Date:
    """The first date of `date-parts`; a date without parts when it says nothing."""
    outer = cast("dict[str, Any]", value).get("date-parts") if isinstance(value, dict) else None
    inner = cast("list[object]", outer)[0] if isinstance(outer, list) and outer else None
    if not isinstance(inner, list) or not inner:
        return Date()
    numbers = [_number(part) for part in cast("list[object]", inner)[:3]]
    if not numbers[0]:
        return Date()
    month = numbers[1] if len(numbers) > 1 and 1 <= numbers[1] <= 12 else 0
    day = numbers[2] if len(numbers) > 2 and month and 1 <= numbers[2] <= 31 else 0
    return Date((DatePart(numbers[0], month, day),))


def _number(value: object) -> int:
    """A whole number, also one written as a string; 0 for anything else."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return value if 0 < value < 10_000 else 0
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,4}", value) else 0


def _notices(value: object, own_doi: str) -> Iterable[Notice]:
    """The updates of `updated-by` or `update-to`, each once; a work can be its own update."""
    if not isinstance(value, list):
        return
    seen: set[tuple[str, str]] = set()
    for entry in cast("list[object]", value)[:200]:
        if not isinstance(entry, dict):
            continue
        update = cast("dict[str, Any]", entry)
        kind = _text(update.get("type")).lower().replace("-", "_").replace(" ", "_")
        doi = _text(update.get("DOI"))
        doi = doi if dois.is_valid(doi) else ""
        part = _date(update.get("updated"))
        identity = (kind, dois.key(doi or own_doi))
        if kind and identity not in seen:
            seen.add(identity)
            yield Notice(kind, doi, _iso(part), _text(update.get("source")) or "publisher")


def _iso(date: Date) -> str:
    if not date.parts or date.parts[0].year is None:
        return ""
    part = date.parts[0]
    numbers = [f"{part.year:04}"] + [f"{n:02}" for n in (part.month, part.day) if n]
    return "-".join(numbers)
