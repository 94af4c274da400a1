"""Catalogues kept on disk, so that a large file is read and sorted in only once.

A catalogue is named by a digest of the file's content and of what else went into it: a file that
changed has another one. All of them can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from backmatter.references.library.catalogue import SCHEMA, Catalogue, build, open_file
from backmatter.references.model import Reference

MOST = 20
"""So many catalogues are kept; those not used for longest go first."""

_ENDING = ".catalogue"


def kept_catalogue(
    content: bytes,
    salt: str,
    read: Callable[[], Sequence[Reference]],
    folder: Path,
    tell: Callable[[str], None],
) -> Catalogue:
    """The catalogue of a file: the one that is kept, else a new one.

    Args:
        content: The file's bytes.
        salt: What else decides what `read` gives: the program's version, a vocabulary.
        read: Reads the references out of the file.
        folder: Where catalogues are kept. When it cannot be written to, the new one is in memory.
        tell: Takes a sentence about why it is not kept.
    """
    digest = hashlib.blake2b(content, digest_size=16)
    digest.update(f"\n{SCHEMA}\n{salt}".encode("utf-8", "surrogatepass"))
    path = folder / f"{digest.hexdigest()}{_ENDING}"
    if (kept := open_file(path)) is not None:
        with contextlib.suppress(OSError):
            path.touch()
        return kept
    references = read()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(references, path)
        _keep_the_newest(folder)
    except (OSError, sqlite3.Error) as error:
        tell(f"{folder}: the index is not kept ({error}); the next search reads the file again")
        return build(references)
    return open_file(path) or build(references)


def _write(references: Sequence[Reference], path: Path) -> None:
    """Build beside the place and rename: nobody sees half a catalogue."""
    handle, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    os.close(handle)
    try:
        build(references, Path(temporary)).close()
        written = os.open(temporary, os.O_RDONLY)
        try:
            os.fsync(written)
        finally:
            os.close(written)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _keep_the_newest(folder: Path) -> None:
    """Delete the catalogues that were not used for longest."""
    used: list[tuple[float, str]] = []
    for path in folder.glob(f"*{_ENDING}"):
        with contextlib.suppress(OSError):
            used.append((path.stat().st_mtime, path.name))
    for _, name in sorted(used, reverse=True)[MOST:]:
        with contextlib.suppress(OSError):
            (folder / name).unlink()
