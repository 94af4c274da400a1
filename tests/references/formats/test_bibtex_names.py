"""Names are split as BibTeX splits them, and what is written is read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.formats import biber_names
from backmatter.references.formats.bibtex_names import (
    parts,
    problem,
    read_name,
    read_names,
    split_list,
    write_name,
    write_names,
)
from backmatter.references.latex import decode
from backmatter.references.model import Name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Freeman, B. J. C.", Name("Freeman", "B. J. C.")),
        ("Donald E. Knuth", Name("Knuth", "Donald E.")),
        ("张, 永辉", Name("张", "永辉")),
        ("李时珍", Name("李时珍")),
        (r"Hern{\'a}ndez-Ramajo, R.", Name("Hernández-Ramajo", "R.")),
        (r"{\"U}nal, {\'E}.", Name("Ünal", "É.")),
        ("van Gogh, Vincent", Name("Gogh", "Vincent", dropping_particle="van")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", "Jr.")),
        ("{World Health Organization}", Name(literal="World Health Organization")),
        ("{Barnes and Noble}", Name(literal="Barnes and Noble")),
        ("{van Rossum}, Guido", Name("van Rossum", "Guido")),
        ("family=Gogh, given=Vincent, prefix=van, useprefix=true",
         Name("Gogh", "Vincent", non_dropping_particle="van")),
        ("given=Simon, given-i=S, family={de Beauvoir, x}", Name("de Beauvoir, x", "Simon")),
        (",", Name(literal=",")),
    ],
)  # fmt: skip
def test_one_name(text: str, name: Name) -> None:
    assert read_name(text) == name


def test_useprefix_makes_the_particle_part_of_the_family_name() -> None:
    assert read_names("van Gogh, Vincent and others", use_prefix=True) == (
        (Name("Gogh", "Vincent", non_dropping_particle="van"),),
        True,
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("Freeman", "BJC"), "Freeman, BJC"),
        (Name("张", "永辉"), "张, 永辉"),
        (Name("Gogh", "Vincent", dropping_particle="van"), "van Gogh, Vincent"),
        (Name("King", "Martin Luther", "Jr."), "King, Jr., Martin Luther"),
        (Name(literal="Barnes & Noble"), r"{Barnes \& Noble}"),
        (Name("van Rossum", "Guido"), "{van Rossum}, Guido"),
        (Name("García de la Cruz", "A"), "{García de la Cruz}, A"),
        (Name("Smith", "A, B"), "Smith, {A, B}"),
        (Name("Plato"), "Plato"),
        (Name(given="Plato"), "{Plato}"),
        (Name(), ""),
    ],
)
def test_writing(name: Name, text: str) -> None:
    assert write_name(name) == text


_WORDS = st.text(
    st.characters(categories=["Lu", "Ll", "Lo", "Nd"], include_characters=".-'{},&~=\\ "),
    min_size=1,
    max_size=12,
).map(lambda text: " ".join(text.split()))
_CAPITALS = st.sampled_from(["Zhang", "O'Neil", "Hernández-Ramajo", "张", "Мир", "Ab, C", "de x"])
_NAMES = st.one_of(
    st.builds(Name, literal=_WORDS.filter(bool)),
    st.builds(Name, _CAPITALS, _WORDS.filter(bool), st.sampled_from(["", "Jr.", "III"]),
              st.sampled_from(["", "van", "von der", "d'"])),
    st.builds(Name, st.sampled_from(["Plato", "张", "Мир"])),
)  # fmt: skip


@given(st.lists(_NAMES, max_size=4), st.booleans())
@settings(max_examples=300)
def test_what_is_written_is_read_back(names: list[Name], others: bool) -> None:
    assert read_names(write_names(names, others=others)) == (tuple(names), others)


@given(st.text(st.sampled_from("ab AB,{}\\~'.=й张"), max_size=25))
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    names, others = read_names(text)
    assert read_names(write_names(names, others=others))[1] == others
    assert len(read_names(write_names(names, others=others))[0]) <= len(names)


@pytest.mark.needs("shared")
def test_the_public_name_cases(shared: Path) -> None:
    """Every case, but for the two readings of pybtex and BibTeX that the cases dispute."""
    lines = (shared / "names" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    assert len(cases) == 228
    failed = [case["input"] for case in cases if not _holds(case)]
    assert failed == []


@pytest.mark.needs("shared")
def test_the_public_name_cases_as_biber_splits_them(shared: Path) -> None:
    """Every case that biber reads; of one it keeps nothing but the particle, and we keep all."""
    lines = (shared / "names" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [case for line in lines if (case := json.loads(line)).get("biber")]
    assert len(cases) == 169
    failed = [case["input"] for case in cases if not _holds_for_biber(case)]
    assert failed == [r"{\LaTeX} project team"]


def _holds_for_biber(case: dict[str, Any]) -> bool:
    """Whether the parts are biber's, which takes an i by command with an accent for a dotless i."""
    expected = [case["biber"][part] for part in ("given", "prefix", "family", "suffix")]
    found = [decode(part) for part in biber_names.parts(case["input"])]
    return found == [decode(part).replace("\u0131\u0301", "\u00ed") for part in expected]


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Andrea de Leeuw van Weenen", ("Andrea", "de", "Leeuw van Weenen", "")),
        ("De la Fontaine, Jean", ("Jean", "", "De la Fontaine", "")),
        ("de la Fontaine, Jr., Jean", ("Jean", "de la", "Fontaine", "Jr.")),
        ("AA {b}b cc dd", ("AA {b}b", "cc", "dd", "")),
        (r"Paul~{\'e}mile Victor", ("Paul", r"{\'e}mile", "Victor", "")),
        ("Tom {de Geus}", ("Tom", "", "de Geus", "")),
        ("von", ("", "", "von", "")),
        ("{Roe, Ann", ("", "", "", "")),
        (",", ("", "", "", "")),
        ("a, b, c, d", ("", "", "", "")),
    ],
)
def test_a_name_as_biber_splits_it(text: str, split: tuple[str, ...]) -> None:
    assert biber_names.parts(text) == split


@given(st.text(st.sampled_from("ab AB,{}\\~'.=й张"), max_size=25))
def test_any_text_is_split_for_biber(text: str) -> None:
    names, _ = read_names(text, dialect=Dialect.BIBLATEX)
    assert len(names) <= text.count("and") + 1


def _holds(case: dict[str, object]) -> bool:
    text = str(case["input"])
    if case["kind"] == "split":
        return split_list(text) == case["names"]
    if case["kind"] == "invalid":
        return problem(text) != ""
    expected = [case[part] for part in ("first", "von", "last", "jr")]
    found = parts(text)
    joined = [" ".join(str(w) for w in e) if isinstance(e, list) else e for e in expected]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # JSON
    return list(found) == joined


@given(st.text(st.sampled_from("AnÉß张1.-'’ ,\u00a0\t"), max_size=12), st.sampled_from(Dialect))
def test_names_without_latex_are_split_as_the_rules_of_both_programs_split_them(
    text: str, dialect: Dialect
) -> None:
    split = biber_names.parts if dialect is Dialect.BIBLATEX else parts
    first, von, last, lineage = (decode(part) for part in split(text))
    found = read_name(text, dialect=dialect)
    if last:
        read = (found.given, found.dropping_particle, found.family, found.suffix)
        assert read == (first, von, last, lineage)
