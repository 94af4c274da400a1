"""The works that the stub serves: by DOI, and by words through SQLite's FTS5 and BM25."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

Record = dict[str, Any]

_TOKEN = re.compile(r"[^\W_]+")
_MAX_TOKENS = 120


def read_works(path: Path) -> Iterator[Record]:
    """The records of a JSON Lines file, plain or gzipped; keys that begin with `_` are dropped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield {k: v for k, v in json.loads(line).items() if not k.startswith("_")}


class WorkIndex:
    """Records by DOI (letter case does not count) and by words."""

    def __init__(self, works: Iterable[Record]) -> None:
        self.by_doi = {work["DOI"].lower(): work for work in works}
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "create virtual table works using fts5(doi unindexed, text,"
            " tokenize='unicode61 remove_diacritics 2')"
        )
        self._database.executemany(
            "insert into works values (?, ?)",
            ((doi, _words_of(work)) for doi, work in self.by_doi.items()),
        )

    def forget(self, doi: str) -> None:
        """Take a work out, for a test that needs it gone."""
        del self.by_doi[doi]
        with self._lock:
            self._database.execute("delete from works where doi = ?", (doi,))

    def search(self, text: str, rows: int) -> list[tuple[Record, float]]:
        """The works that share words with the text, best first, with their scores."""
        tokens = list(dict.fromkeys(_TOKEN.findall(text.lower())))[:_MAX_TOKENS]
        if not tokens:
            return []
        query = " OR ".join(f'"{token}"' for token in tokens)
        with self._lock:
            found = self._database.execute(
                "select doi, -bm25(works) from works where works match ?"
                " order by bm25(works), doi limit ?",
                (query, rows),
            ).fetchall()
        return [(self.by_doi[doi], score) for doi, score in found]


def _words_of(work: Record) -> str:
    """What Crossref's bibliographic query looks at: title, names, container, numbers, years."""
    parts: list[str] = []
    for name in ("title", "subtitle", "original-title", "container-title", "short-container-title"):
        value: Any = work.get(name) or []
        parts += map(str, cast("list[Any]", value) if isinstance(value, list) else [value])
    people: list[Record | None] = work.get("author") or []
    for person in filter(None, people):
        parts += [str(person.get(part) or "") for part in ("given", "family", "name")]
    parts += [str(work.get(name) or "") for name in ("volume", "issue", "page", "article-number")]
    for name in ("issued", "published-print", "published-online"):
        date: dict[str, list[list[Any]]] = work.get(name) or {}
        date_parts = date.get("date-parts") or [[]]
        parts += [str(part) for part in date_parts[0][:1] if part]
    return " ".join(parts)
