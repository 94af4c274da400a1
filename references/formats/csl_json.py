"""CSL-JSON: read as leniently as it is used, written exactly.

Form: the CSL-JSON schema of CSL 1.0.2 (citation-style-language/schema, csl-data.json), and what
citeproc-js, Zotero and Pandoc write beyond it. What CSL has no variable for is in
`custom.backmatter`, see `backmatter.references.formats.csl_custom`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.findings import Finding, Location
from backmatter.references.formats import csl_custom, csl_values, json_text
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.model import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    Date,
    Name,
    Reference,
)

STRUCTURED = "csl-json:"
"""Before the name of a member with an unknown structure; `Reference.fields` holds its JSON."""

_STRUCTURED = NAME_VARIABLES | DATE_VARIABLES
_SPECIAL = frozenset({"id", "type", "custom", "keyword", "unparsed"})
_ORDER = (
    "citation-number",
    "author",
    "editor",
    "translator",
    "title",
    "title-short",
    "original-title",
    "container-title",
    "container-title-short",
    "collection-title",
    "collection-number",
    "genre",
    "medium",
    "edition",
    "publisher",
    "publisher-place",
    "event-title",
    "event-place",
    "issued",
    "volume",
    "issue",
    "number",
    "page",
    "DOI",
    "PMID",
    "PMCID",
    "ISBN",
    "ISSN",
    "URL",
    "accessed",
    "language",
)
_RANK = {name: rank for rank, name in enumerate(_ORDER)}
_WRAPPERS = ("items", "references")


def read(text: str, file: str = "") -> ReadResult:
    """The items of a CSL-JSON text: a list, one item, or an object with `items` or `references`.

    Raises:
        InputError: When it is not JSON, or JSON of another kind; file, line and column in the text.
    """
    return read_items(json_text.load(text, file), file, "CSL-JSON")


def read_items(value: Any, file: str, kind: str) -> ReadResult:
    """The items in a value of whatever wrapping; `kind` is the format's name in messages.

    Raises:
        InputError: When no list of items can be found in it.
    """
    items = _items(value, file, kind)
    references: list[Reference] = []
    findings: list[Finding] = []
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            references.append(item_to_reference(cast("dict[str, Any]", item)))
        else:
            shown = json_text.compact(item)[:40]
            message = f"item {number} is {shown}, not an object; left out"
            findings.append(Finding("BM126", message, location=Location(file)))
    return ReadResult(tuple(references), tuple(findings))


def write(references: Sequence[Reference]) -> str:
    """A CSL-JSON list, laid out so that one change is one changed line."""
    return json_text.pretty([reference_to_item(each) for each in references]) + "\n"


FORMAT = Format("csl-json", (".json",), "CSL-JSON", read, write)


def item_to_reference(item: Mapping[str, Any]) -> Reference:
    """One CSL-JSON item as a record; what it holds beyond CSL is kept in `fields`."""
    variables: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    dates: dict[str, Date] = {}
    fields: dict[str, str] = {}
    for variable, value in item.items():
        if variable in _SPECIAL or value is None:
            continue
        if type(value) is str and variable not in _STRUCTURED:
            if value:
                variables[variable] = value
        elif variable in NAME_VARIABLES or csl_values.looks_like_names(value):
            if people := csl_values.names(value):
                names[variable] = people
        elif variable in DATE_VARIABLES or csl_values.looks_like_date(value):
            if (date := csl_values.date(value)) is not None:
                dates[variable] = date
        elif isinstance(value, dict | list):
            fields[STRUCTURED + variable] = json_text.compact(value)
        elif text := csl_values.text(value):
            variables[variable] = text
    if others := csl_custom.of_others(item.get("custom")):
        fields[STRUCTURED + "custom"] = json_text.compact(others)
    custom = csl_custom.read(item.get("custom"), item.get("keyword"), variables)
    return Reference(
        key=csl_values.text(item.get("id")),
        type=csl_values.text(item.get("type")),
        variables=custom.variables,
        names=names,
        dates=dates,
        others=custom.others,
        keywords=custom.keywords,
        fields={**fields, **custom.fields},
        source=custom.source,
        confidence=custom.confidence,
    )


def reference_to_item(reference: Reference) -> dict[str, Any]:
    """A record as one CSL-JSON item; `item_to_reference` gives the same record back.

    A record in which nothing could be read has `unparsed: true`.
    """
    members: dict[str, Any] = dict(reference.variables)
    members |= {v: [csl_values.name_object(n) for n in ns] for v, ns in reference.names.items()}
    members |= {v: csl_values.date_object(date) for v, date in reference.dates.items()}
    structured = {
        name: value
        for name, text in reference.fields.items()
        if (value := _structure(name, text)) is not None
        and name.removeprefix(STRUCTURED) not in members
    }
    plain = {name: text for name, text in reference.fields.items() if name not in structured}
    number = reference.source.number if reference.source else ""
    if number and "citation-number" not in members:
        members["citation-number"] = number
    item: dict[str, Any] = {"id": reference.key}
    if reference.type:
        item["type"] = reference.type
    if not (reference.type or reference.variables or reference.names or reference.dates):
        item["unparsed"] = True
    item |= {v: members[v] for v in sorted(members, key=lambda v: (_RANK.get(v, len(_RANK)), v))}
    if reference.keywords:
        item["keyword"] = csl_custom.join_keywords(reference.keywords)
    item |= {name.removeprefix(STRUCTURED): value for name, value in structured.items()}
    if custom := csl_custom.write(reference, plain):
        item["custom"] = {**item.get("custom", {}), "backmatter": custom}
    return item


def _items(value: Any, file: str, kind: str) -> list[Any]:
    """The list of items in whatever holds it."""
    if isinstance(value, list):
        return cast("list[Any]", value)
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value)
        for wrapper in _WRAPPERS:
            if isinstance(members.get(wrapper), list):
                return members[wrapper]
        if members.keys() & {"id", "type", "title", "author"}:
            return [members]
    raise InputError(
        f"{file or '-'}:1:1: not {kind}: a list of items was expected; "
        f"export the references as {kind}"
    )


def _structure(name: str, text: str) -> Any:
    """The JSON value of a field that holds a structured member; None of any other field."""
    member = name.removeprefix(STRUCTURED)
    if member == name or (member in _SPECIAL and member != "custom"):
        return None
    try:
        value = json_text.load(text, "")
    except InputError:
        return None
    wanted = isinstance(value, dict) or (isinstance(value, list) and member != "custom")
    return cast("Any", value) if wanted else None
