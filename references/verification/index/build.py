"""Building the index: records are read into a file of parts, and the index is made from that.

Reading is the long part. It is done in steps, each of them whole on disk, in `INDEX.parts`
beside the index: a build that was stopped, or killed, goes on after the last step. The index is
then written from those rows, in one fixed order, into `INDEX.new`, which is renamed at the end.
So the same records give the same bytes, whatever happened on the way, and `INDEX` is at every
moment the old index or the new one.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from backmatter.references.verification.index import file, parts, rows
from backmatter.references.verification.index.report import (
    Bars,
    NothingToIndexError,
    Report,
    Telling,
    no_bars,
)
from backmatter.references.verification.index.writing import alone, beside, replacing

STEP = 5000
"""So many records are read between two steps."""

_STAGING = (
    "create table inputs (value text)",
    "create table state (part integer, entries integer, telling text)",
    "create table works (id integer primary key, doi integer, prefix text, terms text, rec blob)",
    "create table keys (key integer, work integer)",
    "create table updates (doi integer, work integer)",
)
_INDEXING = (
    "insert into dois select doi, max(id) from staged.works group by doi order by doi",
    "create temp table last (id integer primary key)",
    "insert into last select work from dois order by work",
    "create temp view kept as select w.* from last join staged.works w on w.id = last.id",
    "insert into words (rowid, terms) select id, terms from kept order by id",
    "insert into words (words) values ('optimize')",
    "insert into works select id, rec from kept order by id",
    """insert into keys select distinct key, work from staged.keys
       where work in (select id from last) order by key, work""",
    """insert into updates select distinct doi, work from staged.updates
       where work in (select id from last) order by doi, work""",
    "insert into prefixes select prefix, count(*) from kept group by prefix order by prefix",
)
"""What makes the index of the staged rows; each sorts before it writes, so pages fill in order."""


def build(
    index: Path, sources: Sequence[Path], *, bars: Bars = no_bars, step: int = STEP
) -> Report:
    """Build an index from files of records; where one DOI comes twice, the last record counts.

    A build that was interrupted goes on where it was, when it is given the same files again.

    Raises:
        NothingToIndexError: When no record of a work was found; nothing is left behind then.
        InputError: When there is nothing to read, the folder cannot be written, or the index's
            name is that of a file of another kind. An index that was there is untouched then.
    """
    if index.exists():
        file.version_of(index)
    found = parts.find_parts(sources)
    with alone(index):
        with _staging(beside(index, "parts"), found) as staged:
            telling = _load(staged, found, bars, step)
            is_empty = staged.execute("select 1 from works").fetchone() is None
        if is_empty:
            beside(index, "parts").unlink()
            raise NothingToIndexError(index, telling.report(works=0, added=0, replaced=0).findings)
        works = _write(index, bars)
        beside(index, "parts").unlink()
    return telling.report(works=works, added=works, replaced=0)


@contextmanager
def _staging(path: Path, found: Sequence[Path]) -> Generator[sqlite3.Connection]:
    """The file of parts: the one of an earlier run over the same files, or a new one."""
    files = [(str(each), (stat := each.stat()).st_size, stat.st_mtime_ns) for each in found]
    inputs = json.dumps([file.FORMAT, files])
    database = _connect(path)
    if _inputs_of(database) != inputs:
        database.close()
        path.unlink()
        database = _connect(path)
        database.execute("begin")
        for statement in _STAGING:
            database.execute(statement)
        database.execute("insert into inputs values (?)", (inputs,))
        database.execute("insert into state values (0, 0, ?)", (Telling().as_json(),))
        database.execute("commit")
    with closing(database):
        yield database


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma locking_mode = exclusive")
    database.execute("pragma synchronous = normal")
    return database


def _inputs_of(database: sqlite3.Connection) -> str:
    try:
        row = database.execute("select value from inputs").fetchone()
    except sqlite3.OperationalError:  # a new file
        return ""
    return str(row[0]) if row else ""


def _load(staged: sqlite3.Connection, found: Sequence[Path], bars: Bars, step: int) -> Telling:
    """Read the records that are not there yet, step by step."""
    part, entries, told = staged.execute("select part, entries, telling from state").fetchone()
    telling = Telling.of_json(told)
    with bars("reading", sum(path.stat().st_size for path in found)) as advance:
        flow = parts.read_parts(found, advance, (part, entries))
        while True:
            staged.execute("begin")
            place = None
            for number, count, entry in islice(flow, step):
                place = (number, count)
                made = rows.of_record(entry.record) if entry.record is not None else None
                if made:
                    _stage(staged, made)
                else:
                    telling = telling.with_entry(found[number], entry)
            if place:
                state = (*place, telling.as_json())
                staged.execute("update state set part = ?, entries = ?, telling = ?", state)
            staged.execute("commit")
            if not place:
                return telling


def _stage(staged: sqlite3.Connection, made: rows.Rows) -> None:
    work = staged.execute(
        "insert into works (doi, prefix, terms, rec) values (?, ?, ?, ?)",
        (made.doi, made.prefix, made.terms, made.record),
    ).lastrowid
    staged.executemany("insert into keys values (?, ?)", [(key, work) for key in made.keys])
    if made.updates:
        staged.executemany(
            "insert into updates values (?, ?)", [(doi, work) for doi in made.updates]
        )


def _write(index: Path, bars: Bars) -> int:
    """Make the index of the staged rows; how many works it holds."""
    steps = len(_INDEXING) + 1
    with (
        replacing(index) as new,
        closing(file.create(new)) as database,
        bars("indexing", steps) as advance,
    ):
        database.execute("attach ? as staged", (str(beside(index, "parts")),))
        database.execute("begin")
        database.execute("insert into words (words, rank) values ('hashsize', ?)", (file.HASH,))
        for statement in _INDEXING:
            database.execute(statement)
            advance(1)
        file.count_common(database)
        works = int(database.execute("select count(*) from works").fetchone()[0])
        database.execute("commit")
        advance(1)
    return works
