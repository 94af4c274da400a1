"""The entries of a `.bib` text in another order, with the comments before each; nothing else moves.

What precedes the first entry stays at the head of the file, what follows the last one at its end.
An `@string` or `@preamble` between entries goes to the head, since an entry that uses it might now
come before it. The white space between entries stays at its place.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from backmatter.references.bibtex import scanner
from backmatter.references.bibtex.edits import field_of
from backmatter.references.bibtex.scanner import BibFile, Block, Kind
from backmatter.references.errors import InputError

_BREAK = re.compile(r"\r\n|\n|\r")
_EMPTY_LINE = re.compile(r"(?:\r\n|\n|\r(?!\n))[ \t]*+(?:\r\n|\n|\r)")
_REST = re.compile(r"[^\r\n]*")
_LINE_REST = re.compile(r"[ \t]*(?:\r\n|\n|\r)?")
_ENCODING = re.compile(r"\s*%[^\r\n]*coding[^\r\n]*", re.IGNORECASE)
_DEFINING = frozenset({Kind.STRING, Kind.PREAMBLE})


def valid_order(bib: BibFile, wanted: Sequence[Block]) -> list[Block]:
    """The entries as wanted, but for what would change their meaning.

    BibTeX asks for an entry after all that name it in `crossref`, so these go last; and of entries
    with one key it takes the first, so these keep their order among themselves.
    """
    parents: set[str] = set()
    for entry in wanted:
        if field := field_of(entry, "crossref"):
            parents.add(bib.text[field.start + 1 : field.end - 1].strip().lower())
    order = sorted(wanted, key=lambda entry: bool(entry.key) and entry.key.lower() in parents)
    places = defaultdict[str, list[int]](list)
    for place, entry in enumerate(order):
        if entry.key:
            places[entry.key.lower()].append(place)
    for same in places.values():
        if len(same) > 1:
            entries = sorted((order[place] for place in same), key=lambda entry: entry.start)
            for place, entry in zip(same, entries, strict=True):
                order[place] = entry
    return order


def reordered(bib: BibFile, order: Sequence[Block], name: str = "-") -> str:
    """The text with its entries in an order; as it was when they are in it.

    Args:
        bib: The text, scanned.
        order: All its entries, in the order that they are to have.
        name: The file's name, for messages.

    Raises:
        InputError: When an abbreviation that would move is defined twice, or a block that cannot
            be read would swallow an entry in the new order.
    """
    if list(order) == list(bib.entries):
        return bib.text
    text = _Pieces(bib, name).joined(order)
    if _contents(text, scanner.blocks(text)) != _contents(bib.text, bib.blocks):
        raise InputError(
            f"{name}: holds blocks that cannot be read, which another order would change; "
            "mend them first: backmatter check says where they are"
        )
    return text


def _contents(text: str, blocks: Iterable[Block]) -> Counter[int]:
    """The entries without their order, by their texts' hashes, which take less memory."""
    return Counter(hash(text[each.start : each.end]) for each in blocks if each.kind is Kind.ENTRY)


class _Pieces:
    """A file taken apart: head, entries with their comments, what stands between them, tail."""

    def __init__(self, bib: BibFile, name: str) -> None:
        self._line_end = _line_end(bib.text)
        self._bodies: dict[int, str] = {}
        self._gaps: list[str] = []
        self._moved: list[str] = []
        region: list[Block] = []
        last, last_end = None, 0
        for block in bib.blocks:
            span = bib.text[block.start : block.end]
            if block.kind is Kind.ENTRY:
                if last is None:
                    self._head, lead = _split_head(bib.text, block.start, region)
                else:
                    lead = self._lead(bib.text, last_end, region)
                self._bodies[block.start] = lead + span
                region, last, last_end = [], block, block.end
                continue
            if last is not None and not region and block.kind is Kind.TEXT:
                rest = _end_of_line(span)
                self._bodies[last.start] += rest
                last_end += len(rest)
            region.append(block)
        self._tail = bib.text[last_end:]
        self._refuse_redefined(bib, name)

    def _lead(self, text: str, start: int, region: Sequence[Block]) -> str:
        """What goes with the next entry of all that stands before it; definitions move."""
        pieces: list[str] = []
        after_moved = False
        for block in region:
            span = text[max(block.start, start) : block.end]
            if block.kind in _DEFINING:
                self._moved.append(span)
            else:
                pieces.append(_LINE_REST.sub("", span, count=1) if after_moved else span)
            after_moved = block.kind in _DEFINING
        kept = "".join(pieces)
        lead = kept.lstrip()
        self._gaps.append(kept.removesuffix(lead))
        return lead

    def joined(self, order: Sequence[Block]) -> str:
        """The pieces put together again, the entries in this order."""
        rows = [self._head_with_moved()]
        gaps = [gap if _BREAK.search(gap) else self._line_end for gap in self._gaps]
        for entry, gap in zip(order, [*gaps, ""], strict=True):
            rows += [self._bodies[entry.start], gap]
        if self._tail.strip() and not _BREAK.match(self._tail.lstrip(" \t")):
            rows.append(self._line_end)
        return "".join([*rows, self._tail])

    def _head_with_moved(self) -> str:
        """The head, with the definitions that stood between entries after its last line."""
        if not self._moved:
            return self._head
        head = self._head.rstrip()
        blank = self._head[len(head) :] if head else ""
        rows = [head, *self._moved] if head else self._moved
        return self._line_end.join(rows) + (blank or self._line_end * 2)

    def _refuse_redefined(self, bib: BibFile, name: str) -> None:
        """An abbreviation may be defined anew between entries only where none moves."""
        names = [f.name.lower() for b in bib.blocks if b.kind is Kind.STRING for f in b.fields]
        twice = [each for each, count in Counter(names).items() if count > 1]
        if self._moved and twice:
            raise InputError(
                f"{name}: the abbreviation {twice[0]} is defined twice, and which one an entry "
                "uses depends on the order; rename one first"
            )


def _split_head(text: str, end: int, region: Sequence[Block]) -> tuple[str, str]:
    """What stays at the head of the file, and the comment right before the first entry."""
    if not region or region[-1].kind is not Kind.TEXT:
        return text[:end], ""
    last = text[region[-1].start : end]
    start = 0
    for empty in _EMPTY_LINE.finditer(last):
        start = empty.end()
    if start == 0 and (len(region) > 1 or _ENCODING.match(last)):
        first = _BREAK.search(last)
        start = first.end() if first else len(last)
    lead = last[start:].lstrip()
    return text[: end - len(lead)], lead


def _end_of_line(span: str) -> str:
    """What stands after an entry on its line; "" for blanks alone."""
    rest = _REST.match(span)
    return rest[0] if rest and rest[0].strip() else ""


def _line_end(text: str) -> str:
    found = _BREAK.search(text)
    return found[0] if found else "\n"
