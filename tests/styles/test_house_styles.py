"""Our own styles: the journal's round trip, GB/T 7714's examples, and what they share."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.formats import registry
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Style
from backmatter.styles.catalog import HOUSE
from backmatter.styles.csl.context import Cite
from backmatter.styles.lint.words import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES, TYPES
from backmatter.styles.samples import sample_references

JOURNAL = "chinese-journal-of-spine-and-spinal-cord"
FAMILIES = (
    ("gb-t-7714-2025-numeric", "gb-t-7714-2025-note"),
    ("gb-t-7714-2015-numeric", "gb-t-7714-2015-note"),
)
QIAN = "钱学森，于景元，戴汝为. 一个科学新领域：开放的复杂巨系统及其方法论"
WATSON = (
    "Watson J D，Crick F H C. Molecular structure of nucleic acids：a structure for "
    "deoxyribose nucleic acid"
)
NUMBER = re.compile(r"^\[\d+\]\s*")


def entries(style: str, *references: Reference) -> list[str]:
    """What a style prints, without the numbers."""
    printed = Style.load(style).bibliography(references)
    assert printed.warnings == ()
    return [NUMBER.sub("", entry.text) for entry in printed.entries]


def bib(text: str) -> tuple[Reference, ...]:
    """The references of a `.bib` text."""
    result = registry.read(text, "bibtex", "test.bib")
    assert result.findings == ()
    return tuple(result.references)


@pytest.mark.needs("shared")
def test_the_journals_style_gives_back_the_printed_list(shared: Path) -> None:
    """Equal to the character but for the author's slips (23, 33, 43), which come normalised."""
    gold = json.loads((shared / "review" / "gold.json").read_text("utf-8"))
    references = [
        item_to_reference({**item, "custom": {"backmatter": {"others": item["others"]}}})
        for item in gold
    ]
    printed = Style.load(JOURNAL).bibliography(references).entries
    expected = {item["id"]: f"{item['id']}. {item['printed']}" for item in gold}
    expected["23"] = expected["23"].replace("Transplantation. 2021", "Transplantation, 2021")
    expected["33"] = expected["33"].replace("Suzuki RK, Sand TT.", "Suzuki RK, et al.")
    expected["43"] = expected["43"].replace("[J], J Nano", "[J]. J Nano")
    assert {entry.key: entry.text for entry in printed} == expected


@pytest.mark.needs("shared")
@pytest.mark.parametrize(
    ("edition", "file", "style", "least"),
    [
        ("", "2025-numeric", "gb-t-7714-2025-numeric", 338),
        ("", "2025-authoryear", "gb-t-7714-2025-author-date", 336),
        ("2015-", "2015-numeric", "gb-t-7714-2015-numeric", 218),
        ("2015-", "2015-authoryear", "gb-t-7714-2015-author-date", 211),
    ],
)
def test_the_standards_examples(
    shared: Path, edition: str, file: str, style: str, least: int
) -> None:
    """At least so many are as recorded, to the character."""
    folder = shared / "gbt7714"
    text = (folder / f"gbt7714-{edition}examples.bib").read_text("utf-8")
    references = sorted(
        registry.read(text, "bibtex").references, key=lambda r: r.key if "author" in style else ""
    )
    printed = {
        entry.key: NUMBER.sub("", entry.text)
        for entry in Style.load(style).bibliography(references).entries
    }
    lines = (folder / f"{file}.jsonl").read_text("utf-8").splitlines()
    recorded = {record["key"]: record["text"] for record in map(json.loads, lines)}
    assert sum(printed.get(key) == text for key, text in recorded.items()) >= least


MIXED = """
@article{zhang, author = {张, 三 and 李, 四 and 王, 五 and 赵, 六}, title = {研究（一）：方法},
  journal = {学报}, year = 2020, volume = 1, number = 2, pages = {3--9}, langid = {chinese}}
@article{smith, author = {Smith, John A. and Doe, Jane and Roe, Jean-Luc and Poe, Ann},
  title = {A Study of {DNA} Repair: Methods (Second Part)}, journal = {J. Test.}, year = 2021,
  number = 4, pages = {1--2}, doi = {10.1/x}, langid = {english}}
@proceedings{lee, editor = {Lee, Ann}, title = {Proceedings of the {Third Meeting}},
  address = {Seoul}, publisher = {Press}, year = 2019, langid = {english}}
@patent{held, author = {Nobody, N.}, holder = {{Acme Pty Ltd}}, title = {Lamp},
  number = {AU1}, date = {2001-02-03}, langid = {english}}
"""


def test_two_languages_in_one_list_in_full_width() -> None:
    """2025: 等 beside et al., one width of punctuation, marks, the holder of the patent."""
    assert entries("gb-t-7714-2025-numeric", *bib(MIXED)) == [
        "张三，李四，王五，等. 研究（一）：方法[J]. 学报，2020，1（2）：3-9.",
        (
            "Smith J A，Doe J，Roe J-L，et al. A study of DNA repair：methods（second part）"
            "[J/OL]. J Test，2021（4）：1-2. DOI:10.1/x."
        ),
        "Lee A. Proceedings of the Third Meeting[C]. Seoul：Press，2019.",
        "Acme Pty Ltd. Lamp：AU1[P]. 2001-02-03.",
    ]


def test_two_languages_in_one_list_in_half_width() -> None:
    """2015: family names in capitals, those of groups as they are."""
    assert entries("gb-t-7714-2015-numeric", *bib(MIXED)) == [
        "张三, 李四, 王五, 等. 研究 (一): 方法[J]. 学报, 2020, 1(2): 3-9.",
        (
            "SMITH J A, DOE J, ROE J L, et al. A study of DNA repair: methods (second part)[J/OL]. "
            "J Test, 2021(4): 1-2. DOI:10.1/x."
        ),
        "LEE A. Proceedings of the Third Meeting[C]. Seoul: Press, 2019.",
        "Acme Pty Ltd. Lamp: AU1[P]. 2001-02-03.",
    ]


def test_by_author_and_date_chinese_come_first_and_letters_part_the_same_year() -> None:
    """With 佚名 and Anon for the nameless, and “no date” in the reference's language."""
    twins = """
    @book{b, author = {Smith, A.}, title = {Two}, year = 2020, langid = {english}}
    @book{a, author = {Smith, A.}, title = {One}, year = 2020, langid = {english}}
    @book{c, title = {无名之书}, langid = {chinese}}
    @book{d, title = {Nameless}, langid = {english}}
    """
    assert entries("gb-t-7714-2025-author-date", *bib(twins)) == [
        "佚名，无日期. 无名之书[M].",
        "Anon，n.d. Nameless[M].",
        "Smith A，2020a. Two[M].",
        "Smith A，2020b. One[M].",
    ]


def test_notes_give_the_whole_once_then_the_same_or_author_and_title() -> None:
    """A locator takes the place of the pages; 同上 or Ibid. by the reference's language."""
    session = Style.load("gb-t-7714-2025-note").session(sample_references())
    cites = (
        Cite("qian1990", locator="5"),
        Cite("qian1990", locator="6"),
        Cite("watson1953"),
        Cite("watson1953"),
        Cite("qian1990", locator="7"),
    )
    for note, cite in enumerate(cites, start=1):
        session.append([cite], note=note)
    assert session.citations() == (
        f"{QIAN}[J]. 自然杂志，1990，13（1）：5.",
        "同上：6.",
        f"{WATSON}[J/OL]. Nature，1953，171（4356）：737-738. DOI:10.1038/171737a0.",
        "Ibid.",
        f"{QIAN}：7.",
    )


def test_citations_by_number_and_by_author_and_date() -> None:
    """Numbers are joined; Chinese authors are cited by their whole names."""
    numeric = Style.load("gb-t-7714-2025-numeric").session(sample_references())
    dated = Style.load("gb-t-7714-2025-author-date").session(sample_references())
    journal = Style.load(JOURNAL).session(sample_references())
    for session in (numeric, dated, journal):
        session.append(["watson1953"])
        session.append(["qian1990", "fei1985", "watson1953"])
    assert numeric.citations() == ("[1]", "[1-3]")
    assert journal.citations() == ("[1]", "[1~3]")
    assert dated.citations() == (
        "（Watson et al.，1953）",
        "（钱学森等，1990；费孝通，1985；Watson et al.，1953）",
    )


def test_quotation_marks_stand_as_in_the_record() -> None:
    """Straight or curly, single or double, nested or alone; names too."""
    title = "'One' and “two ‘three’ \"four\"” of Smith's"
    name = (Name(family="O'Brien", given="A"),)
    reference = Reference(
        key="a",
        type="book",
        variables={"title": title, "language": "en"},
        names={"author": name},
    )
    assert entries(JOURNAL, reference) == [f"1. O'Brien A. {title}[M]."]
    assert entries("gb-t-7714-2025-note", reference) == [f"O'Brien A. {title}[M]."]


def test_a_reference_without_language_prints_in_that_of_its_script() -> None:
    """No language field, as from many a file."""
    bare = "@book{a, author = {Fei, X and A, B and C, D and E, F}, title = {乡土中国}, year = 1985}"
    (printed,) = entries("gb-t-7714-2015-numeric", *bib(bare))
    assert "等. 乡土中国[M]" in printed


@pytest.mark.parametrize("first", [names[0] for names in FAMILIES])
def test_the_styles_of_an_edition_share_their_macros(first: str) -> None:
    """What several of them define under one name is the same, but for what tells them apart."""
    numeric = macros(first)
    note = macros(first.replace("numeric", "note"))
    assert {name for name in numeric if numeric[name] != note.get(name)} == {"page"}
    assert set(note) - set(numeric) == {"cite"}
    dated = macros(first.replace("numeric", "author-date"))
    for name in ("title", "type-mark", "carrier-mark", "volume", "edition", "editor", "access"):
        assert dated[name] == numeric[name]


TEXT = st.text(
    alphabet="aA Zz<i>/()，：（）,:;\"'“”‘’é中文1-—.&\\{}\ufdd2", min_size=1, max_size=20
)
NAMES = st.builds(Name, family=TEXT, given=TEXT, suffix=TEXT) | st.builds(Name, literal=TEXT)
YEARS = st.none() | st.integers(-3000, 9999)
PARTS = st.builds(DatePart, YEARS, st.integers(0, 12), st.integers(0, 31))
REFERENCES = st.builds(
    Reference,
    key=st.just("a"),
    type=st.sampled_from(sorted(TYPES)) | st.just(""),
    variables=st.dictionaries(
        st.sampled_from(sorted(TEXT_VARIABLES | {"volume", "issue", "page", "edition", "number"})),
        TEXT,
        max_size=8,
    ),
    names=st.dictionaries(
        st.sampled_from(sorted(NAME_VARIABLES)), st.lists(NAMES, min_size=1, max_size=5).map(tuple)
    ),
    dates=st.dictionaries(
        st.sampled_from(sorted(DATE_VARIABLES)),
        st.builds(Date, st.lists(PARTS, max_size=2).map(tuple), st.booleans(), TEXT),
    ),
    others=st.frozensets(st.sampled_from(["author", "editor"])),
    fields=st.dictionaries(st.sampled_from(["@", "mark", "cstr", "holder", "booktitle"]), TEXT),
)
STYLES = {path.stem: Style.load(path.stem) for path in HOUSE.glob("*.csl")}


@settings(max_examples=60)
@given(st.sampled_from(sorted(STYLES)), st.lists(REFERENCES, min_size=1, max_size=2))
def test_any_reference_prints_in_any_style_of_ours(style: str, references: list[Reference]) -> None:
    """Whatever its fields hold; no mark of the processor is left over."""
    keyed = [replace(reference, key=str(n)) for n, reference in enumerate(references)]
    for entry in STYLES[style].bibliography(keyed).entries:
        assert not any("\ufdd0" <= character <= "\ufdef" for character in entry.text)


def macros(style: str) -> dict[str, str]:
    """The macros of a style of ours, as XML text."""
    root = ElementTree.parse(HOUSE / f"{style}.csl").getroot()  # noqa: S314  # our own file
    found = root.findall("{http://purl.org/net/xbiblio/csl}macro")
    return {macro.get("name", ""): ElementTree.tostring(macro, "unicode") for macro in found}
