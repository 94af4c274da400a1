"""The entries of a `.bib` text, each field a string between its delimiters.

This module fronts bibtexparser 2, whose part is to find the blocks and their fields and to go on
after a broken one. `@string` abbreviations and `#` are resolved here, in the order of the file:
bibtexparser's own step knows neither a number beside a name nor an abbreviation made of others.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backmatter.references.findings import Finding, Location, Severity

if TYPE_CHECKING:
    from bibtexparser import model

_PIECE = re.compile(r'[\s#]*(?:([{"])|([^\s#{}",]+)|.)', re.DOTALL)
_DELIMITER = re.compile(r'(?<!\\)[{}]|"')
_MAX_LENGTH = 100_000
"""What abbreviations of abbreviations may grow to."""

_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; types and field names are in lower case, values as between their delimiters."""

    type: str
    key: str
    fields: dict[str, str]
    line: int
    end_line: int


@dataclass(slots=True)
class Blocks:
    """What a `.bib` text holds: its entries in order, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list[Entry])
    findings: list[Finding] = field(default_factory=list[Finding])


def read(text: str, file: str) -> Blocks:
    """All entries that can be read; what cannot, a finding with its place says."""
    from bibtexparser import entrypoint, model

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # its blocks say the same
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader(file, Blocks())
    for block in entrypoint.parse_string(text, parse_stack=[]).blocks:
        if isinstance(block, model.String):
            reader.string(block.key, block.value)
        elif isinstance(block, model.Entry):
            reader.entry(block)
        elif isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
            inner = block.ignore_error_block
            if isinstance(inner, model.Entry):
                reader.entry(inner)
            elif isinstance(inner, model.String):
                reader.string(inner.key, inner.value)
        elif isinstance(block, model.ParsingFailedBlock):
            reader.broken(block)
    return reader.blocks


class _Reader:
    """Collects entries, with the abbreviations and keys seen so far."""

    def __init__(self, file: str, blocks: Blocks) -> None:
        self.blocks = blocks
        self._file = file
        self._strings: dict[str, str] = {}
        self._keys: dict[str, int] = {}

    def string(self, key: str, value: str) -> None:
        """An abbreviation, which may use earlier ones."""
        self._strings[key.strip().lower()] = self._value(value, "", 0)

    def entry(self, block: model.Entry) -> None:
        """An entry; of a field that stands twice the first value counts, as in BibTeX."""
        line = (block.start_line or 0) + 1
        key = block.key.strip()
        if first := self._keys.get(key):
            self._find("BM121", f"the key is used already, on line {first}; rename one", line, key)
        elif key:
            self._keys[key] = line
        fields: dict[str, str] = {}
        for each in block.fields:
            name = _field_name(each.key)
            place = (each.start_line or 0) + 1
            if not name:
                continue
            if name in fields:
                shown = str(each.value)[:60]
                message = f"{name} stands twice; the first counts, this is left out: {shown}"
                self._find("BM122", message, place, key)
                continue
            fields[name] = self._value(str(each.value), key, place)
        end = line + (block.raw or "").count("\n")
        self.blocks.entries.append(Entry(block.entry_type.strip().lower(), key, fields, line, end))

    def broken(self, block: model.ParsingFailedBlock) -> None:
        """A block that cannot be read."""
        reason = getattr(block.error, "abort_reason", "") or str(block.error)
        start = " ".join((block.raw or "").split())[:40]
        message = f"cannot be read and is left out: {start} … ({reason.strip().rstrip('.')})"
        message = " ".join(message.split())
        message += "; look for a missing brace, comma or = there"
        self._find("BM120", message, (block.start_line or 0) + 1, "", Severity.ERROR)

    def _value(self, raw: str, key: str, line: int) -> str:
        """The pieces of a value, joined; an abbreviation that is not defined stands for itself."""
        raw = raw.strip()
        if raw.isdigit():
            return raw
        parts: list[str] = []
        length = 0
        for piece in self._pieces(raw, key, line):
            length += len(piece)
            if length > max(_MAX_LENGTH, len(raw)):
                message = f"its abbreviations grow beyond {_MAX_LENGTH:,} characters; cut there"
                self._find("BM123", message, line, key)
                break
            parts.append(piece)
        return "".join(parts)

    def _pieces(self, raw: str, key: str, line: int) -> Iterator[str]:
        at = 0
        while (match := _PIECE.match(raw, at)) is not None:
            at = match.end()
            if match[1]:
                end = _closing(raw, at, match[1])
                yield raw[at:end]
                at = end + 1
            elif (word := match[2]) is not None:
                name = word.lower()
                if name not in self._strings and not word.isdigit() and name not in _MONTHS:
                    message = f"the abbreviation {word} is not defined by an @string; define it"
                    self._find("BM123", f"{message} or put the value in braces", line, key)
                yield self._strings.get(name, word)

    def _find(
        self, code: str, message: str, line: int, key: str, severity: Severity = Severity.WARNING
    ) -> None:
        place = Location(self._file, line, 1)
        self.blocks.findings.append(Finding(code, message, severity, place, key))


def _field_name(raw: str) -> str:
    """A field's name; "" for one on a line that `%` makes a comment, as biber takes it."""
    name = raw.strip()
    if "%" in name or "\n" in name:
        name = name.rpartition("\n")[2].strip()
    return "" if name.startswith("%") else name.lower()


def _closing(raw: str, start: int, opening: str) -> int:
    """Where the piece that was opened just before `start` is closed."""
    depth = 0
    for match in _DELIMITER.finditer(raw, start):
        mark = match[0]
        if mark == '"':
            if opening == '"' and depth == 0:
                return match.start()
        elif mark == "{":
            depth += 1
        elif depth == 0 and opening == "{":
            return match.start()
        else:
            depth -= 1
    return len(raw)
