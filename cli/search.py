"""`backmatter search`: by words, fields, ranges and tags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import config, console, inputs
from backmatter.cli.options import Files, Output, choose_format, one_of
from backmatter.cli.tables import Cell, table
from backmatter.cli.tagging import VocabularyName, chosen_vocabulary, tag_input
from backmatter.references.findings import Finding
from backmatter.references.model import Reference

if TYPE_CHECKING:
    from backmatter.references.library.catalogue import Catalogue, Facets
    from backmatter.references.library.search import Hit
    from backmatter.references.topics.vocabulary import Vocabulary

EXAMPLES = (
    "backmatter search refs.bib 'tag:animal-model year>=2018 外泌体'",
    "backmatter search refs.bib '\"stem cells\" OR 干细胞 -author:wang' --sort -year",
    "backmatter search library/ 'missing:doi lang:en' -f bibtex -o todo.bib",
    "backmatter search library/ 'title:exosome*' --facets",
    "backmatter search review.txt 'tag:rat' --vocabulary mine.toml --count",
)

LARGE = 256 * 1024
"""From so many bytes on, what was read of a file is kept: reading it takes longer than that."""

_SORTS = ("relevance", "year", "author", "title", "key")
_MOST = 10
"""So many values of a facet are shown."""


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
    sort: Annotated[
        str,
        typer.Option(
            "--sort",
            metavar="FIELD",
            help="relevance, year, author, title or key; -year has the newest first.",
        ),
    ] = "relevance",
    count: Annotated[
        bool, typer.Option("--count", help="Print only how many references match.")
    ] = False,
    facets: Annotated[
        bool,
        typer.Option(
            "--facets", help="Print which tags, years and journals the matches have, and how often."
        ),
    ] = False,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="table (the default), or bibtex, csl-json … as convert has them; else by the "
            "output's ending.",
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Find references by words, fields, years and tags; the best matches come first.

    With --vocabulary the references are tagged first, so that tag:WORD finds them. A tag is found
    by its labels too, in each language of its vocabulary. What is read of a large file is kept, so
    that the next search of it takes no time.
    """
    from backmatter.references.library.fields import tag_names
    from backmatter.references.library.query import parse_query
    from backmatter.references.library.search import hits
    from backmatter.references.topics.catalog import find_vocabulary, shipped

    asked = parse_query(query)
    as_table = output_format == "table" or not (output_format or output)
    chosen_format = "" if as_table else choose_format(output_format, output)
    order = _order(sort)
    chosen = chosen_vocabulary(vocabulary, files)
    catalogues = _catalogues(files, chosen)
    known = [find_vocabulary(name) for name in shipped()]
    names = tag_names([*known, *([chosen] if chosen else [])])
    if facets:
        _show_facets([each.facets(asked, names) for each in catalogues])
        return
    if count:
        found = sum(len(each.find(asked, names)) for each in catalogues)
        console.deliver(str(found), output)
        return
    all_hits = [hit for each in catalogues for hit in hits(each, asked, names)]
    ordered = order.of(all_hits)
    if as_table:
        table(("key", "author", "year", "title", "tags"), [_row(hit) for hit in ordered])
    else:
        _deliver([hit.reference for hit in ordered], chosen_format, output)
    total = sum(len(each) for each in catalogues)
    said = f"{len(ordered)} of {total} references match"
    console.message(said if ordered else f"no reference matches {query}")


@dataclass(frozen=True, slots=True)
class _Order:
    field: str
    is_reversed: bool

    def of(self, found: Sequence[Hit]) -> list[Hit]:
        """The hits in this order; equal ones as the files have them."""
        if self.field == "relevance":
            return sorted(found, key=lambda hit: -hit.score)
        has_it = [hit for hit in found if self._value(hit)]
        without = [hit for hit in found if not self._value(hit)]
        return [*sorted(has_it, key=self._value, reverse=self.is_reversed), *without]

    def _value(self, hit: Hit) -> str:
        text = hit.texts.get(self.field, "").casefold()
        return text.rjust(6, "0") if self.field == "year" and text else text


def _order(text: str) -> _Order:
    field = text.removeprefix("-")
    return _Order(one_of(field, list(_SORTS), "--sort"), text.startswith("-"))


def _catalogues(files: Sequence[str], vocabulary: Vocabulary | None) -> list[Catalogue]:
    """A catalogue for each large file, and one for each run of small ones between them."""
    from backmatter.references.library.catalogue import build

    catalogues: list[Catalogue] = []
    small: list[Reference] = []

    def read(name: str) -> None:
        content, shown = inputs.read_input(name)
        if len(content) < LARGE:
            small.extend(_references(inputs.of_content(content, name, shown), vocabulary))
            return
        if small:
            catalogues.append(build(small))
            small.clear()
        catalogues.append(_kept(content, name, shown, vocabulary))

    def passed_over(_name: str, finding: Finding) -> None:
        inputs.tell_findings([finding])

    tuple(inputs.each_of(files, read, passed_over))
    return [*catalogues, build(small)] if small or not catalogues else catalogues


def _kept(content: bytes, name: str, shown: str, vocabulary: Vocabulary | None) -> Catalogue:
    """The catalogue of a large file, from the cache or put there."""
    from backmatter import __version__
    from backmatter.references.library.kept import kept_catalogue

    def read() -> Sequence[Reference]:
        return _references(inputs.of_content(content, name, shown), vocabulary)

    salt = f"{__version__} {shown} {config.dialect_for(name)} {vocabulary!r}"
    return kept_catalogue(content, salt, read, config.cache_folder() / "catalogues")


def _references(each: inputs.Input, vocabulary: Vocabulary | None) -> tuple[Reference, ...]:
    """The references of a file, tagged when there is a vocabulary to do it with."""
    inputs.tell_findings(each.findings)
    if vocabulary is not None:
        tagged = tuple(one.reference for one in tag_input(each, vocabulary))
        each = replace(each, references=tagged)
    return inputs.references_of([each])


def _deliver(references: Sequence[Reference], format_name: str, output: Path | None) -> None:
    from backmatter.references.formats import registry
    from backmatter.references.keys import with_distinct_keys

    console.deliver(registry.write(with_distinct_keys(references), format_name), output)


def _show_facets(found: Sequence[Facets]) -> None:
    """The most frequent values of each facet, over all files."""
    from collections import Counter

    rows: list[tuple[str, str, str]] = []
    for name in ("tags", "years", "journals"):
        counts: Counter[str] = Counter()
        for each in found:
            counts.update(dict(getattr(each, name)))
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
        rows += [(name.removesuffix("s"), value, str(number)) for value, number in most]
    table(("facet", "value", "references"), rows)


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
