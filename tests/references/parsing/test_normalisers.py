"""The parts of a reference on their own: names, dates, pages, identifiers, languages."""

from __future__ import annotations

import pytest

from backmatter.references.model import Date, DatePart, Name
from backmatter.references.parsing.dates import MONTH_NAMES, read_date
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.identifiers import take_identifiers
from backmatter.references.parsing.language import language_of
from backmatter.references.parsing.marks import TYPES, csl_type, find_mark
from backmatter.references.parsing.names import is_group, parse_names
from backmatter.references.parsing.pages import normal_pages, read_locator
from backmatter.references.parsing.surnames import DOUBLE_SURNAMES, SURNAMES
from backmatter.references.parsing.tokens import fold, stops


def names(text: str, *, foreign: bool = False) -> list[tuple[str, ...]] | None:
    """The names as (family, given, …) or (literal,), with "…" for others."""
    read = parse_names(text, foreign=foreign)
    if read is None:
        return None
    found = [_shown(name) for name in read.names]
    return [*found, ("…",)] if read.others else found


def _shown(name: Name) -> tuple[str, ...]:
    if name.literal:
        return (name.literal,)
    extra = [part for part in (name.non_dropping_particle, name.suffix) if part]
    return (name.family, name.given, *extra)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Freeman BJC, Kuliwaba JS", [("Freeman", "BJC"), ("Kuliwaba", "JS")]),
        ("Xu J, E XQ, Wang NX, et al", [("Xu", "J"), ("E", "XQ"), ("Wang", "NX"), ("…",)]),
        ("Hernández-Ramajo R", [("Hernández-Ramajo", "R")]),
        ("de Dieuleveult M, O'Doherty JE", [("de Dieuleveult", "M"), ("O'Doherty", "JE")]),
        ("VEEN P H van der, MULLER M", [("VEEN", "P H", "van der"), ("MULLER", "M")]),
        ("PEEBLES P Z Jr", [("PEEBLES", "P Z", "Jr")]),
        ("DES MARAIS D J, SUMMONS R E", [("DES MARAIS", "D J"), ("SUMMONS", "R E")]),
        ("Smith, J. A., & Jones, B.", [("Smith", "J. A."), ("Jones", "B.")]),
        ("J. A. Smith and B. Jones", [("Smith", "J. A."), ("Jones", "B.")]),
        ("Younghee Noh", [("Noh", "Younghee")]),
        ("张永辉, 李玲慧", [("张", "永辉"), ("李", "玲慧")]),
        ("武文杰, 刘剑, 李茜, 等", [("武", "文杰"), ("刘", "剑"), ("李", "茜"), ("…",)]),
        ("欧阳修，司马光", [("欧阳", "修"), ("司马", "光")]),
        ("周 强、李 伟", [("周", "强"), ("李", "伟")]),
        ("敬怀志,邱峰", [("敬", "怀志"), ("邱", "峰")]),
        ("张三和李四", [("张", "三"), ("李", "四")]),
        ("工业和信息化部", [("工业和信息化部",)]),
        ("工业和信息化部, 教育部", [("工业和信息化部",), ("教育部",)]),
        ("黄土高原科学数据中心（西北所）", [("黄土高原科学数据中心（西北所）",)]),
        ("霍布斯", [("霍布斯",)]),
        ("大卫·古斯顿 and 龚旭", [("大卫·古斯顿",), ("龚", "旭")]),
        ("A history of yeasts", None),
        ("", None),
    ],
)
def test_author_lists(text: str, expected: list[tuple[str, ...]] | None) -> None:
    assert names(text) == expected


def test_chinese_forms_of_foreign_names_are_not_split_where_a_translator_tells() -> None:
    assert names("哈里森, 沃尔德伦", foreign=True) == [("哈里森",), ("沃尔德伦",)]


def test_bodies_are_known_by_their_words() -> None:
    assert is_group("National Research Council")
    assert is_group("中国互联网络信息中心")
    assert not is_group("Smith J")


def test_surnames_have_the_lengths_they_should() -> None:
    assert {len(name) for name in SURNAMES} == {1}
    assert {len(name) for name in DOUBLE_SURNAMES} == {2}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2012-01-16", (2012, 1, 16)),
        ("2012/1/16", (2012, 1, 16)),
        ("2008年3月", (2008, 3, 0)),
        ("2008年3月5日", (2008, 3, 5)),
        ("15 July 2011", (2011, 7, 15)),
        ("July 15, 2011", (2011, 7, 15)),
        ("Sept. 2011", (2011, 9, 0)),
        ("2011 Jul 15", (2011, 7, 15)),
        ("3.10.1999", (1999, 10, 3)),
        ("10/25/1999", (1999, 10, 25)),
        ("1999", (1999, 0, 0)),
    ],
)
def test_dates(text: str, parts: tuple[int, int, int]) -> None:
    assert read_date(text) == Date((DatePart(*parts),))


@pytest.mark.parametrize("text", ["2012-13-01", "2012-01-45", "soon", "", "12"])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_every_month_has_a_number() -> None:
    assert set(MONTH_NAMES.values()) == set(range(1, 13))


@pytest.mark.parametrize(
    ("text", "volume", "issue", "pages"),
    [
        (", 43(23): E1384-E1388.", "43", "23", "E1384-E1388"),
        (", 25 (2): 193-207", "25", "2", "193-207"),
        (", 87: 118-129", "87", "", "118-129"),
        ("(1): 56-75", "", "1", "56-75"),
        (", 45(增刊1): 730570", "45", "增刊1", "730570"),
        (", 337(1/2): 112-118", "337", "1/2", "112-118"),
        (", 28(04): 85-90+95", "28", "04", "85-90+95"),
        (" 24: 799–845", "24", "", "799-845"),
        ("66(S1):25-32", "66", "S1", "25-32"),
        (", vol. 3, no. 2, pp. 45-50", "3", "2", "45-50"),
        (": 5546530", "", "", "5546530"),
        (", 第33卷第2期, 第5-9页", "33", "2", "5-9"),
    ],
)
def test_locators(text: str, volume: str, issue: str, pages: str) -> None:
    draft = Draft()
    assert read_locator(text, 0, len(text), draft)
    read = {name: field.value for name, field in draft.fields.items()}
    wanted = {"volume": volume, "issue": issue, "page": pages}
    assert read == {name: value for name, value in wanted.items() if value}


def test_what_is_no_locator_reads_nothing() -> None:
    draft = Draft()
    assert not read_locator(", and much else", 0, 15, draft)
    assert not draft.fields


def test_pages_have_plain_hyphens() -> None:
    assert normal_pages("12 – 15、18") == "12-15,18"


ON_PAGE = Date((DatePart(2011, 7, 15),))
SICI = "10.1002/(SICI)1097(199)24:1<1::AID>3.0.CO;2-O"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x doi:10.1371/journal.pgen.0010005.", {"DOI": "10.1371/journal.pgen.0010005"}),
        (f"x DOI: {SICI}", {"DOI": SICI}),
        ("(doi:10.1000/abc)", {"DOI": "10.1000/abc"}),
        (
            "x https://doi.org/10.1101/029983.",
            {"DOI": "10.1101/029983", "URL": "https://doi.org/10.1101/029983"},
        ),
        (
            "x Available: http://a.org/b_(c).aspx. Accessed 15 July 2011.",
            {"URL": "http://a.org/b_(c).aspx", "accessed": ON_PAGE},
        ),
        ("x[2011-07-15]. htps:/a.org/b", {"URL": "https://a.org/b", "accessed": ON_PAGE}),
        ("x arXiv:1112.6136", {"number": "arXiv:1112.6136"}),
        ("x PMID: 12345678", {"PMID": "12345678"}),
        ("x ISBN 978-7-302-58978-5.", {"ISBN": "978-7-302-58978-5"}),
    ],
)
def test_identifiers_are_taken_out(text: str, expected: dict[str, object]) -> None:
    draft = Draft()
    masked = take_identifiers(text, draft)
    assert {name: field.value for name, field in draft.fields.items()} == expected
    assert len(masked) == len(text)
    assert masked.strip(" x().,[]") == ""


@pytest.mark.parametrize(
    ("text", "letters", "medium"),
    [
        ("a[J]. b", "J", ""),
        ("a [EB/OL]. b", "EB", "OL"),
        ("a［Ｊ］b", "J", ""),
        ("预测[JI.武汉", "J", ""),
        ("a[D/OL] b", "D", "OL"),
    ],
)
def test_type_marks(text: str, letters: str, medium: str) -> None:
    mark = find_mark(fold(text))
    assert mark
    assert (mark.letters, mark.medium) == (letters, medium)


def test_no_type_mark_in_plain_brackets() -> None:
    assert find_mark("see [2] and [JAMA]") is None


def test_every_mark_has_a_type_and_parts_of_books_are_chapters() -> None:
    for letters, kind in TYPES.items():
        mark = find_mark(f"a[{letters}]")
        assert mark
        assert csl_type(mark, in_host=False) == kind
    book = find_mark("a[M]//b")
    assert book
    assert csl_type(book, in_host=True) == "chapter"


@pytest.mark.parametrize(
    ("title", "tag"),
    [
        ("人退变髓核细胞", "zh"),
        ("過冷大水滴環境", "zh"),
        ("最新図書館用語大辞典", "ja"),
        ("情報システムの研究", "ja"),
        ("한국어 제목", "ko"),
        ("Литература и жизнь", "ru"),
        ("Defects in intervertebral disc", "en"),
        ("Die Entwicklung der Städte und des Landes", "de"),
        ("Histoire de la ville et des campagnes", "fr"),
        ("2001", ""),
    ],
)
def test_languages(title: str, tag: str) -> None:
    assert language_of({"title": title}, title) == tag


def test_folding_keeps_every_offset() -> None:
    text = "［１］张三，“Ａ”．２０２１（３）"
    assert fold(text) == '[1]张三,“A".2021(3)'.replace('"', "”")
    assert len(fold(text)) == len(text)


def test_abbreviations_are_no_stops() -> None:
    text = "of S. cerevisiae and C. elegans, vol. 3. Nature"
    assert [text[: at + 1] for at in stops(text, 0, len(text))] == [
        "of S. cerevisiae and C. elegans, vol. 3."
    ]
