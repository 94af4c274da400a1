"""Reading files of Crossref records, plain or gzipped, one record at a time.

Three forms are read: `{"items": […]}` or a bare list, as the parts of the yearly public data
file; a record a line (JSON Lines); and answers of the API, `{"status": …, "message": …}`, with
one record or a list. What is broken is told with its line, and the rest is read.
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from backmatter.references.errors import InputError

SUFFIXES = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
MAX_RECORD = 64 * 1024 * 1024
"""Bytes; a longer line or record is refused, so that memory stays bounded."""

_CHUNK = 1 << 20
_MAGIC = b"\x1f\x8b"
_LIST = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[|\{\s*"items"\s*:\s*\[)')
_BETWEEN = re.compile(r"[\s,]*")
_UNFINISHED = (b"{", b"[", b",")
"""How the first line of a record laid out over several lines ends."""

UNREADABLE = "no JSON from here to the end; the file may be cut off"
_BROKEN = (EOFError, OSError, zlib.error)


class _Stream(Protocol):
    """Bytes to read: of a file, or of what is packed in it."""

    def peek(self, size: int, /) -> bytes: ...
    def read(self, size: int, /) -> bytes: ...
    def read1(self, size: int, /) -> bytes: ...
    def readline(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One record of a part, or what is wrong in its place.

    Attributes:
        line: Where it begins.
        record: The record, None when there is a problem.
        problem: What is wrong, in words.
        is_end: Whether nothing after it could be read.
    """

    line: int
    record: dict[str, Any] | None = None
    problem: str = ""
    is_end: bool = False


def find_parts(paths: Sequence[Path]) -> list[Path]:
    """The files that paths stand for: a folder stands for the files of records in it, sorted.

    Raises:
        InputError: When one does not exist, or a folder has no such file.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            if not path.is_file():
                raise InputError(f"{path}: no such file or folder")
            found.append(path)
            continue
        inside = sorted(p for p in path.rglob("*") if p.is_file() and _is_part(p.relative_to(path)))
        if not inside:
            raise InputError(f"{path}: no file in this folder ends in {', '.join(SUFFIXES)}")
        found += inside
    return list(dict.fromkeys(found))


def read_parts(
    paths: Sequence[Path], on_bytes: Callable[[int], None], start: tuple[int, int] = (0, 0)
) -> Iterator[tuple[int, int, Entry]]:
    """The entries of all files from a place on, each with the place after it.

    A place is the number of a file and how many of its entries come before. `on_bytes` is called
    with the bytes read since the last call (compressed ones, where they are).
    """
    for number, path in enumerate(paths):
        done = 0

        def advance(at: int) -> None:
            nonlocal done
            on_bytes(at - done)
            done = at

        before = start[1] if number == start[0] else 0
        entries = read_part(path, advance) if number >= start[0] else iter(())
        for count, entry in enumerate(entries, start=1):
            if count > before:
                yield number, count, entry
        advance(path.stat().st_size)


def read_part(path: Path, on_bytes: Callable[[int], None]) -> Iterator[Entry]:
    """The entries of a file, in order, always the same for the same file.

    `on_bytes` is called with the place in the file as reading goes on.
    """
    try:
        with io.BufferedReader(io.FileIO(path), _CHUNK) as raw:
            packed = raw.read(2) == _MAGIC
            raw.seek(0)
            stream: _Stream = gzip.GzipFile(fileobj=raw) if packed else raw
            yield from _entries(stream, lambda: on_bytes(raw.tell()))
    except _BROKEN as error:
        yield Entry(0, problem=_in_words(error), is_end=True)


def _is_part(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and path.name.lower().endswith(SUFFIXES)


def _in_words(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "the file is cut off"
    if isinstance(error, OSError) and error.errno is not None:
        return f"not readable: {error.strerror or error}"
    return "the compressed data are damaged"


def _entries(stream: _Stream, on_read: Callable[[], None]) -> Iterator[Entry]:
    head = stream.peek(_CHUNK)
    if found := _LIST.match(head):
        return _listed(stream, found.end(), found[0].count(b"\n") + 1, on_read)
    return _lines(stream, on_read)


def _lines(stream: _Stream, on_read: Callable[[], None]) -> Iterator[Entry]:
    """A record a line; the first line may also begin one that goes over several."""
    number, at_end = 0, None
    try:
        while line := stream.readline(MAX_RECORD):
            number += 1
            if number % 200 == 0:
                on_read()
            text = line.strip().removeprefix(codecs.BOM_UTF8)
            if not text:
                continue
            if number == 1 and text.endswith(_UNFINISHED):
                text += stream.read(MAX_RECORD)
            yield from _works_of(text, number)
    except _BROKEN as error:
        at_end = Entry(number + 1, problem=_in_words(error), is_end=True)
    on_read()
    if at_end:
        yield at_end


def _works_of(text: bytes, line: int) -> Iterator[Entry]:
    """The records that one JSON text holds."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        yield Entry(line, problem="no JSON")
        return
    yield from (_entry(each, line) for each in _unwrapped(value))


def _unwrapped(value: object) -> list[object]:
    """What stands inside `message` and `items`, if the value has them; else the value itself."""
    if isinstance(value, list):
        return cast("list[object]", value)
    if isinstance(value, dict) and "DOI" not in value:
        data = cast("dict[str, object]", value)
        if isinstance(data.get("message"), dict):
            return _unwrapped(data["message"])
        if isinstance(data.get("items"), list):
            return cast("list[object]", data["items"])
    return [value]


def _entry(value: object, line: int) -> Entry:
    if isinstance(value, dict):
        return Entry(line, cast("dict[str, Any]", value))
    return Entry(line, problem="no record of a work")


def _listed(stream: _Stream, start: int, line: int, on_read: Callable[[], None]) -> Iterator[Entry]:
    """The records of one long list, without holding more of it than a record and a chunk."""
    stream.read(start)
    decoder, scanner = codecs.getincrementaldecoder("utf-8")(), json.JSONDecoder()
    buffer, at, is_end = "", 0, False
    while True:
        begin = cast("re.Match[str]", _BETWEEN.match(buffer, at)).end()
        line, at = line + buffer.count("\n", at, begin), begin
        if buffer.startswith("]", at):
            on_read()
            return
        try:
            value, end = scanner.raw_decode(buffer, at)
        except (ValueError, RecursionError):
            left = buffer[at:]
            if is_end or len(left) > MAX_RECORD:
                yield Entry(line, problem=UNREADABLE, is_end=True)
                return
            try:
                more = _read(stream, max(_CHUNK, len(left)))
                buffer, at, is_end = left + decoder.decode(more, not more), 0, not more
            except (*_BROKEN, UnicodeDecodeError) as error:
                problem = "not UTF-8" if isinstance(error, ValueError) else _in_words(error)
                yield Entry(line, problem=problem, is_end=True)
                return
            on_read()
            continue
        yield _entry(value, line)
        line, at = line + buffer.count("\n", at, end), end


def _read(stream: _Stream, size: int) -> bytes:
    """About so many bytes; what comes before a damaged place is given before the error is raised.

    Raises:
        EOFError, OSError, zlib.error: At once in a damaged place.
    """
    found: list[bytes] = []
    while size > 0:
        try:
            more = stream.read1(size)
        except _BROKEN:
            if found:
                break
            raise
        if not more:
            break
        found.append(more)
        size -= len(more)
    return b"".join(found)
