"""`backmatter format`: the list, in any citation style."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import config, console, inputs
from backmatter.cli.options import Files, Output, one_of

EXAMPLES = (
    "backmatter format refs.bib --style apa",
    "backmatter format review.txt --style gb-t-7714-2025-numeric -o list.txt",
    "backmatter format refs.bib --style nature --to html",
)


def command(
    files: Files,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            help="A style's name (see backmatter styles list) or a .csl file.",
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="KIND", help="text, html or markdown.")
    ] = None,
    locale: Annotated[
        str | None,
        typer.Option("--locale", metavar="TAG", help="Language of terms and dates, as en-GB."),
    ] = None,
    output: Output = None,
) -> None:
    """Print the reference list in a citation style, one entry a line.

    The kind follows --to, else the ending of the output file; plain text otherwise.
    """
    from backmatter.styles import Style
    from backmatter.styles.outputs import OUTPUTS

    kinds = {entry.name: entry.suffixes for entry in OUTPUTS}
    by_ending = {suffix: name for name, suffixes in kinds.items() for suffix in suffixes}
    kind = to or (by_ending.get(output.suffix.lower(), "text") if output else "text")
    one_of(kind, list(kinds), "--to")
    first = Path(files[0]) if files[0] != "-" else None
    chosen = style or config.load(first).style
    if not chosen:
        raise typer.BadParameter(
            "which style? For example --style apa; backmatter styles list names them all",
            param_hint="--style",
        )
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    result = Style.load(chosen, locale=locale).bibliography(
        inputs.references_of(loaded), output=kind
    )
    console.deliver(result.render(), output)
    for warning in result.warnings:
        console.message(str(warning), style="yellow")
