"""Answers kept on disk, so that no question is asked twice.

One SQLite file that several processes may use at the same time and that is whole after a kill
at any moment. Only validated answers are stored, as JSON with a checksum and the time at which
they were given. The file is no more than a cache: when it cannot be read it is made anew, and
when it cannot be written the run goes on without.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

SCHEMA = 1
"""Raised with every change to what is stored; a file of another number is made anew."""

MAX_AGE = 30 * 24 * 3600.0
"""Seconds for which an answer with records counts as fresh."""

MAX_AGE_OF_NOTHING = 24 * 3600.0
"""The same for an answer that there is no such thing: it may be registered tomorrow."""

_BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_BUSY_SNAPSHOT})


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer from the cache, and when it was given (seconds since 1970)."""

    value: object
    at: float


class Answers(Protocol):
    """Where answers are kept: a cache, or a file of evidence over one."""

    @property
    def trouble(self) -> str:
        """Why answers are not kept, "" when they are."""
        ...

    def get(self, kind: str, key: str, *, any_age: bool = False) -> Kept | None:
        """The answer kept for a question, None when there is none or it is old."""
        ...

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep an answer."""
        ...


def is_fresh(kept: Kept, now: float, max_age: float) -> bool:
    """Whether an answer may stand for one that would be given now."""
    limit = max_age if kept.value else min(max_age, MAX_AGE_OF_NOTHING)
    return -limit <= now - kept.at <= limit


class Cache:
    """Answers by the kind of question and its key; safe for several threads and processes.

    Args:
        path: The file; its folder is made when it is missing.
        now: The time, in seconds since 1970.
        max_age: Seconds for which an answer with records is fresh.
    """

    def __init__(self, path: Path, *, now: Callable[[], float], max_age: float = MAX_AGE) -> None:
        self._path, self._now, self._max_age = path, now, max_age
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self.trouble = ""
        with self._lock:
            self._open()

    def get(self, kind: str, key: str, *, any_age: bool = False) -> Kept | None:
        """The answer kept for a question, None when there is none, it is old or damaged."""
        with self._lock:
            row = self._run("select value, digest, at from answers where id = ?", _id(kind, key))
        if row is None or _digest(row[0]) != row[1]:
            return None
        kept = Kept(json.loads(row[0]), float(row[2]))
        return kept if any_age or is_fresh(kept, self._now(), self._max_age) else None

    def put(self, kind: str, key: str, value: object) -> None:
        """Keep an answer; a disk that is full or read-only is noted in `trouble`, no more."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        row = (_id(kind, key), text, _digest(text), self._now())
        with self._lock:
            self._run("insert or replace into answers values (?, ?, ?, ?)", *row)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._database:
                self._database.close()
            self._database = None

    def _open(self) -> None:
        for attempt in (1, 2):
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._database = self._connect_when_free()
                return
            except sqlite3.DatabaseError as error:
                if attempt == 2 or isinstance(error, sqlite3.OperationalError):
                    self._give_up(error)
                    return
                with contextlib.suppress(OSError):  # no database at all: begin a new one
                    self._path.unlink()
            except OSError as error:
                self._give_up(error)
                return

    def _connect_when_free(self) -> sqlite3.Connection:
        """Connect; while another process is making the file, try again for a while.

        SQLite waits for locks by itself, but not for the one that the change to WAL takes.
        """
        until = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                return self._connect()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in _BUSY or time.monotonic() > until:
                    raise
            time.sleep(_RETRY_SECONDS)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(database)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _prepare(self, database: sqlite3.Connection) -> None:
        """Set how it writes, and make its table when it has none of this version."""
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = normal")
        database.execute("begin immediate")
        if database.execute("pragma user_version").fetchone()[0] != SCHEMA:
            database.execute("drop table if exists answers")
            database.execute(
                "create table answers (id text primary key, value text, digest text, at real)"
            )
            database.execute(f"pragma user_version = {SCHEMA}")
        database.execute("commit")

    def _run(self, statement: str, *values: object) -> tuple[str, str, float] | None:
        if self._database is None:
            return None
        try:
            return self._database.execute(statement, values).fetchone()
        except sqlite3.DatabaseError as error:
            self._give_up(error)
            return None

    def _give_up(self, error: Exception) -> None:
        self.trouble = f"{self._path}: answers are not kept: {error}"
        self._database = None


def _id(kind: str, key: str) -> str:
    return f"{kind}\n{key}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
