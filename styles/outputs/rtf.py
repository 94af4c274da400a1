"""RTF, for word processors: a document of one paragraph for each entry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.styles.csl.markers import Kind
from backmatter.styles.outputs.output import ListLayout, Output

_SPECIAL = re.compile(r"[\\{}]|[^ -~]")
_HEAD = r"{\rtf1\ansi\deff0{\fonttbl{\f0\froman Times New Roman;}}\fs24"
_INDENT = 420
"""Twips: the width of three figures and their mark."""


def _switch(word: str) -> tuple[str, str]:
    return f"{{\\{word} ", "}"


FONTS = {
    Kind.ITALIC: _switch("i"),
    Kind.OBLIQUE: _switch("i"),
    Kind.UPRIGHT: _switch("i0"),
    Kind.BOLD: _switch("b"),
    Kind.LIGHT: _switch("b0"),
    Kind.MEDIUM: _switch("b0"),
    Kind.SMALL_CAPS: _switch("scaps"),
    Kind.NORMAL_CAPS: _switch("scaps0"),
    Kind.UNDERLINE: _switch("ul"),
    Kind.NO_UNDERLINE: _switch("ulnone"),
    Kind.SUPERSCRIPT: _switch("super"),
    Kind.SUBSCRIPT: _switch("sub"),
    Kind.BASELINE: _switch("nosupersub"),
    Kind.BLOCK: ("\\line ", ""),
    Kind.LEFT_MARGIN: ("", "\\tab "),
    Kind.INDENT: ("\\line\\tab ", ""),
}


def _escape(text: str) -> str:
    """ASCII only: other characters by their UTF-16 code, with `?` for readers without Unicode."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\\{}":
        return f"\\{character}"
    if character == "\n":
        return "\\line "
    if character == "\t":
        return "\\tab "
    units = memoryview(character.encode("utf-16-le", "surrogatepass"))
    codes = (
        int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)
    )
    return "".join(f"\\u{code}?" for code in codes)


def _link(address: str, shown: str) -> str:
    target = address.replace('"', "%22")
    return f'{{\\field{{\\*\\fldinst{{HYPERLINK "{target}"}}}}{{\\fldrslt{{{shown}}}}}}}'


def _document(entries: Sequence[str], layout: ListLayout, _keys: Sequence[str] = ()) -> str:
    """The whole document, its paragraphs hanging where the style wants them so."""
    hanging = layout.hanging or layout.second_field
    indent = f"\\fi-{_INDENT}\\li{_INDENT}\\tx{_INDENT}" if hanging else ""
    space = f"\\sa{120 * layout.entry_spacing}" if layout.entry_spacing else ""
    lines = f"\\sl{240 * layout.line_spacing}\\slmult1" if layout.line_spacing > 1 else ""
    paragraphs = "".join(f"\\pard{indent}{space}{lines} {entry}\\par\n" for entry in entries)
    return f"{_HEAD}\n{paragraphs}}}\n"


RTF = Output("rtf", (".rtf",), "Rich Text Format", _escape, FONTS, _link, document=_document)
