"""The entries of a `.bib` text, each field a string between its delimiters.

The blocks are found by `backmatter.references.bibtex`; `@string` abbreviations and `#` are resolved
here, in the order of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from sys import intern

from backmatter.references.bibtex import scanner
from backmatter.references.bibtex.scanner import Block, Kind
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.garbage import collector_paused

_PIECE = re.compile(r'[\s#]*(?:([{"])|([^\s#{}",]+)|.)', re.DOTALL)
_DELIMITER = re.compile(r'(?<!\\)[{}]|"')
_MARKED = re.compile(r"[{}\\]")
_MAX_LENGTH = 100_000
"""What abbreviations of abbreviations may grow to."""

MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905
"""Abbreviations that every style defines."""


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
    found = Blocks()
    with collector_paused():
        found.entries += entries(text, file, found.findings)
    return found


def entries(text: str, file: str = "", findings: list[Finding] | None = None) -> Iterator[Entry]:
    """The entries one by one, for those who keep little of each.

    Args:
        text: The text.
        file: Its name, for the findings.
        findings: What is wrong is put to these, where it is wanted.
    """
    reader = _Reader(_levelled(text), file, [] if findings is None else findings)
    for entry in reader.entries():
        if findings is None:
            reader.findings.clear()
        yield entry


def _levelled(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


class _Reader:
    """Collects entries, with the abbreviations and keys seen so far."""

    def __init__(self, text: str, file: str, findings: list[Finding]) -> None:
        self.findings = findings
        self._text = text
        self._file = file
        self._strings: dict[str, str] = {}
        self._keys: dict[str, int] = {}
        self._line, self._counted = 1, 0

    def entries(self) -> Iterator[Entry]:
        """The entries in order; what else the blocks say is kept on the way."""
        for block in scanner.blocks(self._text):
            if block.kind is Kind.STRING:
                self.strings(block)
            elif block.kind is Kind.ENTRY:
                yield self.entry(block)
            elif block.kind is Kind.BROKEN:
                self.broken(block)

    def strings(self, block: Block) -> None:
        """Abbreviations, which may use earlier ones."""
        for each in block.fields:
            raw = self._text[each.start : each.end]
            self._strings[each.name.lower()] = self._value(raw, "", self._line_of(block.start))

    def entry(self, block: Block) -> Entry:
        """An entry; of a field that stands twice the first value counts, as in BibTeX."""
        line, key = self._line_of(block.start), block.key
        if first := self._keys.get(key):
            self._find("BM121", f"the key is used already, on line {first}; rename one", line, key)
        elif key:
            self._keys[key] = line
        for fault in block.faults:
            place = self._line_of(fault.at)
            self._find("BM120", f"{fault.message}; put it there", place, key)
        fields: dict[str, str] = {}
        for each in block.fields:
            name, raw = intern(each.name.lower()), self._text[each.start : each.end]
            if name in fields:
                shown = raw.strip('{}"')[:60]
                message = f"{name} stands twice; the first counts, this is left out: {shown}"
                self._find("BM122", message, self._line_of(each.name_start), key)
                continue
            fields[name] = self._value(raw, key, line)
        end = self._line_of(block.end)
        return Entry(block.type.lower(), key, fields, line, end)

    def broken(self, block: Block) -> None:
        """A block that cannot be read."""
        (fault,) = block.faults
        start = " ".join(self._text[block.start : block.start + 200].split())[:40]
        message = f"cannot be read and is left out: {start} … ({fault.message})"
        self._find("BM120", message, self._line_of(fault.at), "", Severity.ERROR)

    def _line_of(self, at: int) -> int:
        """The line of an offset; counted on from the last one asked for."""
        if at < self._counted:
            self._line -= self._text.count("\n", at, self._counted)
        else:
            self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line

    def _value(self, raw: str, key: str, line: int) -> str:
        """The pieces of a value, joined; an abbreviation that is not defined stands for itself."""
        raw = raw.strip()
        if raw.isdigit():
            return raw
        inside = raw[1:-1]
        if raw[:1] == "{" and raw[-1:] == "}" and not _MARKED.search(inside):
            return inside
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
                if name not in self._strings and not word.isdigit() and name not in MONTHS:
                    message = f"the abbreviation {word} is not defined by an @string; define it"
                    self._find("BM123", f"{message} or put the value in braces", line, key)
                yield self._strings.get(name, word)

    def _find(
        self, code: str, message: str, line: int, key: str, severity: Severity = Severity.WARNING
    ) -> None:
        place = Location(self._file, line, 1)
        self.findings.append(Finding(code, message, severity, place, key))


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
