"""Finding the works in an index that a reference may mean.

By DOI there is one. Else by blocking keys: where a work shares two kinds of key with the reference
(the beginning of the title and the place, say), it and those that share one kind less are enough
to look at. Where none does, the full text is asked, by the rarer of the reference's words. The
cost hardly grows with the index: a key or a word that too many works share is cut off or passed
over.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Any

from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Reference
from backmatter.references.verification.index import compact, file, keys, rows
from backmatter.references.verification.records import Work, notices_about, read_work
from backmatter.references.verification.retraction_list import merged

ROWS = 5
"""So many works are given for a reference at most, the nearest first."""

_SAME_KEY = 50
"""Works with one blocking key; of more, a key says too little to look at them all."""

_TERMS = 16
_COMMON_TERMS = 3
_NOTICES = 50
_HALF = 0.5
"""What has less than this share of the best work's score is not given."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index, opened.

    Attributes:
        database: The file.
        works: How many works it holds, about.
    """

    database: sqlite3.Connection
    works: int

    def by_doi(self, doi: str) -> Work | None:
        """The work that has a DOI, with the notices about it."""
        row = self._one("select work from dois where doi = ?", keys.of_doi(doi))
        work = self._work(row[0]) if row else None
        return work if work and dois.same(work.doi, doi) else None

    def near(self, reference: Reference) -> tuple[Work, ...]:
        """The works nearest to a reference, the nearest first."""
        wanted = keys.of_reference(reference)
        scores: defaultdict[int, float] = defaultdict(float)
        shared: Counter[int] = Counter()
        for group in (wanted.title, wanted.place):
            for work, weight in self._with_keys(group).items():
                scores[work] += weight
                shared[work] += 1
        for work in list(scores):
            shared[work] += any(self._has_key(work, key) for key in wanted.people)
        most = max(shared.values(), default=0)
        near = [work for work in shared if shared[work] >= most - 1]
        if most < 2 or len(near) > ROWS:
            for work, weight in self._with_keys(wanted.people).items():
                scores[work] += weight
            self._add_by_words(keys.terms_of_reference(reference), scores)
        if most < 2:
            found = _best(scores)
        else:
            found = sorted(near, key=lambda work: (-shared[work], -scores[work], work))
        return tuple(work for each in found[:ROWS] if (work := self._work(each)))

    def has_prefix(self, prefix: str) -> bool:
        """Whether it has works whose DOIs begin with a prefix."""
        return self._one("select 1 from prefixes where prefix = ?", prefix.lower()) is not None

    def _work(self, number: int) -> Work | None:
        record = self._record(number)
        work = read_work(record) if record else None
        if work is None:
            return None
        doi = keys.of_doi(work.doi)
        about = self._all("select work from updates where doi = ? limit ?", doi, _NOTICES)
        for notice in about:
            if told := self._record(notice):
                work = replace(work, notices=merged(work.notices, notices_about(told, work.doi)))
        return work

    def _record(self, number: int) -> dict[str, Any] | None:
        row = self._one("select record from works where id = ?", number)
        return compact.unpack(row[0]) if row else None

    def _with_keys(self, wanted: Iterable[int]) -> dict[int, float]:
        """The works that have one of the keys, weighed by how few have it."""
        found: dict[int, float] = {}
        for key in wanted:
            works = list(
                self._all("select work from keys where key = ? limit ?", key, _SAME_KEY + 1)
            )
            weight = self._weight(len(works))
            for work in works[:_SAME_KEY]:
                found[work] = max(weight, found.get(work, 0.0))
        return found

    def _has_key(self, work: int, key: int) -> bool:
        return self._one("select 1 from keys where key = ? and work = ?", key, work) is not None

    def _add_by_words(self, terms: Sequence[str], scores: defaultdict[int, float]) -> None:
        """Add what the words of a reference say for the works that have them."""
        counts = dict(self._common(terms))
        rare = sorted((term for term in terms if term not in counts), key=lambda term: -len(term))
        found: dict[int, list[float]] = {}
        for term in rare[:_TERMS]:
            works = list(self._all(_WITH_TERM, _quoted([term]), file.COMMON))
            for work in works:
                found.setdefault(work, []).append(self._weight(len(works)))
        for work, weights in found.items():
            if len(weights) > 1 or len(rare) == 1 or work in scores:
                scores[work] += sum(weights)
        frequent = sorted(counts, key=lambda term: (counts[term], term))[:_COMMON_TERMS]
        if len(rare) < _COMMON_TERMS and len(frequent) == _COMMON_TERMS:
            weight = sum(self._weight(counts[term]) for term in frequent)
            for work in self._all(_WITH_TERM, _quoted(frequent), file.COMMON):
                scores[work] += weight

    def _common(self, terms: Sequence[str]) -> Iterator[tuple[str, int]]:
        """The words that are in many works, and in how many."""
        marks = ", ".join("?" * len(terms))
        yield from self.database.execute(
            f"select word, works from common where word in ({marks})",  # noqa: S608  # marks only
            terms,
        )

    def _weight(self, works: int) -> float:
        """How much it says that a work is one of so many."""
        return log((self.works + 1) / max(works, 1))

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        return self.database.execute(statement, values).fetchone()

    def _all(self, statement: str, *values: object) -> Iterator[int]:
        return (row[0] for row in self.database.execute(statement, values))


_WITH_TERM = "select rowid from words where words match ? limit ?"


def open_index(path: Path) -> Index:
    """Open an index for reading.

    Raises:
        InputError: When it is missing, no index, or of another version of the format.
    """
    database = file.open_index(path)
    works = database.execute("select max(id) from works").fetchone()[0]
    return Index(database, int(works or 0))


def prefix_of(doi: str) -> str:
    """The part of a DOI that says whose it is."""
    return rows.prefix_of(doi)


def _best(scores: defaultdict[int, float]) -> list[int]:
    """The works with the highest scores, as far as they are comparable to the best."""
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))[:ROWS]
    return [work for work, score in ranked if score >= _HALF * ranked[0][1]]


def _quoted(terms: Sequence[str]) -> str:
    """A query for works that have all of the words."""
    return " AND ".join('"' + term.replace('"', '""') + '"' for term in terms)
