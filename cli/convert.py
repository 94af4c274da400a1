"""`backmatter convert`: between file formats."""

from __future__ import annotations

from backmatter.cli import console, inputs
from backmatter.cli.options import Files, Format, Output, choose_format

EXAMPLES = (
    "backmatter convert refs.bib -f csl-json",
    "backmatter convert refs.bib more.ris -o all.json",
)


def command(files: Files, output_format: Format = None, output: Output = None) -> None:
    """Turn references from one file format into another; several files become one."""
    from backmatter.references.formats import registry

    chosen = choose_format(output_format, output)
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    references = inputs.references_of(loaded)
    console.deliver(registry.write(references, chosen), output)
    console.message(f"{len(references)} reference{'' if len(references) == 1 else 's'} as {chosen}")
