"""Any string is a query or is refused with the place; what is read prints and reads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.library.query import QueryError, parse_query
from backmatter.references.library.tree import (
    FIELDS,
    All,
    Any,
    Missing,
    Not,
    Query,
    Text,
    Years,
    all_of,
    any_of,
)
from backmatter.references.words import folded

A, B, C = Text("a"), Text("b"), Text("c")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("a", A),
        ("a b", All((A, B))),
        ("a AND b", All((A, B))),
        ("a OR b c", Any((A, All((B, C))))),
        ("(a OR b) c", All((Any((A, B)), C))),
        ("a (b c)", All((A, B, C))),
        ("-a", Not(A)),
        ("NOT a b", All((Not(A), B))),
        ("NOT (a OR b)", Not(Any((A, B)))),
        ("--a", Not(Not(A))),
        ('"stem cells"', Text("stem cells", phrase=True)),
        (r'"a \"b\" \\ c"', Text(r'a "b" \ c', phrase=True)),
        ("regenerat*", Text("regenerat", prefix=True)),
        ('"stem ce"*', Text("stem ce", phrase=True, prefix=True)),
        ("title:disc", Text("disc", "title")),
        ('author:"E XQ"', Text("E XQ", "author", phrase=True)),
        ("Tags:animal-model", Text("animal-model", "tag")),
        ("container-title:spine", Text("spine", "journal")),
        ("doi:10.1002/(SICI)1097-4636(199)", Text("10.1002/(SICI)1097-4636(199)", "doi")),
        ("year:2018", Years(2018, 2018)),
        ("year=2018", Years(2018, 2018)),
        ("year>=2018", Years(2018, None)),
        ("year≥2018", Years(2018, None)),
        ("year>2018", Years(2019, None)),
        ("year<=2018", Years(None, 2018)),
        ("year<2018", Years(None, 2017)),
        ("year:2015..2019", Years(2015, 2019)),
        ("year:..2019", Years(None, 2019)),
        ("missing:doi", Missing("doi")),
        ("missing:pages", Missing("page")),
        ("（a OR b） title：椎间盘", All((Any((A, B)), Text("椎间盘", "title")))),
        ("“stem cells”", Text("stem cells", phrase=True)),
        ("TGF-β", Text("TGF-β")),
        ("or and not", All((Text("or"), Text("and"), Text("not")))),
        ("ORGAN", Text("ORGAN")),
        (
            "tag:animal-model year>=2018 外泌体",
            All((Text("animal-model", "tag"), Years(2018, None), Text("外泌体"))),
        ),
    ],
)
def test_a_query_is_read(text: str, query: Query) -> None:
    assert parse_query(text) == query


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("", 1, "the query is empty"),
        ("  ", 3, "the query is empty"),
        ("a OR", 5, "something must follow"),
        ("OR a", 1, "stand between two parts"),
        ("a AND OR b", 7, "stand between two parts"),
        ("(a", 1, "not closed"),
        ("a)", 2, "without an opening one"),
        ("()", 2, "no letter or digit"),
        ('"a', 1, "not closed"),
        ("a -", 3, "excludes the word"),
        ("colour:red", 1, "no such field: colour"),
        ("title:", 7, "title: has no value"),
        ("title>3", 6, "only years can be compared"),
        ("year:soon", 6, "a year is a number"),
        ("year:2019..2015", 6, "write 2015..2019"),
        ("year:..", 6, "a year is a number"),
        ("year<0", 6, "years run from 0"),
        ("year>9999", 6, "years run from 0"),
        ("missing:colour", 9, "missing: asks for one of"),
        ("a &", 3, "no letter or digit"),
        ("doi:10.1(a b", 9, "not closed"),
        ("(" * 60 + "a" + ")" * 60, 51, "nested more than 50"),
        ("-" * 60 + "a", 51, "nested more than 50"),
    ],
)
def test_a_mistake_is_told_with_its_column(text: str, column: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    message, shown, caret = str(caught.value).split("\n")
    assert message.startswith(f"query, column {column}: ")
    assert words in message
    assert shown == f"  {text}"
    assert caret == " " * (column + 1) + "^"


def test_the_caret_stands_under_wide_characters_too() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("外泌体 &")
    assert str(caught.value).split("\n")[2] == "  " + " " * 7 + "^"


def test_quotation_marks_in_a_phrase_are_printed_with_a_backslash() -> None:
    assert str(Text('say "a“ \\', "title", phrase=True)) == r'title:"say \"a\“ \\"'


def test_every_field_can_be_asked_for_by_each_of_its_names() -> None:
    for field, others in FIELDS:
        for name in (field, *others):
            assert parse_query(f"missing:{name}") == Missing(field)


# What has no word in it cannot be asked for: `<a>` is markup.
words_asked = st.text(alphabet="abAB外泌é1'", min_size=1, max_size=6).filter(folded)
fields = st.sampled_from(["", *(field for field, _ in FIELDS if field != "year")])
texts = st.builds(Text, words_asked, fields, st.just(False), st.booleans())
phrases = st.builds(
    Text,
    st.text(max_size=8).filter(lambda text: any("a" <= c <= "z" for c in text)).filter(folded),
    fields,
    st.just(True),
    st.booleans(),
)
years = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(lambda y: Years(min(y), max(y)))
leaves = texts | phrases | years | st.sampled_from([Years(7, None), Years(None, 7), Missing("doi")])
queries = st.recursive(
    leaves,
    lambda part: (
        part.map(Not)
        | st.lists(part, min_size=2, max_size=4).map(lambda parts: all_of(*parts))
        | st.lists(part, min_size=2, max_size=4).map(lambda parts: any_of(*parts))
    ),
    max_leaves=8,
)


@given(queries)
def test_a_printed_query_reads_back_as_the_same(query: Query) -> None:
    assert parse_query(str(query)) == query


@given(st.text() | st.text(alphabet='ab外 -"()*:.<>=≥“”（\\ORANDNOTyeartitle019'))
def test_any_string_is_a_query_or_is_refused(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert parse_query(str(query)) == query
