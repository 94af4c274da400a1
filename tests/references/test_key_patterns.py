"""Patterns for cite keys: what they give, what is refused, and that keys stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.formats import bibtex
from backmatter.references.key_patterns import PatternError, parse_pattern
from backmatter.references.keys import fitting_keys, key_base
from backmatter.references.model import Reference

ENTRY = """\
@article{x,
  author = {van der McDonald, Jörg and Å, B and 张, 伟}, title = {On the {DNA} of a Yeast-Cell},
  journal = {Nucleic Acids Research}, volume = 12, pages = {301--309}, year = 2020,
}
"""


def reference_of(text: str) -> Reference:
    return bibtex.read(text).references[0]


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("auth.lower + year + shorttitle", "mcdonald2020DNAYeastCell"),
        ("auth+'_'+shortyear", "McDonald_20"),
        ("auth(4).upper + ':' + auth(0, 3)", "MCDO:Zhang"),
        ("authors + year", "McDonaldAZhang2020"),
        ("authors(1) + year", "McDonaldEtAl2020"),
        ("shorttitle(2, 1).lower", "dnayeast"),
        ("shorttitle(2)", "DNAYeast"),
        ("veryshorttitle.lower + title.abbr", "dnaDYC"),
        ("journal.abbr + volume + '-' + firstpage", "NAR12-301"),
        ("journal.select(2, 1) + title.substring(2, 3)", "AcidsNAY"),
        ("doi | editors | type.capitalize", "Articlejournal"),
        ('"a.b/" + auth', "a.b/McDonald"),
    ],
)
def test_what_patterns_give(pattern: str, key: str) -> None:
    assert parse_pattern(pattern).key(reference_of(ENTRY)) == key


def test_chinese_is_pinyin() -> None:
    reference = reference_of("@book{x, author = {曾, 国藩}, title = {家书}, year = 1879}")
    assert parse_pattern("auth + year").key(reference) == "Zeng1879"
    assert parse_pattern("auth.lower + shorttitle").key(reference) == "zengjia"
    assert parse_pattern("editors + 'x'").key(reference) == ""


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "column 1: a function such as auth"),
        ("author", "column 1: no function author; there are auth, authors"),
        ("auth.small", "column 6: no filter small; there are lower"),
        ("auth + ", "column 8: a function such as auth"),
        ("auth year", r"column 6: \+ or \| was expected"),
        ("year(1)", "column 6: no numbers can stand here"),
        ("auth(1, 2, 3)", "column 12: at most 2 numbers can stand here"),
        ("auth(", "column 6: at most 2 numbers can stand here"),
        ("auth(1 2)", r"column 8: \) was expected"),
        ("'a b'", "column 1: a key takes only letters"),
        ("auth + {x}", "column 7: this has no place"),
        ("a" * 1001, "column 1001: longer than 1000 characters"),
    ],
)
def test_what_is_no_pattern(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message):
        parse_pattern(pattern)


@given(st.text(alphabet="authyear+.|()'\"12, lower", max_size=30))
def test_any_text_is_read_or_refused(pattern: str) -> None:
    try:
        read = parse_pattern(pattern)
    except PatternError:
        return
    assert read.key(reference_of(ENTRY)).isascii()


def made(*keys: str) -> list[Reference]:
    return [Reference(key=key) for key in keys]


@pytest.mark.parametrize(
    ("keys", "new"),
    [
        ("x y z", "k ka kb"),
        ("kb x k", "kb ka k"),
        ("ka ka kaa", "ka k kb"),
        ("K k kx", "ka k kx"),
    ],
)
def test_keys_that_fit_stay(keys: str, new: str) -> None:
    fitting = fitting_keys(made(*keys.split()), lambda _: "k")
    assert fitting == tuple(new.split())
    assert fitting_keys(made(*new.split()), lambda _: "k") == fitting


def test_more_than_the_alphabet_has_letters_and_reserved_keys() -> None:
    keys = fitting_keys(made(*["old"] * 30), lambda _: "k", ["KA"])
    assert (keys[:2], keys[-1], len(set(keys))) == (("k", "kb"), "kad", 30)
    assert fitting_keys(made(*keys), lambda _: "k", ["KA"]) == keys
    assert fitting_keys(made("old", ""), lambda _: "") == ("old", key_base(Reference()))
