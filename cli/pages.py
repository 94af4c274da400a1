"""Tables for people: as Markdown, and as a whole HTML page. All foreign text is escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from backmatter.cli.console import visible

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")
_DOI = re.compile(r"10\.\d{4,9}/[!-~]{1,200}")
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "td{white-space:pre-line;overflow-wrap:anywhere}td:first-child{white-space:nowrap}"
)


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in GitHub's Markdown; line ends within a cell become `<br>`."""
    lines = [head, ["---"] * len(head)]
    table = [*lines, *([_markdown_cell(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in table)


def html_page(title: str, summary: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A page with one table, which loads nothing and runs nothing; DOIs in it are links."""
    cells = "".join(f"<th scope=col>{_text(name)}</th>" for name in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{_linked(cell)}</td>' for cell in row)}</tr>\n" for row in rows
    )
    return (
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
        "<meta http-equiv=Content-Security-Policy "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n"
        f"<h1>{_text(title)}</h1>\n<p>{_text(summary)}</p>\n"
        f"<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n</html>\n"
    )


def _markdown_cell(text: str) -> str:
    lines = (visible(_MARKDOWN.sub(r"\\\1", line)) for line in text.splitlines())
    return "<br>".join(lines)


def _linked(text: str) -> str:
    """Escaped text, with a link on a cell that is a DOI and nothing else."""
    shown = _text(text)
    if not _DOI.fullmatch(text):
        return shown
    from backmatter.references.identifiers import doi

    return f'<a href="{escape(doi.url(text))}">{shown}</a>'


def _text(text: str) -> str:
    return escape("\n".join(map(visible, text.splitlines())))
