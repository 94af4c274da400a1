r"""LaTeX: a `list` of the entries, to be `\input` where the bibliography belongs.

Needs no package; links are live where `hyperref` is loaded. UTF-8, as LaTeX expects since 2018.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.styles.csl.markers import Kind
from backmatter.styles.outputs.output import ListLayout, Output

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
}
_TABLE = str.maketrans(_ESCAPES)
_LIGATURE = re.compile(r"([-`',!?<>])(?=[-`',])")
"""Pairs that LaTeX's fonts would melt into a dash, a quotation mark or ¿ (`--`, two quotes)."""

_UNESCAPES = {code: mark for mark, code in _ESCAPES.items()}
_CODE = re.compile("|".join(re.escape(code) for code in _UNESCAPES))
_IN_ADDRESS = str.maketrans(
    {
        "\\": "%5C",
        "{": "%7B",
        "}": "%7D",
        "%": r"\%",
        "#": r"\#",
        "&": r"\&",
        "^": "%5E",
        "<": "%3C",
        ">": "%3E",
        "|": "%7C",
        '"': "%22",
        " ": "%20",
        "\n": "%0A",
    }
)


def _command(name: str) -> tuple[str, str]:
    return f"\\{name}{{", "}"


FONTS = {
    Kind.ITALIC: _command("textit"),
    Kind.OBLIQUE: _command("textsl"),
    Kind.UPRIGHT: _command("textup"),
    Kind.BOLD: _command("textbf"),
    Kind.LIGHT: _command("textmd"),
    Kind.MEDIUM: _command("textmd"),
    Kind.SMALL_CAPS: _command("textsc"),
    Kind.NORMAL_CAPS: _command("textup"),
    Kind.UNDERLINE: _command("underline"),
    Kind.SUPERSCRIPT: _command("textsuperscript"),
    Kind.SUBSCRIPT: _command("textsubscript"),
    Kind.BLOCK: ("\\newline ", ""),
    Kind.INDENT: ("\\newline\\hspace*{2em}", ""),
}


def _escape(text: str) -> str:
    """Plain text as LaTeX prints it, letter for letter."""
    return _LIGATURE.sub(r"\1{}", text.translate(_TABLE))


def _link(address: str, shown: str) -> str:
    plain = _CODE.sub(lambda match: _UNESCAPES[match[0]], address.replace("{}-", "-"))
    return f"\\href{{{plain.translate(_IN_ADDRESS)}}}{{{shown}}}"


def _document(entries: Sequence[str], layout: ListLayout, _keys: Sequence[str] = ()) -> str:
    """A list without labels: the style has put its own before each entry."""
    indent = "2em" if layout.hanging or layout.second_field else "0pt"
    items = "".join(f"\\item\\relax {entry}\n" for entry in entries)
    return (
        "\\providecommand{\\href}[2]{#2}\n"
        f"\\begin{{list}}{{}}{{\\setlength{{\\leftmargin}}{{{indent}}}"
        f"\\setlength{{\\itemindent}}{{-\\leftmargin}}}}\n"
        f"{items}"
        "\\end{list}\n"
    )


LATEX = Output("latex", (".tex",), "LaTeX", _escape, FONTS, _link, gap=" ", document=_document)
