"""Markdown, LaTeX and RTF: foreign text comes out as it is, whatever it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from backmatter.styles.csl.markers import Kind
from backmatter.styles.outputs.latex import LATEX
from backmatter.styles.outputs.markdown import MARKDOWN
from backmatter.styles.outputs.output import ListLayout, Output
from backmatter.styles.outputs.rtf import RTF

HOSTILE = st.text(alphabet="ab 1\\`*_[]{}<>()#&%$~^|!@\"'-+=.:;/?é中😀", max_size=40)
ADDRESS = "https://x.org/a_b?c=1&d=%20~e#f"


def as_html(markdown: str) -> str:
    """What a CommonMark reader makes of it."""
    return MarkdownIt("commonmark").render(markdown)


def as_text(html: str) -> str:
    """The text of simple HTML."""
    plain = re.sub(r"<[^<>]*>", "", html)
    for code, mark in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(code, mark)
    return plain.strip()


def from_rtf(text: str) -> str:
    """Escaped RTF text as a word processor reads it."""

    def units(match: re.Match[str]) -> str:
        codes = [int(code) % 65536 for code in re.findall(r"\\u(-?\d+)\?", match[0])]
        data = b"".join(code.to_bytes(2, "little") for code in codes)
        return data.decode("utf-16-le")

    return re.sub(r"\\([\\{}])", r"\1", re.sub(r"(?:\\u-?\d+\?)+", units, text))


@given(HOSTILE)
def test_markdown_shows_any_text_as_it_is(text: str) -> None:
    """No character of a title becomes a list, a link, HTML or emphasis."""
    words = " ".join(text.split())
    html = as_html(MARKDOWN.document([MARKDOWN.escape(words)], ListLayout()))
    assert as_text(html) == words
    assert re.fullmatch(r"(<p>[^<]*</p>\n)?", html)


@given(HOSTILE)
def test_rtf_shows_any_text_as_it_is(text: str) -> None:
    """ASCII only, groups balanced, characters beyond the first plane as two units."""
    escaped = RTF.escape(text)
    assert escaped.isascii()
    assert from_rtf(escaped) == text


def from_latex(text: str) -> str:
    """Escaped LaTeX as its fonts show it."""
    names = {
        "textbackslash": "\\",
        "textasciitilde": "~",
        "textasciicircum": "^",
        "textless": "<",
        "textgreater": ">",
        "textbar": "|",
        "textquotedbl": '"',
    }
    pattern = r"\\([a-z]+)\{\}|\\([{}$&#%_])|(?<=[-`',!?<>])\{\}|([\\{}$&#%_~^])"

    def shown(match: re.Match[str]) -> str:
        assert match[3] is None, f"{match[3]} stands unescaped"
        return names[match[1]] if match[1] else match[2] or ""

    return re.sub(pattern, shown, text)


@given(HOSTILE)
def test_latex_shows_any_text_as_it_is(text: str) -> None:
    """Nothing special is left unescaped, and no two marks melt into one."""
    escaped = LATEX.escape(text)
    assert from_latex(escaped) == text
    assert not re.search(r"--|``|''|,,|<<|>>|[!?]`", escaped)


@pytest.mark.parametrize(
    ("output", "italic", "raised"),
    [
        (LATEX, "\\textit{x}", "\\textsuperscript{x}"),
        (RTF, "{\\i x}", "{\\super x}"),
    ],
)
def test_formatting(output: Output, italic: str, raised: str) -> None:
    """Before and after what is formatted."""
    assert "x".join(output.fonts[Kind.ITALIC]) == italic
    assert "x".join(output.fonts[Kind.SUPERSCRIPT]) == raised


@pytest.mark.parametrize(
    ("before", "inner", "after", "want"),
    [
        ("a ", "b", ", c", "a *b*, c"),
        ("a", "b", "c", "a*b*c"),
        ("a", "b.", " c", "a*b.* c"),
        ("a ", "b.", "c", "a <em>b.</em>c"),
        ("a", " b", "c", "a<em> b</em>c"),
    ],
)
def test_markdown_emphasises_what_is_emphasised(
    before: str, inner: str, after: str, want: str
) -> None:
    """Stars where CommonMark counts them, HTML elsewhere."""
    assert MARKDOWN.finish
    opening, closing = MARKDOWN.fonts[Kind.ITALIC]
    written = MARKDOWN.finish(f"{before}{opening}{inner}{closing}{after}")
    assert written == want
    assert as_html(written) == f"<p>{before}<em>{inner}</em>{after}</p>\n"


@pytest.mark.parametrize("output", [MARKDOWN, LATEX, RTF])
def test_formatting_is_closed_as_often_as_it_is_opened(output: Output) -> None:
    """Braces and tags balance in every kind."""
    for opening, closing in output.fonts.values():
        both = opening + closing
        assert both.count("{") == both.count("}")
        assert both.count("<") == both.count(">")


def test_links_lead_to_the_address_itself() -> None:
    """The address is not escaped as text is."""
    shown = MARKDOWN.escape(ADDRESS)
    assert 'href="https://x.org/a_b?c=1&amp;d=%20~e#f"' in as_html(MARKDOWN.link(shown, shown))
    assert as_html(MARKDOWN.link(shown, "here")).startswith('<p><a href="https://x.org/a_b')
    hostile = MARKDOWN.escape("https://x.org/<b> \\(")
    assert 'href="https://x.org/%3Cb%3E%20%5C("' in as_html(MARKDOWN.link(hostile, "x"))
    address = LATEX.escape(ADDRESS)
    assert LATEX.link(address, "x") == r"\href{https://x.org/a_b?c=1\&d=\%20~e\#f}{x}"
    assert LATEX.link(LATEX.escape("http://x/{}--"), "x") == r"\href{http://x/%7B%7D--}{x}"
    assert RTF.link(RTF.escape('http://x/"{'), "x") == (
        '{\\field{\\*\\fldinst{HYPERLINK "http://x/%22\\{"}}{\\fldrslt{x}}}'
    )


@pytest.mark.parametrize("start", ["1. A", "2) A", "- A", "+ A", "# A", "= A", ": A", "[1] A"])
def test_no_entry_begins_a_list_or_a_heading_in_markdown(start: str) -> None:
    """Each entry is one paragraph of its own."""
    html = as_html(MARKDOWN.document([MARKDOWN.escape(start)] * 2, ListLayout()))
    assert html == f"<p>{start}</p>\n" * 2


def test_a_latex_list_takes_entries_that_begin_with_a_bracket() -> None:
    r"""`\item [1]` would take the number for its label."""
    text = LATEX.document(["[1] A", "[2] B"], ListLayout(hanging=True))
    assert text.splitlines()[2:4] == ["\\item\\relax [1] A", "\\item\\relax [2] B"]
    assert "\\setlength{\\leftmargin}{2em}" in text
    assert "\\setlength{\\leftmargin}{0pt}" in LATEX.document([], ListLayout())


def test_an_rtf_document_is_whole_and_hangs_where_the_style_wants_it() -> None:
    """One group, one paragraph for each entry."""
    text = RTF.document(["A", "B"], ListLayout(second_field="flush", line_spacing=2))
    assert text.startswith("{\\rtf1\\ansi")
    assert text.count("{") == text.count("}")
    assert re.findall(r"\\pard(\S*) (.)\\par", text) == [
        ("\\fi-420\\li420\\tx420\\sa120\\sl480\\slmult1", "A"),
        ("\\fi-420\\li420\\tx420\\sa120\\sl480\\slmult1", "B"),
    ]
    assert "\\pard A\\par" in RTF.document(["A"], ListLayout(entry_spacing=0))
