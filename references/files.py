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


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write text (as UTF-8) or bytes: the file is the old one or the new one, never a part.

    Raises:
        InputError: When the folder is missing, read-only or full; the old file is untouched.
    """
    with writing_atomic(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextlib.contextmanager
def writing_atomic(path: Path) -> Generator[BinaryIO]:
    """A file to write to, which takes the place of the old one where the block ends well.

    A temporary file in the same folder is written, flushed to disk and renamed; links are
    followed, and an existing file's permissions are kept. What is no regular file (a pipe, a
    device) is written to as it is.

    Raises:
        InputError: When the file is write-protected, or the folder is missing, read-only or full;
            the old file is untouched.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with _written_to(path) as file:
            yield file
        return
    target = path.resolve()
    temporary = ""
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
        if not mode & 0o222:
            raise InputError(f"{path}: is write-protected; nothing was written")
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        os.replace(temporary, target)  # noqa: PTH105  # one call for both systems, tested as such
        temporary = ""
        _sync_folder(target.parent)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


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
