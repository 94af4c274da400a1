"""Printed references, one on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from backmatter.references.model import Reference, Source
from backmatter.references.parsing.parser import parse_reference


def parse_lines(lines: Iterable[str]) -> Iterator[Reference]:
    """One record for every line, in order; its key is the line's number, from 1.

    Empty lines and lines that could not be read give a record without fields of its own, so
    that output and input can be put side by side.
    """
    for number, line in enumerate(lines, 1):
        text = line.strip()
        source = Source(line=number, end_line=number, extracted=line, printed=text)
        yield replace(parse_reference(source).reference, key=str(number))
