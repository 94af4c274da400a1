"""`backmatter format`: the list, in any citation style."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from backmatter.cli import completion, config, console, inputs
from backmatter.cli.options import Files, Output, one_of
from backmatter.references.errors import StyleError

if TYPE_CHECKING:
    from backmatter.styles.bst.style import BibtexStyle
    from backmatter.styles.style import Bibliography, Style

_PLAIN = (".txt", ".text", ".list")
"""Endings that plain text goes by."""

_SHOWN = 3
"""So many references that lack something are named without --verbose."""

EXAMPLES = (
    "backmatter format refs.bib --style apa",
    "backmatter format review.txt --style gb-t-7714-2025-numeric -o list.txt",
    "backmatter format refs.bib --style nature --to html",
    "backmatter format refs.bib --style apa -o list.docx",
    "backmatter format refs.bib --style plain.bst --to latex -o refs.bbl",
    'backmatter format refs.bib --style apa --cite "[see @doe20, p. 5; @roe21]" --cite @doe20',
)


def command(
    files: Files,
    style: Annotated[
        str | None,
        typer.Option(
            "--style",
            "-s",
            metavar="STYLE",
            autocompletion=completion.styles,
            help="A style's name (see backmatter styles list) or a .csl file; a BibTeX style "
            "(plain.bst, a path, pybtex:plain).",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="KIND",
            autocompletion=completion.outputs,
            help="text, html, markdown, latex, rtf, docx or json.",
        ),
    ] = None,
    locale: Annotated[
        str | None,
        typer.Option("--locale", metavar="TAG", help="Language of terms and dates, as en-GB."),
    ] = None,
    sort_chinese: Annotated[
        Literal["pinyin", "stroke"],
        typer.Option(
            "--sort-chinese", help="How Chinese sorts where the style's language is Chinese."
        ),
    ] = "pinyin",
    cite: Annotated[
        list[str] | None,
        typer.Option(
            "--cite",
            "-c",
            metavar="CITATION",
            help="Print this citation instead of the list; several stand in one document, in "
            "this order. As in Pandoc: [@key1; @key2, p. 5], @key, -@key.",
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Print the reference list in a citation style, one entry a line.

    The kind follows --to, else the ending of the output file; plain text otherwise. HTML in a
    file is a whole page; on standard output it is the list alone.
    """
    from backmatter.styles import load_style
    from backmatter.styles.outputs import OUTPUTS, find_output

    kinds = {entry.name: entry.suffixes for entry in OUTPUTS}
    by_ending = {suffix: name for name, suffixes in kinds.items() for suffix in suffixes}
    suffix = output.suffix.lower() if output else ""
    kind = to or by_ending.get(suffix, "text")
    one_of(kind, list(kinds), "--to")
    if not to and suffix not in ("", *by_ending, *_PLAIN):
        raise typer.BadParameter(
            f"{suffix} is the ending of no output; say which with --to", param_hint="--output"
        )
    if find_output(kind).is_binary and console.is_stdout(output) and sys.stdout.isatty():
        raise typer.BadParameter(
            f"{kind} is not for a terminal: name a file, or pipe it on", param_hint="--output"
        )
    first = Path(files[0]) if files[0] != "-" else None
    chosen = style or config.load(first).style
    if not chosen:
        raise typer.BadParameter(
            "which style? For example --style apa; backmatter styles list names them all",
            param_hint="--style",
        )
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    using = load_style(chosen, locale=locale, sort_chinese=sort_chinese)
    if cite:
        console.deliver(_citations(using, cite, loaded, kind), output)
        return
    result = _bibliography(using, loaded, kind)
    console.deliver(_file(result, chosen, output), output)
    for warning in result.warnings:
        console.message(str(warning), style="yellow")
    _tell_lacks(using, loaded)


def _tell_lacks(style: Style | BibtexStyle, loaded: Sequence[inputs.Input]) -> None:
    """One line on the references of which the style prints more than there is."""
    from backmatter.styles.bst.style import BibtexStyle
    from backmatter.styles.needs import lacking

    if isinstance(style, BibtexStyle):
        return
    references = [reference for each in loaded for reference in each.references]
    lacks = lacking(style, references)
    if not lacks:
        return
    named = [f"{each.reference.label} ({', '.join(each.variables)})" for each in lacks]
    shown = named if console.is_verbose() else named[:_SHOWN]
    more = f" and {len(named) - len(shown)} more (--verbose)" if len(named) > len(shown) else ""
    console.message(
        f"{len(lacks)} of {len(references)} lack what the style prints: {'; '.join(shown)}{more}; "
        "verify --complete fills what a matched record has",
        style="yellow",
    )


def _bibliography(
    style: Style | BibtexStyle, loaded: Sequence[inputs.Input], kind: str
) -> Bibliography:
    """The list; a BibTeX style reads `.bib` files itself, as BibTeX does."""
    from backmatter.styles.bst.style import BibtexStyle

    if isinstance(style, BibtexStyle) and all(each.bibtex for each in loaded):
        return style.bibliography_of_bibtex([each.bibtex for each in loaded], output=kind)
    return style.bibliography(inputs.references_of(loaded), output=kind)


def _file(result: Bibliography, style: str, output: Path | None) -> str | bytes:
    """The list as it is delivered: HTML in a file of its own is a whole page."""
    from backmatter.styles.outputs.html_page import html_page

    if result.output.is_binary:
        return result.to_bytes()
    text = result.render()
    if result.output.name == "html" and not console.is_stdout(output):
        return html_page(text, style, result.layout)
    return text


def _citations(
    style: Style | BibtexStyle, written: Sequence[str], loaded: Sequence[inputs.Input], kind: str
) -> str | bytes:
    """The citations of a document that has these and no others, one a line."""
    from backmatter.styles.bst.style import BibtexStyle
    from backmatter.styles.citation_syntax import check_keys, parse_citation
    from backmatter.styles.outputs import ListLayout, find_output

    if isinstance(style, BibtexStyle):
        raise StyleError(f"{style.name}: LaTeX makes the citations of BibTeX's styles, not --cite")
    references = inputs.references_of(loaded)
    session = style.session(references)
    keys = [reference.key for reference in references]
    for number, text in enumerate(written, 1):
        citation = parse_citation(text)
        check_keys(citation, keys)
        session.append(citation.cites, note=number if style.processor.is_note_style else 0)
    printed = session.citations(output=kind)
    made = find_output(kind)
    if made.pack:
        return made.pack(made.document(printed, ListLayout(), written))
    return "".join(f"{citation}\n" for citation in printed)
