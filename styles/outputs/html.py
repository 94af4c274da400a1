"""HTML, in citeproc-js's markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from backmatter.styles.csl.markers import Kind
from backmatter.styles.outputs.output import ListLayout, Output

_ESCAPES = str.maketrans({"&": "&#38;", "<": "&#60;", ">": "&#62;"})
_ATTRIBUTE = str.maketrans({'"': "&#34;", "'": "&#39;"})


def _style(rule: str) -> tuple[str, str]:
    return f'<span style="{rule};">', "</span>"


FONTS = {
    Kind.ITALIC: ("<i>", "</i>"),
    Kind.OBLIQUE: ("<em>", "</em>"),
    Kind.UPRIGHT: _style("font-style:normal"),
    Kind.BOLD: ("<b>", "</b>"),
    Kind.LIGHT: _style("font-weight:lighter"),
    Kind.MEDIUM: _style("font-weight:normal"),
    Kind.SMALL_CAPS: _style("font-variant:small-caps"),
    Kind.NORMAL_CAPS: _style("font-variant:normal"),
    Kind.UNDERLINE: _style("text-decoration:underline"),
    Kind.NO_UNDERLINE: _style("text-decoration:none"),
    Kind.SUPERSCRIPT: ("<sup>", "</sup>"),
    Kind.SUBSCRIPT: ("<sub>", "</sub>"),
    Kind.BASELINE: ('<span style="baseline">', "</span>"),
    Kind.BLOCK: ('\n\n    <div class="csl-block">', "</div>\n"),
    Kind.LEFT_MARGIN: ('\n    <div class="csl-left-margin">', "</div>"),
    Kind.RIGHT_INLINE: ('<div class="csl-right-inline">', "</div>\n  "),
    Kind.INDENT: ('<div class="csl-indent">', "</div>\n  "),
}


_SUPERSCRIPTS = {"ˀ": "ʔ", "ˁ": "ʕ", "\u06e5": "و", "\u06e6": "ي"} | {
    char: base
    for char in map(chr, (*range(0xAA, 0xBB), *range(0x2B0, 0x2E5), *range(0x1D2C, 0x1DC0),
                          *range(0x2070, 0x2080), 0x2120, 0x2122,
                          *range(0x3190, 0x31A0)))
    if (kind := unicodedata.decomposition(char)).startswith("<super>")
    for base in ["".join(chr(int(code, 16)) for code in kind.split()[1:])]
}  # fmt: skip
_RAISED = re.compile(f"[{''.join(_SUPERSCRIPTS)}]")


def _escape(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        text = text.translate(_ESCAPES)
    if text.isascii():
        return text
    return _RAISED.sub(lambda match: f"<sup>{_SUPERSCRIPTS[match[0]]}</sup>", text)


def _link(address: str, shown: str) -> str:
    return f'<a href="{address.translate(_ATTRIBUTE)}">{shown}</a>'


def _document(entries: Sequence[str], _layout: ListLayout, _keys: Sequence[str] = ()) -> str:
    """The list in citeproc-js's wrapping."""
    body = "".join(f'  <div class="csl-entry">{entry}</div>\n' for entry in entries)
    return f'<div class="csl-bib-body">\n{body}</div>'


HTML = Output(
    "html", (".html", ".htm"), "HTML", _escape, FONTS, _link, nests=True, document=_document
)
