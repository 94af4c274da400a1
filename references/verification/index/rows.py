"""One record as the rows that the index holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from backmatter.references.verification.index import compact, keys
from backmatter.references.verification.records import read_work


@dataclass(frozen=True, slots=True)
class Rows:
    """What is stored of a work.

    Attributes:
        doi: The key of its DOI.
        prefix: The DOI's prefix, `10.1016`.
        keys: Its blocking keys, sorted.
        updates: The keys of the DOIs that it is a notice about, sorted.
        terms: Its words for the full text.
        record: The packed record.
    """

    doi: int
    prefix: str
    keys: tuple[int, ...]
    updates: tuple[int, ...]
    terms: str
    record: bytes


def of_record(record: dict[str, Any]) -> Rows | None:
    """The rows of a record in Crossref's form; None when it has no well-formed DOI."""
    work = read_work(record)
    if work is None:
        return None
    found = keys.of_work(work)
    return Rows(
        keys.of_doi(work.doi),
        prefix_of(work.doi),
        tuple(sorted({*found.title, *found.place, *found.people})),
        tuple(sorted({keys.of_doi(doi) for doi in work.updates})),
        " ".join(keys.terms_of_work(work)),
        compact.pack(record),
    )


def prefix_of(doi: str) -> str:
    """The part of a DOI before the first slash, which says whose it is."""
    return doi.partition("/")[0]
