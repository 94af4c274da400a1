"""Accepted findings: matched by key, code and value, kept in a file that people write."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references import baseline
from backmatter.references.baseline import Accepted
from backmatter.references.errors import InputError
from backmatter.references.findings import Finding, Location

LABEL = "[3] smith2020 “Slow discs”"


@pytest.mark.parametrize(
    ("label", "key"),
    [
        (LABEL, "smith2020"),
        ("smith2020 “Slow”", "smith2020"),
        ("smith2020", "smith2020"),
        ("[3] “Slow discs”", "[3] “Slow discs”"),
        ("“Slow discs”", "“Slow discs”"),
        ("张2014 “脐血”", "张2014"),
    ],
)
def test_the_key_comes_from_the_label(label: str, key: str) -> None:
    assert baseline.key_of(Finding("BM501", "m", reference=label)) == key


def test_a_finding_about_a_file_stands_under_its_name() -> None:
    assert baseline.key_of(Finding("BM101", "m", location=Location("a.bib", 3))) == "a.bib"


def test_a_changed_value_is_reported_anew() -> None:
    known = (Accepted("smith2020", "BM501", "year 2017", "print"),)
    same = Finding("BM501", "year 2017", reference=LABEL)
    changed = Finding("BM501", "year 2018", reference=LABEL)
    other = Finding("BM502", "year 2017", reference=LABEL)
    left, taken = baseline.divide([same, changed, other], known)
    assert left == (changed, other)
    assert taken == ((same, known[0]),)


def test_updating_keeps_reasons_and_what_was_not_looked_at() -> None:
    old = (
        Accepted("a", "BM501", "x", "because"),
        Accepted("a", "BM501", "gone", "once"),
        Accepted("z", "BM501", "y", "elsewhere"),
    )
    found = [Finding("BM501", "x", reference="a"), Finding("BM501", "new", reference="a")]
    assert baseline.updated(old, found, {"a"}) == (
        Accepted("a", "BM501", "new"),
        Accepted("a", "BM501", "x", "because"),
        Accepted("z", "BM501", "y", "elsewhere"),
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ENTRIES = st.lists(st.builds(Accepted, TEXT, TEXT, TEXT, TEXT), max_size=5)


@given(ENTRIES)
def test_what_is_written_is_read_back(entries: list[Accepted]) -> None:
    data = tomllib.loads(baseline.written(entries))
    again = [Accepted(**entry) for entry in data.get("accepted", [])]
    assert again == entries


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[accepted", "not valid TOML"),
        ("accepted = 1", "no baseline"),
        ("[other]\n", "no baseline"),
        ("[[accepted]]\nkey = 'a'\ncode = 'B'\n", "entry 1: value is missing"),
        ("[[accepted]]\nkey = 1\ncode = 'B'\nvalue = 'v'\n", "entry 1: key is missing"),
    ],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "b.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        baseline.load(file)


def test_a_missing_file_is_a_mistake_but_for_one_that_is_to_be_written(tmp_path: Path) -> None:
    assert baseline.load(tmp_path / "no.toml", missing_ok=True) == ()
    with pytest.raises(InputError, match="no such file"):
        baseline.load(tmp_path / "no.toml")
