r"""Markdown (CommonMark): what Markdown has no sign for (raised text, small capitals) as HTML.

Every character that could mean something is escaped by a backslash, which CommonMark allows
before any ASCII punctuation; so `&copy;`, `<b>` or `*` in a title stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.styles.csl.markers import CLOSE, CLOSE_DISPLAY, Kind
from backmatter.styles.outputs.output import ListLayout, Output

_SPECIAL = re.compile(r"[\\`*_\[\]<>&~$|@^]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLOCK_START = re.compile(r"\d{0,9}(?=[-+#=:.)])")
"""What Markdown could take for a list, a heading or a line across, at the start of an entry."""

_UNSAFE_IN_ADDRESS = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "\n": "%0A"}


def _span(rule: str) -> tuple[str, str]:
    return f'<span style="{rule};">', "</span>"


_EMPHASIS, _END_EMPHASIS = Kind.ITALIC.value, CLOSE
_STRONG, _END_STRONG = Kind.BOLD.value, CLOSE_DISPLAY
"""Marks that stay until `_finish` knows what stands beside them."""

_SIGNS = {
    _EMPHASIS: ("*", "<em>"),
    _END_EMPHASIS: ("*", "</em>"),
    _STRONG: ("**", "<strong>"),
    _END_STRONG: ("**", "</strong>"),
}
_SIGN = re.compile(f"[{''.join(_SIGNS)}]")

FONTS = {
    Kind.ITALIC: (_EMPHASIS, _END_EMPHASIS),
    Kind.OBLIQUE: (_EMPHASIS, _END_EMPHASIS),
    Kind.UPRIGHT: _span("font-style:normal"),
    Kind.BOLD: (_STRONG, _END_STRONG),
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


def _finish(entry: str) -> str:
    """The entry with stars for emphasis, or HTML where CommonMark would not see the stars so.

    Stars only count beside a letter on their inner side, or between marks and blanks; within
    an entry it is all stars or all HTML, so that no star meets a partner not its own.
    """
    signs = list(_SIGN.finditer(entry))
    stars = all(_is_flanked(entry, sign) for sign in signs)
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]][0 if stars else 1], entry) if signs else entry


def _is_flanked(entry: str, sign: re.Match[str]) -> bool:
    """Whether CommonMark takes the stars for what they are (its left- and right-flanking)."""
    inner, outer = entry[sign.end() : sign.end() + 1], entry[: sign.start()][-1:]
    if sign[0] in (_END_EMPHASIS, _END_STRONG):
        inner, outer = outer, inner
    if not inner or inner.isspace() or inner in _SIGNS or outer in _SIGNS:
        return False
    return inner.isalnum() or not outer or not outer.isalnum()


def _document(entries: Sequence[str], _layout: ListLayout, _keys: Sequence[str] = ()) -> str:
    """One paragraph for each entry; none that begins with a number becomes a list."""
    return "\n".join(f"{_paragraph(entry)}\n" for entry in entries)


def _paragraph(entry: str) -> str:
    """The entry with its beginning escaped where Markdown would see a list or a heading."""
    start = _BLOCK_START.match(entry)
    return f"{start[0]}\\{entry[start.end() :]}" if start else entry


MARKDOWN = Output(
    "markdown",
    (".md", ".markdown"),
    "Markdown",
    _escape,
    FONTS,
    _link,
    gap=" ",
    document=_document,
    finish=_finish,
)
