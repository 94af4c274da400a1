"""JSON Lines: one compact CSL-JSON item a line, in order; blank lines mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.formats import csl_json, json_text
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.model import Reference


def read(text: str, file: str = "") -> ReadResult:
    """The item of every line that is not blank.

    Raises:
        InputError: At the first line that is not a JSON object, with file, line and column.
    """
    references: list[Reference] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        item = json_text.load(line, file, first_line=number)
        if not isinstance(item, dict):
            place = f"{file or '-'}:{number}:1"
            raise InputError(f"{place}: one CSL-JSON item in {{ }} was expected on this line")
        references.append(csl_json.item_to_reference(cast("dict[str, Any]", item)))
    return ReadResult(tuple(references))


def write(references: Sequence[Reference]) -> str:
    """One line for each reference."""
    items = (csl_json.reference_to_item(reference) for reference in references)
    return "".join(f"{json_text.compact(item)}\n" for item in items)


FORMAT = Format("jsonl", (".jsonl", ".ndjson"), "JSON Lines (CSL-JSON items)", read, write)
