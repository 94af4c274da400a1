"""A catalogue finds what looking at every reference would find, and is kept while it is true."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.errors import InputError
from backmatter.references.library import kept
from backmatter.references.library.catalogue import build, open_file
from backmatter.references.library.fields import PROSE, field_texts
from backmatter.references.library.query import MAX_WORDS, QueryError, parse_query
from backmatter.references.library.search import search
from backmatter.references.library.tree import All, Any, Missing, Not, Query, Text, Years
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.words import folded

WORDS = st.sampled_from(
    ["disc", "discs", "Wang", "wangs", "外泌", "体", "a", "as", "mouse", "mice", "b2"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


def _reference(
    title: str, journal: str, family: str, given: str, year: int, tags: list[str]
) -> Reference:
    return Reference(
        key="k",
        variables={"title": title} | ({"container-title": journal} if journal else {}),
        names={"author": (Name(family, given), Name(literal=title))} if family else {},
        dates={"issued": Date((DatePart(year),))} if year else {},
        keywords=tuple(tags),
    )


REFERENCES = st.builds(
    _reference,
    TEXTS,
    st.just("") | TEXTS,
    st.just("") | WORDS,
    WORDS,
    st.just(0) | st.integers(2015, 2018),
    st.lists(WORDS, max_size=2),
)
TERMS = (
    st.builds(
        Text,
        TEXTS,
        st.sampled_from(["", "title", "author", "journal"]),
        st.just(True),
        st.booleans(),
    )
    | st.builds(Years, st.integers(2014, 2016), st.none() | st.integers(2016, 2018))
    | st.builds(Missing, st.sampled_from(["author", "journal", "year", "tag", "doi"]))
)


def _joined(inside: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    two = st.tuples(inside, inside)
    return st.builds(Not, inside) | st.builds(All, two) | st.builds(Any, two)


QUERIES: st.SearchStrategy[Query] = st.recursive(
    TERMS,
    _joined,
    max_leaves=6,
)


def finds(query: Query, reference: Reference) -> bool:
    """The same question, asked of one reference in the plainest way."""
    match query:
        case Text(text, field, _, prefix):
            return any(
                _in(folded(text, singular=value.field in PROSE), value.field, value.text, prefix)
                for value in field_texts(reference)
                if field in ("", value.field)
            )
        case Years(low, high):
            year = reference.year
            return year is not None and (low or 0) <= year and (high is None or year <= high)
        case Missing(name):
            return all(value.field != name for value in field_texts(reference))
        case Not(part):
            return not finds(part, reference)
        case All(parts):
            return all(finds(part, reference) for part in parts)
        case Any(parts):
            return any(finds(part, reference) for part in parts)


def _in(asked: list[str], field: str, text: str, prefix: bool) -> bool:
    words = folded(text, singular=field in PROSE)
    words = words * 2 if field == "author" and len(words) > 1 else words
    size = len(asked)
    runs = [words[at : at + size] for at in range(len(words) - size + 1)]
    return any(
        run[:-1] == asked[:-1]
        and (run[-1] == asked[-1] or (prefix and run[-1].startswith(asked[-1])))
        for run in runs
    )


@given(st.lists(REFERENCES, max_size=5), QUERIES)
def test_it_finds_what_looking_at_each_reference_finds(
    references: list[Reference], query: Query
) -> None:
    found = sorted(hit.position for hit in search(references, query))
    assert found == [at for at, each in enumerate(references) if finds(query, each)]


def test_no_phrase_reaches_over_two_values() -> None:
    two = Reference(names={"author": (Name("Wang"), Name("Li"))}, keywords=("stem", "cell"))
    assert not search([two], parse_query('"wang li"'))
    assert not search([two], parse_query('"stem cell"'))


def test_a_query_of_endless_words_is_refused() -> None:
    long = " OR ".join(["a"] * MAX_WORDS)
    assert search([Reference(key="a", variables={"title": "a"})], parse_query(long))
    with pytest.raises(QueryError, match="more than 200 words"):
        parse_query(f"{long} b")


def test_facets_count_what_was_found() -> None:
    library = [
        Reference(
            key=str(n),
            variables={"title": "disc", "container-title": "Spine" if n else "Bone"},
            dates={"issued": Date((DatePart(2018),))},
            keywords=("rat",),
        )
        for n in range(3)
    ]
    facets = build([*library, Reference(key="x", variables={"title": "knee"})]).facets(
        parse_query("disc"), {}
    )
    assert facets.tags == (("rat", 3),)
    assert facets.years == (("2018", 3),)
    assert facets.journals == (("Spine", 2), ("Bone", 1))


REFERENCE = Reference(key="a", variables={"title": "Disc <i>x</i>"}, keywords=("rat > x",))


def keep(folder: Path, content: bytes, calls: list[str]) -> list[Reference]:
    def read() -> list[Reference]:
        calls.append("read")
        return [REFERENCE]

    catalogue = kept.kept_catalogue(content, "salt", read, folder)
    found = list(catalogue.references([each.position for each in catalogue.find(Text("disc"), {})]))
    catalogue.close()
    return found


def test_a_file_is_read_once_while_its_content_is_the_same(tmp_path: Path) -> None:
    calls: list[str] = []
    assert keep(tmp_path / "new", b"one", calls) == [REFERENCE]
    assert keep(tmp_path / "new", b"one", calls) == [REFERENCE]
    assert calls == ["read"]
    keep(tmp_path / "new", b"two", calls)
    assert calls == ["read", "read"]


def test_where_nothing_can_be_written_it_is_made_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert keep(tmp_path / "file" / "inside", b"one", []) == [REFERENCE]


def test_only_the_newest_are_kept_and_no_half_one(tmp_path: Path) -> None:
    for number in range(kept.MOST + 3):
        keep(tmp_path, str(number).encode(), [])
    assert len(list(tmp_path.iterdir())) == kept.MOST


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 5000])
def test_what_is_no_catalogue_is_made_anew(tmp_path: Path, content: bytes) -> None:
    keep(tmp_path, b"one", [])
    (path,) = tmp_path.iterdir()
    path.write_bytes(content)
    calls: list[str] = []
    assert keep(tmp_path, b"one", calls) == [REFERENCE]
    assert calls == ["read"]


def test_a_catalogue_of_another_version_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a"
    build([REFERENCE], path).close()
    with sqlite3.connect(path) as database:
        database.execute("pragma user_version = 999")
    database.close()
    assert open_file(path) is None


def test_a_damaged_catalogue_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a"
    build([REFERENCE] * 500, path).close()
    content = path.read_bytes()
    tenth = len(content) // 10
    path.write_bytes(content[:tenth] + b"\xff" * tenth * 6 + content[tenth * 7 :])
    catalogue = open_file(path)
    assert catalogue is not None
    with pytest.raises(InputError, match=r"this index is damaged .*; delete it, it is made anew"):
        list(catalogue.references([each.position for each in catalogue.find(Text("disc"), {})]))
    catalogue.close()
