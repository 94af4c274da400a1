"""What house styles ask for beyond CSL, done to a reference before it is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.errors import StyleError
from backmatter.references.model import Name, Reference, Source
from backmatter.styles.preparation import keeps_quotes, preparation
from backmatter.styles.text_width import full_width, half_width
from backmatter.styles.title_case import to_sentence_case


def prepared(wishes: str, reference: Reference) -> Reference:
    """The reference as a style with these wishes sees it."""
    prepare = preparation(f"<?xml version='1.0'?>\n<?backmatter {wishes}?>\n<style/>")
    assert prepare is not None
    return prepare(reference)


def test_a_style_without_instruction_asks_for_nothing() -> None:
    """Only an instruction before the root counts."""
    assert preparation("<style/>") is None
    assert preparation('<style><?backmatter titles="sentence-case"?></style>') is None


def test_an_unknown_wish_is_an_error() -> None:
    """A misspelt wish is not passed over."""
    with pytest.raises(StyleError, match='titles="uppercase", which is not known'):
        preparation('<?backmatter titles="uppercase"?><style/>')


def test_a_style_says_whether_quotation_marks_stay_as_they_are() -> None:
    """The one wish that the processor itself fulfils."""
    assert keeps_quotes('<?backmatter language="by-script" quotes="as-given"?><style/>')
    assert not keeps_quotes('<?backmatter language="by-script"?><style/>')
    assert not keeps_quotes("<style/>")
    assert preparation('<?backmatter quotes="as-given"?><style/>') is None


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"title": "全唐五代诗格汇考"}, "zh-CN"),
        ({"title": "最新図書館用語大辭典のこと"}, "ja-JP"),
        ({"title": "도서관법규총람"}, "ko-KR"),
        ({"title": "Молибден"}, "ru-RU"),
        ({"title": "TGF-β"}, "en-US"),
        ({"title": "人 DNA", "language": "en"}, "en"),
        ({"publisher": "人民出版社", "DOI": "10.1/x"}, "zh-CN"),
        ({"DOI": "10.1/x"}, ""),
        ({}, ""),
    ],
)
def test_a_missing_language_is_that_of_the_script(variables: dict[str, str], language: str) -> None:
    """Given languages stay; a DOI says nothing."""
    reference = prepared('language="by-script"', Reference(variables=variables))
    assert reference.language == language


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        (
            "AI: the future, and more; a list (draft) of it",
            "AI：the future，and more；a list（draft）of it",
        ),
        ("Washington, D.C.", "Washington，D.C."),
        ("Proceedings (SocProS 2012), December", "Proceedings（SocProS 2012），December"),
        ('(<span class="nocase">XML</span>): x', '（<span class="nocase">XML</span>）：x'),
        ("中国科学(D辑):地球科学", "中国科学（D辑）：地球科学"),
        ("ISO 21378:2019", "ISO 21378:2019"),
        ("80079-20-2:2016(en) Explosive", "80079-20-2:2016(en) Explosive"),
        ("1:25000", "1:25000"),
        ("a,b", "a,b"),
        ("信息技术\u3000先进  音视频", "信息技术 先进 音视频"),
        ("cells(NPC) into; Spine(Phila Pa 1976)", "cells（NPC）into；Spine（Phila Pa 1976）"),
        ("f(x) of H(2)O", "f(x) of H(2)O"),
    ],
)
def test_separating_marks_become_full_width(text: str, wide: str) -> None:
    """Those inside numbers and codes stay."""
    assert full_width(text) == wide
    assert full_width(wide) == wide


@pytest.mark.parametrize(
    ("text", "narrow"),
    [
        ("昌平山水记；京东考古录", "昌平山水记; 京东考古录"),
        ("雾霾来袭，如何突围？", "雾霾来袭, 如何突围?"),
        ("北京大学学报（哲学社会科学版）", "北京大学学报 (哲学社会科学版)"),
        ("总编（主编）的角色", "总编 (主编) 的角色"),
        ("中国科学：D 辑", "中国科学: D 辑"),
        ("分析、选择与改性", "分析、选择与改性"),
    ],
)
def test_full_width_marks_become_half_width(text: str, narrow: str) -> None:
    """With the spaces that half-width marks have; 、 has no half-width form."""
    assert half_width(text) == narrow
    assert half_width(narrow) == narrow


def protect(text: str) -> str:
    """Braces as the markup that a protected word has in a record."""
    return text.replace("{", '<span class="nocase">').replace("}", "</span>")


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        (
            "Death by Theory: A Tale of Mystery and Archaeological Theory",
            "Death by theory: a tale of mystery and archaeological theory",
        ),
        ("{AI} and the Future of Banking", "{AI} and the future of banking"),
        ("Jadeite-Bearing Rocks in {Izumi Town}", "Jadeite-bearing rocks in {Izumi Town}"),
        ("T-Cells and TGF-Beta1 in DNA Repair", "T-cells and TGF-Beta1 in DNA repair"),
        ("Gases in Sea Ice 1975–1979", "Gases in sea ice 1975–1979"),
        ("[{Zotero} Download]", "[{Zotero} download]"),
        ("The Researcher's Dilemma: What I Saw", "The researcher's dilemma: what I saw"),
        ("{United Nations} E-Government Survey", "{United Nations} e-government survey"),
    ],
)
def test_titles_in_title_case_lose_their_capitals(title: str, sentence: str) -> None:
    """Names that are protected, abbreviations and the first word keep theirs."""
    assert to_sentence_case(protect(title)) == protect(sentence)


@pytest.mark.parametrize(
    "title",
    [
        "BMP7 enhances the effect of BMSCs on extracellular matrix remodeling in a rabbit",
        "A phase I trial of cells for early-stage Stargardt macular degeneration",
        "Coastal erosion and mitigation in east and southeast Asia",
        "Molecular structure of nucleic acids: A structure for deoxyribose nucleic acid",
        "System",
        "",
    ],
)
def test_titles_in_sentence_case_are_left_alone(title: str) -> None:
    """Their capitals are those of names."""
    assert to_sentence_case(title) == title


def in_bib(type_: str, **variables: str) -> Reference:
    """A reference of a `.bib` file."""
    return Reference(type=type_, variables=variables, source=Source("refs.bib", line=1))


def test_only_english_titles_and_works_that_hold_others_are_lowered() -> None:
    """German nouns and the names of journals keep their capitals."""
    titles = {"title": "Deep Learning of Images", "container-title": "Advances in Vision"}
    lowered = prepared(
        'titles="sentence-case"', in_bib("chapter", **{**titles, "language": "en-US"})
    )
    assert lowered.title == "Deep learning of images"
    assert lowered.text("container-title") == "Advances in vision"
    journal = in_bib("article-journal", **{**titles, "language": "en"})
    lowered = prepared('titles="sentence-case"', journal)
    assert lowered.text("container-title") == "Advances in Vision"
    german = in_bib("chapter", **{**titles, "language": "de-DE"})
    assert prepared('titles="sentence-case"', german) == german


@pytest.mark.parametrize(
    "source",
    [None, Source("refs.json"), Source("refs.ris"), Source("a.bib", printed="Deep Learning.")],
)
def test_titles_that_do_not_count_on_the_style_stay(source: Source | None) -> None:
    """Those of CSL-JSON and RIS, and those that were read from a printed list."""
    variables = {"language": "en", "title": "William Shakespeare"}
    reference = Reference(variables=variables, source=source)
    assert prepared('titles="sentence-case"', reference) == reference


def test_identifiers_that_the_url_holds_are_left_out() -> None:
    """In any case of letters; others stay, and without a URL all."""
    url = {"URL": "https://doi.org/10.1093/GigaScience/giad067"}
    doi = {"DOI": "10.1093/gigascience/giad067", "CSTR": "1.2.x"}
    kept = prepared('identifiers="once"', Reference(variables={**url, **doi}))
    assert kept.variables == {**url, "CSTR": "1.2.x"}
    assert prepared('identifiers="once"', Reference(variables=doi)).variables == doi


def test_names_with_suffix_in_capitals_and_translated() -> None:
    """GB/T 7714's ways with names, each on its own wish."""
    people = (
        Name(family="Peebles", given="Peyton Z.", suffix="Jr."),
        Name(family="Кочетков", given="А."),
        Name(literal="World Health Organization"),
        Name(family="de la Cruz", given="Jean-Luc"),
        Name(family="昂温", given="P. S."),
    )
    reference = Reference(names={"author": people})
    assert prepared('suffixes="comma"', reference).names["author"][0] == Name(
        literal="Peebles P Z, Jr"
    )
    capital = prepared('families="capitals"', reference).names["author"]
    assert [name.family or name.literal for name in capital] == [
        "PEEBLES",
        "Кочетков",
        "World Health Organization",
        "DE LA CRUZ",
        "昂温",
    ]
    initials = Reference(names={"author": (Name(family="Freeman", given="BJC"),)})
    assert prepared('families="capitals"', initials).names["author"] == (
        Name(family="FREEMAN", given="B J C"),
    )
    chinese = Reference(names={"author": (Name(family="钱", given="学森"), people[0])})
    assert prepared('names="whole"', chinese).names["author"] == (
        Name(family="钱学森"),
        people[0],
    )
    translated = prepared('translations="family"', reference).names["author"]
    assert translated == (*people[:4], Name(family="昂温"))


@pytest.mark.parametrize(
    ("type_", "fields", "variables"),
    [
        ("book", {"@": "proceedings"}, {"mark": "C"}),
        ("book", {"@": "book", "mark": "Z"}, {"mark": "Z"}),
        ("book", {"@": "collection", "mark": "M"}, {"mark": "M"}),
        ("thesis", {"cstr": "35001.37"}, {"CSTR": "35001.37"}),
        ("article", {"archiveprefix": "arXiv"}, {"archive": "arXiv"}),
        ("article-journal", {"archiveprefix": "PubMed"}, {}),
        ("map", {"booktitle": "An {Atlas} \\& More"}, {"container-title": "An Atlas & More"}),
        ("book", {"booktitle": "Other"}, {}),
    ],
)
def test_what_a_bib_file_says_beyond_csl_becomes_variables(
    type_: str, fields: dict[str, str], variables: dict[str, str]
) -> None:
    """A mark of its own goes before that of the entry type."""
    changed = prepared('fields="bibtex"', Reference(type=type_, fields=fields))
    assert changed.variables == variables


def test_zoteros_notes_say_the_same_as_better_bibtex_writes_them() -> None:
    """Only lines of known fields count, and only a wish reads them."""
    note = "page: 3\ntex.entrytype: proceedings\ntex.cstr = 1.2.x \ntex.other: y"
    reference = Reference(type="book", variables={"note": note})
    changed = prepared('fields="bibtex"', reference)
    assert changed.variables == {"note": note, "mark": "C", "CSTR": "1.2.x"}


def test_a_patent_is_by_its_holders_and_a_whole_journal_is_a_periodical() -> None:
    """Inventors give way to holders, and the list of holders may be closed by others."""
    inventors = {"author": (Name(family="Nobody"),)}
    patent = Reference(type="patent", names=inventors, fields={"holder": "{Acme, Inc.} and others"})
    changed = prepared('fields="bibtex"', patent)
    assert changed.names["author"] == (Name(literal="Acme, Inc."),)
    assert changed.others == {"author"}
    assert prepared('fields="bibtex"', Reference(type="patent", names=inventors)).names == inventors
    journal = Reference(type="article-journal", fields={"@": "periodical"})
    assert prepared('fields="bibtex"', journal).type == "periodical"


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        ({"version": "V1.0"}, {"version": "1.0"}),
        ({"version": "version 2"}, {"version": "2"}),
        ({"version": "Victoria"}, {"version": "Victoria"}),
        ({"edition": "2020版"}, {"edition": "2020"}),
        ({"edition": "第 3 版"}, {"edition": "3"}),
        ({"edition": "修订版"}, {"edition": "修订版"}),
    ],
)
def test_versions_and_editions_are_bare(given: dict[str, str], bare: dict[str, str]) -> None:
    """What the style prints itself is taken away."""
    assert prepared('versions="bare"', Reference(variables=given)).variables == bare


@pytest.mark.parametrize(
    ("page", "closed"),
    [("序 2-3", "序2-3"), ("第 1 版自序", "第1版自序"), ("1, 3 and 5", "1, 3 and 5")],
)
def test_pages_lose_the_blanks_beside_chinese_characters(page: str, closed: str) -> None:
    """Others stay."""
    reference = prepared('pages="closed-up"', Reference(variables={"page": page}))
    assert reference.text("page") == closed


def test_languages_are_grouped_for_sorting() -> None:
    """Chinese, Japanese and Korean, Western, Russian; what is unknown counts as Western."""
    languages = ("zh-CN", "ja-JP", "ko-KR", "en-US", "", "ru-RU")
    groups = [
        prepared('groups="by-language"', Reference(variables={"language": tag} if tag else {}))
        for tag in languages
    ]
    assert [each.text("language-group") for each in groups] == ["1", "2", "2", "3", "3", "4"]


MARKUP = st.text(alphabet="aA Zz,:;()，：；（）<>/\"'“”é中文1-—. ", max_size=60)


@given(MARKUP)
def test_no_text_breaks_or_loses_its_letters(text: str) -> None:
    """Marks and capitals change, letters and figures never."""
    letters = [c for c in text.casefold() if c.isalnum()]
    for change in (full_width, half_width, to_sentence_case):
        assert [c for c in change(text).casefold() if c.isalnum()] == letters


@given(MARKUP)
def test_changes_of_width_are_settled_after_one_turn(text: str) -> None:
    """A text that was widened or narrowed is not changed again by the same."""
    once = half_width(text)
    assert half_width(once) == once
