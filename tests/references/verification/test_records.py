"""Reading work records, however odd."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.verification.records import (
    WORK_FIELDS,
    plain,
    read_work,
    without_retraction_mark,
)


def work(**fields: Any) -> Any:
    read = read_work(
        {"DOI": "10.5555/a"} | {name.replace("_", "-"): v for name, v in fields.items()}
    )
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (None, ()),
        ([], ()),
        ([""], ()),
        ("A string", ("A string",)),
        (["  two\n lines "], ("two lines",)),
        (["<jats:italic>In vivo</jats:italic> H<sub>2</sub>O"], ("In vivo H2O",)),
        (["Salt &amp;amp; sand &lt;0.05"], ("Salt & sand <0.05",)),
        (["RETRACTED: A tale"], ("A tale",)),
        (["[Retracted] A tale"], ("A tale",)),
        (["A tale (Retracted article. See vol. 3)"], ("A tale",)),
        (["Retracted papers of 2001"], ("Retracted papers of 2001",)),
        ([17, None, "x"], ("17", "x")),
        ({"a": 1}, ()),
    ],
)
def test_titles(title: object, expected: tuple[str, ...]) -> None:
    assert work(title=title).titles == expected


def test_a_subtitle_is_joined_and_may_be_left_out() -> None:
    read = work(title=["Main"], subtitle=["And the rest"])
    assert read.titles == ("Main: And the rest", "Main")
    assert work(title=["Main: and the rest"], subtitle=["And the rest"]).titles == (
        "Main: and the rest",
    )


NO_DATES: list[Any] = [
    None, {}, [], {"date-parts": None}, {"date-parts": []}, {"date-parts": [[]]},
    {"date-parts": [[None]]}, {"date-parts": [["x"]]}, {"date-parts": [[True]]},
    {"date-parts": [2020]},
]  # fmt: skip


@pytest.mark.parametrize("date", NO_DATES)
def test_dates_that_say_nothing(date: object) -> None:
    assert work(issued=date).years == ()
    assert work(issued=date).reference.year is None


def test_all_years_are_right() -> None:
    read = work(
        issued={"date-parts": [[2019, 12]]},
        published_print={"date-parts": [["2020", "2"]]},
        published_online={"date-parts": [[2019, 12, 31]]},
    )
    assert read.years == (2019, 2020)


def test_names() -> None:
    people: list[Any] = [
        {"family": "Teal", "given": "Karim"},
        {"name": "A Group"},
        {"given": "Only"},
        {"family": "Alone"},
        {"affiliation": []},
        None,
        "text",
    ]
    names = work(author=people).reference.names["author"]
    assert [n.family or n.literal for n in names] == ["Teal", "A Group", "Only", "Alone"]
    assert work(author="text").reference.names == {}


def test_pages_and_article_numbers_are_both_right() -> None:
    assert work(page="1-7", article_number="112594").pages == ("1-7", "112594")


def test_an_article_can_be_its_own_update() -> None:
    notice = {"DOI": "10.5555/A", "type": "retraction", "updated": {"date-parts": [[2022, 8, 1]]}}
    read = work(update_to=[notice])
    assert [(n.kind, n.date) for n in read.notices] == [("retraction", "2022-08-01")]
    assert read.updates == ()


def test_one_retraction_from_two_sources_is_one_notice() -> None:
    rows = [
        {"DOI": "10.5555/n", "type": "retraction", "source": source}
        for source in ("publisher", "retraction-watch")
    ]
    assert len(work(updated_by=rows).notices) == 1


@pytest.mark.parametrize(
    "record", [None, [], "x", {}, {"DOI": None}, {"DOI": "no doi"}, {"DOI": ["10.5555/a"]}]
)
def test_what_is_no_record(record: object) -> None:
    assert read_work(record) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(WORK_FIELDS), json_values))
def test_any_json_is_read_without_a_fault(record: dict[str, object]) -> None:
    read_work(record | {"DOI": "10.5555/a"})


@given(st.text(max_size=100))
def test_plain_text_has_no_markup_left_to_take_out(text: str) -> None:
    assert "\n" not in plain(text)
    assert without_retraction_mark(text) or not text


@pytest.mark.needs("shared")
def test_every_real_record_is_read(shared: Path) -> None:
    count = titled = 0
    with gzip.open(shared / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            read = read_work(json.loads(line))
            assert read is not None
            count += 1
            titled += bool(read.titles)
    assert count == 14_206
    assert titled == count - 533  # those without any title: 531 with none, and empty ones


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("text", ["RETRACTED: ", " ", "( ", "(retracted article ", "[【"])
def test_a_title_of_marks_alone_takes_no_time(text: str) -> None:
    assert without_retraction_mark(text * 100_000)
