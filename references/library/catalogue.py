"""A catalogue of references: an SQLite database (FTS5) in memory or in a file, and asking it.

What a query finds is worked out by the database, over words that `words.py` folded: so a word
costs a look-up, however many references there are. The references themselves are in it as
CSL-JSON, or beside it in memory.

    refs         a reference: its year, its journal, which fields it has, what a verdict on it
                 is kept under, where it says itself that it is retracted, its CSL-JSON
    words        its folded words, a column for each field; values are kept apart by `APART`
    identifiers  DOI, ISBN, key, URL and language, in small letters
    tags, tag_words, ref_tags   the tags, their words, and what carries them

Verdicts are not in it: they change while a file stays, and are looked up where they are kept.
"""

# ruff: noqa: S608  # statements are put together from names of our own alone

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.formats import csl_json, json_text
from backmatter.references.garbage import collector_paused
from backmatter.references.library import asking
from backmatter.references.library.fields import TagNames, field_texts
from backmatter.references.library.tree import Query
from backmatter.references.model import Reference, without_markup
from backmatter.references.verification import verdict_store
from backmatter.references.verification.results import Verdict
from backmatter.references.verification.stated import stated_retraction
from backmatter.references.words import folded

SCHEMA = 2
"""Raised with every change to what is stored; a file of another number is not opened."""

_TABLES = f"""
create table refs (id integer primary key, year integer, journal text, present integer,
    content blob, retracted text, item text);
create table identifiers (field text, value text, ref integer, primary key (field, value, ref))
    without rowid;
create table tags (id integer primary key, name text unique);
create table ref_tags (tag integer, ref integer, primary key (tag, ref)) without rowid;
create virtual table words using fts5({", ".join(f'"{each}"' for each in asking.COLUMNS)},
    content='', columnsize=0, tokenize='unicode61 remove_diacritics 0');
create virtual table tag_words using fts5(words, content='', columnsize=0,
    tokenize='unicode61 remove_diacritics 0');
"""
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """A reference that a query finds: its place in the list, from 0, and what it is worth."""

    position: int
    score: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the references found have each tag, year and journal, the most first."""

    tags: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    journals: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The last verdict on a reference, who gave it, and the date (ISO).

    `source` is `tag`, `title` or `record` where the reference says itself that it is retracted;
    it and `asked` are "" where there is nothing.
    """

    verdict: Verdict
    source: str = ""
    asked: str = ""

    def __str__(self) -> str:
        where = ", ".join(each for each in (self.source, self.asked) if each)
        return f"{self.verdict} ({where})" if where else str(self.verdict)


class DamagedError(InputError):
    """A catalogue whose file is damaged.

    Attributes:
        path: The file, which can be deleted.
    """

    def __init__(self, path: str, error: Exception) -> None:
        super().__init__(f"{path}: this index is damaged ({error}); delete it, it is made anew")
        self.path = Path(path)


class Catalogue:
    """Asks a database that `build` made; not safe for several threads.

    Args:
        database: The database.
        references: The references in it, where they are in memory anyway.
        name: The file, for messages.

    Its methods raise `DamagedError` when the file is damaged.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        references: Sequence[Reference] | None = None,
        name: str = "memory",
    ) -> None:
        self._database, self._references, self._name = database, references, name
        self._database.execute(verdict_store.TABLE.replace(" table ", " temp table "))

    def __len__(self) -> int:
        return int(self._database.execute("select count(*) from refs").fetchone()[0])

    def know(self, verdicts: Path) -> None:
        """Look verdicts up in this file from now on; without it there are none.

        Raises:
            InputError: When it cannot be read.
        """
        try:
            self._database.execute("attach database ? as known", (str(verdicts),))
            self._database.execute("select count(*) from known.verdicts")
        except sqlite3.Error as error:
            raise InputError(f"{verdicts}: these verdicts cannot be read: {error}") from None
        self._database.execute("drop table temp.verdicts")

    def standings(self, positions: Sequence[int]) -> Iterator[Standing]:
        """How the references at these places stand, in this order."""
        statement = (
            "select retracted, verdict, source, asked from refs left join verdicts "
            "using (content) where id = ?"
        )
        with self._whole():
            for position in positions:
                own, *kept = self._database.execute(statement, (position,)).fetchone()
                verdict, source, asked = (str(each or "") for each in kept)
                if own and verdict != Verdict.RETRACTED:
                    verdict, source, asked = Verdict.RETRACTED, str(own), ""
                yield Standing(Verdict(verdict or Verdict.UNCHECKED), source, asked)

    def find(self, query: Query, names: Mapping[str, TagNames]) -> tuple[Found, ...]:
        """What the query finds, the best first; equal ones keep their order.

        Args:
            query: From `parse_query`.
            names: What vocabularies call a tag, from `fields.tag_names`.
        """
        with self._whole():
            asked = asking.asking(query, names, self._tags_with)
            rows = self._database.execute(
                f"select ref, {asked.score} as score from ({asked.refs}) order by score desc, ref",
                asked.values,
            )
            return tuple(Found(*row) for row in rows)

    def facets(self, query: Query, names: Mapping[str, TagNames]) -> Facets:
        """What the references that the query finds have in common."""
        with self._whole():
            asked = asking.asking(query, names, self._tags_with)
            values = asked.values[asked.scored :]

            def counted(select: str) -> tuple[tuple[str, int], ...]:
                rows = self._database.execute(
                    f"{select} in (select ref from ({asked.refs})) group by 1 order by 2 desc, 1",
                    values,
                )
                return tuple((str(name), int(count)) for name, count in rows)

            return Facets(
                counted("select name, count(*) from ref_tags join tags on id = tag where ref"),
                counted("select year, count(*) from refs where year is not null and id"),
                counted("select journal, count(*) from refs where journal != '' and id"),
            )

    def references(self, positions: Sequence[int]) -> Iterator[Reference]:
        """The references at these places, in this order."""
        if self._references is not None:
            yield from (self._references[position] for position in positions)
            return
        for start in range(0, len(positions), _BATCH):
            wanted = positions[start : start + _BATCH]
            with self._whole():
                rows = self._database.execute(
                    "select id, item from refs where id in (select value from json_each(?))",
                    (json.dumps(list(wanted)),),
                ).fetchall()
            items = dict(cast("list[tuple[int, str]]", rows))
            for each in wanted:
                with self._whole():
                    reference = csl_json.item_to_reference(json.loads(items[each]))
                yield reference

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @contextmanager
    def _whole(self) -> Generator[None]:
        """What comes of a damaged file, as an error that says what to do."""
        try:
            yield
        except (sqlite3.DatabaseError, ValueError, KeyError) as error:
            raise DamagedError(self._name, error) from None

    def _tags_with(self, match: str) -> Sequence[tuple[int, str]]:
        """The tags whose words match an FTS5 expression; all for an empty one."""
        rows = (
            self._database.execute(
                "select id, name from tags where id in "
                "(select rowid from tag_words where tag_words match ?)",
                (match,),
            )
            if match
            else self._database.execute("select id, name from tags")
        )
        return cast("list[tuple[int, str]]", rows.fetchall())


def build(references: Iterable[Reference], path: Path | None = None) -> Catalogue:
    """A catalogue of the references, in a new file or, without a path, in memory.

    Raises:
        sqlite3.Error: When the file cannot be written; whoever named it removes it.
    """
    database = sqlite3.connect(path or ":memory:", isolation_level=None)
    database.executescript("pragma journal_mode = off; pragma synchronous = off;" + _TABLES)
    kept = list(references) if path is None else None
    database.execute("begin")
    with collector_paused():
        _fill(database, references if kept is None else kept, with_items=kept is None)
    database.execute(f"pragma user_version = {SCHEMA}")
    database.execute("commit")
    return Catalogue(database, kept, str(path or "memory"))


def open_file(path: Path) -> Catalogue | None:
    """The catalogue in a file, None where there is none that this version can read."""
    if not path.is_file():
        return None
    try:
        database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        if database.execute("pragma user_version").fetchone()[0] == SCHEMA:
            database.execute("select count(*) from refs")
            return Catalogue(database, name=str(path))
        database.close()
    except sqlite3.Error:
        return None
    return None


def _fill(
    database: sqlite3.Connection, references: Iterable[Reference], *, with_items: bool
) -> None:
    tags: dict[str, int] = {}
    columns = ", ".join(f'"{each}"' for each in asking.COLUMNS)
    marks = ", ".join("?" * (len(asking.COLUMNS) + 1))
    for position, reference in enumerate(references):
        texts: dict[str, list[str]] = {}
        for field, text, is_prose in field_texts(reference):
            texts.setdefault(field, []).append(asking.stored(field, text, is_prose=is_prose))
            if field in asking.IDENTIFIERS:
                database.execute(
                    "insert or ignore into identifiers values (?, ?, ?)",
                    (field, asking.identifier(text), position),
                )
        for tag in reference.keywords:
            number = tags.setdefault(tag, len(tags) + 1)
            database.execute("insert or ignore into ref_tags values (?, ?)", (number, position))
        present = sum(1 << at for at, field in enumerate(asking.COLUMNS) if field in texts)
        item = json_text.compact(csl_json.reference_to_item(reference)) if with_items else None
        database.execute(
            "insert into refs values (?, ?, ?, ?, ?, ?, ?)",
            (
                position,
                reference.year,
                without_markup(reference.text("container-title")),
                present,
                verdict_store.content_of(reference),
                stated_retraction(reference),
                item,
            ),
        )
        row: list[Any] = [position]
        row += [f" {asking.APART} ".join(texts.get(field, ())) for field in asking.COLUMNS]
        database.execute(f"insert into words (rowid, {columns}) values ({marks})", row)
    for name, number in tags.items():
        database.execute("insert into tags values (?, ?)", (number, name))
        database.execute(
            "insert into tag_words (rowid, words) values (?, ?)", (number, " ".join(folded(name)))
        )
    database.execute("create index refs_by_year on refs (year)")
    database.execute("create index refs_by_content on refs (content, retracted, present)")
    database.execute("create index refs_retracted on refs (retracted) where retracted != ''")
