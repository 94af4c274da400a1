"""`custom.backmatter` and `keyword`: what a record holds and CSL has no variable for.

`custom.backmatter` is an object with some of these members:

- `printed`: the reference as printed, on one line, extraction artefacts repaired;
- `source`: `{"file", "line", "end-line", "page"}`, where it was printed (lines from 1);
- `extracted`: the text as it stands in the file, when it is not `printed`;
- `repairs`: what was done to it, `[{"kind", "start", "end", "before", "after"}]`;
- `confidence`: variable → 0..1;
- `others`: true when the list of authors is closed by *et al.* or 等; a list of name variables
  when others than the authors' are;
- `keywords`: the tags as a list, when splitting `keyword` at its commas would not give them;
- `fields`: what another file format knew and CSL does not, by that format's field name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from backmatter.references.formats.csl_values import text
from backmatter.references.model import Reference, Repair, Source

_NUMBER = "citation-number"
_COMMAS = re.compile("[,，]")
_SEMICOLONS = re.compile("[;；]")


@dataclass(frozen=True, slots=True)
class Custom:
    """What was read; `variables` lacks the printed number, which belongs to the source."""

    variables: dict[str, str]
    others: frozenset[str]
    keywords: tuple[str, ...]
    fields: dict[str, str]
    source: Source | None
    confidence: dict[str, float]


def read(custom: Any, keyword: Any, variables: Mapping[str, str]) -> Custom:
    """Read the members `custom` and `keyword` of an item whose text variables are given."""
    if custom is None and keyword is None:
        return Custom(dict(variables), frozenset(), (), {}, None, {})
    own = _object(_object(custom).get("backmatter"))
    variables = dict(variables)
    source = None
    if "source" in own:
        place = _object(own["source"])
        number = text(place.get("number")) if "number" in place else variables.pop(_NUMBER, "")
        source = _source(own, place, number)
    others = own.get("others")
    tags = own.get("keywords")
    return Custom(
        variables=variables,
        others=frozenset({"author"} if others is True else _texts(others)),
        keywords=tuple(_texts(tags) or _texts(keyword)) or split_keywords(text(keyword)),
        fields={name: text(value) for name, value in _object(own.get("fields")).items()},
        source=source,
        confidence={
            variable: float(value)
            for variable, value in _object(own.get("confidence")).items()
            if isinstance(value, int | float)
        },
    )


def of_others(custom: Any) -> dict[str, Any]:
    """What other programs keep in `custom`."""
    return {name: value for name, value in _object(custom).items() if name != "backmatter"}


def write(reference: Reference, fields: Mapping[str, str]) -> dict[str, Any]:
    """`custom.backmatter` of a record; empty when there is nothing to say."""
    custom: dict[str, Any] = {}
    if (source := reference.source) is not None:
        custom |= _source_members(source, has_number=_NUMBER in reference.variables)
    if reference.confidence:
        custom["confidence"] = dict(sorted(reference.confidence.items()))
    if others := sorted(reference.others):
        custom["others"] = True if others == ["author"] else others
    if split_keywords(join_keywords(reference.keywords)) != reference.keywords:
        custom["keywords"] = list(reference.keywords)
    if fields:
        custom["fields"] = dict(sorted(fields.items()))
    return custom


def join_keywords(keywords: tuple[str, ...]) -> str:
    """Tags as one string."""
    return ", ".join(keywords)


def split_keywords(keyword: str) -> tuple[str, ...]:
    """The tags of a string that separates them by commas, else by semicolons; each once."""
    tags = (tag.strip() for tag in keyword_separator(keyword).split(keyword))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def keyword_separator(keyword: str) -> re.Pattern[str]:
    """What stands between the tags of a string."""
    return _COMMAS if _COMMAS.search(keyword) else _SEMICOLONS


def _source(own: Mapping[str, Any], place: Mapping[str, Any], number: str) -> Source:
    printed = text(own.get("printed"))
    rows: Any = own.get("repairs")
    repairs = cast("list[Any]", rows) if isinstance(rows, list) else []
    return Source(
        file=text(place.get("file")),
        line=_integer(place.get("line")),
        end_line=_integer(place.get("end-line")),
        page=_integer(place.get("page")),
        number=number,
        extracted=text(own.get("extracted", printed)),
        printed=printed,
        repairs=tuple(_repair(_object(each)) for each in repairs),
    )


def _source_members(source: Source, *, has_number: bool) -> dict[str, Any]:
    place = {
        "file": source.file or None,
        "line": source.line,
        "end-line": source.end_line,
        "page": source.page,
        "number": source.number if has_number else None,
    }
    members: dict[str, Any] = {"printed": source.printed} if source.printed else {}
    members["source"] = {name: value for name, value in place.items() if value is not None}
    if source.extracted != source.printed:
        members["extracted"] = source.extracted
    if source.repairs:
        members["repairs"] = [_repair_object(repair) for repair in source.repairs]
    return members


def _repair(members: Mapping[str, Any]) -> Repair:
    return Repair(
        kind=text(members.get("kind")),
        start=_integer(members.get("start")) or 0,
        end=_integer(members.get("end")) or 0,
        before=text(members.get("before")),
        after=text(members.get("after")),
    )


def _repair_object(repair: Repair) -> dict[str, Any]:
    return {
        "kind": repair.kind,
        "start": repair.start,
        "end": repair.end,
        "before": repair.before,
        "after": repair.after,
    }


def _object(value: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _texts(value: Any) -> list[str]:
    values = cast("list[Any]", value) if isinstance(value, list) else []
    return [each for each in map(text, values) if each]


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
