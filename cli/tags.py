"""`backmatter tags`: the tags of a library, in its keywords fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console, editing, inputs
from backmatter.cli.editing import Bibs, Diff, Target, Write
from backmatter.cli.options import Files, Output
from backmatter.cli.tables import table
from backmatter.references.findings import Edit
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import Block

EXAMPLES = (
    "backmatter tags list refs.bib --tree",
    "backmatter tags add refs.bib 'animal > rat' --where 'title:rat*' --write",
    "backmatter tags rename library/ animals animal --diff",
    "backmatter tags remove refs.bib toread --write",
)

command = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, add, remove and rename the tags of a library.",
)

Tag = Annotated[
    str,
    typer.Argument(metavar="TAG", help="A tag; > between its levels.", show_default=False),
]

Where = Annotated[
    str | None,
    typer.Option("--where", metavar="QUERY", help="Only references that search finds with it."),
]

Change = Callable[["OpenBib", "Block"], Iterable[Edit]]


@command.command("list")
def list_(
    files: Files,
    tree: Annotated[
        bool, typer.Option("--tree", help="As a tree; a tag counts for those above it.")
    ] = False,
) -> None:
    """Show which tags there are, and how many references have each."""
    tags: list[frozenset[str]] = []
    for each in inputs.load(files):
        inputs.tell_findings(each.findings)
        tags += [frozenset(reference.keywords) for reference in each.references]
    counts = Counter(tag for each in tags for tag in each)
    if tree:
        console.deliver("\n".join(_tree(tags)), None)
    else:
        rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        table(("tag", "references"), [(tag, str(count)) for tag, count in rows])
    console.message(f"{counted(len(counts), 'tag')}")


@command.command()
def add(
    files: Bibs,
    tag: Tag,
    where: Where = None,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Add a tag to the references of .bib files, all of them or those that --where finds."""
    from backmatter.references.bibtex.keywords import add_keywords, checked_tag

    new = checked_tag(tag)

    def change(file: OpenBib, entry: Block) -> Iterator[Edit]:
        return add_keywords(file.bib, entry, [new])

    _run(files, change, where, Target(output, write, diff))


@command.command()
def remove(
    files: Bibs,
    tag: Tag,
    where: Where = None,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Take a tag out of .bib files, with all tags below it."""
    from backmatter.references.bibtex.keywords import change_keywords, checked_tag, is_at_or_below

    old = checked_tag(tag)

    def change(file: OpenBib, entry: Block) -> Iterator[Edit]:
        return change_keywords(
            file.bib, entry, lambda each: None if is_at_or_below(each, old) else each
        )

    _run(files, change, where, Target(output, write, diff), old)


@command.command()
def rename(
    files: Bibs,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The tag.", show_default=False)],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="What it is to be.", show_default=False)
    ],
    where: Where = None,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Rename a tag in .bib files; the tags below it move with it."""
    from backmatter.references.bibtex.keywords import change_keywords, checked_tag, renamed_tag

    before, after = checked_tag(old), checked_tag(new)

    def change(file: OpenBib, entry: Block) -> Iterator[Edit]:
        return change_keywords(file.bib, entry, lambda each: renamed_tag(each, before, after))

    _run(files, change, where, Target(output, write, diff), before)


def _run(
    names: Sequence[str], change: Change, where: str | None, target: Target, old: str = ""
) -> None:
    """Make a change in all entries, or in those that a query finds; tell when none has `old`."""
    from backmatter.references.bibtex.keywords import is_at_or_below, keywords

    opened = editing.open_bibs(names, target)
    texts: list[str] = []
    count = 0
    is_there = not old
    for file in opened:
        chosen = _chosen(file, where)
        edits = [list(change(file, entry)) for entry in chosen]
        is_there = is_there or any(
            is_at_or_below(each.tag, old) for entry in chosen for each in keywords(file.bib, entry)
        )
        count += sum(map(bool, edits))
        texts.append(file.edited(edit for each in edits for edit in each))
    if not is_there:
        asked = f" that {where} finds" if where else ""
        console.message(
            f"no reference{asked} has the tag {old}; backmatter tags list shows those there are",
            style="yellow",
        )
    editing.finish(opened, texts, target)
    console.message(f"{counted(count, 'reference')} changed")


def _chosen(file: OpenBib, where: str | None) -> list[Block]:
    """The entries that a query finds, in the order of the file; without one, all."""
    entries = [entry for entry in file.bib.entries if entry.type.lower() != "xdata"]
    if where is None:
        return entries
    from backmatter.cli.standing import know_verdicts
    from backmatter.references.library.catalogue import build
    from backmatter.references.library.query import parse_query

    query = parse_query(where)
    catalogue = build(reference for _, reference in editing.records(file))
    know_verdicts([catalogue], query)
    found = catalogue.find(query, {})
    return [entries[position] for position in sorted(each.position for each in found)]


def _tree(tags: Iterable[frozenset[str]]) -> Iterator[str]:
    """Every level of every tag, indented, with how many references have it or one below it."""
    from backmatter.references.bibtex.keywords import levels_of

    counts: Counter[tuple[str, ...]] = Counter()
    for each in tags:
        counts.update({levels for tag in each for levels in levels_of(tag)})
    for levels, count in sorted(counts.items()):
        yield f"{'  ' * (len(levels) - 1)}{console.visible(levels[-1])} {count}"
