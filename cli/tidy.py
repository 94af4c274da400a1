"""`backmatter tidy`: the layout of `.bib` files made even, nothing else in them changed."""

from __future__ import annotations

from typing import Annotated

import typer

from backmatter.cli import console, editing
from backmatter.cli.editing import Bibs, Diff, Target, Write
from backmatter.cli.options import Output
from backmatter.references.plurals import counted

EXAMPLES = (
    "backmatter tidy refs.bib -o tidy.bib",
    "backmatter tidy refs.bib --diff",
    "backmatter tidy library/ --write --align",
)


def command(
    files: Bibs,
    indent: Annotated[
        str,
        typer.Option("--indent", metavar="N", help="So many spaces before a field; tab for one."),
    ] = "2",
    align: Annotated[
        bool, typer.Option("--align", help="The values of an entry begin in one column.")
    ] = False,
    braces: Annotated[bool, typer.Option("--braces", help='Put "values" in {braces}.')] = False,
    no_rules: Annotated[
        bool, typer.Option("--no-rules", help="Change nothing: the file as it was read.")
    ] = False,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Make the layout of .bib files even: one field a line, an empty line between entries.

    Types and field names are put in lower case, white space between the parts of an entry is made
    even, and the last field gets a comma. Values, comments and everything between entries stay as
    they are. What is wrong with the entries themselves, check --fix mends.
    """
    from backmatter.references.bibtex.edits import apply_in_order
    from backmatter.references.bibtex.layout import Layout, laid_out

    layout = Layout(_indentation(indent), align, braces)
    target = Target(output, write, diff)
    opened = editing.open_bibs(files, target)
    texts: list[str] = []
    for file in opened:
        if no_rules:
            texts.append("".join(file.text[each.start : each.end] for each in file.bib.blocks))
        else:
            texts.append(apply_in_order(file.text, laid_out(file.bib, layout)))
    changed = editing.finish(opened, texts, target)
    console.message(f"{changed} of {counted(len(opened), 'file')} changed")


def _indentation(text: str) -> str:
    """The blanks of `--indent`."""
    if text == "tab":
        return "\t"
    if not text.isdecimal() or int(text) > 16:
        raise typer.BadParameter(f"{text}: a number up to 16, or tab", param_hint="--indent")
    return " " * int(text)
