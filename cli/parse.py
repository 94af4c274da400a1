"""`backmatter parse`: documents or printed references in, records out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import console, inputs
from backmatter.cli.options import Files, Format, Output, choose_format
from backmatter.references.model import Citation

EXAMPLES = (
    "backmatter parse review.txt -o refs.bib",
    "backmatter parse review.txt -f csl-json --citations marks.json",
    "pbpaste | backmatter parse --lines -",
)


def command(
    files: Files,
    lines: Annotated[
        bool, typer.Option("--lines", help="Every line of the input is one printed reference.")
    ] = False,
    citations: Annotated[
        Path | None,
        typer.Option("--citations", metavar="FILE", help="Write the citation marks as JSON."),
    ] = None,
    output_format: Format = None,
    output: Output = None,
) -> None:
    """Read the reference lists of documents, or printed references, as records.

    The format follows -f, else the ending of the output file; BibTeX otherwise. What could
    not be read, and what looks wrong, is told on stderr.
    """
    from backmatter.references.citations.finder import citations_to_json
    from backmatter.references.formats import registry

    chosen = choose_format(output_format, output)
    if lines:
        _parse_lines(files, chosen, output)
        return
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    references = inputs.references_of(loaded)
    console.deliver(registry.write(references, chosen), output)
    marks = [mark for each in loaded for mark in each.citations]
    if citations:
        console.deliver(citations_to_json(marks), citations)
    console.message(f"{_counted(len(references), marks)}, {_findings_of(loaded)}")


def _parse_lines(files: Iterable[str], chosen: str, output: Path | None) -> None:
    """One record for every line, in order, `id` the line's number; nothing is left out."""
    from backmatter.references.documents.encoding import decode
    from backmatter.references.formats import registry
    from backmatter.references.keys import with_keys
    from backmatter.references.parsing.lines import parse_lines

    contents = [inputs.read_input(name) for name in files]
    texts = [line for data, shown in contents for line in decode(data, shown).splitlines()]
    references = tuple(parse_lines(console.progress(texts, "reading")))
    if chosen not in ("jsonl", "csl-json"):  # programs count lines, people read cite keys
        references = with_keys([replace(each, key="") for each in references])
    console.deliver(registry.write(references, chosen), output)


def _counted(references: int, marks: list[Citation]) -> str:
    plural = "" if references == 1 else "s"
    cited = f", {len(marks)} citation mark{'' if len(marks) == 1 else 's'}" if marks else ""
    return f"{references} reference{plural}{cited}"


def _findings_of(loaded: Iterable[inputs.Input]) -> str:
    from backmatter.cli.reporting import summary

    return summary([finding for each in loaded for finding in each.findings])
