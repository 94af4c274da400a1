"""Files, whole or not at all: reading bytes with a clear error, writing atomically."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

from backmatter.references.errors import InputError

MAX_BYTES = 512 * 1024 * 1024
"""A file larger than this is refused: no reference list is."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: When it is missing, a folder, unreadable or beyond `MAX_BYTES`.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path}: is a folder, where a file was expected")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise InputError(f"{path}: {size:,} bytes are more than the {MAX_BYTES:,} read at once")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except PermissionError:
        raise InputError(f"{path}: not readable: permission denied") from None
    except OSError as error:
        raise InputError(f"{path}: not readable: {error.strerror or error}") from None


def write_atomic(path: Path, content: str | bytes, over: bytes | None = None) -> None:
    """Write text (as UTF-8) or bytes: the file is the old one or the new one, never a part.

    Args:
        path: The file.
        content: What it will hold.
        over: What it must still hold when its place is taken; None for anything, or nothing.

    Raises:
        InputError: When the folder is missing, read-only or full, or another program has changed
            or removed the file; it is left as it is.
    """
    with writing_atomic(path, over) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextlib.contextmanager
def writing_atomic(path: Path, over: bytes | None = None) -> Generator[BinaryIO]:
    """A file to write to, which takes the place of the old one where the block ends well.

    A temporary file in the same folder is written, flushed to disk and renamed; links are
    followed, and an existing file's permissions and, where the system allows it, its owner are
    kept (docs/decisions/185). What is no regular file (a pipe, a device) is written to as it is.
    `over` is as in `write_atomic`.

    Raises:
        InputError: When the file is write-protected, the folder is missing, read-only or full, or
            another program has changed the file; it is left as it is.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with _written_to(path) as file:
            yield file
        return
    target = path.resolve()
    temporary = ""
    try:
        old = target.stat() if target.exists() else None
        mode = old.st_mode & 0o777 if old else 0o666 & ~_umask()
        if not mode & 0o222:
            raise InputError(f"{path}: is write-protected; nothing was written")
        handle, temporary = tempfile.mkstemp(
            prefix=f".{target.name[:40]}.", suffix=".backmatter", dir=target.parent
        )
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if old:
            _give_to_owner(temporary, old)
        Path(temporary).chmod(mode)
        if over is not None:
            _refuse_changed(path, over)
        os.replace(temporary, target)  # noqa: PTH105  # one call for both systems, tested as such
        temporary = ""
        _sync_folder(target.parent)
    except OSError as error:
        if not path.parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}; make it first") from None
        whole = "; it is as it was" if target.is_file() else ""
        message = f"{path}: cannot be written: {error.strerror or error}{whole}"
        raise InputError(message) from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _refuse_changed(path: Path, expected: bytes) -> None:
    """Refuse to take the place of a file that no longer holds what was read from it."""
    try:
        now = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            f"{path}: was removed by another program meanwhile; nothing was written"
        ) from None
    if now != expected:
        raise InputError(
            f"{path}: was changed by another program meanwhile; nothing was written: run it again"
        )


def _give_to_owner(temporary: str, old: os.stat_result) -> None:
    """Give a new file the owner and the group of the one it replaces, as far as one may."""
    if not hasattr(os, "chown"):
        return
    for owner in (old.st_uid, -1):  # only root may give a file away; a group of one's own is free
        with contextlib.suppress(OSError):
            os.chown(temporary, owner, old.st_gid)
            return


@contextlib.contextmanager
def _written_to(path: Path) -> Generator[BinaryIO]:
    """A pipe or a device, to write to."""
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None


def read_blocks(path: Path, size: int = 1 << 18) -> Iterator[bytes]:
    """The bytes of a file in blocks, for files of any size.

    Raises:
        InputError: When it is missing, a folder or unreadable.
    """
    try:
        with path.open("rb") as file:
            while block := file.read(size):
                yield block
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder, where a file was expected") from None
    except OSError as error:
        raise InputError(f"{path}: not readable: {error.strerror or error}") from None


def _umask() -> int:
    """The process's file mode mask; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; not every system can open a folder."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
