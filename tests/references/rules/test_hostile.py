"""Hostile text: whatever stands in a field, rules end, raise nothing, and fixes reach an end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex.saving import open_bib
from backmatter.references.bibtex.scanner import scan
from backmatter.references.findings import Finding
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.registry import check
from backmatter.references.rules.rule import Library

_NAMES = (
    *("title", "author", "editor", "journal", "booktitle", "pages", "doi", "url", "isbn", "issn"),
    *("note", "keywords", "year", "date", "month", "volume", "number", "edition", "eprint"),
    *("eprinttype", "orcid", "pmid", "pmcid", "publisher", "crossref"),
)
_PIECES = (
    *(" ", ", ", " and ", "et al.", "等", "--", "1", "12-7", "-", "10.1000/a", "https://doi.org/"),
    *(
        "www.a.org/ b",
        "ISBN ",
        "978-",
        "&",
        "&amp;",
        "<i>",
        "\\&",
        "\\",
        "{\\'e}",
        "{DNA}",
        "$",
        "%",
    ),
    *(
        "#",
        "Ã¼",
        "\u00ad",
        "\ufb01",
        "u\u0308",
        "März",
        "April",
        "vol. ",
        "2nd ed.",
        "A. B.",
        "NATO",
    ),
    *("World Organization", ". ", ".", ";", "?", "n/a", "{", "}", "²"),
)
_LONG = ("{}", "x{}x", "ISBN {}", "et al{}", "10.1000/a{}x", "doi: {}", "http://{}")

_values = st.lists(st.sampled_from(_PIECES), max_size=7).map("".join)
_fields = st.lists(st.tuples(st.sampled_from(_NAMES), _values), max_size=6)
_entries = st.lists(
    st.tuples(st.sampled_from(("article", "book", "misc", "x")), _fields), max_size=4
)


def _written(entries: list[tuple[str, list[tuple[str, str]]]]) -> str:
    return "".join(
        f"@{kind}{{k{at},\n"
        + "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
        + "}\n"
        for at, (kind, fields) in enumerate(entries)
    )


@given(_entries)
def test_fixes_reach_an_end_and_keep_every_entry(
    library_of: Callable[[str], Library],
    entries: list[tuple[str, list[tuple[str, str]]]],
) -> None:
    text = _written(entries)

    def found(new: str) -> tuple[Finding, ...]:
        return tuple(check(library_of(new)))

    once = fix(text, found, unsafe=True)
    assert not [each for each in once.left if each.fix]
    assert fix(once.text, found, unsafe=True).text == once.text
    before, after = scan(text).entries, scan(once.text).entries
    assert [block.key for block in before] == [block.key for block in after]


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.usefixtures("no_hang")
def test_long_values_take_linear_time(name: str, library_of: Callable[[str], Library]) -> None:
    values = [form.format(unit * 4_000) for form in _LONG for unit in (" ", "a", "1", ",", "ISBN ")]
    for value in values:
        list(check(library_of(f"@article{{a, {name} = {{{value}}}, eprinttype = {{arxiv}}}}")))


@pytest.mark.needs("shared")
@pytest.mark.parametrize(
    "name", ["acmart--sample-base.bib", "disser--my_pub.bib", "biber--tool.bib"]
)
def test_fixing_real_files_twice_is_fixing_them_once(
    name: str, shared: Path, library_of: Callable[[str], Library]
) -> None:
    opened = open_bib((shared / "bib-corpus" / name).read_bytes(), name)

    def found(text: str) -> tuple[Finding, ...]:
        return tuple(check(library_of(text)))

    once = fix(opened.text, found)
    assert once.text == opened.text or once.mended
    assert fix(once.text, found).text == once.text
