"""What a check of one reference gives: a verdict, and all that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from backmatter.references.model import Reference


class Verdict(StrEnum):
    """One per reference; in the order in which a person should see them, worst first."""

    RETRACTED = "retracted"
    WRONG_DOI = "wrong-doi"
    NOT_FOUND = "not-found"
    DIFFERS = "differs"
    UNCHECKED = "unchecked"
    VERIFIED = "verified"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Verdict).index(self)


class Cause(StrEnum):
    """Why a reference is *unchecked*.

    Only `OFFLINE` and `FAILED` are checks that should have been made and could not be; the
    others say that there is nobody to ask, or that the answer decides nothing.
    """

    NONE = ""
    OFFLINE = "offline"
    FAILED = "failed"
    OTHER_AGENCY = "other-agency"
    NOT_COVERED = "not-covered"
    NO_EVIDENCE = "no-evidence"
    TOO_LITTLE = "too-little"
    TIE = "tie"
    ONLY_PREPRINT = "only-preprint"

    @property
    def is_failure(self) -> bool:
        """Whether a later run may well succeed."""
        return self in (Cause.OFFLINE, Cause.FAILED)


class Outcome(StrEnum):
    """How one field of ours stands beside theirs; `MISSING` when either side lacks it."""

    AGREE = "agree"
    DIFFER = "differ"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class FieldComparison:
    """One field, ours beside theirs.

    Attributes:
        field: The CSL variable.
        ours: As the reference has it, "" when it has none.
        theirs: As the record has it, "" when it has none.
        outcome: Agree, differ or missing.
        note: What tolerance made it agree, or why it could not be compared.
        seen_at: The page where theirs was seen, when the source is a file of evidence.
    """

    field: str
    ours: str
    theirs: str
    outcome: Outcome
    note: str = ""
    seen_at: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """An update to a work: a retraction, a concern, a correction, a reinstatement and so on.

    Attributes:
        kind: As Crossref names it: `retraction`, `expression_of_concern`, `correction` …
        doi: The notice's DOI, "" when not given.
        date: ISO date, "" when not given.
        source: Who says so: `publisher` or `retraction-watch`.
    """

    kind: str
    doi: str = ""
    date: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that was looked at and not taken.

    Attributes:
        doi: Its DOI.
        title: Its title, as plain text.
        year: Its year of issue.
        refused: Why it was not taken.
    """

    doi: str
    title: str
    year: int | None
    refused: str


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict on one reference.

    Attributes:
        reference: The reference checked.
        verdict: Verified, differs, wrong-doi, retracted, not-found or unchecked.
        reason: One sentence for a person.
        cause: For *unchecked*: why.
        doi: The DOI of the work meant, "" when none was found.
        printed_doi: The DOI that the reference gives, repaired, "" when it gives none.
        leads_to: For *wrong-doi*: what the printed DOI leads to, "" when to nothing.
        source: What was asked: `Crossref`, or the address of the page where it was seen.
        asked: When the source answered, as an ISO time in UTC; "" when nothing was asked.
        fields: The fields compared, ours beside theirs.
        notices: Retractions, concerns, corrections and reinstatements of the work.
        candidates: Records looked at and refused, the nearest first.
        agencies: The registration agencies and sources that were asked.
        matched: The record it was matched with, None when there is none.
    """

    reference: Reference
    verdict: Verdict
    reason: str
    cause: Cause = Cause.NONE
    doi: str = ""
    printed_doi: str = ""
    leads_to: str = ""
    source: str = ""
    asked: str = ""
    fields: tuple[FieldComparison, ...] = ()
    notices: tuple[Notice, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    agencies: tuple[str, ...] = ()
    matched: Reference | None = None

    @property
    def differing(self) -> tuple[str, ...]:
        """The names of the fields that differ, sorted."""
        return tuple(sorted({f.field for f in self.fields if f.outcome is Outcome.DIFFER}))

    @property
    def is_failure(self) -> bool:
        """Whether something that should have been checked could not be."""
        return self.verdict is Verdict.UNCHECKED and self.cause.is_failure
