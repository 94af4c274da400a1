"""`backmatter sort`: the entries of `.bib` files in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console, editing
from backmatter.cli.editing import Bibs, Diff, Target, Write
from backmatter.cli.options import Output, one_of
from backmatter.references.model import Name, Reference
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import Block

EXAMPLES = (
    "backmatter sort refs.bib -o sorted.bib",
    "backmatter sort refs.bib --by author,year --write",
    "backmatter sort refs.bib --by type,-year --diff",
)

Rank = tuple[str, ...]
"""What entries are compared by; an empty one goes last."""


def command(
    files: Bibs,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="FIELDS",
            help="key, author, year, title or type, the first first; -year has the newest first.",
        ),
    ] = "key",
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Sort the entries of .bib files; comments move with the entry after them.

    What stands before the first entry stays there, and @string and @preamble join it. Entries
    that are equal keep their order, and entries without the field come last. As BibTeX needs it,
    an entry that others name in crossref goes after them, and entries with one key keep their
    order.
    """
    from backmatter.references.bibtex.ordering import reordered, valid_order

    fields = [_field(field) for field in by.split(",")]
    target = Target(output, write, diff)
    opened = editing.open_bibs(files, target)
    texts: list[str] = []
    for file in opened:
        order = valid_order(file.bib, _sorted(file, fields))
        texts.append(reordered(file.bib, order, file.name))
    changed = editing.finish(opened, texts, target)
    console.message(f"{changed} of {counted(len(opened), 'file')} changed")


def _field(text: str) -> tuple[str, bool]:
    """A field of `--by`, and whether its order is reversed."""
    name = text.strip()
    field = one_of(name.removeprefix("-"), [*_OF_ENTRY, *_OF_RECORD], "--by")
    return field, name.startswith("-")


def _sorted(file: OpenBib, fields: Iterable[tuple[str, bool]]) -> list[Block]:
    """The entries by these fields; the last field is sorted by first, since sorting is stable."""
    order = list(file.bib.entries)
    fields = list(fields)
    ranks: dict[str, dict[int, Rank]] = {
        field: {entry.start: _OF_ENTRY[field](entry) for entry in order}
        for field, _ in fields
        if field in _OF_ENTRY
    }
    if wanted := [field for field, _ in fields if field in _OF_RECORD]:
        ranks |= _ranks_of_records(file, wanted)
    for field, is_reversed in reversed(fields):
        of_field = ranks[field]
        has_it = [entry for entry in order if of_field.get(entry.start)]
        has_it.sort(key=lambda entry, of=of_field: of[entry.start], reverse=is_reversed)
        order = [*has_it, *(entry for entry in order if not of_field.get(entry.start))]
    return order


def _ranks_of_records(file: OpenBib, fields: Sequence[str]) -> dict[str, dict[int, Rank]]:
    """Field → where an entry begins → its rank; the records are read one by one, and none kept."""
    ranks: dict[str, dict[int, Rank]] = {field: {} for field in fields}
    for entry, reference in editing.records(file):
        for field in fields:
            ranks[field][entry.start] = _OF_RECORD[field](reference)
    return ranks


def _of_text(text: str) -> Rank:
    return (text.casefold(), text) if text else ()


def _of_authors(reference: Reference) -> Rank:
    """Names in Latin letters, Chinese ones as pinyin; of an edited work its editors."""
    names = reference.names.get("author") or reference.names.get("editor") or ()
    return tuple(part for name in names for part in _of_name(name))


def _of_name(name: Name) -> Rank:
    from backmatter.references.transliteration import ascii_letters, is_han, surname

    if name.literal:
        return ascii_letters(name.literal) or name.literal, ""
    family = surname(name.family) if is_han(name.family) else ascii_letters(name.family)
    return family or name.family, ascii_letters(name.given)


def _of_year(reference: Reference) -> Rank:
    return (f"{reference.year + 10_000:06d}",) if reference.year is not None else ()


def _of_title(reference: Reference) -> Rank:
    return _of_text(reference.plain_title)


_OF_ENTRY: Mapping[str, Callable[[Block], Rank]] = {
    "key": lambda entry: _of_text(entry.key),
    "type": lambda entry: (entry.type.lower(),),
}
_OF_RECORD: Mapping[str, Callable[[Reference], Rank]] = {
    "author": _of_authors,
    "year": _of_year,
    "title": _of_title,
}
