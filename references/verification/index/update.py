"""Renewing an index: new works are added, those whose record has changed are replaced.

It is done on a copy, which takes the index's place at the end; until then, and after a kill, the
index is as it was, and the same command does it all again.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from backmatter.references.verification.index import compact, file, parts, rows
from backmatter.references.verification.index.report import Bars, Report, Telling, no_bars
from backmatter.references.verification.index.rows import Rows
from backmatter.references.verification.index.writing import alone, replacing


def update(index: Path, sources: Sequence[Path], *, bars: Bars = no_bars) -> Report:
    """Add the works of files of records to an index, or replace them.

    Raises:
        InputError: When there is no such index, nothing to read, or the folder cannot be written.
    """
    file.open_index(index).close()
    found = parts.find_parts(sources)
    with alone(index), replacing(index) as new:
        shutil.copyfile(index, new)
        with closing(file.unjournaled(new)) as database:
            database.execute("begin")
            added, replaced, telling = _renew(database, found, bars)
            database.execute("insert into words (words) values ('optimize')")
            file.count_common(database)
            works = int(database.execute("select count(*) from works").fetchone()[0])
            database.execute("commit")
    return telling.report(works=works, added=added, replaced=replaced)


def _renew(
    database: sqlite3.Connection, found: Sequence[Path], bars: Bars
) -> tuple[int, int, Telling]:
    """Go through the records; how many were added and replaced, and what could not be read."""
    added = replaced = 0
    telling = Telling()
    with bars("reading", sum(path.stat().st_size for path in found)) as advance:
        for number, _, entry in parts.read_parts(found, advance):
            made = rows.of_record(entry.record) if entry.record is not None else None
            if made is None:
                telling = telling.with_entry(found[number], entry)
                continue
            row = database.execute("select work from dois where doi = ?", (made.doi,)).fetchone()
            if row is None:
                _insert(database, _next(database), made)
                added += 1
            elif _record(database, row[0]) != made.record:
                _remove(database, row[0])
                _insert(database, row[0], made)
                replaced += 1
    return added, replaced, telling


def _next(database: sqlite3.Connection) -> int:
    return int(database.execute("select coalesce(max(id), 0) + 1 from works").fetchone()[0])


def _record(database: sqlite3.Connection, work: int) -> bytes:
    return database.execute("select record from works where id = ?", (work,)).fetchone()[0]


def _insert(database: sqlite3.Connection, work: int, made: Rows) -> None:
    database.execute("insert into works values (?, ?)", (work, made.record))
    database.execute("insert into dois values (?, ?)", (made.doi, work))
    database.execute("insert into words (rowid, terms) values (?, ?)", (work, made.terms))
    database.executemany("insert into keys values (?, ?)", [(key, work) for key in made.keys])
    database.executemany("insert into updates values (?, ?)", [(d, work) for d in made.updates])
    database.execute(
        "insert into prefixes values (?, 1) on conflict do update set works = works + 1",
        (made.prefix,),
    )


def _remove(database: sqlite3.Connection, work: int) -> None:
    """Take a work out; its rows are made again from its record, as they were when it came in."""
    old = rows.of_record(compact.unpack(_record(database, work)))
    if old is None:
        return
    database.execute("delete from works where id = ?", (work,))
    database.execute("delete from dois where doi = ?", (old.doi,))
    database.execute(
        "insert into words (words, rowid, terms) values ('delete', ?, ?)", (work, old.terms)
    )
    database.executemany(
        "delete from keys where key = ? and work = ?", [(key, work) for key in old.keys]
    )
    database.executemany(
        "delete from updates where doi = ? and work = ?", [(doi, work) for doi in old.updates]
    )
    database.execute("update prefixes set works = works - 1 where prefix = ?", (old.prefix,))
