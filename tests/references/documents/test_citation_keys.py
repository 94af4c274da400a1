"""Manuscripts follow renamed keys, and nothing else in them changes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.citation_keys import cited_keys, renamed
from backmatter.references.errors import InputError

RENAMES = {"old": "new", "a:b": "c", "new": "newer", "x": "odd+"}


def renamed_text(text: str, name: str) -> tuple[str, int]:
    data, count = renamed(text.encode(), name, RENAMES)
    return data.decode(), count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\cite{old}", r"\cite{new}"),
        (r"\citep*[see][p.~5]{old, new,older}", r"\citep*[see][p.~5]{new, newer,older}"),
        ("\\nocite{%\n  old, % old\n  a:b}", "\\nocite{%\n  new, % new\n  c}"),
        (r"\textcites(pre)(post)[1]{old}[2]{a:b}. {old}", None),
        (r"\citefield{old}{old}", r"\citefield{new}{old}"),
        (r"\Autocite[a]{old} old \ref{old} \citetext{see old}", None),
        (r"\bibitem[Old(2001)]{old} Old", r"\bibitem[Old(2001)]{new} Old"),
        (r"\cite{old", r"\cite{old"),
    ],
)
def test_latex(text: str, expected: str | None) -> None:
    if expected is None:
        expected = text.replace("]{old}", "]{new}").replace("]{a:b}", "]{c}")
    assert renamed_text(text, "t.tex")[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[see @old, p. 5; -@a:b]", "[see @new, p. 5; -@c]"),
        ("@old. @older @{old} me@old \\@old", "@new. @older @new me@old \\@old"),
        ("`@old` and ``x @old``\n\n```\n@old\n```\n@old", None),
        ("@x says", "@{odd+} says"),
        (r"as \citet{old} says", r"as \citet{new} says"),
        ("---\nnocite: '@old, @new'\n---\n", "---\nnocite: '@new, @newer'\n---\n"),
    ],
)
def test_markdown(text: str, expected: str | None) -> None:
    assert renamed_text(text, "t.md")[0] == (expected or f"{text[:-3]}new")


def docx(**parts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", text)
    return packed.getvalue()


def test_word() -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">So [@o</w:t></w:r><w:r><w:b/><w:t>ld; @a:b] &amp; '
        "@</w:t></w:r></w:p><w:p><w:t>old</w:t></w:p>"
        '<w:instrText xml:space="preserve"> CITATION old \\l 1033 \\m a:b </w:instrText>'
    )
    sources = "<b:Source><b:Tag>old</b:Tag><b:Title>old</b:Title></b:Source>"
    data = docx(word__document=body, customXml__item1=sources, docProps__app="<old>@old</old>")
    new, count = renamed(data, "t.docx", RENAMES)
    assert count == 5
    with zipfile.ZipFile(io.BytesIO(new)) as package:
        assert package.read("word/document.xml").decode() == (
            body.replace("[@o<", "[@new<")
            .replace("ld; @a:b]", "; @c]")
            .replace("CITATION old", "CITATION new")
            .replace("\\m a:b", "\\m c")
        )
        assert package.read("customXml/item1.xml").decode() == sources.replace(
            "old</b:Tag", "new</b:Tag"
        )
        assert package.read("docProps/app.xml") == b"<old>@old</old>"
    untouched = docx(word__document="<w:p><w:t>no key</w:t></w:p>")
    assert renamed(untouched, "t.docx", RENAMES) == (untouched, 0)


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(InputError, match=r"t\.odt: keys can be followed in \.tex"):
        renamed(b"", "t.odt", RENAMES)
    with pytest.raises(InputError, match=r"t\.docx: is no DOCX file"):
        renamed(b"PK\3\4 but no more", "t.docx", RENAMES)


@given(st.text(alphabet="@{}[]\\cite old,%`\n;x"))
def test_without_renames_nothing_changes(text: str) -> None:
    for name in ("t.tex", "t.md"):
        data = text.encode()
        assert renamed(data, name, {}) == (data, 0)
        renamed(data, name, RENAMES)


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize(
    "piece", ["\\cite[", "\\cites{x}", "@{", "`", "```\n", "\\cite{", "@a:", "<w:t>"]
)
def test_hostile_texts_take_linear_time(piece: str) -> None:
    data = (piece * 100_000).encode()
    for name in ("t.tex", "t.md"):
        renamed(data, name, RENAMES)
    renamed(docx(word__document=piece * 50_000), "t.docx", RENAMES)


def test_what_latex_only_shows_cites_nothing() -> None:
    text = r"""\cite{a} \verb|\cite{b}| \newcommand{\c}[1]{\cite{#1}} \cite{\mykey}
\begin{verbatim}\cite{c}\end{verbatim} \iffalse \cite{d} \fi \cite{e}"""
    assert [key for key, _ in cited_keys(text, "thesis.tex")] == ["a", "e"]
