"""`backmatter check`: the offline rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import baselines, checking, completion, config, console, inputs, mending
from backmatter.cli.checking import Choice
from backmatter.cli.options import (
    FailOn,
    FindingFormat,
    Output,
    choose_finding_format,
    failing_severity,
    one_of,
)
from backmatter.references.findings import Finding
from backmatter.references.plurals import counted

EXAMPLES = (
    "backmatter check refs.bib",
    "backmatter check thesis.txt -f github --fail-on error",
    "backmatter check refs.bib --document thesis.tex",
    "backmatter check refs.bib --diff",
    "backmatter check refs.bib --fix --select BM3",
    "backmatter check --explain BM201",
)


def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…", help="Bibliography files, documents, folders, or -."),
    ] = None,
    document: Annotated[
        list[Path] | None,
        typer.Option(
            "--document",
            metavar="FILE",
            help="A .tex, .md or .docx file: its citations must have entries, each entry be cited.",
        ),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="CODE",
            autocompletion=completion.codes,
            help="What a code means, why, and an example.",
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="CODE",
            autocompletion=completion.codes,
            help="Only these codes, or their beginnings (BM2,BM301).",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(
            "--ignore",
            metavar="CODE",
            autocompletion=completion.codes,
            help="Not these codes, or their beginnings.",
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend .bib files in place (or to -o): the safe fixes alone."),
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option("--unsafe-fixes", help="With --fix or --diff: the unsafe fixes, too."),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")
    ] = False,
    baseline: baselines.BaselineFile = None,
    update_baseline: baselines.UpdateBaseline = False,
    fail_on: FailOn = None,
    output_format: FindingFormat = None,
    output: Output = None,
) -> None:
    """Check references offline; with a document, its citations and its list too.

    Exit code 1 when something at or above --fail-on was found (with --fix: is left), or when
    --diff has something to show. A comment `% backmatter: ignore BM204` in or above an entry of a
    .bib file takes findings of that entry back.
    """
    if explain:
        console.deliver(_page(explain), output)
        return
    if not files:
        raise typer.BadParameter("which file? Name one, or - for standard input")

    settings = config.load(Path(files[0]) if files[0] != "-" else None)
    choice = Choice(
        _codes(select) or settings.select,
        _codes(ignore) or (() if select else settings.ignore),
        settings.per_file_ignores,
    )
    for code in choice.codes:
        _known(code)
    threshold = failing_severity(fail_on, settings.fail_on)
    if fix or diff:
        if update_baseline or document:
            option = "--document" if document else "--update-baseline"
            raise typer.BadParameter("not with --fix or --diff", param_hint=option)
        choice = choice.without(baseline)
        report = None if diff or "-" in files else choose_finding_format(output_format, None)
        left = mending.run(files, choice, output, report, show=diff, unsafe=unsafe_fixes)
    elif unsafe_fixes:
        raise typer.BadParameter("needs --fix or --diff", param_hint="--unsafe-fixes")
    else:
        accepting = _Accepting(baseline, update=update_baseline)
        output_format = choose_finding_format(output_format, output)
        left = _check(files, document or (), choice, accepting, output, output_format)
    if any(finding.severity >= threshold for finding in left):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Accepting:
    """The baseline, and whether to write what is found now into it."""

    file: Path | None
    update: bool


def _check(
    files: Sequence[str],
    documents: Sequence[Path],
    choice: Choice,
    accepting: _Accepting,
    output: Path | None,
    output_format: str,
) -> Sequence[Finding]:
    """Report what is found; gives it back."""
    from backmatter.cli import reporting

    loaded = inputs.load(files)
    found = list(inputs.repeated_keys(loaded))
    for each in loaded:
        found += checking.findings_of(each)
    if documents:
        found += checking.citation_findings(documents, loaded)
    keys = {reference.key for each in loaded for reference in each.references}
    keys |= {each.file for each in loaded}
    shown, _ = baselines.sift(choice.of(found), accepting.file, keys, update=accepting.update)
    console.deliver(reporting.write_findings(shown, output_format), output)
    count = sum(len(each.references) for each in loaded)
    console.message(
        f"{counted(count, 'reference')} checked: "
        f"{reporting.summary(shown)}{checking.mendable(shown)}"
    )
    return shown


def _codes(given: Sequence[str] | None) -> tuple[str, ...]:
    """The codes of an option: given several times, or with commas between them, in any case."""
    codes = (code.strip().upper() for each in given or () for code in each.split(","))
    return tuple(code for code in codes if code)


def _known(code: str) -> None:
    """Refuse what no code begins with: a slip there would turn every check green."""
    if not any(known.startswith(code) for known in _pages()):
        raise typer.BadParameter(
            f"{code}: no code begins so; see docs/rules", param_hint="select or ignore"
        )


def _pages() -> dict[str, str]:
    """All documentation pages: of rules, of findings of readers, of the check of styles."""
    from backmatter.references.rules.registry import PAGES
    from backmatter.styles.lint.check import RULES

    return {rule.code: rule.page for rule in (*PAGES, *RULES)}


def _page(code: str) -> str:
    """The documentation page of a code."""
    pages = _pages()
    return pages[one_of(code.upper(), sorted(pages), "--explain")]
