r"""Markdown (CommonMark): what Markdown has no sign for (raised text, small capitals) as HTML.

Every character that could mean something is escaped by a backslash, which CommonMark allows
before any ASCII punctuation; so `&copy;`, `<b>` or `*` in a title stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.styles.csl.markers import Kind
from backmatter.styles.outputs.output import ListLayout, Output

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~$|@^]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLOCK_START = re.compile(r"\d{0,9}(?=[-+#=:.)])")
"""What Markdown could take for a list, a heading or a line across, at the start of an entry."""

_UNSAFE_IN_ADDRESS = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "\n": "%0A"}


def _span(rule: str) -> tuple[str, str]:
    return f'<span style="{rule};">', "</span>"


FONTS = {
    Kind.ITALIC: ("*", "*"),
    Kind.OBLIQUE: ("*", "*"),
    Kind.UPRIGHT: _span("font-style:normal"),
    Kind.BOLD: ("**", "**"),
    Kind.MEDIUM: _span("font-weight:normal"),
    Kind.SMALL_CAPS: _span("font-variant:small-caps"),
    Kind.NORMAL_CAPS: _span("font-variant:normal"),
    Kind.UNDERLINE: ("<u>", "</u>"),
    Kind.SUPERSCRIPT: ("<sup>", "</sup>"),
    Kind.SUBSCRIPT: ("<sub>", "</sub>"),
    Kind.BLOCK: ("  \n", ""),
    Kind.INDENT: ("  \n", ""),
}


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text) if _SPECIAL.search(text) else text


def _link(address: str, shown: str) -> str:
    """`<address>` where the address itself is shown, else `[shown](<address>)`."""
    plain = _ESCAPED.sub(r"\1", address)
    for mark, code in _UNSAFE_IN_ADDRESS.items():
        plain = plain.replace(mark, code)
    is_bare = shown == address and "://" in plain and plain.isascii()
    return f"<{plain}>" if is_bare else f"[{shown}](<{plain}>)"


def _document(entries: Sequence[str], _layout: ListLayout) -> str:
    """One paragraph for each entry; none that begins with a number becomes a list."""
    return "\n".join(f"{_paragraph(entry)}\n" for entry in entries)


def _paragraph(entry: str) -> str:
    """The entry with its beginning escaped where Markdown would see a list or a heading."""
    start = _BLOCK_START.match(entry)
    return f"{start[0]}\\{entry[start.end() :]}" if start else entry


MARKDOWN = Output(
    "markdown", (".md", ".markdown"), "Markdown", _escape, FONTS, _link, gap=" ", document=_document
)
