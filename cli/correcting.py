"""`verify --fix` and `--complete`: what a verdict lets be put right, written into `.bib` files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import completion, console
from backmatter.cli.inputs import Input
from backmatter.cli.options import one_of
from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.findings import Edit, Finding
    from backmatter.references.verification.corrections import Change
    from backmatter.references.verification.results import Result

Fix = Annotated[
    bool,
    typer.Option(
        "--fix",
        help="Write what is certain into the .bib file, and show it: a DOI that is missing or "
        "leads elsewhere, wrong pages, the tags of retracted works.",
    ),
]

Complete = Annotated[
    bool,
    typer.Option(
        "--complete",
        help="Write what the reference lacks: all authors behind et al., a journal's full name, "
        "volume, issue, pages, DOI.",
    ),
]

Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="FIELD",
        autocompletion=completion.fields_to_accept,
        help="With --fix or --diff: overwrite this field, too, where the record has another "
        "value: title, author, journal, year, volume, number or pages. May be given several times.",
        show_default=False,
    ),
]

Diff = Annotated[
    bool, typer.Option("--diff", help="Show what --fix or --complete would write; write nothing.")
]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: certain corrections, completions, or nothing but a look at them."""

    fix: bool = False
    complete: bool = False
    accept: tuple[str, ...] = ()
    diff: bool = False

    @property
    def is_any(self) -> bool:
        """Whether anything is to be changed or shown."""
        return self.fix or self.complete or self.diff


def wish(*, fix: bool, complete: bool, accept: Sequence[str] | None, diff: bool) -> Wish:
    """The options put together; `--diff` alone shows what `--fix` would do."""
    from backmatter.references.verification.corrections import ACCEPTABLE

    names = [one_of(name.lower(), list(ACCEPTABLE), "--accept") for name in accept or ()]
    if names and not (fix or diff):
        raise typer.BadParameter("goes with --fix or --diff", param_hint="--accept")
    return Wish(
        fix or (diff and not complete),
        complete,
        tuple(dict.fromkeys(ACCEPTABLE[name] for name in names)),
        diff,
    )


def refuse(loaded: Sequence[Input]) -> None:
    """Refuse, before anything is asked, what is no `.bib` file.

    Raises:
        InputError: With what to do instead.
    """
    for each in loaded:
        if each.file == "<stdin>":
            raise InputError("standard input cannot be corrected in its place: name a .bib file")
        if not each.bibtex:
            verb = "parse" if each.is_document else "convert"
            raise InputError(
                f"{each.file}: only a .bib file is corrected in its place; make one with "
                f"backmatter {verb} {each.file} -o refs.bib, and verify that"
            )


def run(
    loaded: Sequence[Input],
    results: Sequence[Result],
    wanted: Wish,
    accepted: Sequence[Finding] = (),
) -> Sequence[Change]:
    """Write the corrections, or only show them; either way as a unified diff on stdout.

    Args:
        loaded: The files, all `.bib`.
        results: The verdicts on their references, in order.
        wanted: What to change.
        accepted: What a baseline accepts, and so stays as it is.

    Returns:
        The changes made; none when they were only shown.

    Raises:
        InputError: When a file was changed meanwhile. All are read before the first is written.
    """
    from backmatter.references.bibtex.saving import save

    opened: list[tuple[OpenBib, str, list[Change]]] = []
    done = 0
    for each in loaded:
        own = results[done : done + len(each.references)]
        done += len(own)
        opened.append(_changed(each, own, wanted, accepted))
    console.deliver("".join(file.diff(new) for file, new, _ in opened), None)
    changes = [change for _, _, made in opened for change in made]
    count = sum(new != file.text for file, new, _ in opened)
    if not wanted.diff:
        for file, new, _ in opened:
            save(Path(file.name), file, new)
    verb = "would be made" if wanted.diff else "made"
    made = counted(len(changes), "change")
    console.message(f"{made} {verb} in {counted(count, 'file')}")
    return () if wanted.diff else changes


def _changed(
    each: Input, results: Sequence[Result], wanted: Wish, accepted: Sequence[Finding]
) -> tuple[OpenBib, str, list[Change]]:
    """A file, its new text, and the changes in it."""
    from backmatter.cli.editing import records
    from backmatter.references.bibtex.saving import open_bib
    from backmatter.references.verification.amending import edits

    file = open_bib(read_bytes(Path(each.file)), each.file)
    entries = list(records(file))
    if [reference for _, reference in entries] != list(each.references):
        raise InputError(f"{each.file}: was changed meanwhile, and is left as it is; run again")
    changes: list[Change] = []
    made: list[Edit] = []
    for (entry, before), result in zip(entries, results, strict=True):
        kept = [finding for finding in accepted if finding.reference == result.reference.label]
        if own := _changes(result, wanted, kept):
            made += edits(file.bib, entry, before, own[-1].after)
            changes += own
    return file, file.edited(made), changes


def _changes(result: Result, wanted: Wish, kept: Sequence[Finding]) -> list[Change]:
    """The corrections and completions of one reference, one after the other."""
    from backmatter.references.verification.corrections import completions, corrections

    changes = list(corrections(result, wanted.accept, kept)) if wanted.fix else []
    if wanted.complete:
        after = replace(result, reference=changes[-1].after) if changes else result
        changes += completions(after, kept)
    return changes


def left_after(found: Sequence[Finding], changes: Collection[Change]) -> Sequence[Finding]:
    """The findings that the changes have not mended."""
    from backmatter.references.verification.corrections import mends

    by_label: dict[str, list[Change]] = {}
    for change in changes:
        by_label.setdefault(change.after.label, []).append(change)
    return [
        finding
        for finding in found
        if not any(mends(change, finding) for change in by_label.get(finding.reference, ()))
    ]
