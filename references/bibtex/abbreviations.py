"""The `@string` abbreviations of a `.bib` text: where they are defined, where used, renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from backmatter.references.bibtex.scanner import BibFile, Block, Field, Kind
from backmatter.references.findings import Edit

_PART = re.compile(r"[{}\"]|[^\s#{}\",]+")


def definitions(bib: BibFile) -> Iterator[tuple[Block, Field]]:
    """Each abbreviation with the block that it is defined in, in order."""
    for block in bib.blocks:
        if block.kind is Kind.STRING:
            yield from ((block, field) for field in block.fields)


def uses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where abbreviations stand in a value: words outside braces and quotation marks."""
    if text[start] in '{"' and "#" not in text[start:end]:
        return
    depth, is_quoted = 0, False
    for part in _PART.finditer(text, start, end):
        if part[0] == "{":
            depth += 1
        elif part[0] == "}":
            depth -= 1
        elif part[0] == '"':
            is_quoted = is_quoted != (depth == 0)
        elif depth == 0 and not is_quoted and not part[0].isdigit():
            yield part.span()


def renamed(bib: BibFile, names: Mapping[str, str]) -> Iterator[Edit]:
    """The edits that give abbreviations (in lower case) other names, where defined and used."""
    for block in bib.blocks:
        for field in block.fields:
            if block.kind is Kind.STRING and (new := names.get(field.name.lower())):
                yield Edit(field.name_start, field.name_start + len(field.name), new)
            for start, end in uses(bib.text, field.start, field.end):
                if new := names.get(bib.text[start:end].lower()):
                    yield Edit(start, end, new)
