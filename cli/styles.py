"""`backmatter styles`: find a citation style, look at what it prints, check one of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import completion, console
from backmatter.cli.options import (
    FailOn,
    FindingFormat,
    Output,
    choose_finding_format,
    failing_severity,
    one_of,
)
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.styles.catalog import StyleSource
    from backmatter.styles.style_info import StyleInfo

EXAMPLES = (
    "backmatter styles list spine",
    "backmatter styles show gb-t-7714-2025-numeric",
    "backmatter styles check mine.csl",
)

command = typer.Typer(
    no_args_is_help=True,
    help="Find a citation style, look at what it prints, check one of your own.",
)


@command.command("list")
def list_command(
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD…",
            help="Words in the name, the title or the ISSN.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Name the styles there are, our own first: all, or those that hold every word."""
    from backmatter.cli.tables import table
    from backmatter.styles.catalog import list_styles

    styles = list_styles(" ".join(query or ()))
    table(("name", "kind", "title"), [(s.name, _kind(s), s.title) for s in styles], shortened={2})
    if not styles:
        console.message("no style holds all of these words", style="yellow")


@command.command("show")
def show_command(
    name: Annotated[
        str,
        typer.Argument(
            metavar="STYLE",
            autocompletion=completion.styles,
            help="A style's name, title or ISSN, or a .csl file.",
        ),
    ],
    locale: Annotated[
        str | None,
        typer.Option("--locale", metavar="TAG", help="Language of terms and dates, as en-GB."),
    ] = None,
    output: Output = None,
) -> None:
    """Show what a style says of itself and how it prints ten typical references."""
    from backmatter.styles import Style
    from backmatter.styles.catalog import find_style
    from backmatter.styles.samples import sample_references

    source = find_style(name)
    style = Style.load(name, locale=locale)
    samples = sample_references()
    printed = style.bibliography(samples)
    session = style.session(samples)
    for note, reference in enumerate(samples, start=1):
        session.append([reference.key], note=note)
    cited = session.citations()
    entries = [entry.text for entry in printed.entries]
    lines = (*_description(source), ("cited", f"{cited[0]}  {cited[6]}" if entries else ""))
    head = "".join(f"{f'{what}:':10}{console.visible(text)}\n" for what, text in lines if text)
    body = "".join(f"{console.visible(text)}\n" for text in entries or cited)
    console.deliver(f"{head}\n{body}", output)
    for warning in printed.warnings:
        console.message(str(warning), style="yellow")


@command.command("check")
def check_command(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…", help="Style files (.csl), or names of styles."),
    ] = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="CODE", help="What a code means, why, and an example."),
    ] = None,
    fail_on: FailOn = None,
    output_format: FindingFormat = None,
    output: Output = None,
) -> None:
    """Check styles: well-formed, valid, macros, conditions, et al. and terms.

    Exit code 1 when something at or above --fail-on was found.
    """
    from backmatter.cli import reporting
    from backmatter.styles.lint.check import check_style

    if explain:
        console.deliver(_page(explain), output)
        return
    if not files:
        raise typer.BadParameter("which style? Name a .csl file")
    chosen_format = choose_finding_format(output_format, output)
    threshold = failing_severity(fail_on, "")
    texts = [_text_of(name) for name in files]
    found = [each for xml, shown in texts for each in check_style(xml, shown)]
    console.deliver(reporting.write_findings(found, chosen_format), output)
    console.message(f"{counted(len(texts), 'style')} checked: {reporting.summary(found)}")
    if any(finding.severity >= threshold for finding in found):
        raise typer.Exit(1)


def _kind(style: StyleInfo) -> str:
    """`numeric`, `author-date` …, or whose rules the style uses."""
    return f"as {style.parent}" if style.parent else style.citation_format or style.style_class


def _description(source: StyleSource) -> tuple[tuple[str, str], ...]:
    """What the style says of itself: names and texts, some of them empty."""
    from backmatter.styles.style_info import read_info

    info = read_info(source.xml, source.name)
    return (
        ("title", source.title),
        ("name", source.name),
        ("kind", info.citation_format or info.style_class),
        ("rules of", source.parent),
        ("locale", source.default_locale or info.default_locale),
        ("ISSN", "" if source.parent else ", ".join(info.issns)),
        ("file", str(source.path)),
    )


def _text_of(name: str) -> tuple[str, str]:
    """The text of a style file or of a style of the catalog, and the name to show for it."""
    from backmatter.references.files import read_bytes
    from backmatter.styles.catalog import find_style
    from backmatter.styles.style_info import decode_style

    path = Path(name)
    if path.is_file() or path.suffix:
        return decode_style(read_bytes(path), name), name
    source = find_style(name)
    return source.xml, str(source.path)


def _page(code: str) -> str:
    """The documentation page of a rule."""
    from backmatter.styles.lint.check import RULES

    pages = {rule.code: rule.page for rule in RULES}
    return pages[one_of(code.upper(), sorted(pages), "--explain")]
