"""`backmatter parse`: documents or printed references in, records out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import console, inputs
from backmatter.cli.options import Files, Format, Output, choose_format
from backmatter.references.plurals import counted

EXAMPLES = (
    "backmatter parse review.txt -o refs.bib",
    "backmatter parse review.txt -f csl-json --citations marks.json",
    "pbpaste | backmatter parse --lines -",
    "backmatter parse --lines million.txt -f jsonl --jobs 4 -o refs.jsonl",
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
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            max=256,
            help="Read with so many processes; by default with one for each core "
            "where there is much to read.",
            show_default=False,
        ),
    ] = None,
    output_format: Format = None,
    output: Output = None,
) -> None:
    """Read the reference lists of documents, or printed references, as records.

    The format follows -f, else the ending of the output file; BibTeX otherwise. What could
    not be read, and what looks wrong, is told on stderr.
    """
    chosen = choose_format(output_format, output)
    if lines and citations:
        raise typer.BadParameter(
            "lines of references have no text that cites them; leave out --lines or this",
            param_hint="--citations",
        )
    if lines:
        _parse_lines(files, chosen, output, jobs)
    else:
        _parse_documents(files, chosen, output, citations, jobs)


def _parse_documents(
    files: Sequence[str],
    chosen: str,
    output: Path | None,
    citations: Path | None,
    jobs: int | None,
) -> None:
    from backmatter.references.citations.finder import citations_to_json
    from backmatter.references.formats import registry

    loaded = inputs.load(files, jobs)
    for each in loaded:
        inputs.tell_findings(each.findings)
    references = inputs.references_of(loaded)
    console.deliver(registry.write(references, chosen), output)
    if citations:
        marks = [mark for each in loaded for mark in each.citations]
        console.deliver(citations_to_json(marks), citations)
    if len(loaded) > 1:
        for each in loaded:
            console.message(f"{each.file}: {_summary((each,))}")
    console.message(_summary(loaded))


def _parse_lines(files: Sequence[str], chosen: str, output: Path | None, jobs: int | None) -> None:
    from backmatter.cli.lines import parse_lines_of

    counts = parse_lines_of(files, chosen, output, jobs)
    unread = f", {counts.unread:,} of them could not be read" if counts.unread else " read"
    console.message(f"{counted(counts.lines, 'line')}{unread}")


def _summary(loaded: Sequence[inputs.Input]) -> str:
    """`47 references, 36 of 36 citation marks linked, 2 fields with low confidence, 3 warnings`."""
    from backmatter.cli.reporting import summary
    from backmatter.references.parsing.parser import doubtful_fields

    references = [reference for each in loaded for reference in each.references]
    marks = [mark for each in loaded for mark in each.citations]
    linked = sum(1 for mark in marks if all(mark.keys))
    doubtful = sum(len(doubtful_fields(reference)) for reference in references)
    parts = [counted(len(references), "reference")]
    if marks:
        parts.append(f"{linked:,} of {counted(len(marks), 'citation mark')} linked")
    if doubtful:
        parts.append(f"{counted(doubtful, 'field')} with low confidence")
    return ", ".join((*parts, summary([f for each in loaded for f in each.findings])))
