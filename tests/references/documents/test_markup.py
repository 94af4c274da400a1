"""Reading HTML, JATS, LaTeX and Markdown: one document in four forms, and what breaks readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.citations.finder import find_citations
from backmatter.references.documents.html import read_html
from backmatter.references.documents.jats import read_jats
from backmatter.references.documents.latex import read_latex
from backmatter.references.documents.markdown import plain, read_markdown
from backmatter.references.documents.model import Document
from backmatter.references.documents.reader import read_document
from backmatter.references.errors import InputError
from backmatter.references.lists.finder import find_list
from backmatter.references.reading import parse_document

Reader = Callable[[bytes, str], Document]
SMITH = "Smith J. First title of all. Nature. 2001;5:1-2."
JONES = "Jones B. Second title. Science. 2002;6:3."

HTML = f"""<!doctype html><title>T</title><script>x = "[9]"</script><h1>Introduction</h1>
<p>Known since long<sup><a href="#r1">1</a></sup> and later [<a href="#r2">2</a>].
<h2>References</h2><ol class="references"><li id="r1">{SMITH}</li><li id="r2">{JONES}</li></ol>"""

JATS = """<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "JATS-archivearticle1.dtd">
<article><body><sec><title>Introduction</title>
<p>Known since long<sup><xref ref-type="bibr" rid="B1">1</xref></sup> and later
[<xref ref-type="bibr" rid="B2">2</xref>].</p></sec></body><back><ref-list>
<ref id="B1"><label>1.</label><element-citation publication-type="journal"><person-group
person-group-type="author"><name><surname>Smith</surname><given-names>J</given-names></name>
</person-group><article-title>First title of all</article-title><source>Nature</source>
<year>2001</year><volume>5</volume><fpage>1</fpage><lpage>2</lpage></element-citation></ref>
<ref id="B2"><label>2.</label><mixed-citation><name><surname>Jones</surname>
<given-names>B</given-names></name>. <article-title>Second title</article-title>.
<source>Science</source>. <year>2002</year>;6:3.</mixed-citation></ref>
</ref-list></back></article>"""

LATEX = rf"""\documentclass{{article}} % \cite{{none}}
\begin{{document}}\section{{Introduction}}
Known since long~\cite{{smith}} and later \cite[p.~3]{{jones}}.
\begin{{thebibliography}}{{9}}
\bibitem{{smith}} Smith J. \newblock First title of all. \emph{{Nature}}. 2001;5:1--2.
\bibitem{{jones}} {JONES}
\end{{thebibliography}}\end{{document}}"""

MARKDOWN = f"""# Introduction

Known since long [1] and **later** [2].

# References

1. Smith J. First title of *all*. Nature. 2001;5:1-2.
2. {JONES}
"""

FORMS: list[tuple[Reader, str]] = [
    (read_html, HTML),
    (read_jats, JATS),
    (read_latex, LATEX),
    (read_markdown, MARKDOWN),
]
NAMES = ["html", "jats", "latex", "markdown"]


@pytest.mark.parametrize(("read", "text"), FORMS, ids=NAMES)
def test_one_document_reads_the_same_in_every_form(read: Reader, text: str) -> None:
    document = read(text.encode(), "a")
    found = find_list(document)
    printed = [
        (entry.source.number, entry.source.printed.replace("–", "-")) for entry in found.entries
    ]
    assert printed[1] == ("2", JONES)
    assert printed[0][1].startswith("Smith J. First title of all. Nature. 2001;5:1-2.")
    citations = find_citations(document, found)
    assert [c.numbers for c in citations] == [(1,), (2,)]
    assert {c.section for c in citations} == {"Introduction"}


@pytest.mark.parametrize(("read", "text"), FORMS, ids=NAMES)
def test_offsets_point_into_the_text(read: Reader, text: str) -> None:
    document = read(text.encode(), "a")
    for line in document.lines:
        assert "\n" not in document.text[line.start : line.end]
    for entry in document.entries:
        assert document.text[entry.start : entry.end].strip()


def test_jats_tags_become_the_record() -> None:
    parsed = parse_document(JATS.encode(), "a.xml")
    smith = parsed.references[0]
    assert (smith.title, smith.text("volume"), smith.text("page")) == (
        "First title of all",
        "5",
        "1-2",
    )
    assert smith.names["author"][0].family == "Smith"


def test_a_range_of_two_marks_leads_to_what_is_between() -> None:
    refs = "".join(
        f'<ref id="B{n}"><label>{n}</label><mixed-citation>Smith {n}. 2001.</mixed-citation></ref>'
        for n in range(1, 5)
    )
    text = (
        '<article><body><p>So [<xref ref-type="bibr" rid="B1">1</xref>]–[<xref ref-type="bibr" '
        f'rid="B4">4</xref>].</p></body><back><ref-list>{refs}</ref-list></back></article>'
    )
    document = read_jats(text.encode(), "a")
    assert [c.numbers for c in find_citations(document, find_list(document))] == [(1,), (2, 3, 4)]


def test_natbib_labels_stand_for_numbers() -> None:
    text = (
        r"As \citet{s} says. \begin{thebibliography}{}"
        r"\bibitem[{Smith(2001)}]{s} Smith, J. (2001). First title. Nature.\end{thebibliography}"
    )
    document = read_latex(text.encode(), "a.tex")
    (entry,) = find_list(document).entries
    assert (entry.source.number, entry.source.printed) == (
        "",
        "Smith, J. (2001). First title. Nature.",
    )
    (citation,) = find_citations(document, find_list(document))
    assert (citation.mark, citation.numbers) == ("[Smith(2001)]", (1,))


def test_the_list_that_biber_wrote_is_read_from_beside_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text(r"\begin{document}Known \autocite{k}.\end{document}")
    (tmp_path / "a.bbl").write_text(
        r"""\refsection{0}\datalist[entry]{nty/global//global/global}
\entry{k}{article}{}
  \name{author}{1}{}{%
    {{hash=1}{%
       family={M\"uller}, familyi={M\bibinitperiod}, given={Karl}, giveni={K\bibinitperiod}}}%
  }
  \field{journaltitle}{Nature}
  \field{title}{A title of its own}
  \field{year}{2001}
  \field{pages}{1\bibrangedash 9}
  \verb{doi}
  \verb 10.1000/1
  \endverb
\endentry
\enddatalist"""
    )
    parsed = parse_document(tmp_path / "a.tex")
    (reference,) = parsed.references
    assert reference.names["author"][0].family == "Müller"
    assert (reference.text("page"), reference.text("DOI"), reference.year) == (
        "1-9",
        "10.1000/1",
        2001,
    )
    assert [c.numbers for c in parsed.citations] == [(1,)]
    assert read_document(tmp_path / "a.bbl").entries[0].id == "k"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a **b** *c* ***d*** __e__ _f_", "a b c d e f"),
        ("snake_case_word and 2*3*4", "snake_case_word and 2*3*4"),
        ("[text](https://a.org/b)", "text https://a.org/b"),
        ("[https://a.org](https://a.org)", "https://a.org"),
        ("<https://a.org/b_c_d>", "https://a.org/b_c_d"),
        ("see^1,2^ and<sup>3</sup>", "see¹,² and³"),
        (r"\[1\] \* \_", "[1] * _"),
        ("```\n*code*\n```", "```\n*code*\n```"),
        ("> quoted [1]", "quoted [1]"),
    ],
)
def test_markdown_loses_its_markup(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_pages_name_their_character_set() -> None:
    page = '<meta charset="gbk"><p>张三（2019）认为。</p>'
    assert "张三" in read_html(page.encode("gbk"), "a.html").text


def test_billion_laughs_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE article [<!ENTITY l0 "ha">{laughs}]><article><p>&l9;</p></article>'
    with pytest.raises(InputError, match="entities"):
        read_jats(data.encode(), "a.xml")


@pytest.mark.parametrize(
    ("read", "data", "message"),
    [
        (read_jats, b"<article><body><p>cut", "a:1: is not well-formed XML"),
        (read_jats, b"<html><p>x</p></html>", "no JATS article"),
        (read_html, b"", "no text"),
        (read_html, b"<script>1</script>", "no text"),
        (read_latex, b"% only a comment", "no text"),
        (read_markdown, b"  \n", "is empty"),
        (read_markdown, b"\x00\x01\x02", "not text"),
    ],
)
def test_what_cannot_be_read_is_said(read: Reader, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(data, "a")


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize(
    ("read", "unit"),
    [
        (read_html, b"<div><ol><li>"),
        (read_html, b"<p>a <b>b"),
        (read_latex, rb"\bibitem{"),
        (read_latex, rb"\entry{a}{b}"),
        (read_latex, rb"\section{"),
        (read_latex, rb"\begin{thebibliography}"),
        (read_latex, rb"\cite["),
        (read_markdown, b"*a _b [c](d "),
        (read_markdown, b"[["),
    ],
)
def test_a_unit_repeated_is_read_or_refused(read: Reader, unit: bytes) -> None:
    try:
        read(unit * (200_000 // len(unit)), "a")
    except InputError:
        return


@settings(max_examples=60)
@given(st.sampled_from(FORMS), st.data())
def test_damaged_text_is_read_or_refused(form: tuple[Reader, str], data: st.DataObject) -> None:
    read, text = form
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(st.text(alphabet="<>&{}[]\\%*_$ a1", max_size=12))
    try:
        document = read((text[:start] + put + text[end:]).encode(), "a")
    except InputError:
        return
    find_citations(document, find_list(document))
