"""`backmatter convert`: between file formats."""

from __future__ import annotations

from typing import Annotated

import typer

from backmatter.cli import console, inputs
from backmatter.cli.options import Files, Format, Output, choose_format
from backmatter.references.plurals import counted

EXAMPLES = (
    "backmatter convert refs.bib -f csl-json",
    "backmatter convert refs.bib more.ris -o all.json",
    "backmatter convert refs.bib --sentence-case -f csl-json",
)


def command(
    files: Files,
    sentence_case: Annotated[
        bool,
        typer.Option(
            "--sentence-case",
            help="Put English titles that are in Title Case in sentence case; what braces or "
            "capitals inside protect stays.",
        ),
    ] = False,
    output_format: Format = None,
    output: Output = None,
) -> None:
    """Turn references from one file format into another; several files become one."""
    from backmatter.references.formats import registry
    from backmatter.references.formats.title_case import with_sentence_case

    chosen = choose_format(output_format, output)
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    references = inputs.references_of(loaded)
    if sentence_case:
        references = [with_sentence_case(reference) for reference in references]
    console.deliver(registry.write(references, chosen), output)
    console.message(f"{counted(len(references), 'reference')} as {chosen}")
