"""Printed references, one on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from backmatter.references.model import Reference, Source
from backmatter.references.parsing.parser import parse_references

_WINDOW = 256
"""How many lines are read at a time: enough for speed, few enough for memory."""


def parse_lines(
    lines: Iterable[str], first: int = 1, *, file: str = "", line: int | None = None
) -> Iterator[Reference]:
    """One record for every line, in order; its key is the line's number, from `first`.

    Empty lines and lines that could not be read give a record without fields of its own, so
    that output and input can be put side by side.

    Args:
        lines: The printed references.
        first: The number of the first.
        file: The name of the file that they stand in.
        line: The first one's line in that file, where it is not `first`.
    """
    ahead = 0 if line is None else line - first
    numbered = enumerate(lines, first)
    while window := list(islice(numbered, _WINDOW)):
        sources = [_source(text, file, number + ahead) for number, text in window]
        for (number, _), parsed in zip(window, parse_references(sources), strict=True):
            yield _with_number(replace(parsed.reference, key=str(number)))


def _source(text: str, file: str, line: int) -> Source:
    return Source(file=file, line=line, end_line=line, extracted=text, printed=text.strip())


def _with_number(reference: Reference) -> Reference:
    """The record with the number that its line begins with where the source has it, too."""
    number = reference.text("citation-number")
    if not number or reference.source is None:
        return reference
    return replace(reference, source=replace(reference.source, number=number))
