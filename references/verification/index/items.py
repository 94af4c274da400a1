"""What `index match` is given, line by line, and what it answers.

A line is a CSL-JSON item, or an item of a matching set: `{"id", "text", "csl", …}`, a reference
as printed and, where it is not null, as the same in CSL-JSON fields. Fields go before the text.
Whatever else stands in a line is not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.references.parsing.parser import parse_references
from backmatter.references.verification.results import Result, Verdict
from backmatter.references.verification.retraction_list import Retractions
from backmatter.references.verification.sources.index import IndexSource
from backmatter.references.verification.verify import Clock, verify

FIELDS = frozenset({"title", "author", "container-title", "issued", "volume", "page"})
"""The fields that an answer names; a differing issue alone is shown by `verify`."""

BATCH = 200
"""So many lines are read before their answers are given."""

_MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Item:
    """One reference to match.

    Attributes:
        id: As the line gives it, else the number of the line.
        given: The reference in fields, or its text as printed.
    """

    id: str | int
    given: Reference | str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a line is answered.

    Attributes:
        line: Its number.
        answer: `id`, `doi`, `verdict`, `fields`, `candidates`.
        problem: Why the line could not be read, "" when it could; it is *unchecked* then.
    """

    line: int
    answer: dict[str, Any]
    problem: str = ""


def match(
    lines: Iterable[str],
    source: IndexSource,
    *,
    retractions: Retractions | None = None,
    clock: Clock,
) -> Iterator[Answered]:
    """The answers to lines, in their order; empty lines are passed over.

    Args:
        lines: JSON Lines; they are read as answers are taken.
        source: The index.
        retractions: Notices from a list on disk, beside those of the index.
        clock: The time of the answers.
    """
    numbered = ((n, line) for n, line in enumerate(lines, start=1) if line.strip())
    while batch := list(islice(numbered, BATCH)):
        items: dict[int, Item] = {}
        problems: dict[int, str] = {}
        for number, line in batch:
            try:
                items[number] = read_item(line, number)
            except ValueError as error:
                problems[number] = _why(error)
        references = references_of(items.values())
        results = verify(references, source, source, retractions=retractions, clock=clock)
        by_line = dict(zip(items, results, strict=True))
        for number, _ in batch:
            if number in items:
                yield Answered(number, answer(items[number].id, by_line[number]))
            else:
                yield Answered(number, _no_answer(number), problems[number])


def read_item(line: str, number: int) -> Item:
    """The item of a line.

    Raises:
        ValueError: When it is no JSON object with a reference in it.
    """
    try:
        value: object = json.loads(line)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if not isinstance(value, dict):
        raise ValueError("no JSON object")
    data = cast("dict[str, Any]", value)
    given = data.get("id")
    name = given if isinstance(given, str | int) and not isinstance(given, bool) else number
    fields = data.get("csl") if "csl" in data or "text" in data else data
    if isinstance(fields, dict):
        return Item(name, item_to_reference(cast("dict[str, Any]", fields)))
    text = data.get("text")
    if isinstance(text, str) and text.strip():
        return Item(name, text[:_MAX_TEXT])
    raise ValueError("neither fields (csl) nor a text to match")


def references_of(items: Iterable[Item]) -> list[Reference]:
    """The items' references; their texts are read all at once, which is faster."""
    given = [item.given for item in items]
    read = iter(parse_references([each for each in given if isinstance(each, str)]))
    return [next(read).reference if isinstance(each, str) else each for each in given]


def answer(name: str | int, result: Result) -> dict[str, Any]:
    """What is answered to an item: `id`, `doi`, `verdict`, `fields`, `candidates`.

    `doi` is the work meant, null where none is found and where the reference is unchecked;
    `fields` are those of `FIELDS` that differ, where the verdict is *differs*.
    """
    is_unchecked = result.verdict is Verdict.UNCHECKED
    differs = result.verdict is Verdict.DIFFERS
    return {
        "id": name,
        "doi": None if is_unchecked or not result.doi else result.doi,
        "verdict": str(result.verdict),
        "fields": [field for field in result.differing if field in FIELDS] if differs else [],
        "candidates": [
            {"doi": each.doi, "title": each.title, "year": each.year, "refused": each.refused}
            for each in result.candidates
        ],
    }


def _no_answer(name: str | int) -> dict[str, Any]:
    """What is answered to a line that is no item."""
    return {
        "id": name,
        "doi": None,
        "verdict": str(Verdict.UNCHECKED),
        "fields": [],
        "candidates": [],
    }


def _why(error: ValueError) -> str:
    return "no JSON" if isinstance(error, json.JSONDecodeError) else str(error)
