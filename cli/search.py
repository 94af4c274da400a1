"""`backmatter search`: by words, fields, ranges and tags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console, inputs
from backmatter.cli.options import Files, Output, choose_format
from backmatter.cli.tables import Cell, table
from backmatter.cli.tagging import VocabularyName, chosen_vocabulary, tag_input

if TYPE_CHECKING:
    from backmatter.references.library.search import Hit
    from backmatter.references.topics.vocabulary import Vocabulary

EXAMPLES = (
    "backmatter search refs.bib 'tag:animal-model year>=2018 外泌体'",
    "backmatter search refs.bib '\"stem cells\" OR 干细胞 -author:wang'",
    "backmatter search library/ 'missing:doi lang:en' -f bibtex -o todo.bib",
    "backmatter search review.txt 'tag:rat' --vocabulary mine.toml --count",
)


def command(
    files: Files,
    query: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help='Words, "phrases", stem*, field:value, year>=2018, year:2015..2019, missing:doi, '
            "OR, -word, parentheses.",
            show_default=False,
        ),
    ],
    vocabulary: VocabularyName = None,
    count: Annotated[
        bool, typer.Option("--count", help="Print only how many references match.")
    ] = False,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table (the default), bibtex, csl-json, jsonl or ris; else by the output's "
            "ending.",
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Find references by words, fields, years and tags; the best matches come first.

    With --vocabulary the references are tagged first, so that tag:WORD finds them. A tag is found
    by its labels too, in each language of its vocabulary.
    """
    from backmatter.references.formats import registry
    from backmatter.references.library.query import parse_query
    from backmatter.references.library.search import search
    from backmatter.references.topics.catalog import find_vocabulary, shipped

    asked = parse_query(query)
    as_table = output_format == "table" or not (output_format or output)
    chosen_format = "" if as_table else choose_format(output_format, output)
    chosen = chosen_vocabulary(vocabulary, files)
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    known = [find_vocabulary(name) for name in shipped()]
    references = inputs.references_of(_tagged(loaded, chosen))
    hits = search(references, asked, [*known, *([chosen] if chosen else [])])
    if count:
        console.deliver(str(len(hits)), output)
        return
    if as_table:
        table(("key", "author", "year", "title", "tags"), [_row(hit) for hit in hits])
    else:
        console.deliver(registry.write([hit.reference for hit in hits], chosen_format), output)
    found = f"{len(hits)} of {len(references)} references match"
    console.message(found if hits else f"no reference matches {query}")


def _tagged(
    loaded: Sequence[inputs.Input], vocabulary: Vocabulary | None
) -> Sequence[inputs.Input]:
    """The inputs, their references tagged when there is a vocabulary to do it with."""
    if vocabulary is None:
        return loaded
    return [
        inputs.Input(each.file, tuple(one.reference for one in tag_input(each, vocabulary)))
        for each in loaded
    ]


def _row(hit: Hit) -> Sequence[Cell]:
    return [_cell(hit, field) for field in ("key", "author", "year", "title", "tag")]


def _cell(hit: Hit, field: str) -> Cell:
    """A field with its matches marked; of many authors the first, unless a later one matches."""
    text = hit.texts.get(field, "")
    marks = [(span.start, span.end) for span in hit.spans if span.field == field]
    authors = text.split(", ") if field == "author" else []
    if len(authors) > 2 and all(end <= len(authors[0]) for _, end in marks):
        text = f"{authors[0]} …"
    return text, marks
