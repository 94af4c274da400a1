"""Reading DOCX files, made here part by part."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.citations.finder import find_citations
from backmatter.references.documents.docx import read_docx
from backmatter.references.errors import InputError
from backmatter.references.lists.finder import find_list
from backmatter.references.reading import parse_document

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SMITH = {
    "id": 7,
    "type": "article-journal",
    "title": "First title of all",
    "container-title": "Nature",
    "author": [{"family": "Smith", "given": "Jane"}],
    "issued": {"date-parts": [[2001]]},
    "DOI": "10.1000/1",
}
ENDNOTE = (
    "<EndNote><Cite><record><rec-number>3</rec-number><ref-type name='Journal'>17</ref-type>"
    "<contributors><authors><author><style>Smith, Jane</style></author></authors></contributors>"
    "<titles><title>First title of all</title><secondary-title>Nature</secondary-title></titles>"
    "<dates><year>2001</year></dates></record></Cite></EndNote>"
)


def docx(*body: str, **more: str) -> bytes:
    """A DOCX file of paragraphs, and of further parts by their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        content = "".join(body)
        package.writestr(
            "word/document.xml", f"<w:document {NS}><w:body>{content}</w:body></w:document>"
        )
        for name, part in more.items():
            package.writestr(f"word/{name}.xml", part)
    return made.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{escape(text)}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    inside = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def heading(text: str) -> str:
    return paragraph(text, properties='<w:outlineLvl w:val="0"/>')


def field(instruction: str, result: str, data: str = "") -> str:
    packed = f"<w:fldData>{data}</w:fldData>" if data else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{packed}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bibliography(instruction: str, *entries: str) -> str:
    first = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    last = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    made = [run(entry) for entry in entries]
    made[0] = first + made[0]
    return "".join(paragraph(each) for each in made) + f"<w:p>{last}</w:p>"


def cite(prefix: str) -> str:
    return f"{prefix} {json.dumps({'citationItems': [{'id': 7, 'itemData': SMITH}]})}"


NUMBERING = (
    f'<w:numbering {NS}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr>'


def test_numbers_that_word_puts_before_paragraphs_are_those_of_the_list() -> None:
    data = docx(
        heading("Introduction"),
        paragraph("It is known [1, 2]."),
        heading("References"),
        paragraph("Smith J. First title of all. Nature. 2001;5:1-2.", properties=NUMBERED),
        paragraph("Jones B. Second title. Science. 2002;6:3-4.", properties=NUMBERED),
        numbering=NUMBERING,
    )
    document = read_docx(data, "a.docx")
    found = find_list(document)
    assert [(e.source.number, e.source.printed[:5]) for e in found.entries] == [
        ("1", "Smith"),
        ("2", "Jones"),
    ]
    assert [(c.mark, c.numbers, c.section) for c in find_citations(document, found)] == [
        ("[1, 2]", (1, 2), "Introduction")
    ]


def test_paragraphs_of_an_unnumbered_list_are_its_entries() -> None:
    data = docx(
        paragraph("As Smith (2001) says."),
        heading("References"),
        paragraph("Jones, B. (2002). Second title of all. Science."),
        paragraph("Smith, J. (2001). First title of all. Nature."),
    )
    document = read_docx(data, "a.docx")
    found = find_list(document)
    assert len(found.entries) == 2
    assert [c.numbers for c in find_citations(document, found)] == [(2,)]


@pytest.mark.parametrize(
    ("citation", "listed"),
    [
        (field(cite("ADDIN ZOTERO_ITEM CSL_CITATION"), run("(Smith, 2001)")), "ADDIN ZOTERO_BIBL"),
        (
            field(cite("ADDIN CSL_CITATION"), run("(Smith, 2001)")),
            "ADDIN Mendeley CSL_BIBLIOGRAPHY",
        ),
        (field(f"ADDIN EN.CITE {ENDNOTE}", run("(Smith, 2001)")), "ADDIN EN.REFLIST"),
        (
            field(
                "ADDIN EN.CITE", run("(Smith, 2001)"), base64.b64encode(ENDNOTE.encode()).decode()
            ),
            "ADDIN EN.REFLIST",
        ),
    ],
    ids=["zotero", "mendeley", "endnote", "endnote packed"],
)
def test_records_and_citations_come_from_a_managers_fields(citation: str, listed: str) -> None:
    data = docx(
        paragraph(run("It is known "), citation, run(".")),
        heading("References"),
        bibliography(
            listed, "Jones, B. Another. 2002.", "Smith, J., “First Title of All” (Nature, 2001)"
        ),
    )
    parsed = parse_document(data, "a.docx")
    assert [c.numbers for c in parsed.citations] == [(2,)]
    assert parsed.citations[0].mark == "(Smith, 2001)"
    smith = parsed.references[1]
    assert (smith.title, smith.names["author"][0].given, smith.type) == (
        "First title of all",
        "Jane",
        "article-journal",
    )
    assert smith.confidence["title"] == 1.0
    assert smith.source is not None
    assert smith.source.printed.startswith("Smith, J.")


def test_endnotes_are_a_numbered_list_and_their_marks_raised() -> None:
    notes = "".join(
        f'<w:endnote w:id="{n}"><w:p>{run(text)}</w:p></w:endnote>'
        for n, text in enumerate(
            ("Smith J. First title of all. Nature. 2001;5:1-2.",
             "Jones B. Second. Science. 2002;6:3.",
             "Brown C. Third title is long. Cell. 2003;7:4."), 2)
    )  # fmt: skip
    separator = '<w:endnote w:type="separator" w:id="0"><w:p/></w:endnote>'
    marks = ['<w:r><w:endnoteReference w:id="2"/></w:r>'] * 3
    data = docx(
        paragraph(run("One"), marks[0], run(" two"), marks[1], run(" three"), marks[2]),
        endnotes=f"<w:endnotes {NS}>{separator}{notes}</w:endnotes>",
    )
    document = read_docx(data, "a.docx")
    found = find_list(document)
    assert [e.source.number for e in found.entries] == ["1", "2", "3"]
    assert [c.numbers for c in find_citations(document, found)] == [(1,), (2,), (3,)]


def test_deleted_text_is_left_out_and_superscripts_are_raised() -> None:
    up = '<w:vertAlign w:val="superscript"/>'
    data = docx(
        paragraph(
            run("Known"), run("1,2", up), "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        )
    )
    assert read_docx(data, "a.docx").text.strip() == "Known¹,²"


def test_broken_packages_are_errors() -> None:
    whole = docx(paragraph("Some text " * 400))
    for data, message in (
        (whole[: len(whole) // 2], "damaged|cut short"),
        (b"PK\x03\x04 nothing", "damaged|cut short"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (docx(), "no text"),
    ):
        with pytest.raises(InputError, match=message):
            read_docx(data, "a.docx")
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("content.xml", "<a/>")
    with pytest.raises(InputError, match="no DOCX"):
        read_docx(other.getvalue(), "a.docx")


@pytest.mark.usefixtures("no_hang")
def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(InputError, match="unpack"):
        read_docx(docx(numbering=" " * (80 << 20)), "a.docx")


def test_billion_laughs_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr(
            "word/document.xml", f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><d>&l9;</d>'
        )
    with pytest.raises(InputError, match="entities"):
        read_docx(made.getvalue(), "a.docx")


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_package_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(
        docx(heading("References"), paragraph("Smith J. Title. 2001."), numbering=NUMBERING)
    )
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_docx(bytes(content), "a.docx")
    except InputError:
        return
