"""RIS is read as databases export it, and written so that managers take it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.errors import InputError
from backmatter.references.formats import ris
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Date, DatePart, Name, Reference


def _read(text: str) -> list[Reference]:
    return [replace(reference, source=None) for reference in ris.read(text).references]


def test_an_article() -> None:
    text = """\ufeffProvider: somewhere

TY  - JOUR
AU  - Doe, John, Jr.
A1  - De Vlinderstichting
AU  - Homerus
ED  - Roe, Jane
PY  - 2019
DA  - 2019/05/17/
TI  - A title that
   goes on
JO  - J. Title
JF  - Journal of Titles
VL  - 17
IS  -
SP  - e25
EP  - e27
SN  - 1741-7015
DO  - doi: 10.1186/x
UR  - https://example.org/
KW  - one, two
KW  - three
N1  - first
N1  - second
Y2  - 2023/11/1/
AD  - Somewhere
ID  - Trentini2019
ER  -
"""
    assert _read(text) == [
        Reference(
            key="Trentini2019",
            type="article-journal",
            variables={
                "page": "e25-e27",
                "ISSN": "1741-7015",
                "container-title": "Journal of Titles",
                "container-title-short": "J. Title",
                "title": "A title that goes on",
                "volume": "17",
                "DOI": "10.1186/x",
                "URL": "https://example.org/",
                "note": "first; second",
            },
            names={
                "author": (
                    Name("Doe", "John", "Jr."),
                    Name("Homerus"),
                    Name(literal="De Vlinderstichting"),
                ),
                "editor": (Name("Roe", "Jane"),),
            },
            dates={
                "issued": Date((DatePart(2019, 5, 17),)),
                "accessed": Date((DatePart(2023, 11, 1),)),
            },
            keywords=("one, two", "three"),
            fields={"ris:AD": "Somewhere"},
        )
    ]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2012///", Date((DatePart(2012),))),
        ("2016/12//", Date((DatePart(2016, 12),))),
        ("2013/02/15/received", Date((DatePart(2013, 2, 15),))),
        ("1984 - 1985", Date((DatePart(1984), DatePart(1985)))),
        ("2023-10-24", Date((DatePart(2023, 10, 24),))),
        ("///in press", Date(literal="in press")),
        ("2019///2019-21", Date((DatePart(2019, season=1),))),
        ("YEAR/MONTH/DAY/", None),
        ("///", None),
        ("July", None),
    ],
)
def test_dates(text: str, date: Date | None) -> None:
    assert _read(f"TY  - BOOK\nPY  - {text}\nER  - ")[0].dates.get("issued") == date


def test_records_without_an_end_and_several() -> None:
    references = _read("TY  - BOOK\nTI  - A\nTY  - RPRT\nTI  - B\nM1  - 7\nER  - \n\nTY  - PAT\n")
    assert [(r.type, r.title) for r in references] == [
        ("book", "A"),
        ("report", "B"),
        ("patent", ""),
    ]
    assert references[1].variables["number"] == "7"


def test_writing() -> None:
    reference = Reference(
        "x1", "article-journal",
        {"title": "A\nB", "container-title": "J", "page": "1-5", "DOI": "10.1/x"},
        {"author": (Name("Doe", "J", "Jr"), Name(literal="A Group"))},
        {"issued": Date((DatePart(2019, 5),))},
        keywords=("a > b",), fields={"ris:DB": "PMC", "other": "kept elsewhere"},
    )  # fmt: skip
    assert ris.write([reference]) == (
        "TY  - JOUR\nAU  - Doe, J, Jr\nAU  - A Group\nDA  - 2019/05//\nPY  - 2019\nT2  - J\n"
        "TI  - A B\nDO  - 10.1/x\nSP  - 1\nEP  - 5\nKW  - a > b\nDB  - PMC\nID  - x1\nER  - \n"
    )


@pytest.mark.parametrize(("language", "closer"), [("en", "et al."), ("zh-CN", "等")])
def test_a_list_cut_short_is_closed_in_its_language(language: str, closer: str) -> None:
    reference = Reference(
        "x1", "book", {"language": language}, {"author": (Name("Doe", "J"), Name("李", "茜"))},
        others=frozenset({"author"}),
    )  # fmt: skip
    text = ris.write([reference])
    assert f"AU  - Doe, J\nAU  - 李茜\nAU  - {closer}\n" in text
    assert _read(text) == [reference]


@pytest.mark.parametrize("closer", ["et al.", "et al", "Et al.,", "others", "等"])
def test_a_closer_is_no_author(closer: str) -> None:
    (read,) = _read(f"TY  - BOOK\nAU  - Doe, J\nAU  - {closer}\nER  -\n")
    assert (read.names, read.others) == ({"author": (Name("Doe", "J"),)}, {"author"})
    (alone,) = _read(f"TY  - BOOK\nAU  - {closer}\nER  -\n")
    assert (len(alone.names["author"]), alone.others) == (1, frozenset())


def test_what_is_no_ris_is_refused() -> None:
    assert ris.read("").references == ()
    with pytest.raises(InputError, match=r"^x\.ris:1:1: no RIS record"):
        ris.read("hello", "x.ris")


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=15).map(
    lambda text: " ".join(re.sub("[\\s\\x00-\\x1f\x85]+", " ", text).split())
).filter(bool)  # fmt: skip
_WORD = _TEXT.map(lambda text: text.replace(",", "")).filter(
    lambda text: text.strip() == text != ""
)
_NAMES = st.one_of(
    st.builds(Name, _WORD, _WORD),
    st.builds(Name, _WORD, _WORD, _WORD),
    st.sampled_from([Name("Homerus"), Name("Beijing Zoo"), Name(literal="The Group")]),
)
_DAYS = st.builds(DatePart, st.integers(1, 9999), st.integers(1, 12), st.integers(0, 31))
_SEASONS = st.builds(
    DatePart, st.integers(-99, 2100).filter(bool), st.just(0), st.just(0), st.integers(0, 4)
)
_DATES = st.one_of(
    st.builds(Date, st.tuples(_DAYS)),
    st.builds(Date, st.tuples(_SEASONS), st.booleans()),
    st.just(Date((DatePart(1999, 3), DatePart(2000)))),
    st.just(Date((DatePart(1999, 3), DatePart()), circa=True)),
)
_REFERENCES = st.builds(
    Reference,
    key=st.from_regex("[a-z0-9]{1,8}", fullmatch=True),
    type=st.sampled_from(["", "article-journal", "book", "chapter", "report", "thesis", "webpage"]),
    variables=st.dictionaries(
        st.sampled_from(["title", "title-short", "volume", "issue", "number", "genre", "edition",
                         "publisher", "publisher-place", "URL", "language", "abstract", "note"]),
        _TEXT, max_size=5),
    names=st.dictionaries(st.sampled_from(["author", "editor", "translator"]),
                          st.lists(_NAMES, min_size=1, max_size=3).map(tuple), max_size=2),
    dates=st.dictionaries(st.sampled_from(["issued", "accessed"]), _DATES, max_size=2),
    keywords=st.lists(_TEXT, max_size=3, unique=True).map(tuple),
)  # fmt: skip


_CLOSED = st.tuples(_REFERENCES, st.frozensets(st.sampled_from(["author", "editor"]))).map(
    lambda pair: replace(pair[0], others=pair[1] & pair[0].names.keys())
)


@given(_CLOSED)
@settings(max_examples=200)
def test_what_is_written_is_read_back(reference: Reference) -> None:
    text = ris.write([reference])
    assert _read(text) == [reference]
    assert ris.write(ris.read(text).references) == text


@given(st.text(st.sampled_from("TYJOURAPE  -\n/,19x"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        references = ris.read(text).references
    except InputError:
        return
    assert len(ris.read(ris.write(references)).references) == len(references)


@pytest.mark.needs("shared")
def test_the_public_conversion_cases(shared: Path) -> None:
    """citation-js's own results, variable by variable, but for its joined keywords."""
    lines = (shared / "conversion" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["direction"] == "ris->csl"]
    cases = [case for case in cases if "citation-js" in case["source"]]
    assert len(cases) == 12
    for case in cases:
        for expected, found in zip(case["expected"], _read(case["input"]), strict=True):
            wanted = item_to_reference(expected)
            issued = wanted.dates.get("issued")
            assert (found.type, found.names) == (wanted.type, wanted.names)
            assert found.variables == wanted.variables
            if issued and not issued.raw:
                assert found.dates == wanted.dates


def test_words_that_keep_their_capitals_are_not_marked() -> None:
    title = 'On <span class="nocase">NASA</span> <i>x</i>'
    assert "TI  - On NASA <i>x</i>\n" in ris.write([Reference("a", "book", {"title": title})])
