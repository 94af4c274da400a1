"""`backmatter search`: by words, fields, ranges and tags."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from backmatter.cli import config, console, inputs
from backmatter.cli.console import is_stdout
from backmatter.cli.options import Files, Output, choose_format, one_of
from backmatter.cli.standing import know_verdicts
from backmatter.cli.tables import Cell, table
from backmatter.cli.tagging import VocabularyName, chosen_vocabulary, tag_input
from backmatter.references.findings import Finding
from backmatter.references.model import Reference
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.library.catalogue import Catalogue, Facets
    from backmatter.references.library.search import Hit
    from backmatter.references.topics.vocabulary import Vocabulary

EXAMPLES = (
    "backmatter search refs.bib 'tag:animal-model year>=2018 外泌体'",
    "backmatter search refs.bib '\"stem cells\" OR 干细胞 -author:wang' --sort -year",
    "backmatter search library/ 'missing:doi lang:en' -f bibtex -o todo.bib",
    "backmatter search library/ 'title:exosome*' --facets",
    "backmatter search refs.bib 'is:retracted OR is:wrong-doi'",
    "backmatter search refs.bib -- '-author:wang'",
    "backmatter search review.txt 'tag:rat' --vocabulary mine.toml --count",
)

LARGE = 256 * 1024
"""From so many bytes on, what was read of a file is kept: reading it takes longer than that."""

_SORTS = ("relevance", "year", "author", "title", "key")
_COLUMNS = ("key", "author", "year", "title", "tags")
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
    that the next search of it takes no time. is:VERDICT asks for the last verdict that verify
    gave, from whatever source.
    """
    from backmatter.references.library.catalogue import DamagedError

    as_table = output_format == "table" or not (output_format or output)
    _refuse_what_does_nothing(
        count=count, facets=facets, as_table=as_table, others=(output_format, output, sort)
    )
    wish = _Wish(
        files,
        query,
        vocabulary,
        _order(sort),
        "" if as_table else choose_format(output_format, output),
        output,
        count=count,
        facets=facets,
    )
    try:
        _answer(wish)
    except DamagedError as error:  # nothing was written yet
        error.path.unlink(missing_ok=True)
        if "-" in files:
            raise
        _answer(wish)


class Command(TyperCommand):
    """Tells a query that begins with a minus sign from an option that does not exist."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As typer does, but for the message."""
        with_value = {
            name
            for option in self.params
            if option.param_type_name == "option" and not getattr(option, "is_flag", False)
            for name in option.opts
        }
        letters = {name[1] for option in self.params for name in option.opts if name[:1] == "-"}
        before = ""
        for each in args[: args.index("--")] if "--" in args else args:
            is_value = before in with_value
            before = each
            if not is_value and _is_excluding(each, letters):
                raise typer.BadParameter(
                    f"{each} is taken for an option; a query that begins with a minus sign "
                    f"stands behind --: backmatter search FILE -- {shlex.quote(each)}"
                )
        return super().parse_args(ctx, args)


_EXCLUDING = re.compile(r"-([^\W\d_])[A-Za-z-]*(:|[^:]*$)")


def _is_excluding(argument: str, letters: Collection[str]) -> bool:
    """Whether an argument is a query such as `-author:x` or `-wang`, and no option."""
    found = _EXCLUDING.match(argument)
    return found is not None and len(argument) > 2 and (found[2] == ":" or found[1] not in letters)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was asked for; `format_name` is "" for a table."""

    files: Sequence[str]
    query: str
    vocabulary: str | None
    order: _Order
    format_name: str
    output: Path | None
    count: bool
    facets: bool


def _refuse_what_does_nothing(
    *, count: bool, facets: bool, as_table: bool, others: tuple[str | None, Path | None, str]
) -> None:
    """Options that would be passed over without a word.

    Raises:
        typer.BadParameter: When one of them is given.
    """
    output_format, output, sort = others
    only = "--count" if count else "--facets" if facets else ""
    if count and facets:
        raise typer.BadParameter("give one of them", param_hint="--count and --facets")
    if only and output_format is not None:
        raise typer.BadParameter(f"{only} prints no references; leave it out", param_hint="-f")
    if only and sort != "relevance":
        raise typer.BadParameter(f"{only} prints no references; leave it out", param_hint="--sort")
    if output and not is_stdout(output) and (facets or (as_table and not count)):
        what = "--facets are" if facets else "a table is"
        raise typer.BadParameter(
            f"{what} for standard output; send it into a file with >", param_hint="-o"
        )


def _answer(wish: _Wish) -> None:
    """Find, and print what was asked for; nothing is written before all is found.

    Raises:
        DamagedError: When a kept index is damaged.
    """
    from backmatter.references.library.asking import asks_verdicts
    from backmatter.references.library.fields import tag_names
    from backmatter.references.library.query import parse_query
    from backmatter.references.library.search import hits
    from backmatter.references.topics.catalog import find_vocabulary, shipped

    asked = parse_query(wish.query)
    chosen = chosen_vocabulary(wish.vocabulary, wish.files)
    catalogues = _catalogues(wish.files, chosen)
    know_verdicts(catalogues, asked)
    known = [find_vocabulary(name) for name in shipped()]
    names = tag_names([*known, *([chosen] if chosen else [])])
    if wish.facets:
        _show_facets([each.facets(asked, names) for each in catalogues])
        return
    if wish.count:
        found = sum(len(each.find(asked, names)) for each in catalogues)
        console.deliver(str(found), wish.output)
        return
    ordered = wish.order.of([hit for each in catalogues for hit in hits(each, asked, names)])
    if wish.format_name:
        _deliver([hit.reference for hit in ordered], wish.format_name, wish.output)
    else:
        table((*_COLUMNS, *["verdict"] * asks_verdicts(asked)), [_row(hit) for hit in ordered])
    total = sum(len(each) for each in catalogues)
    said = f"{len(ordered)} of {counted(total, 'reference')} {'matches' if total == 1 else 'match'}"
    console.message(said if ordered else f"no reference matches {wish.query}")


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
    folder = config.cache_folder() / "catalogues"
    return kept_catalogue(
        content, salt, read, folder, lambda why: console.message(why, style="yellow")
    )


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
    cells = [_cell(hit, field) for field in ("key", "author", "year", "title", "tag")]
    return [*cells, str(hit.standing)] if hit.standing else cells


def _cell(hit: Hit, field: str) -> Cell:
    """A field with its matches marked; of many authors the first, unless a later one matches."""
    text = hit.texts.get(field, "")
    marks = [(span.start, span.end) for span in hit.spans if span.field == field]
    authors = text.split(", ") if field == "author" else []
    if len(authors) > 2 and all(end <= len(authors[0]) for _, end in marks):
        text = f"{authors[0]} …"
    return text, marks
