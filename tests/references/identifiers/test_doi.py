"""DOIs: strict form, every repair, comparison."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.identifiers import doi as dois

SICI = "10.1002/1096-9861(20010212)430:3<283::aid-cne1031>3.0.co;2-v"
BRACKETS = "10.1890/0012-9615(1999)069[0569:EDILSA]2.0.CO;2"

suffixes = st.text(
    st.characters(
        min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="%&<>()[]{}\"'.,;:!?*_"
    ),
    min_size=1,
    max_size=60,
)


def join(code: int, sub: str, suffix: str) -> str:
    return f"10.{code}{sub}/{suffix}"


well_formed = st.builds(
    join,
    st.integers(1000, 999_999_999),
    st.sampled_from(["", ".1", ".12.3"]),
    suffixes,
)


@pytest.mark.parametrize(
    "doi", ["10.1002/wdev.343", SICI, BRACKETS, "10.1000/abc(1)", "10.1000.10/1"]
)
def test_a_well_formed_doi_is_valid_and_needs_no_repair(doi: str) -> None:
    assert dois.is_valid(doi)
    assert dois.parse_doi(doi) == dois.Doi(doi)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10.1002",
        "10.1002/",
        "10.1/x",
        "11.1002/x",
        "10.1002/a b",
        "10.1002/a\x00",
        "doi:10.1002/x",
        "10.1002/" + "x" * 600,
        "10.1002/\u00ad",
        "https://example.org/10.1002/x",
    ],
)
def test_what_is_not_in_strict_form_is_not_valid(text: str) -> None:
    assert not dois.is_valid(text)


@pytest.mark.parametrize(
    "text", ["", "hello", "10.1/x", "10.1002/", "http://example.org", "10.1002/...", "x" * 99999]
)
def test_what_is_no_doi_is_none(text: str) -> None:
    assert dois.parse_doi(text) is None


@pytest.mark.parametrize(
    ("text", "doi", "kinds"),
    [
        ("doi:10.1002/wdev.343", "10.1002/wdev.343", ["prefix"]),
        ("DOI 10.1002/wdev.343", "10.1002/wdev.343", ["prefix"]),
        ("DOI: https://dx.doi.org/10.1002/wdev.343", "10.1002/wdev.343", ["prefix"]),
        ("http://doi.org/doi:10.1002/wdev.343", "10.1002/wdev.343", ["prefix"]),
        ("10．1002／wdev．343", "10.1002/wdev.343", ["full-width", "full-width", "full-width"]),
        ("10.1002/wdev.343.", "10.1002/wdev.343", ["trailing"]),
        ("(10.1002/wdev.343).", "10.1002/wdev.343", ["prefix", "trailing"]),
        ("10.1002/wdev.343。", "10.1002/wdev.343", ["trailing"]),
        (f"[{BRACKETS}]", BRACKETS, ["prefix", "trailing"]),
        ("10.1016/j.bio\u00adpha.2018", "10.1016/j.biopha.2018", ["soft-hyphen"]),
        ("10.1016/\u200bj.biopha", "10.1016/j.biopha", ["zero-width"]),
        ("10.1007/s00264\u2013015\u20132886", "10.1007/s00264-015-2886", ["dash", "dash"]),
        ("10.1016/j.biopha. 2018", "10.1016/j.biopha.2018", ["space"]),
        ("10.1016/j.biopha.\n2018", "10.1016/j.biopha.2018", ["line-break"]),
        ("10.1016/j.biop-\nha.2018", "10.1016/j.biopha.2018", ["line-break-hyphen", "line-break"]),
        ("10.1186/s12967-\n016-1109", "10.1186/s12967-016-1109", ["line-break"]),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc", ["prefix", "percent-encoding"]),
        (SICI.replace("<", "&lt;").replace(">", "&gt;"), SICI, ["html-entity", "html-entity"]),
    ],
)
def test_each_repair_is_made_and_told(text: str, doi: str, kinds: list[str]) -> None:
    read = dois.parse_doi(text)
    assert read is not None
    assert read.text == doi
    assert [repair.kind for repair in read.repairs] == kinds
    for repair in read.repairs:
        assert text[repair.start : repair.end] == repair.before


def test_a_hyphen_at_a_line_break_may_be_read_either_way() -> None:
    letters = dois.parse_doi("10.1016/j.biop-\nha.2018")
    digits = dois.parse_doi("10.1186/s12967-\n016-1109")
    assert letters is not None
    assert letters.alternatives == ("10.1016/j.biop-ha.2018",)
    assert digits is not None
    assert digits.alternatives == ("10.1186/s12967016-1109",)


def test_letter_case_of_ascii_letters_does_not_count() -> None:
    assert dois.same("10.1002/WDEV.343", "10.1002/wdev.343")
    assert not dois.same("10.1002/wdev.343", "10.1002/wdev.344")
    assert not dois.same("10.1000/É", "10.1000/é")


def test_the_whole_doi_is_percent_encoded() -> None:
    assert dois.encoded("10.1000/a#b?c%d+e") == "10.1000%2Fa%23b%3Fc%25d%2Be"
    assert dois.encoded("10.1/../../x") == "10.1%2F..%2F..%2Fx"
    assert dois.url("10.1000/a#b?c<d>") == "https://doi.org/10.1000/a%23b%3Fc%3Cd%3E"


@given(well_formed)
def test_reading_a_well_formed_doi_changes_nothing(doi: str) -> None:
    assert dois.parse_doi(doi) == dois.Doi(doi)


@given(well_formed, st.sampled_from(["doi:", "https://doi.org/", "http://dx.doi.org/", "DOI: "]))
def test_a_prefix_changes_nothing_else(doi: str, prefix: str) -> None:
    read = dois.parse_doi(prefix + doi)
    assert read is not None
    assert read.text == doi


@given(st.text(max_size=200))
def test_whatever_comes_out_is_valid_and_stable(text: str) -> None:
    read = dois.parse_doi(text)
    if read is not None:
        assert dois.is_valid(read.text)
        assert all(dois.is_valid(other) for other in read.alternatives)
        again = dois.parse_doi(read.text)
        assert again is not None


@pytest.mark.usefixtures("no_hang")
def test_long_hostile_texts_are_read() -> None:
    for text in (
        "10.1234/" + "(" * 2000,
        "doi:" * 500 + "10.1234/x",
        "10." + "1." * 900,
        "%" * 2000,
    ):
        dois.parse_doi(text)


@given(st.from_regex(r"10\.[0-9]{3,5}/[A-Za-z0-9.()/:;_ %&-]{0,12}", fullmatch=True))
def test_what_needs_no_repair_is_read_as_the_rest(text: str) -> None:
    pieces = [(char, at, at + 1) for at, char in enumerate(text)]
    assert dois.parse_doi(text) == dois.repaired(pieces, text)
