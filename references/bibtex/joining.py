"""Several `.bib` texts made one: each as it is, but for line ends and clashing abbreviations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from backmatter.references.bibtex import abbreviations
from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.scanner import Kind, blocks, scan
from backmatter.references.formats.bibtex_blocks import MONTHS

_BREAK = re.compile(r"\r\n|\n|\r")
_UNDEFINED = "\x00"


@dataclass(frozen=True, slots=True)
class Renamed:
    """An abbreviation that means something else in an earlier file, and its new name."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Several texts as one.

    Attributes:
        text: The whole.
        names: The names of the files.
        starts: Where each begins in the whole.
        renamed: The abbreviations that got another name.
    """

    text: str
    names: tuple[str, ...]
    starts: tuple[int, ...]
    renamed: tuple[Renamed, ...] = ()

    def file_at(self, at: int) -> int:
        """Which file an offset is in, from 0."""
        return max(0, bisect_right(self.starts, at) - 1)

    def place(self, at: int) -> str:
        """File and line of an offset, for messages."""
        file = self.file_at(at)
        before = self.text[self.starts[file] : at]
        line = before.count("\n") + before.count("\r") - before.count("\r\n") + 1
        return f"{self.names[file]}:{line}"


def join(texts: Sequence[tuple[str, str]]) -> Joined:
    """Names of files and their texts as one text, with one empty line between them.

    The whole has the line ends of the first. Where an abbreviation means something else in an
    earlier file, it and its uses get another name in the later one.
    """
    name, whole = texts[0]
    if len(texts) == 1:
        return Joined(whole, (name,), (0,))
    found = _BREAK.search(whole)
    line_end = found[0] if found else "\n"
    meanings = _meanings(whole)
    pieces, starts, length = [whole], [0], len(whole)
    renamed: list[Renamed] = []
    for name, original in texts[1:]:
        text = _BREAK.sub(lambda _: line_end, original)
        text, new_names = _without_clashes(text, meanings)
        renamed += [Renamed(name, old, new) for old, new in new_names.items()]
        gap = _gap(pieces[-1], line_end)
        pieces += [gap, text]
        starts.append(length + len(gap))
        length += len(gap) + len(text)
    names = tuple(name for name, _ in texts)
    return Joined("".join(pieces), names, tuple(starts), tuple(renamed))


def _gap(before: str, line_end: str) -> str:
    if not before or before.endswith(line_end * 2):
        return ""
    return line_end if before.endswith(line_end) else line_end * 2


def _meanings(text: str) -> dict[str, str]:
    """Abbreviation, in lower case → its value as written, without the outer delimiters.

    One that is used and not defined means nothing, which is another meaning than a later file's.
    """
    found: dict[str, str] = {}
    used: set[str] = set()
    for block in blocks(text):
        for field in block.fields:
            if block.kind is Kind.STRING:
                found.setdefault(field.name.lower(), _bare(text[field.start : field.end]))
            used |= {text[a:b].lower() for a, b in abbreviations.uses(text, field.start, field.end)}
    return dict.fromkeys(sorted(used - found.keys() - MONTHS), _UNDEFINED) | found


def _without_clashes(text: str, meanings: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A text whose abbreviations mean what they do in `meanings`, which grows by its own."""
    new_names: dict[str, str] = {}
    own = _meanings(text)
    for name, meaning in own.items():
        if meaning == _UNDEFINED:
            meanings.setdefault(name, meaning)
            continue
        if meanings.get(name, meaning) == meaning:
            meanings[name] = meaning
            continue
        number = 2
        while f"{name}-{number}" in meanings or f"{name}-{number}" in own:
            number += 1
        new_names[name] = f"{name}-{number}"
        meanings[new_names[name]] = meaning
    if not new_names:
        return text, {}
    return apply_edits(text, abbreviations.renamed(scan(text), new_names)), new_names


def _bare(written: str) -> str:
    return written.strip('{}"')
