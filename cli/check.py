"""`backmatter check`: the offline rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import config, console, inputs
from backmatter.cli.options import (
    FailOn,
    FindingFormat,
    Output,
    choose_finding_format,
    failing_severity,
    one_of,
)

EXAMPLES = (
    "backmatter check refs.bib",
    "backmatter check thesis.txt -f github --fail-on error",
    "backmatter check --explain BM201",
)


def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…", help="Bibliography files, documents, folders, or -."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CODE", help="What a code means, why, and an example."),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODE", help="Only these codes, or their beginnings."),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="CODE", help="Not these codes, or their beginnings."),
    ] = None,
    fail_on: FailOn = None,
    output_format: FindingFormat = None,
    output: Output = None,
) -> None:
    """Check references offline; with a document, its citations and its list too.

    Exit code 1 when something at or above --fail-on was found.
    """
    if explain:
        console.deliver(_page(explain), output)
        return
    if not files:
        raise typer.BadParameter("which file? Name one, or - for standard input")

    from backmatter.cli import reporting
    from backmatter.references.rules import registry

    chosen_format = choose_finding_format(output_format, output)
    settings = config.load(Path(files[0]) if files[0] != "-" else None)
    selecting, ignoring = select or settings.select, ignore or settings.ignore
    for code in (*selecting, *ignoring):
        _known(code)
    threshold = failing_severity(fail_on, settings.fail_on)
    loaded = inputs.load(files)
    found = [finding for each in loaded for finding in each.findings]
    found.extend(inputs.repeated_keys(loaded))
    for each in loaded:
        library = registry.Library(each.references, date.today(), each.citations)
        found.extend(registry.check(library))
    chosen = registry.selected(found, selecting, ignoring)
    shown = sorted(chosen, key=lambda f: (f.location.file, f.location.line, f.location.column))
    console.deliver(reporting.write_findings(shown, chosen_format), output)
    count = sum(len(each.references) for each in loaded)
    console.message(f"{count} references checked: {reporting.summary(shown)}")
    if any(finding.severity >= threshold for finding in shown):
        raise typer.Exit(1)


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
