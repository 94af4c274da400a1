"""A `.bib` text as rules see it, from the blocks that the lossless scanner finds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from backmatter.references.bibtex import scanner
from backmatter.references.bibtex.dialect import Dialect, declared
from backmatter.references.findings import Finding
from backmatter.references.formats import bibtex
from backmatter.references.model import Reference
from backmatter.references.rules import registry
from backmatter.references.rules.ignoring import without_ignored
from backmatter.references.rules.rule import Abbreviation, Entry, Field, Library, Place, SourceFile

_NEWLINE = re.compile(r"\r\n|\r|\n")
_BRACE = re.compile('[{}"]')
_WORD = re.compile(r"[^\s#{}\"]+")
_LONGEST = 100_000
"""What abbreviations of abbreviations may grow to."""


def check_text(
    text: str,
    name: str,
    today: date,
    encoding: str = "",
    dialect: Dialect = Dialect.BIBTEX,
) -> tuple[Finding, ...]:
    """What reading a `.bib` text and all rules find; the fixes count characters of the text."""
    result = bibtex.read(text, name, dialect=dialect)
    return check(result.references, result.findings, text, name, today, encoding, dialect)


def check(
    references: Sequence[Reference],
    findings: Sequence[Finding],
    text: str,
    name: str,
    today: date,
    encoding: str = "",
    dialect: Dialect = Dialect.BIBTEX,
) -> tuple[Finding, ...]:
    """The same for a text that has been read; what its comments take back is left out."""
    file = source_file(text, name, encoding, dialect)
    found = (*findings, *registry.check(Library(references, today, file=file)))
    return without_ignored(found, file)


def source_file(
    text: str, name: str, encoding: str = "", dialect: Dialect = Dialect.BIBTEX
) -> SourceFile:
    """The entries and abbreviations of a text, with their places in it.

    `dialect` counts where the text does not say for whom it is.
    """
    dialect = declared(text) or dialect
    bib = scanner.scan(text)
    starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]
    strings: dict[str, str] = {}
    defined: list[tuple[str, int]] = []
    used: Counter[str] = Counter()
    entries: list[Entry] = []
    by_place: dict[tuple[int, str], Entry] = {}
    for block in bib.blocks:
        if block.kind is scanner.Kind.STRING:
            for field in block.fields:
                strings[field.name.lower()] = _value(text, field, strings, used)[0]
                defined.append((field.name, field.name_start))
        elif block.kind is scanner.Kind.ENTRY:
            entry = _entry(bib, block, strings, used)
            entries.append(entry)
            by_place.setdefault((bisect_right(starts, block.start), block.key), entry)
        elif block.kind is scanner.Kind.PREAMBLE:
            for field in block.fields:
                _value(text, field, strings, used)
    abbreviations = [Abbreviation(each, at, used[each.lower()]) for each, at in defined]
    return SourceFile(name, text, entries, abbreviations, by_place, encoding, dialect)


def parents(text: str) -> set[str]:
    """The keys that entries of a text name by `crossref`, `xref`, `xdata` or `entryset`."""
    return {
        key.strip()
        for entry in source_file(text, "").entries
        for name in ("crossref", "xref", "xdata", "entryset")
        if name in entry.fields
        for key in entry.fields[name].text.split(",")
    }


def _entry(
    bib: scanner.BibFile, block: scanner.Block, strings: dict[str, str], used: Counter[str]
) -> Entry:
    fields: dict[str, Field] = {}
    place = Place(bib, block)
    for field in block.fields:
        name = field.name.lower()
        value, start, end, editable = _value(bib.text, field, strings, used)
        if name not in fields:
            fields[name] = Field(name, value, start, end, editable, field, place)
    return Entry(block.type.lower(), block.key.strip(), fields, place)


def _value(
    text: str, field: scanner.Field, strings: dict[str, str], used: Counter[str]
) -> tuple[str, int, int, bool]:
    """A value with its abbreviations resolved, where it stands, and whether just so."""
    start, end = field.start, field.end
    first, last = text[start], text[end - 1]
    if first + last in ("{}", '""') and "#" not in text[start:end]:
        return text[start + 1 : end - 1], start + 1, end - 1, True
    if text[start:end].isdigit():
        return text[start:end], start, end, False
    pieces = list(_pieces(text, start, end))
    if len(pieces) == 1 and pieces[0][2]:
        return text[pieces[0][0] : pieces[0][1]], *pieces[0][:2], True
    parts: list[str] = []
    for at, stop, is_text in pieces:
        word = text[at:stop]
        if not is_text:
            used[word.lower()] += 1
            word = strings.get(word.lower(), word)
        parts.append(word)
    return "".join(parts)[:_LONGEST], start, end, False


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Where each piece of a concatenation begins and ends, and whether it is delimited."""
    at = start
    while at < end:
        if text[at] in '{"':
            stop = _closing(text, at, end)
            yield at + 1, stop, True
            at = stop + 1
        elif word := _WORD.match(text, at, end):
            yield word.start(), word.end(), False
            at = word.end()
        else:
            at += 1


def _closing(text: str, start: int, end: int) -> int:
    """Where the delimiter that opens at `start` is closed."""
    depth = 0
    quoted = text[start] == '"'
    for match in _BRACE.finditer(text, start + quoted, end):
        if match[0] == '"':
            if quoted and depth == 0:
                return match.start()
        else:
            depth += 1 if match[0] == "{" else -1
            if depth == 0 and not quoted:
                return match.start()
    return end
