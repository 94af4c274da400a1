"""The layout of a `.bib` text made even: one field a line, one empty line between entries.

Only white space, commas between fields and the letter case of types and field names change; values
stay byte for byte, and so does all that is no entry. Where a comment stands between two fields, or
something before an entry on its line, that place stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import pairwise

from backmatter.references.bibtex.edits import place_of
from backmatter.references.bibtex.scanner import BibFile, Block, Field, Kind
from backmatter.references.findings import Edit

_BREAK = re.compile(r"\r\n|\n|\r")
_HEAD = re.compile(r"@\s*[^\s{(]+\s*[{(]\s*")
_COMMA = re.compile(r"\s*,\s*")
_MAYBE_COMMA = re.compile(r"\s*(,?)\s*")
_EQUALS = re.compile(r"\s*=\s*")
_KEPT_APART = frozenset({Kind.ENTRY, Kind.STRING, Kind.PREAMBLE})


@dataclass(frozen=True, slots=True)
class Layout:
    """How entries are to look.

    Attributes:
        indent: What stands before a field's name.
        align: Whether the values of an entry begin in one column.
        braces: Whether values in quotation marks are put in braces.
    """

    indent: str = "  "
    align: bool = False
    braces: bool = False


def laid_out(bib: BibFile, layout: Layout) -> Iterator[Edit]:
    """The edits that give all entries of a file a layout, in order; none where they have it."""
    line_end = _line_end(bib.text)
    inside = (
        edit
        for block in bib.blocks
        if block.kind is Kind.ENTRY and _begins_its_line(bib, block)
        for edit in sorted(_Entry(bib.text, block, layout, line_end).edits(), key=place_of)
    )
    for edit in merge(inside, _between(bib, line_end), key=place_of):
        if bib.text[edit.start : edit.end] != edit.text:
            yield edit


class _Entry:
    def __init__(self, text: str, entry: Block, layout: Layout, line_end: str) -> None:
        self._text, self._entry, self._layout = text, entry, layout
        self._line_end = line_end
        self._next = f",{line_end}{layout.indent}"
        self._width = max((len(f.name) for f in entry.fields), default=0) if layout.align else 0

    def edits(self) -> Iterator[Edit]:
        entry, fields = self._entry, self._entry.fields
        if (head := _HEAD.match(self._text, entry.start)) and head.end() == entry.key_start:
            opening = head[0].rstrip()[-1]
            yield Edit(entry.start, head.end(), f"@{entry.type.lower()}{opening}")
        if not fields:
            return
        yield from self._first_gap(entry.key_start + len(entry.key), fields[0].name_start)
        for field in fields:
            yield from self._field(field)
        for field, after in pairwise(fields):
            yield from self._gap(_COMMA, field.end, after.name_start, self._next)
        end = entry.end - 1
        yield from self._gap(_MAYBE_COMMA, fields[-1].end, end, f",{self._line_end}")

    def _first_gap(self, start: int, end: int) -> Iterator[Edit]:
        """Between key and first field; what has no key keeps its comma, or does without."""
        if self._entry.key:
            return self._gap(_COMMA, start, end, self._next)
        comma = _MAYBE_COMMA.fullmatch(self._text, start, end)
        return self._gap(_MAYBE_COMMA, start, end, self._next[(not comma or not comma[1]) :])

    def _field(self, field: Field) -> Iterator[Edit]:
        name_end = field.name_start + len(field.name)
        yield Edit(field.name_start, name_end, field.name.lower())
        equals = f"{' ' * (self._width - len(field.name))} = "
        yield from self._gap(_EQUALS, name_end, field.start, equals)
        if self._layout.braces and self._is_quoted(field):
            yield Edit(field.start, field.start + 1, "{")
            yield Edit(field.end - 1, field.end, "}")

    def _is_quoted(self, field: Field) -> bool:
        """Whether a value is one piece in quotation marks."""
        written = self._text[field.start : field.end]
        inside = written[1:-1].replace('{"}', "")
        return written[0] == written[-1] == '"' and '"' not in inside

    def _gap(self, pattern: re.Pattern[str], start: int, end: int, new: str) -> Iterator[Edit]:
        """What stands between two parts of the entry; a comment there keeps it as it is."""
        if pattern.fullmatch(self._text, start, end):
            yield Edit(start, end, new)


def _begins_its_line(bib: BibFile, entry: Block) -> bool:
    """Whether nothing but another block stands before an entry on its line."""
    at = entry.start
    while at > 0 and bib.text[at - 1] in " \t":
        at -= 1
    return at == 0 or bib.text[at - 1] in "\r\n" or bib.text[at - 1] in "})"


def _line_end(text: str) -> str:
    """The last line end of the text: the one that it still ends in when it is tidied again."""
    at = max(text.rfind("\n"), text.rfind("\r"))
    if at < 0:
        return "\n"
    return "\r\n" if text[at] == "\n" and text[at - 1 : at] == "\r" else text[at]


def _between(bib: BibFile, line_end: str) -> Iterator[Edit]:
    """One empty line between entries, none before the first, one line end after the last."""
    text = bib.text
    blocks: Sequence[Block] = [block for block in bib.blocks if block.kind is not Kind.TEXT]
    if not blocks:
        return
    if not text[: blocks[0].start].strip() and blocks[0].kind is not Kind.BROKEN:
        yield Edit(0, blocks[0].start, "")
    for one, other in pairwise(blocks):
        kinds = {one.kind, other.kind}
        is_blank = not text[one.end : other.start].strip()
        if is_blank and kinds <= _KEPT_APART and Kind.ENTRY in kinds:
            yield Edit(one.end, other.start, line_end * 2)
    if blocks[-1].kind in _KEPT_APART and not text[blocks[-1].end :].strip():
        yield Edit(blocks[-1].end, len(text), line_end)
