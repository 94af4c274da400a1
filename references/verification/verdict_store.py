"""The last verdict on each reference, kept on disk so that a search can ask for it.

A verdict belongs to what was judged: `content_of` a reference names it, so that a reference whose
title or DOI was changed has none any more, and one that got another key or tag keeps it. It is
kept with its source and its date (`docs/decisions/170-a-verdict-is-of-a-content.md`). The file
is a cache: when it cannot be read it is made anew, and deleting it only forgets.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Generator, Sequence
from pathlib import Path

from backmatter.references.formats import csl_values, json_text
from backmatter.references.model import Reference
from backmatter.references.verification.results import Result, Verdict

TABLE = """create table verdicts
    (content blob primary key, verdict text, source text, asked text) without rowid"""
"""What is kept; `asked` is an ISO date."""

FILE = "verdicts.sqlite"
"""Its name in the user's cache."""

_SCHEMA = 1
"""Raised with every change to the table and to `content_of`; a file of another is made anew."""

_BUSY_SECONDS = 5.0
_JUDGED = (
    "title",
    "container-title",
    "container-title-short",
    "volume",
    "issue",
    "page",
    "number",
    "DOI",
    "URL",
    "note",
    "language",
)
"""The variables that a verdict rests on; key, tags and abstract are not among them."""


def content_of(reference: Reference) -> bytes:
    """A digest, 16 bytes, of all in a reference that its verdict rests on."""
    source = reference.source
    role = "author" if "author" in reference.names else "editor"
    issued = reference.dates.get("issued")
    judged = [
        reference.type,
        [reference.text(name) for name in _JUDGED],
        role,
        [csl_values.name_object(name) for name in reference.names.get(role, ())],
        sorted(reference.others),
        csl_values.date_object(issued) if issued else None,
        source.printed if source else "",
    ]
    text = json_text.compact(judged).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()


def keep(path: Path, results: Sequence[Result], source: str, today: str) -> str:
    """Keep what a run found out; each replaces the verdict that was kept for the same content.

    An *unchecked* says nothing, and replaces nothing; and a retraction is replaced only by what
    the same source says later.

    Args:
        path: The file; its folder is made when it is missing.
        results: The verdicts.
        source: Whom the run asked.
        today: The date, for verdicts without one of their own; ISO.

    Returns:
        Why nothing could be kept, "" when it is.
    """
    rows = [
        (content_of(each.reference), str(each.verdict), source, each.asked[:10] or today)
        for each in results
        if each.verdict is not Verdict.UNCHECKED
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, rows)
    except (OSError, sqlite3.Error) as error:
        return f"{path}: verdicts are not kept: {error}"
    return ""


def is_readable(path: Path) -> bool:
    """Whether verdicts are kept in a file, in the form of this version."""
    if not path.is_file():
        return False
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as database:
            return _is_current(database)
    except sqlite3.Error:
        return False


def _write(path: Path, rows: Sequence[tuple[bytes, str, str, str]]) -> None:
    if path.exists() and not is_readable(path):
        path.unlink()
    with _committed(path) as database:
        if not _is_current(database):
            database.execute(TABLE)
            database.execute("create index by_verdict on verdicts (verdict)")
            database.execute(f"pragma user_version = {_SCHEMA}")
        database.executemany(
            "insert into verdicts values (?, ?, ?, ?) on conflict (content) do update set "
            "verdict = excluded.verdict, source = excluded.source, asked = excluded.asked "
            "where verdict != 'retracted' or source = excluded.source "
            "or excluded.verdict = 'retracted'",
            rows,
        )


@contextlib.contextmanager
def _committed(path: Path) -> Generator[sqlite3.Connection]:
    """One transaction, which waits for that of another process."""
    database = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    with contextlib.closing(database):
        database.execute("begin immediate")
        yield database
        database.execute("commit")


def _is_current(database: sqlite3.Connection) -> bool:
    return database.execute("pragma user_version").fetchone()[0] == _SCHEMA
