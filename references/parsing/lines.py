"""Printed references, one on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from backmatter.references.model import Reference, Source
from backmatter.references.parsing.parser import parse_references

_WINDOW = 256
"""How many lines are read at a time: enough for speed, few enough for memory."""


def parse_lines(lines: Iterable[str], first: int = 1) -> Iterator[Reference]:
    """One record for every line, in order; its key is the line's number, from `first`.

    Empty lines and lines that could not be read give a record without fields of its own, so
    that output and input can be put side by side.
    """
    numbered = enumerate(lines, first)
    while window := list(islice(numbered, _WINDOW)):
        sources = [
            Source(line=number, end_line=number, extracted=line, printed=line.strip())
            for number, line in window
        ]
        for (number, _), parsed in zip(window, parse_references(sources), strict=True):
            yield replace(parsed.reference, key=str(number))
