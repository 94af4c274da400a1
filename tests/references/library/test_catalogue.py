"""A catalogue finds what looking at every reference would find, and is kept while it is true."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from backmatter.references.errors import InputError
from backmatter.references.library import kept
from backmatter.references.library.catalogue import build, open_file
from backmatter.references.library.query import MAX_WORDS, QueryError, parse_query
from backmatter.references.library.search import search
from backmatter.references.library.tree import Text
from backmatter.references.model import Date, DatePart, Name, Reference


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

    catalogue = kept.kept_catalogue(content, "salt", read, folder, calls.append)
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
    said: list[str] = []
    assert keep(tmp_path / "file" / "inside", b"one", said) == [REFERENCE]
    assert said[0] == "read"
    assert "the index is not kept" in said[1]


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
