"""What a source of metadata is, and how it answers: found, absent, or failed, never mixed up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from backmatter.references.model import Reference
from backmatter.references.verification.records import Work
from backmatter.references.verification.results import Cause


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer: offline, or failed with a reason for a person."""

    cause: Cause
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered to one question.

    Attributes:
        works: The records found, the source's best first; empty when it has none.
        asked: When it answered, ISO time in UTC; "" when it did not.
        failure: Why there is no answer. None means that the source did answer.
    """

    works: tuple[Work, ...] = ()
    asked: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class AgencyAnswer:
    """Who registered a DOI.

    Attributes:
        agency: `Crossref`, `DataCite`, `ISTIC` …; "" when the DOI does not exist.
        asked: When it was answered, ISO time in UTC.
        failure: Why there is no answer.
        is_registry: False when only an index was looked into: what it lacks may be registered.
        record: What the agency answered when it was asked for the DOI's record, without works
            when it gives none; None when it was not asked.
    """

    agency: str = ""
    asked: str = ""
    failure: Failure | None = None
    is_registry: bool = True
    record: Answer | None = None


class Source(Protocol):
    """Where records come from."""

    @property
    def name(self) -> str:
        """As shown to a person: `Crossref`."""
        ...

    @property
    def is_curated(self) -> bool:
        """Whether it holds records that a person has assigned to references.

        Such a record needs no matching, and a missing one says nothing about the work.
        """
        ...

    @property
    def at_once(self) -> int:
        """How many questions may be asked at the same time."""
        ...

    def by_doi(self, dois_asked: Sequence[str]) -> Mapping[str, Answer]:
        """The records of these DOIs, by the DOI as given; an answer without works means absent."""
        ...

    def by_reference(self, reference: Reference) -> Answer:
        """The records nearest to a reference, by its text and fields."""
        ...

    def health(self) -> Failure | None:
        """Why it cannot be asked, or None when it can."""
        ...


class Agencies(Protocol):
    """Who knows the registration agency of a DOI."""

    def agencies(self, dois_asked: Sequence[str]) -> Mapping[str, AgencyAnswer]:
        """The agency of each DOI, by the DOI as given."""
        ...


@dataclass(frozen=True, slots=True)
class NoAgencies:
    """Nobody to ask: used with sources that need no network."""

    failure: Failure = field(
        default_factory=lambda: Failure(Cause.NOT_COVERED, "no registration agency was asked")
    )

    def agencies(self, dois_asked: Sequence[str]) -> Mapping[str, AgencyAnswer]:
        """The same failure for each."""
        return {doi: AgencyAnswer(failure=self.failure) for doi in dois_asked}
