"""`backmatter merge`: several entries for one work made into one."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from backmatter.cli import console, editing
from backmatter.cli.editing import Bibs, Diff, Documents, Target, Write
from backmatter.cli.options import Output
from backmatter.references.errors import InputError

if TYPE_CHECKING:
    from backmatter.references.bibtex.merging import Conflict
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import Block

EXAMPLES = (
    "backmatter merge refs.bib --diff",
    "backmatter merge mine.bib theirs.bib -o ours.bib",
    "backmatter merge refs.bib --write --update-document thesis.tex",
)

_SHOWN = 70


def command(
    files: Bibs,
    documents: Documents = None,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Make one entry of several for the same work, and one library of several files.

    The first entry stays and gets the fields, tags and keys that it lacks. Where values differ in
    more than letter case, braces and punctuation, you are asked which one counts; where there is
    nobody to ask, the entries stay as they are, and a message says why.
    """
    from backmatter.references.bibtex.merging import merge

    target = Target(output, write, diff)
    read = editing.read_bibs(files)
    if write and len(read) > 1:
        raise typer.BadParameter("several files become one; say where with -o, without --write")
    file = read[0] if len(read) == 1 else _joined(read)
    target.check([file])
    groups = _groups(file)
    merged = merge(file.bib, groups, _ask if _is_terminal(files) else lambda _: None)
    changed = editing.update_documents(documents or (), merged.renames, target)
    for conflict in merged.conflicts:
        console.message(f"{file.name}: {_why(file, conflict)}", style="yellow")
    apart = len({conflict.other.start for conflict in merged.conflicts})
    one = sum(len(group) - 1 for group in groups) - apart
    text = file.edited(merged.edits)
    editing.finish([file], [text], target, changed)
    left = f"; {apart} left, see above" if apart else ""
    console.message(f"{one} entr{'y' if one == 1 else 'ies'} merged into others{left}")


def _joined(files: Sequence[OpenBib]) -> OpenBib:
    """Several files as one, in the encoding of the first.

    Raises:
        InputError: When an abbreviation means one thing in one file and another in the next.
    """
    from backmatter.references.bibtex.encoding import BibText
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import Kind, scan

    meanings: dict[str, tuple[str, str]] = {}
    for file in files:
        for block in file.bib.blocks:
            for each in block.fields if block.kind is Kind.STRING else ():
                value = file.text[each.start : each.end]
                first, known = meanings.setdefault(each.name.lower(), (file.name, value))
                if known.strip('{}"') != value.strip('{}"'):
                    raise InputError(
                        f"{file.name}: the abbreviation {each.name} means something else in "
                        f"{first}; rename one"
                    )
    text = ""
    for file in files:
        between = "" if not text or text.endswith("\n\n") else "\n" * (1 + (text[-1:] != "\n"))
        text += between + file.text
    source = BibText(text, files[0].source.encoding, files[0].source.mark)
    name = " + ".join(file.name for file in files)
    return OpenBib(name, source.encode(text, name), source, scan(text))


def _groups(file: OpenBib) -> list[list[Block]]:
    """The entries for each work that has several, in the order of the file."""
    from backmatter.references.rules.bibfile import source_file
    from backmatter.references.rules.duplicates import same_works
    from backmatter.references.rules.rule import Library

    records = editing.records(file)
    references = [reference for _, reference in records]
    entries = {id(reference): entry for entry, reference in records}
    library = Library(references, date.today(), file=source_file(file.text, file.name))
    groups: dict[int, list[Block]] = {}
    first: dict[int, int] = {}
    for same in same_works(library):
        earlier, later = (entries[id(each.reference)] for each in (same.earlier, same.item))
        top = first.setdefault(earlier.start, earlier.start)
        first[later.start] = top
        groups.setdefault(top, [earlier]).append(later)
    return list(groups.values())


def _is_terminal(files: Sequence[str]) -> bool:
    """Whether there is a person to ask."""
    return "-" not in files and sys.stdin is not None and sys.stdin.isatty()


def _ask(conflict: Conflict) -> str | None:
    """Which of two values counts; None for neither."""
    console.message(f"{conflict.kept.key} and {conflict.other.key} differ in {conflict.name}:")
    console.message(f"  1  {_one_line(conflict.ours)}\n  2  {_one_line(conflict.theirs)}")
    answer = typer.prompt("1, 2, or s to leave both entries as they are", err=True)
    return {"1": conflict.ours, "2": conflict.theirs}.get(answer.strip())


def _why(file: OpenBib, conflict: Conflict) -> str:
    """Why two entries stay two."""
    from backmatter.references.bibtex.scanner import line_and_column

    line, _ = line_and_column(file.text, conflict.other.start)
    ours, theirs = _one_line(conflict.ours), _one_line(conflict.theirs)
    return (
        f"line {line}: {conflict.other.key} is the same work as {conflict.kept.key}, but they "
        f"differ in {conflict.name}: {ours or 'none'} or {theirs}"
    )


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
