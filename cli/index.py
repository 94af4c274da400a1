"""`backmatter index`: Crossref's records in one file, and references matched with it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console, inputs, sources
from backmatter.cli.options import Output, one_of
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.verification.index.report import Report

EXAMPLES = (
    "backmatter index build crossref.index public-data/",
    "backmatter index update crossref.index new-works.jsonl.gz",
    "backmatter verify refs.bib --source index:crossref.index",
    "backmatter index match crossref.index references.jsonl -o answers.jsonl",
)

UNREADABLE = 2
"""The exit code when a file of records could not be read to its end."""

IndexFile = Annotated[
    Path, typer.Argument(metavar="INDEX", help="The index, one file.", show_default=False)
]

Parts = Annotated[
    list[Path],
    typer.Argument(
        metavar="PARTS…",
        help="Files of Crossref records (.json, .jsonl, plain or .gz), or folders of them.",
        show_default=False,
    ),
]

command = typer.Typer(
    no_args_is_help=True,
    help="Make an index of Crossref's records, and match references with it, without a network.",
)


@command.command("build")
def build_command(index: IndexFile, paths: Parts) -> None:
    """Make an index of files of records, such as the parts of Crossref's yearly public data file.

    A build that was interrupted goes on where it was when the same command is given again. An
    index of that name is replaced, once the new one is whole. Exit code 2 when a file could not
    be read to its end.
    """
    from backmatter.references.verification.index.build import build
    from backmatter.references.verification.index.report import NothingToIndexError

    try:
        report = build(index, paths, bars=console.progress_bar)
    except NothingToIndexError as nothing:
        inputs.tell_findings(nothing.findings)
        raise
    _tell(index, report)


@command.command("update")
def update_command(index: IndexFile, paths: Parts) -> None:
    """Add new works to an index, and replace those whose record has changed."""
    from backmatter.references.verification.index.update import update

    _tell(index, update(index, paths, bars=console.progress_bar))


@command.command("match")
def match_command(
    index: IndexFile,
    references: Annotated[
        str,
        typer.Argument(
            metavar="REFERENCES",
            help="JSON Lines: CSL-JSON items, or items with text (as printed) and csl (the same in "
            "fields, or null); - for standard input.",
            show_default=False,
        ),
    ],
    retractions: sources.RetractionFile = None,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="jsonl, the only one.")
    ] = "jsonl",
    output: Output = None,
) -> None:
    """Match references with an index: one line of JSON for each, in order.

    A line holds id, doi (the work meant, or null), verdict, fields (those that differ) and
    candidates (records refused, and why).
    """
    import json

    from backmatter.references.documents.encoding import decode
    from backmatter.references.verification.index.items import match
    from backmatter.references.verification.sources.index import load

    one_of(output_format, ["jsonl"], "-f")
    source = load(index)
    listed = sources.retractions(retractions)
    content, shown = inputs.read_input(references)
    lines = decode(content, shown).split("\n")
    answers: list[str] = []
    on_screen = console.is_stdout(output) and sys.stdout.isatty()
    with console.progress_bar("matching", 0 if on_screen else len(lines)) as advance:
        for each in match(lines, source, retractions=listed, clock=lambda: datetime.now(UTC)):
            if each.problem:
                console.message(f"{shown}:{each.line}: {each.problem}; unchecked", style="yellow")
            line = json.dumps(each.answer, ensure_ascii=False) + "\n"
            if console.is_stdout(output):
                console.deliver(line, output)
            else:
                answers.append(line)
            advance(1)
    if not console.is_stdout(output):
        console.deliver("".join(answers), output)


def _tell(index: Path, report: Report) -> None:
    """Say what was done, and what could not be read."""
    inputs.tell_findings(report.findings)
    if more := report.skipped - len(report.findings):
        console.message(f"{counted(more, 'more entry')} could not be read", style="yellow")
    done = f"{report.added:,} added"
    done += f", {report.replaced:,} replaced" if report.replaced else ""
    done += f", {report.skipped:,} could not be read" if report.skipped else ""
    console.message(f"{index}: {counted(report.works, 'work')} ({done})")
    if report.is_cut:
        raise typer.Exit(UNREADABLE)
