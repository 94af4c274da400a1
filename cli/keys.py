"""`backmatter keys`: cite keys by a pattern, in the library and in what cites it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console, editing
from backmatter.cli.editing import Bibs, Diff, Documents, Target, Write
from backmatter.cli.options import Output
from backmatter.references.model import Reference
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.saving import OpenBib

EXAMPLES = (
    "backmatter keys refs.bib --diff",
    "backmatter keys refs.bib --pattern 'auth.lower + year + shorttitle(2, 2)' -o new.bib",
    "backmatter keys refs.bib --write --update-document thesis.tex --update-document notes.md",
    "backmatter keys refs.bib --missing --write",
)


def command(
    files: Bibs,
    pattern: Annotated[
        str | None,
        typer.Option(
            "--pattern",
            metavar="PATTERN",
            help="As in Better BibTeX: auth.lower + year + shorttitle; without one: family name, "
            "year, first telling word, as in mohanty2019defects.",
        ),
    ] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Only for entries that have no key.")
    ] = False,
    documents: Documents = None,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Give the entries of .bib files cite keys by a pattern.

    A key that the pattern gives already stays, also with a letter after it; of equal ones the
    second gets an a, the third a b. Fields that name keys (crossref, xdata, related …) follow,
    and with --update-document the citations in .tex, .md and .docx files.
    """
    from backmatter.references.bibtex.renaming import first_renames, rename_keys
    from backmatter.references.key_patterns import parse_pattern
    from backmatter.references.keys import key_base

    base = key_base if pattern is None else parse_pattern(pattern).key
    target = Target(output, write, diff)
    opened = editing.open_bibs(files, target)
    texts: list[str] = []
    renames: dict[str, str] = {}
    count = 0
    for file in opened:
        keys = _new_keys(file, base, missing=missing)
        own = first_renames(keys, file.bib)
        texts.append(file.edited(rename_keys(file.bib, keys, own)))
        renames = {**own, **renames}
        count += sum(keys.get(entry.start, entry.key) != entry.key for entry in file.bib.entries)
    changed = editing.update_documents(documents or (), renames, target)
    editing.finish(opened, texts, target, changed)
    console.message(f"{counted(count, 'key')} new")


def _new_keys(file: OpenBib, base: Callable[[Reference], str], *, missing: bool) -> dict[int, str]:
    """Where an entry begins → its key, new or as it was."""
    from backmatter.references.keys import fitting_keys

    entries = file.bib.entries
    named = [e for e in entries if e.type.lower() != "xdata" and not (missing and e.key)]
    starts = {entry.start for entry in named}
    reserved = [entry.key for entry in entries if entry.start not in starts]
    references = (reference for entry, reference in editing.records(file) if entry.start in starts)
    keys = fitting_keys(references, base, reserved)
    return {entry.start: key for entry, key in zip(named, keys, strict=True)}
