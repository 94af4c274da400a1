"""What databases export: PubMed, EndNote, CNKI and Wanfang in their own forms."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.errors import InputError
from backmatter.references.formats import plain_dates, plain_names, registry
from backmatter.references.formats.csl_json import reference_to_item
from backmatter.references.model import Date, DatePart, Name, Reference

READ_ONLY = ("nbib", "enw", "noteexpress", "refworks")


def _read(text: str, name: str) -> list[Reference]:
    return [replace(each, source=None) for each in registry.read(text, name).references]


NBIB = """
PMID- 99999991
OWN - NLM
IS  - 1234-5679 (Electronic)
IS  - 0000-0019 (Print)
VI  - 12
IP  - 3
DP  - 2018 Jan-Feb
TI  - An invented title that goes on over
      two lines: with a subtitle.
PG  - 123-9
LID - S0000-0000(18)30001-2 [pii]
LID - 10.5555/S0000-0000(18)30001-2 [doi]
FAU - Quill, Anna Jr
AU  - Quill A Jr
FAU - Vole, Bertram
AU  - Vole B
CN  - The Example Group
LA  - eng
PT  - Journal Article
TA  - J Invent
JT  - Journal of invention
MH  - *Spine/surgery
OT  - disc
PMC - PMC9999991

PMID- 99999992
TI  - [A title in translation].
TT  - Titre original.
LA  - fre
DP  - 2001 Spring
LID - e45 [pii]
"""


def test_pubmed() -> None:
    first, second = _read(NBIB, "nbib")
    assert first == Reference(
        type="article-journal",
        variables={
            "DOI": "10.5555/S0000-0000(18)30001-2",
            "ISSN": "0000-0019",
            "title": "An invented title that goes on over two lines: with a subtitle",
            "language": "en",
            "PMID": "99999991",
            "PMCID": "PMC9999991",
            "container-title": "Journal of invention",
            "container-title-short": "J Invent",
            "volume": "12",
            "issue": "3",
            "page": "123-9",
        },
        names={
            "author": (
                Name("Quill", "Anna", "Jr"),
                Name("Vole", "Bertram"),
                Name(literal="The Example Group"),
            )
        },
        dates={"issued": Date((DatePart(2018, 1), DatePart(2018, 2)))},
        keywords=("disc", "Spine/surgery"),
        fields={"nbib:OWN": "NLM"},
    )
    assert (second.title, second.language, second.text("page")) == ("Titre original", "fr", "e45")
    assert second.fields == {"nbib:TI": "A title in translation"}


ENW = """%0 Journal Article
%A 张三丰%A 欧阳锋%A 王五
%+ 某某大学某某学院;
%T 一个编造的题名
%J 编造学报
%D 2008
%N 05
%K 甲词;乙词
%P 915-924+930
%@ 0000-0019
%W CNKI


%0 Thesis
%A Smith, John
%A Jane Roe
%A World Health Organization,
%T A thesis
%9 硕士
%I 某某大学
%D 2020
%8 2020-05-01

%0 Book Section
%A Doe, J.
%E Roe, R.
%B The book
%T The chapter
%@ 978-0-00-000000-2
"""


def test_endnote_and_cnki() -> None:
    article, thesis, chapter = _read(ENW, "enw")
    assert article.names["author"] == (Name("张", "三丰"), Name("欧阳", "锋"), Name("王", "五"))
    assert article.keywords == ("甲词", "乙词")
    assert article.text("ISSN") == "0000-0019"
    assert article.fields == {"enw:%+": "某某大学某某学院;", "enw:%W": "CNKI"}
    assert thesis.names["author"] == (
        Name("Smith", "John"),
        Name("Roe", "Jane"),
        Name(literal="World Health Organization"),
    )
    assert (thesis.text("genre"), thesis.dates["issued"]) == (
        "硕士",
        Date((DatePart(2020, 5, 1),)),
    )
    assert thesis.fields == {}
    assert (chapter.text("container-title"), chapter.text("ISBN")) == (
        "The book",
        "978-0-00-000000-2",
    )


def test_noteexpress() -> None:
    text = """{Reference Type}: Journal Article
{Title}: 一个编造的题名
{Author}: 张三丰;欧阳锋;
{Translated Author}: ZHANG San-feng
{Journal}: 编造学报
{Year}: 2021
{Issue}: 11
{Pages}: 2184-2188
{Keywords}: 甲词
{Keywords}:  乙词
{ISBN/ISSN}: 0000-0019
{Database Provider}: CNKI

{Reference Type}: Thesis
{Type of Work}: 博士
{Title}: 论文
{Author}: 王五
{Publisher}: 某某大学
{Year}: 2019
"""
    article, thesis = _read(text, "noteexpress")
    assert article.names["author"] == (Name("张", "三丰"), Name("欧阳", "锋"))
    assert article.keywords == ("甲词", "乙词")
    assert article.fields == {
        "noteexpress:Translated Author": "ZHANG San-feng",
        "noteexpress:Database Provider": "CNKI",
    }
    assert reference_to_item(thesis) == {
        "id": "",
        "type": "thesis",
        "author": [{"family": "王", "given": "五"}],
        "title": "论文",
        "genre": "博士",
        "publisher": "某某大学",
        "issued": {"date-parts": [[2019]]},
    }


def test_refworks() -> None:
    text = """RT Journal Article
SR 1
A1 张三丰;欧阳锋
T1 一个编造的题名
JF 编造学报
YR 2026
IS 01
OP 1-12
LK https://example.org/1
DS CNKI

RT Dissertation/Thesis
A1 Doe, Jane
T1 A thesis
PB A University
YR 2019
SP 1
OP 99
"""
    article, thesis = _read(text, "refworks")
    assert article.text("page") == "1-12"
    assert article.text("URL") == "https://example.org/1"
    assert article.fields == {"refworks:SR": "1", "refworks:DS": "CNKI"}
    assert (thesis.type, thesis.text("page")) == ("thesis", "1-99")


ENDNOTE_XML = """<?xml version="1.0" encoding="UTF-8"?>
<xml><records><record><source-app name="EndNote">EndNote</source-app>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors>
<author><style face="normal">Quill, A. B.</style></author><author>The Group,</author>
</authors></contributors>
<titles><title><style face="normal">On </style><style face="italic">Vole</style> &amp; kin</title>
<secondary-title>J Invent</secondary-title></titles>
<pages>1-9</pages><volume>2</volume><number>3</number>
<dates><year>2011</year><pub-dates><date>Mar 5</date></pub-dates></dates>
<isbn>1234-5679 (Electronic)</isbn>
<electronic-resource-num>https://doi.org/10.5555/x.1</electronic-resource-num>
<keywords><keyword>disc</keyword></keywords>
<urls><related-urls><url>https://example.org/a?b&amp;c</url></related-urls></urls>
</record></records></xml>
"""


def test_endnote_xml() -> None:
    (read,) = _read(ENDNOTE_XML, "endnote-xml")
    assert read == Reference(
        type="article-journal",
        variables={
            "title": "On <i>Vole</i> & kin",
            "container-title": "J Invent",
            "page": "1-9",
            "volume": "2",
            "issue": "3",
            "DOI": "10.5555/x.1",
            "URL": "https://example.org/a?b&c",
            "ISSN": "1234-5679",
        },
        names={"author": (Name("Quill", "A. B."), Name(literal="The Group"))},
        dates={"issued": Date((DatePart(2011, 3, 5),))},
        keywords=("disc",),
    )
    keyed = replace(read, key="quill2011vole")
    assert _read(registry.write([keyed], "endnote-xml"), "endnote-xml") == [keyed]


def test_xml_of_any_text_is_well_formed() -> None:
    hostile = Reference("a<b", "book", {"title": "\x00]]><i>x</b> & </title>\ud800", "note": "<b>"})
    (back,) = _read(registry.write([hostile], "endnote-xml"), "endnote-xml")
    assert back.text("title").startswith("]]>")


def test_lists_cut_short_are_closed_in_every_export() -> None:
    reference = Reference(
        "a", "book", {"title": "T"}, {"author": (Name("Doe", "J"),)}, others=frozenset({"author"})
    )
    written = registry.write([reference], "endnote-xml")
    assert "et al.,</" in written
    assert _read(written, "endnote-xml") == [reference]
    (enw,) = _read("%0 Book\n%A Doe, J.\n%A 等\n%T T\n", "enw")
    assert (enw.names, enw.others) == ({"author": (Name("Doe", "J."),)}, {"author"})


def test_yaml_keeps_every_value_as_it_is_written() -> None:
    text = """---
references:
- id: a
  type: article-journal
  title: 'no: 1'
  volume: 1e3
  issue: 05
  issued: 2020-01-02
  author:
  - family: No
    given: Yes
- id: b
  issued:
    date-parts: [[2019, 3]]
...
"""
    first, second = _read(text, "csl-yaml")
    assert first.variables == {"title": "no: 1", "volume": "1e3", "issue": "05"}
    assert first.names["author"] == (Name("No", "Yes"),)
    assert first.dates["issued"] == Date((DatePart(2020, 1, 2),))
    assert second.dates["issued"] == Date((DatePart(2019, 3),))


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2001", Date((DatePart(2001),))),
        ("2001-02-03", Date((DatePart(2001, 2, 3),))),
        ("'2001-02-03T00:00:00Z'", Date((DatePart(2001, 2, 3),))),
        ("2001-02/2002-11", Date((DatePart(2001, 2), DatePart(2002, 11)))),
        ("1970~", Date((DatePart(1970),), circa=True)),
        ("in press", Date(raw="in press")),
        ("{raw: 2001-02-03}", Date(raw="2001-02-03")),
        ("{edtf: 2001-22}", Date((DatePart(2001, season=2),))),
        ("{year: 2001, month: 3, day: 4}", Date((DatePart(2001, 3, 4),))),
        ("[{year: 2001, month: 3}, {year: 2002}]", Date((DatePart(2001, 3), DatePart(2002)))),
        ("[{year: 2001, season: summer, circa: true}]", Date((DatePart(2001, season=2),), True)),
    ],
)
def test_yaml_dates_are_read_in_every_form_that_pandoc_takes(written: str, date: Date) -> None:
    (reference,) = _read(f"references:\n- id: a\n  issued: {written}\n", "csl-yaml")
    assert reference.dates == {"issued": date}
    assert _read(registry.write([reference], "csl-yaml"), "csl-yaml") == [reference]


def test_yaml_keeps_what_backmatter_knows_beyond_csl() -> None:
    reference = Reference(
        "a", "book", {"title": "T"}, others=frozenset({"author"}), confidence={"title": 0.5}
    )
    assert _read(registry.write([reference], "csl-yaml"), "csl-yaml") == [reference]


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("a: &x [1]\nb: *x", "csl-yaml", r"^f: YAML anchors are not read"),
        ("a: [", "csl-yaml", r"^f:1:5: not YAML"),
        ("[" * 5000 + "]" * 5000, "csl-yaml", r"^f: not readable as YAML: nested too deeply"),
        ("just text", "csl-yaml", r"^f:1:1: not CSL-YAML"),
        ("<xml><records>", "endnote-xml", r"^f:1: is not well-formed XML"),
        ("<xml/>", "endnote-xml", r"^f:1:1: no EndNote record"),
        ("prose", "nbib", r"^f:1:1: no record of PubMed's; one begins with"),
        ("prose", "enw", r"^f:1:1: no EndNote record; one begins with"),
        ("prose", "noteexpress", r"^f:1:1: no NoteExpress record; one begins with"),
        ("prose", "refworks", r"^f:1:1: no RefWorks record; one begins with"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        registry.read(text, name, "f")


@pytest.mark.parametrize("name", READ_ONLY)
def test_what_is_only_read_cannot_be_written(name: str) -> None:
    with pytest.raises(InputError, match=f"{name} can be read but not written"):
        registry.write([], name)


@given(st.text(st.sampled_from("%0ATPMID-RTSN \n{}:;,张三[]1\u3000x")), st.sampled_from(READ_ONLY))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    heads = {"nbib": "PMID- 1\n", "enw": "%0 Book\n", "noteexpress": "{Reference Type}: Book\n"}
    for reference in registry.read(heads.get(name, "RT Book\n") + text, name).references:
        assert all(reference.variables.values())
        assert all(reference.names.values())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2018", [(2018, 0, 0, 0)]),
        ("2018 Jan 5", [(2018, 1, 5, 0)]),
        ("2018 Jan 5-7", [(2018, 1, 5, 0), (2018, 1, 7, 0)]),
        ("2018 Dec-2019 Jan", [(2018, 12, 0, 0), (2019, 1, 0, 0)]),
        ("2001 Spring", [(2001, 0, 0, 1)]),
        ("2020年5月", [(2020, 5, 0, 0)]),
        ("2020/05/17///", [(2020, 5, 17, 0)]),
        ("2013-04-01 11:12", [(2013, 4, 1, 0)]),
        ("5 March 2011", [(2011, 3, 5, 0)]),
        ("20180101", None),
        ("2018-13-01", None),
        ("in press", None),
    ],
)
def test_dates(text: str, parts: list[tuple[int, int, int, int]] | None) -> None:
    expected = Date(tuple(DatePart(*part) for part in parts)) if parts else None
    assert plain_dates.read(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张永辉", Name("张", "永辉")),
        ("张永辉[1,2]", Name("张", "永辉")),
        ("霍布斯", Name("霍布斯")),
        ("Doe，Jane", Name("Doe", "Jane")),
        ("Doe, Jane, Jr", Name("Doe", "Jane", "Jr")),
        ("De Vlinderstichting,", Name("De Vlinderstichting")),
        ("World Health Organization", Name(literal="World Health Organization")),
    ],
)
def test_names(text: str, name: Name) -> None:
    assert plain_names.read(text) == name
    assert plain_names.read(plain_names.write(name)) == name
