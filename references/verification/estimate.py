"""What a check will cost before it begins: requests, and the time at the rate that is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Reference
from backmatter.references.plurals import counted
from backmatter.references.verification import coverage
from backmatter.references.verification.sources.crossref import CrossrefSource
from backmatter.references.verification.verify import printed_doi

_A_SECOND = {"public": 1.0, "polite": 3.0}
"""Lists and queries a second in Crossref's pools (its documentation, December 2025)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """The requests that a check needs at least, and the seconds that they take.

    Attributes:
        requests: List requests and queries; those about DOIs that lead nowhere come on top.
        seconds: At the rate of the pool.
        pool: Crossref's name of it.
    """

    requests: int
    seconds: float
    pool: str


def estimate(references: Sequence[Reference], source: CrossrefSource) -> Estimate:
    """Count what no cache answers; asks nobody."""
    wanted: dict[str, None] = {}
    queries = 0
    for reference in references:
        if doi := printed_doi(reference):
            wanted.update(dict.fromkeys(map(dois.key, (doi.text, *doi.alternatives))))
        elif coverage.is_worth_asking(reference) and not source.knows(reference):
            queries += 1
    requests = source.lists_for(tuple(wanted)) + queries
    pool = "polite" if source.mailto else "public"
    return Estimate(requests, requests / _A_SECOND[pool], pool)


def in_words(seconds: float) -> str:
    """A length of time for a person: `about 2 minutes`."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"about {counted(round(seconds / size), unit)}"
    return f"about {max(round(seconds), 1)} s"
