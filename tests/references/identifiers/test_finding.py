"""All DOIs that stand in a text, with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.identifiers.doi import is_valid
from backmatter.references.identifiers.finding import find_dois


def found(text: str) -> list[str]:
    return [each.doi.text for each in find_dois(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No identifier here, only 10.5 and 10.1234.", []),
        ("(doi: 10.1002/wdev.343).", ["10.1002/wdev.343"]),
        ("See https://doi.org/10.1002/wdev.343, and more.", ["10.1002/wdev.343"]),
        ("10.1000/a;10.1000/b, doi:10.1000/c", ["10.1000/a", "10.1000/b", "10.1000/c"]),
        ('<a href="https://doi.org/10.1000/q">10.1000/q</a>', ["10.1000/q", "10.1000/q"]),
        (
            "10.3969/j.issn.2095-4344.2014.37.009，后面的话",
            ["10.3969/j.issn.2095-4344.2014.37.009"],
        ),
        ("DOI：10．3969／j.issn.1004", ["10.3969/j.issn.1004"]),
        (
            "10.1002/1096-9861(20010212)430:3<283::aid-cne1031>3.0.co;2-v.",
            ["10.1002/1096-9861(20010212)430:3<283::aid-cne1031>3.0.co;2-v"],
        ),
        (
            "(10.1890/0012-9615(1999)069[0569:EDILSA]2.0.CO;2)",
            ["10.1890/0012-9615(1999)069[0569:EDILSA]2.0.CO;2"],
        ),
        ("10.1016/j.biopha.\n2018.01.053 next", ["10.1016/j.biopha.2018.01.053"]),
        ("doi:10.1016/j.x.2018.\n2. Smith J.", ["10.1016/j.x.2018"]),
        ("10.1016/j.biopha\n2018", ["10.1016/j.biopha"]),
        ("10.1016/ j.disc.2018", ["10.1016/j.disc.2018"]),
        ("https://link.example/chapter/10.1007/BFb0036351?noAccess=true.", ["10.1007/BFb0036351"]),
        ("https://wiley.example/doi/10.1002/abc.12/full, next", ["10.1002/abc.12"]),
        ("https://journals.example/10.1000/a/pdf.5", ["10.1000/a"]),
        (
            "https://doi.org/10.1002/1096(2001)3:2&lt;1::aid&gt;3.0.co;2-v",
            ["10.1002/1096(2001)3:2<1::aid>3.0.co;2-v"],
        ),
        ("10.1000/a/full and 10.1000/b?c", ["10.1000/a/full", "10.1000/b?c"]),
        ("a10.1000/x and 1.10.1000/x", []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_places_count_from_one() -> None:
    text = "first\nsecond 10.1000/a and 10.1000/b\n\n10.1000/c\n"
    places = [str(each.location) for each in find_dois(text, "notes.txt")]
    assert places == ["notes.txt:2:8", "notes.txt:2:22", "notes.txt:4:1"]
    for each in find_dois(text):
        assert text[each.start : each.end] == each.printed


@given(st.text(max_size=300))
def test_any_text_can_be_searched(text: str) -> None:
    for each in find_dois(text):
        assert is_valid(each.doi.text)
        assert text[each.start : each.end] == each.printed


@pytest.mark.parametrize(
    "text",
    [
        "10.1234/x " * 5_000,
        "10.1234/" * 5_000,
        "10.1234/" + "(" * 500_000,
        "10." * 200_000,
        "<" * 500_000,
        "10.1234/a-\n" * 5_000,
    ],
)
@pytest.mark.usefixtures("no_hang")
def test_a_long_line_is_read(text: str) -> None:
    find_dois(text)
