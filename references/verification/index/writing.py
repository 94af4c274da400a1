"""Writing files beside the index and putting them in its place; what can go wrong, in words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from backmatter.references.errors import InputError

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_AGAIN = "run the same command again: it goes on where it was"


def beside(index: Path, suffix: str) -> Path:
    """A working file beside the index."""
    return index.with_name(f"{index.name}.{suffix}")


def put_in_place(new: Path, index: Path) -> None:
    """Make a finished file the index: who opens it from now on sees the new one."""
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
            raise InputError(f"{index}: another process is building it") from None
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
