"""What a style prints and a reference lacks is told, and nothing else."""

from __future__ import annotations

import pytest

from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Style
from backmatter.styles.needs import lacking

ARTICLE = Reference(
    "a",
    "article-journal",
    {"title": "On discs", "container-title": "Spine", "volume": "3", "page": "1-9"},
    {"author": (Name("Doe", "J"), Name("Roe", "R"), Name("Poe", "E"))},
    {"issued": Date((DatePart(2020),))},
)


def changed(without: str = "", **more: str) -> Reference:
    variables = {name: text for name, text in ARTICLE.variables.items() if name != without}
    return Reference(
        "b",
        ARTICLE.type,
        variables | more,
        {} if without == "author" else ARTICLE.names,
        {} if without == "issued" else ARTICLE.dates,
    )


@pytest.mark.parametrize("name", ["apa", "nlm-citation-sequence", "gb-t-7714-2025-numeric"])
@pytest.mark.parametrize(
    "variable", ["title", "container-title", "volume", "author", "issued", "page"]
)
def test_a_field_that_the_style_prints_is_missed(name: str, variable: str) -> None:
    (lack,) = lacking(Style.load(name), [ARTICLE, changed(variable)])
    assert (lack.reference.key, lack.variables) == ("b", (variable,))


def test_an_article_with_a_doi_may_have_no_pages() -> None:
    assert not lacking(Style.load("apa"), [changed("page", DOI="10.5555/x")])


def test_a_place_is_missed_only_where_the_style_prints_one() -> None:
    book = Reference(
        "b",
        "book",
        {"title": "Discs", "publisher": "A Press"},
        {"editor": (Name("Doe", "J"),)},
        {"issued": Date((DatePart(2020),))},
    )
    assert [each.variables for each in lacking(Style.load("gb-t-7714-2025-numeric"), [book])] == [
        ("publisher-place",)
    ]
    assert not lacking(Style.load("apa"), [book])


@pytest.mark.parametrize(("name", "lacks"), [("apa", True), ("gb-t-7714-2025-numeric", False)])
def test_names_behind_et_al_are_missed_where_the_style_prints_them(name: str, lacks: bool) -> None:
    """APA prints up to twenty names, GB/T 7714 three."""
    closed = Reference(
        "a", ARTICLE.type, ARTICLE.variables, ARTICLE.names, ARTICLE.dates, frozenset({"author"})
    )
    assert [each.variables for each in lacking(Style.load(name), [closed])] == (
        [("author …",)] if lacks else []
    )


def test_a_style_without_a_list_needs_nothing() -> None:
    style = Style.load(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="note"><info>'
        "<title>t</title><id>t</id><updated>2020-01-01T00:00:00Z</updated></info>"
        '<citation><layout><text variable="title"/></layout></citation></style>'
    )
    assert lacking(style, [Reference("a", "book")]) == ()
