"""Writing files beside the index and putting them in its place; what can go wrong, in words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from backmatter.references.errors import InputError

_PATIENCE = 0.2
"""Seconds; who builds an index holds its lock much longer."""

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_OTHER = "another process is writing it; wait until it is done"
_AGAIN = "run the same command again: it goes on where it was"


def beside(index: Path, suffix: str) -> Path:
    """A working file beside the index."""
    return index.with_name(f"{index.name}.{suffix}")


@contextmanager
def alone(index: Path) -> Generator[None]:
    """Keep other processes from writing the same index meanwhile.

    The lock is SQLite's, on an empty file beside the index: it ends with the process, however
    that ends.

    Raises:
        InputError: When another process is at it, or the folder cannot be written.
    """
    lock = beside(index, "lock")
    with cannot_write(index):
        lock.touch()
        file = lock.stat().st_ino
        with closing(sqlite3.connect(lock, isolation_level=None, timeout=_PATIENCE)) as database:
            database.execute("begin exclusive")
            if not lock.exists() or lock.stat().st_ino != file:  # the last owner has removed it
                raise InputError(f"{index}: {_OTHER}")
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)


@contextmanager
def replacing(index: Path) -> Generator[Path]:
    """A new file, which becomes the index once it is written; after an error it is removed.

    Who opens the index from then on sees the new one; who has it open keeps the old one.
    """
    new = beside(index, "new")
    try:
        yield new
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    handle = os.open(new, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(new, index)  # noqa: PTH105  # one call for both systems


@contextmanager
def cannot_write(index: Path) -> Generator[None]:
    """Tell what hinders writing as an `InputError`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code in _BUSY:
            raise InputError(f"{index}: {_OTHER}") from None
        if code == sqlite3.SQLITE_FULL:
            raise InputError(f"{index}: the disk is full; make room and {_AGAIN}") from None
        if code == sqlite3.SQLITE_NOTADB:
            raise InputError(
                f"{beside(index, 'parts')}: is in the way: it is no file of a build; move it away"
            ) from None
        raise InputError(
            f"{index}: cannot be written: {error}; once that is mended, {_AGAIN}"
        ) from None
    except OSError as error:
        raise InputError(f"{index}: cannot be written: {error.strerror or error}") from None
