"""Printed references, one on each line, from files of any size: read, written and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from backmatter.cli import console, inputs
from backmatter.cli.jobs import cores, in_order
from backmatter.references.model import Reference

BETWEEN = {"jsonl": "", "bibtex": "\n", "ris": "\n"}
"""What stands between two parts of a file in these formats; others are written whole."""

_NUMBERED = ("jsonl", "csl-json")
"""Programs count lines, people read cite keys."""

_PIECE = 256
_ALONE = 12
"""So many pieces are read before it is known that there are enough for more processes."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some lines of a file, with the first one's number in it and through all files."""

    file: str
    line: int
    first: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines there were, and how many of them, not empty, could not be read."""

    lines: int = 0
    unread: int = 0


def parse_lines_of(
    files: Sequence[str], format_name: str, output: Path | None, jobs: int | None
) -> Counts:
    """Write one record for every line, in order; `id` is the line's number in some formats.

    Args:
        files: Names of files, and `-`; their lines are counted through.
        format_name: The format to write.
        output: The file, None for standard output.
        jobs: How many processes read; None for as many as pay.

    Raises:
        InputError: When a file cannot be read; a file written to is as it was then.
    """
    pieces = _pieces(files)
    workers, alone = (cores(), _ALONE) if jobs is None else (jobs, 0)
    with console.delivering(output) as write:
        if format_name == "jsonl":
            return _write(in_order(_as_json_lines, pieces, workers, alone=alone), write)
        read = in_order(_as_records, pieces, workers, alone=alone)
        records = read if format_name in _NUMBERED else _keyed(read)
        return _write(_as_text(records, format_name), write)


def _write(parts: Iterable[tuple[str, Counts]], write: Callable[[str], None]) -> Counts:
    lines = unread = 0
    for text, counts in parts:
        write(text)
        lines, unread = lines + counts.lines, unread + counts.unread
    return Counts(lines, unread)


def _pieces(files: Sequence[str]) -> Iterator[_Piece]:
    """The lines of all files; none shares a piece with another file's."""
    first = 1
    for name in files:
        blocks, shown = inputs.blocks_of(name)
        lines, line = _lines(name, blocks, shown), 1
        while piece := tuple(islice(lines, _PIECE)):
            yield _Piece(shown, line, first, piece)
            first, line = first + len(piece), line + len(piece)


def _lines(name: str, blocks: Iterable[bytes], shown: str) -> Iterator[str]:
    """The lines of one input, with a progress bar where its size is known."""
    from backmatter.references.documents.streaming import lines_of

    size = Path(name).stat().st_size if name != "-" and Path(name).is_file() else 0
    with console.progress_bar("reading", size) as advance:

        def watched() -> Iterator[bytes]:
            for block in blocks:
                yield block
                advance(len(block))

        yield from lines_of(watched(), shown)


def _as_records(piece: _Piece) -> tuple[tuple[Reference, ...], Counts]:
    from backmatter.references.parsing.lines import parse_lines

    read = parse_lines(piece.lines, piece.first, file=piece.file, line=piece.line)
    records = tuple(read)
    unread = sum(1 for each in records if not _is_read(each) and "unparsed" in each.fields)
    return records, Counts(len(records), unread)


def _as_json_lines(piece: _Piece) -> tuple[str, Counts]:
    from backmatter.references.formats import registry

    records, counts = _as_records(piece)
    return registry.write(records, "jsonl"), counts


def _is_read(reference: Reference) -> bool:
    return bool(reference.variables or reference.names or reference.dates)


def _keyed(
    parts: Iterable[tuple[tuple[Reference, ...], Counts]],
) -> Iterator[tuple[tuple[Reference, ...], Counts]]:
    """The records of lines that are not empty, with cite keys for the lines' numbers."""
    from backmatter.references.keys import keys_in_turn

    taken: set[str] = set()
    for records, counts in parts:
        filled = [replace(each, key="") for each in records if _is_read(each) or each.fields]
        keys = keys_in_turn(filled, taken)
        yield (
            tuple(replace(each, key=key) for each, key in zip(filled, keys, strict=True)),
            counts,
        )


def _as_text(
    parts: Iterable[tuple[tuple[Reference, ...], Counts]], format_name: str
) -> Iterator[tuple[str, Counts]]:
    """The records as text, part by part where the format can be put together of parts."""
    from backmatter.references.formats import registry

    if format_name not in BETWEEN:
        whole = list(parts)
        records = [record for part, _ in whole for record in part]
        yield registry.write(records, format_name), Counts()
        yield from (("", counts) for _, counts in whole)
        return
    begun = False
    for records, counts in parts:
        text = registry.write(records, format_name)
        yield (BETWEEN[format_name] if begun and text else "") + text, counts
        begun = begun or bool(text)
