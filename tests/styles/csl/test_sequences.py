"""Plans by shape: what the shape decides is what asking the reference would decide."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Style
from backmatter.styles.csl.conditions import compile_condition
from backmatter.styles.csl.context import Context
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.presence import Vocabulary
from backmatter.styles.csl.style_xml import Node

WORDS = st.lists(st.sampled_from(["title", "page", "page-first", "issued", "author", "locator"]))
TYPES = st.lists(st.sampled_from(["book", "report", "thesis"]), max_size=2)
MATCHES = st.sampled_from(["all", "any", "none", "nand", "", "odd"])

REFERENCES = st.builds(
    Reference,
    key=st.just("k"),
    type=st.sampled_from(["book", "report", "song"]),
    variables=st.dictionaries(
        st.sampled_from(["title", "page", "page-first", "note"]),
        st.sampled_from(["12", "a b", "issued: 1999", "title: x"]),
    ),
    names=st.dictionaries(
        st.sampled_from(["author", "editor"]), st.just((Name("Doe"), Name("Roe"))), max_size=1
    ),
    dates=st.dictionaries(
        st.sampled_from(["issued", "accessed"]),
        st.sampled_from([Date((DatePart(2001, 3),)), Date(raw=" "), Date(raw="1999"), Date()]),
    ),
)


@given(
    REFERENCES,
    MATCHES,
    TYPES,
    st.dictionaries(
        st.sampled_from(["variable", "is-numeric", "has-day", "is-plural", "is-uncertain-date"]),
        WORDS,
        max_size=3,
    ),
    st.booleans(),
)
def test_a_shape_decides_as_the_test_itself(
    reference: Reference,
    match: str,
    types: list[str],
    words: dict[str, list[str]],
    position: bool,
) -> None:
    attributes = {name: " ".join(each) for name, each in words.items()}
    attributes |= {"type": " ".join(types)} | ({"match": match} if match else {})
    node = Node("if", attributes | ({"position": "first"} if position else {}), 1)
    vocabulary = Vocabulary(Node("style", {}, 1, children=[node]))
    known = vocabulary.test(node)
    assert known is not None
    item = Item(reference)
    holds = known.holds(vocabulary.shape(item))
    if holds is not None:
        assert holds == compile_condition(node)(Context(item))


def test_counting_tests_are_left_to_the_context() -> None:
    node = Node("if", {"disambiguate": "true", "type": "book"}, 1)
    assert Vocabulary(Node("style", {}, 1, children=[node])).test(node) is None


def _printed(layout: str, **variables: str) -> str:
    style = Style.load(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><macro '
        f'name="empty"/><citation><layout/></citation><bibliography><layout>{layout}</layout>'
        "</bibliography></style>"
    )
    reference = Reference(key="k", type="book", variables=variables)
    return "".join(entry.text for entry in style.bibliography([reference]).entries)


BY_POSITION = '<choose><if position="first"><text variable="volume"/></if></choose>'
BY_VOLUME = '<choose><if variable="volume"><text variable="volume"/></if></choose>'
LABELLED = '<group delimiter=" "><label variable="page" form="short"/><text variable="page"/>'


@pytest.mark.parametrize(
    ("layout", "printed"),
    [
        (f'{LABELLED}</group><text variable="title"/>', "p. 7T"),
        (f'{LABELLED}<text variable="volume"/></group>', "p. 7"),
        ('<group><text value="x"/><text variable="volume"/></group><text value="y"/>', "y"),
        ('<group><text value="x"/><group><text variable="page"/></group></group>', "x7"),
        ('<group prefix="("><group><text variable="page"/></group></group>', "(7"),
        ('<group><text value="x"/><text macro="empty"/></group>', "x"),
        ('<group><text value="x"/><text macro="none"/></group>', "x"),
        ('<names variable="author"><substitute><text variable="title"/></substitute></names>', "T"),
        ('<choose><if type="song" match="none"><text value="b"/></if></choose>', "b"),
        (f'<group><text value="x"/>{BY_POSITION}</group><text value="y"/>', "y"),
        (f'<group><text value="x"/>{BY_VOLUME}</group>', "x"),
    ],
)
def test_what_is_left_out_is_left_out_for_every_shape(layout: str, printed: str) -> None:
    assert _printed(layout, title="T", page="7") == printed


NATURE = Style.load("nature")


@settings(max_examples=25, deadline=None)
@given(st.lists(REFERENCES, min_size=1, max_size=4))
def test_plans_made_for_other_references_change_nothing(references: list[Reference]) -> None:
    for reference in references:
        own = Style.load("nature").bibliography([reference]).entries
        assert NATURE.bibliography([reference]).entries == own
