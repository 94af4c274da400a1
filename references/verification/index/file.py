"""The index as a file: its tables, its version, opening it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from backmatter.references.errors import InputError

FORMAT = 1
"""Raised with every change to what is stored or to the keys and words that works are found by."""

APPLICATION = 0x626B6D78
"""SQLite's application id of our indexes: `bkmx`."""

COMMON = 500
"""Words in more works than this are counted in `common`."""

SCHEMA = (
    # What the records say, packed (compact.py).
    "create table works (id integer primary key, record blob not null)",
    # Key of a DOI -> its work.
    "create table dois (doi integer primary key, work integer not null)",
    # Blocking keys (keys.py) -> the works that have them.
    "create table keys (key integer, work integer, primary key (key, work)) without rowid",
    # Key of a DOI -> the notices about it: retractions, corrections, concerns.
    "create table updates (doi integer, work integer, primary key (doi, work)) without rowid",
    # The prefixes of the DOIs that are here, and in how many works.
    "create table prefixes (prefix text primary key, works integer not null) without rowid",
    # Full text; only which word is in which work. The tokens are made in keys.py.
    """create virtual table words using
       fts5(terms, content='', detail=none, columnsize=0, tokenize='ascii')""",
    # Words that are in too many works to find one by, and in how many.
    "create table common (word text primary key, works integer not null) without rowid",
)

HASH = 1 << 25
"""Bytes of the full text that are held in memory before they are written."""

_PAGE = 4096
_MAPPED = 1 << 30
_MARKS = ("application_id", "user_version")


def create(path: Path) -> sqlite3.Connection:
    """A new, empty index, in place of any file of that name; written without a journal.

    It is meant to be renamed once it is whole: a half-written one is thrown away.
    """
    path.unlink(missing_ok=True)
    database = unjournaled(path)
    database.execute(f"pragma page_size = {_PAGE}")
    database.execute("begin")
    for statement in SCHEMA:
        database.execute(statement)
    database.execute(f"pragma application_id = {APPLICATION}")
    database.execute(f"pragma user_version = {FORMAT}")
    database.execute("commit")
    return database


def unjournaled(path: Path) -> sqlite3.Connection:
    """A file that only this process knows, opened for writing fast."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("pragma journal_mode = off")
    database.execute("pragma synchronous = off")
    database.execute("pragma locking_mode = exclusive")
    database.execute("pragma cache_size = -65536")
    return database


def open_index(path: Path) -> sqlite3.Connection:
    """An index, for reading; several processes may read one at the same time.

    Raises:
        InputError: When it is missing, no index, or of another version of the format.
    """
    version = version_of(path)
    if version > FORMAT:
        raise InputError(
            f"{path}: made by a newer backmatter (format {version}, this one reads {FORMAT}); "
            "upgrade backmatter, or build the index anew"
        )
    if version < FORMAT:
        raise InputError(
            f"{path}: made by an older backmatter (format {version}, this one reads {FORMAT}); "
            "build it anew with backmatter index build"
        )
    database = _connect(path)
    database.execute(f"pragma mmap_size = {_MAPPED}")
    return database


def version_of(path: Path) -> int:
    """The version of the format that an index has.

    Raises:
        InputError: When it is missing, or no index.
    """
    if not path.exists():
        raise InputError(f"{path}: no such index; make one with backmatter index build")
    try:
        with closing(_connect(path)) as database:
            marks = [database.execute(f"pragma {name}").fetchone()[0] for name in _MARKS]
    except sqlite3.Error:
        marks = [0, 0]
    if marks[0] != APPLICATION:
        raise InputError(f"{path}: is no index made by backmatter index build")
    return int(marks[1])


def count_common(database: sqlite3.Connection) -> None:
    """Count anew the words that are in more than `COMMON` works."""
    database.execute("create virtual table temp.terms using fts5vocab('main', 'words', 'row')")
    database.execute("delete from common")
    database.execute(
        "insert into common select term, doc from temp.terms where doc > ? order by term",
        (COMMON,),
    )


def _connect(path: Path) -> sqlite3.Connection:
    """An index as a database that is only read.

    It is never changed in place, so SQLite may take it for immutable: no lock is needed, and a
    read-only folder does no harm.
    """
    address = path.absolute().as_uri() + "?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
