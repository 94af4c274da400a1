"""Whatever a reference holds, every style prints it, and every output stays well-formed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from backmatter.references.model import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    NUMBER_VARIABLES,
    Date,
    DatePart,
    Name,
    Reference,
)
from backmatter.styles import Style
from backmatter.styles.outputs import OUTPUTS
from backmatter.styles.outputs.json_tree import read_tree
from backmatter.styles.style import Bibliography

STYLES = (
    "apa",
    "nlm-citation-sequence",
    "nature",
    "ieee",
    "modern-language-association",
    "chicago-author-date",
    "din-1505-2",
    "gb-t-7714-2025-numeric",
    "gb-t-7714-2015-author-date",
    "chinese-journal-of-spine-and-spinal-cord",
)
TYPES = ("article-journal", "book", "chapter", "thesis", "webpage", "legal_case", "patent", "", "x")
TEXTS = ("title", "container-title", "publisher", "URL", "DOI", "note", "language", "genre")

HOSTILE = st.text(
    alphabet="aB1 .,:;?!-–—'\"“”‘’«»()[]{}<>/\\&%$#_~^|*`@=+\n\r\t\x00\x07\x1b\x9b\u200b\u202e"
    "\ud800\ufdd0\ufdd8\ufffe中文，。《》éß😀",
    max_size=12,
)
PIECES = st.sampled_from(
    ["<i>", "</i>", "<sup>2</sup>", "<b>x", '<span class="nocase">', "</span>", "&amp;", "&lt;b>",
     "<script>", "author: X", "{:", "<!--", "]]>", "\\input{x}", "--", "''", "et al", "1990/",
     '<span style="font-variant:small-caps;">', "https://x.org/<a>?b&c=\"d\"", "Ünïcode"]
)  # fmt: skip
TEXT = st.lists(HOSTILE | PIECES, max_size=4).map("".join)
NAMES = st.builds(
    Name,
    TEXT, TEXT, TEXT, TEXT, TEXT, st.just("") | TEXT,
    st.booleans(), st.booleans(), st.sampled_from([None, True, False]),
)  # fmt: skip
PART = st.builds(
    DatePart,
    st.none() | st.integers(-9999, 99999),
    st.integers(0, 12),
    st.integers(0, 31),
    st.integers(0, 4),
)
DATE = st.builds(Date, st.lists(PART, max_size=2).map(tuple), st.booleans(), TEXT, TEXT)
REFERENCE = st.builds(
    Reference,
    key=TEXT,
    type=st.sampled_from(TYPES),
    variables=st.dictionaries(
        st.sampled_from(TEXTS + tuple(sorted(NUMBER_VARIABLES))), TEXT.filter(bool), max_size=6
    ),
    names=st.dictionaries(
        st.sampled_from(sorted(NAME_VARIABLES)[:20] + ["author"] * 10),
        st.lists(NAMES, min_size=1, max_size=4).map(tuple),
        max_size=3,
    ),
    dates=st.dictionaries(st.sampled_from(sorted(DATE_VARIABLES)), DATE, max_size=3),
    others=st.frozensets(st.sampled_from(["author", "editor"])),
)
QUICK = settings(
    max_examples=40,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@cache
def loaded(name: str) -> Style:
    return Style.load(name)


def printed(name: str, references: list[Reference], output: str) -> Bibliography:
    return loaded(name).bibliography(references, output=output)


def spaced(text: str) -> str:
    """The text, all white space alike."""
    return " ".join(text.split())


def text_of(html: str) -> str:
    """What an XML parser reads in HTML, the columns of an entry apart."""
    return "".join(ET.fromstring(f"<p>{html}</p>").itertext())  # noqa: S314  # our own output


@pytest.mark.parametrize("name", STYLES)
@QUICK
@given(st.lists(REFERENCE, min_size=1, max_size=3))
def test_html_is_well_formed_and_shows_what_text_shows(
    name: str, references: list[Reference]
) -> None:
    """An XML parser reads the HTML, and without its tags it is the plain text."""
    texts = printed(name, references, "text").entries
    html = printed(name, references, "html")
    ET.fromstring(html.render())  # noqa: S314  # our own output
    assert [entry.key for entry in html.entries] == [entry.key for entry in texts]
    for plain, marked in zip(texts, html.entries, strict=True):
        assert "".join(text_of(marked.text).split()) == "".join(plain.text.split())


@pytest.mark.parametrize("name", STYLES)
@QUICK
@given(st.lists(REFERENCE, min_size=1, max_size=3))
def test_the_other_outputs_are_balanced_and_escaped(name: str, references: list[Reference]) -> None:
    """Braces match, no entry leaves its paragraph, and the text is the plain text's."""
    texts = [spaced(entry.text) for entry in printed(name, references, "text").entries]
    latex = printed(name, references, "latex").render()
    rtf = printed(name, references, "rtf").render()
    assert is_balanced(latex)
    assert is_balanced(rtf)
    assert rtf.isascii()
    tree = read_tree(printed(name, references, "json").render())
    assert len(tree["entries"]) == len(texts)
    markdown = MarkdownIt("commonmark").render(printed(name, references, "markdown").render())
    assert markdown.count("<p>") == len([text for text in texts if text])
    for output in OUTPUTS:
        printed(name, references, output.name).render().encode("utf-8")


@QUICK
@given(st.lists(REFERENCE, min_size=1, max_size=3))
def test_a_word_document_holds_the_plain_text(references: list[Reference]) -> None:
    """A paragraph for each entry, with the same bytes each time."""
    texts = [entry.text for entry in printed("nature", references, "text").entries]
    made = printed("nature", references, "docx")
    data = made.to_bytes()
    assert data == made.to_bytes()
    paragraphs = Document(BytesIO(data)).paragraphs
    assert [spaced(each.text) for each in paragraphs] == [spaced(text) for text in texts]


def is_balanced(text: str) -> bool:
    """Whether unescaped braces match, as TeX and RTF count them."""
    depth = 0
    for mark in re.findall(r"\\[\\{}]|[{}]", text):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0:
            return False
    return depth == 0


def test_no_control_character_reaches_an_output() -> None:
    """Wherever a style takes a value from: names, numbers, pages, dates."""
    bad = "1\x07\x1b\x9b2"
    reference = Reference(
        key="a",
        type="legal_case",
        variables=dict.fromkeys((*TEXTS, *NUMBER_VARIABLES), bad),
        names={"author": (Name(bad, bad), Name(literal=bad))},
        dates={"issued": Date(literal=bad), "accessed": Date(raw=bad)},
    )
    for name in STYLES:
        for entry in printed(name, [reference], "text").entries:
            assert not {"Cc", "Cs"} & {unicodedata.category(char) for char in entry.text}
