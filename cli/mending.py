"""`check --fix` and `check --diff`: `.bib` files mended, everything else in them kept as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from backmatter.cli import checking, config, console, inputs
from backmatter.cli.checking import Choice
from backmatter.cli.inputs import Input
from backmatter.references.bibtex.saving import OpenBib, open_bib, save
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

    given = inputs.each_of(files, _given, _passed_over)
    mended = [_mend(each, choice, unsafe=unsafe) for each in given]
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


def _given(name: str) -> Input | OpenBib:
    """A `.bib` file, opened; anything else, read."""
    from backmatter.references.formats import registry

    content, shown = inputs.read_input(name)
    if (registry.format_of(name) or registry.sniff(content)) == "bibtex":
        return open_bib(content, shown)
    return inputs.of_content(content, name, shown)


def _passed_over(name: str, finding: Finding) -> Input:
    return Input(name, (), (finding,))


def _mend(given: Input | OpenBib, choice: Choice, *, unsafe: bool) -> _Mended:
    from backmatter.references.rules import fixing
    from backmatter.references.rules.rechecking import Rechecker

    if isinstance(given, Input):
        console.message(f"{given.file}: is no .bib file: checked, not mended")
        return _Mended(None, "", 0, checking.findings_of(given))
    dialect = config.dialect_for("-" if given.name == inputs.STDIN else given.name)
    checker = Rechecker(given.name, date.today(), given.source.encoding, dialect)
    done = fixing.fix(
        given.text,
        lambda text: choice.of(checker.check(text)),
        mendable=lambda text: choice.of(checker.mendable(text)),
        unsafe=unsafe,
    )
    return _Mended(given, done.text, len(done.mended), done.left)


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
