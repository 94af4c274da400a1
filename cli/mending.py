"""`check --fix` and `check --diff`: `.bib` files mended, everything else in them kept as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from backmatter.cli import checking, console, inputs
from backmatter.cli.checking import Choice
from backmatter.cli.inputs import Input
from backmatter.references.bibtex.saving import OpenBib, open_bib, save
from backmatter.references.files import read_bytes
from backmatter.references.findings import Finding


@dataclass(frozen=True, slots=True)
class _Mended:
    """A file, None when it is no `.bib` file; its new text, how much was mended, what is left."""

    opened: OpenBib | None
    text: str
    count: int
    left: Sequence[Finding]


def run(
    files: Sequence[str],
    choice: Choice,
    output: Path | None,
    report: str | None,
    *,
    show: bool,
    unsafe: bool,
) -> Sequence[Finding]:
    """Mend `.bib` files in place, to the output, or only show how.

    Args:
        files: As the command line names them; what is no `.bib` file is checked all the same.
        choice: The findings that are wanted; only they are mended.
        output: Where the mended file (or the diff) goes, None for its own place (or stdout).
        report: The output format of what is left, on stdout; None where stdout has the data.
        show: Give a unified diff instead, and change nothing.
        unsafe: Apply unsafe fixes, too.

    Returns:
        The findings that are left after mending.

    Raises:
        Exit: With `show`, when there is something to mend.
    """
    from backmatter.cli import reporting

    mended = [_mend(each, content, choice, unsafe=unsafe) for each, content in _read(files)]
    opened = [(each.opened, each.text) for each in mended if each.opened]
    if show:
        console.deliver("".join(bib.diff(text) for bib, text in opened), output)
    else:
        _write(opened, output)
    left = choice.of(finding for each in mended for finding in each.left)
    if report:
        console.deliver(reporting.write_findings(left, report), None)
    count = sum(each.count for each in mended)
    done = "can be mended" if show else "mended"
    console.message(f"{count} {done}; left: {reporting.summary(left)}")
    if show and count:
        raise typer.Exit(1)
    return left


def _read(files: Sequence[str]) -> Iterator[tuple[Input, bytes]]:
    """Each input with its bytes; standard input can be read only once."""
    for name in files:
        if name == "-":
            content, shown = inputs.read_input(name)
            yield inputs.of_content(content, name, shown), content
        else:
            for each in inputs.load([name]):
                yield each, read_bytes(Path(each.file)) if each.bibtex else b""


def _mend(each: Input, content: bytes, choice: Choice, *, unsafe: bool) -> _Mended:
    from backmatter.references.rules import bibfile, fixing

    if not each.bibtex:
        return _Mended(None, "", 0, checking.findings_of(each))
    opened = open_bib(content, each.file)
    today = date.today()

    def check(text: str) -> Sequence[Finding]:
        found = bibfile.check_text(text, each.file, today, opened.source.encoding, each.dialect)
        return choice.of(found)

    done = fixing.fix(opened.text, check, unsafe=unsafe)
    return _Mended(opened, done.text, len(done.mended), done.left)


def _write(opened: Sequence[tuple[OpenBib, str]], output: Path | None) -> None:
    if output is not None and len(opened) != 1:
        raise typer.BadParameter(
            "takes one .bib file; leave it out to mend each in its place", param_hint="-o"
        )
    for bib, text in opened:
        if output is not None or bib.name == inputs.STDIN:
            console.deliver(bib.encoded(text), output)
        else:
            save(Path(bib.name), bib, text)
