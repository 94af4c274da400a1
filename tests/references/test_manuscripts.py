"""Manuscripts beside `.bib` files; Word files are made here part by part."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from html import escape

import pytest

from backmatter.references.errors import InputError
from backmatter.references.findings import Finding
from backmatter.references.formats import bibtex
from backmatter.references.manuscripts import read_manuscript
from backmatter.references.rules.cited import citation_findings

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BIB = (
    "@article{omlor, title = {Disc cell therapy with precursors}, year = 2018, doi = {10.1000/1}}\n"
    "@article{okuda, title = {Adjacent segment disease after fusion}, year = 2018}\n"
)


def docx(*paragraphs: str, sources: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        body = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
        package.writestr(
            "word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>"
        )
        if sources:
            package.writestr("customXml/item1.xml", sources)
    return made.getvalue()


def text(words: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{escape(words)}</w:t></w:r>"


def field(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{text(shown)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def zotero(*items: Mapping[str, object]) -> str:
    cited = [{"uris": [str(item.get("title"))], "itemData": item} for item in items]
    return field("ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": cited}), "[1]")


def told(data: bytes, bib: str = BIB, name: str = "thesis.docx") -> list[str]:
    references = bibtex.read(bib, "refs.bib").references
    found: list[Finding] = list(
        citation_findings([read_manuscript(data, name)], references, frozenset())
    )
    return [f"{each.location} {each.code} {each.reference}{each.message}" for each in found]


MISSED = "is cited here, and no entry of the .bib file is that work"
UNCITED = "refs.bib:2 BM402 okuda “Adjacent segment disease after fusion”is cited in no document"


def test_keys_in_the_text_of_a_word_file() -> None:
    data = docx(text("As shown [@omlor; see @nobody2001, p. 3]"), text("by \\cite{okuda,gone}."))
    assert told(data) == [
        "thesis.docx:1:24 BM401 the key nobody2001 is cited here, and no entry has it",
        "thesis.docx:3:16 BM401 the key gone is cited here, and no entry has it",
    ]


def test_a_handle_or_an_address_in_a_word_file_is_no_key() -> None:
    data = docx(text("Write to me@example.org or @home; [@omlor] and @okuda say so."))
    assert told(data) == []


def test_words_own_citations_lead_by_tag_or_by_their_source() -> None:
    sources = (
        "<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'>"
        "<b:Source><b:Tag>Oku18</b:Tag><b:Title>Adjacent Segment Disease After Fusion</b:Title>"
        "<b:Year>2018</b:Year></b:Source>"
        "<b:Source><b:Tag>Lor20</b:Tag><b:Title>Growth of the spine</b:Title></b:Source>"
        "</b:Sources>"
    )
    cited = field(" CITATION omlor \\l 1033  \\m Oku18 \\m Lor20 ", "(Omlor, 2018)")
    assert told(docx(text("As shown ") + cited, sources=sources)) == [
        f"thesis.docx:1:10 BM401 Lor20 “Growth of the spine” {MISSED}"
    ]


def test_zoteros_fields_lead_by_key_doi_or_title() -> None:
    by_key = {"citation-key": "omlor", "title": "Anything", "type": "book"}
    by_doi = {"DOI": "10.1000/1", "title": "In other words", "type": "article-journal"}
    by_title = {"title": "Adjacent segment disease after fusion: a review", "type": "book"}
    unknown = {
        "title": "Growth of the spine",
        "type": "article-journal",
        "issued": {"date-parts": [[1999]]},
    }
    assert told(docx(text("A ") + zotero(by_doi))) == [UNCITED]
    assert told(docx(text("A ") + zotero(by_key))) == [UNCITED]
    assert told(docx(text("A ") + zotero(by_doi, by_title))) == []
    twice = docx(text("A ") + zotero(by_doi, by_title, unknown), text("B ") + zotero(unknown))
    assert told(twice) == [f"thesis.docx:1:3 BM401 “Growth of the spine” (1999) {MISSED}"]


def test_titles_alike_of_other_years_are_other_works() -> None:
    other = {"title": "Adjacent segment disease after fusion", "issued": {"date-parts": [[1990]]}}
    assert len(told(docx(text("A ") + zotero({**other, "type": "book"})))) == 3


def test_a_typed_list_is_read_and_its_order_too() -> None:
    data = docx(
        text("Cells help [2]. Fusion has its price [1]. More is known [3]."),
        text("References"),
        text("[1] Omlor G. Disc cell therapy with precursors. Spine. 2018;1:1-9."),
        text("[2] Okuda S. Adjacent segment disease after fusion. Spine. 2018;2:10-19."),
        text("[3] Lorenz S. Growth of the spine in children. Spine. 1999;3:20-29."),
    )
    found = told(data)
    assert any("BM401 [3] “Growth of the spine in children” (1999) is cited" in f for f in found)
    assert any("BM403" in each for each in found)
    assert not any("BM402" in each for each in found)


def test_latex_and_markdown_as_before() -> None:
    assert told(b"\\cite{omlor} % \\cite{x}\n\\cite{okuda}", name="a.tex") == []
    assert told(b"See [@omlor], @fig:one", name="a.md") == [UNCITED]
    assert told(b"\\nocite{*}", name="a.tex") == []


@pytest.mark.parametrize("name", ["a.txt", "a.pdf", "refs.bib"])
def test_other_files_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="looked for in"):
        read_manuscript(b"text", name)


def test_a_damaged_word_file_is_refused_and_a_damaged_field_passed_over() -> None:
    with pytest.raises(InputError):
        read_manuscript(b"PK\x03\x04", "a.docx")
    assert (
        told(docx(field("ADDIN ZOTERO_ITEM CSL_CITATION {", "[1]"), text("[@omlor; @okuda]"))) == []
    )
    broken = docx(field(" CITATION omlor ", "[1]"), text("[@okuda]"), sources="<b:Sources")
    assert told(broken) == []
