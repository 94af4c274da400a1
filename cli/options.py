"""The arguments and options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import completion
from backmatter.references.findings import Severity

Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help="Bibliography files (.bib, .json, .yaml, .ris, .nbib, .enw …), documents, folders, "
        "or - for standard input.",
        show_default=False,
    ),
]

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write here instead of standard output."),
]

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        autocompletion=completion.formats,
        help="bibtex, biblatex, csl-json, csl-yaml, jsonl, ris or endnote-xml; else by the "
        "output's ending.",
    ),
]

FindingFormat = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        autocompletion=completion.finding_formats,
        help="text, json, csv, markdown, html, github, sarif or junit; else by the output's "
        "ending.",
    ),
]

FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="SEVERITY",
        autocompletion=completion.severities,
        help="Exit with 1 from this severity on: info, warning (the default), error or never.",
        show_default=False,
    ),
]


def choose_format(name: str | None, output: Path | None) -> str:
    """The file format asked for by `-f`, else by the output's ending, else BibTeX."""
    from backmatter.references.formats import registry

    if name is not None:
        names = [entry.name for entry in registry.FORMATS if entry.write]
        return one_of(name, names, "-f")
    if output is None or not output.suffix:
        return "bibtex"
    if found := registry.format_of(output.name):
        return found
    raise typer.BadParameter(
        f"{output.name}: no format has the ending {output.suffix}; say which with -f",
        param_hint="-o",
    )


def choose_finding_format(name: str | None, output: Path | None) -> str:
    """The output format asked for by `-f`, else by the output's ending, else text."""
    from backmatter.cli.reporting import SUFFIXES, WRITERS

    if name is not None:
        return one_of(name, list(WRITERS), "-f")
    return SUFFIXES.get(output.suffix.lower() if output else "", "text")


def one_of(value: str, choices: list[str], option: str) -> str:
    """The value, when it is one of the choices; else a usage error naming them."""
    if value not in choices:
        raise typer.BadParameter(f"{value}: choose one of {', '.join(choices)}", param_hint=option)
    return value


def failing_severity(option: str | None, setting: str) -> int:
    """From which severity on a command ends with exit code 1; beyond all of them for `never`."""
    names = {severity.label: int(severity) for severity in Severity} | {"never": 99}
    return names[one_of(option or setting or "warning", list(names), "--fail-on")]
