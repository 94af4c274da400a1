"""What comparing one field gives."""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.references.verification.results import Outcome


@dataclass(frozen=True, slots=True)
class Match:
    """How one field of ours stands beside theirs.

    Attributes:
        outcome: Agree, differ or missing.
        similarity: 0 (nothing in common) to 1. For a field that is missing: None when that says
            nothing, a number when the printed text speaks for or against the record all the same.
        note: What tolerance made it agree, or why nothing could be compared.
        theirs: The one of several right values that agrees or is nearest, for showing.
    """

    outcome: Outcome
    similarity: float | None = None
    note: str = ""
    theirs: str = ""


MISSING = Match(Outcome.MISSING)


def agree(note: str = "", theirs: str = "", similarity: float = 1.0) -> Match:
    """The two agree; a similarity below 1 when only a part of one stands on the other side."""
    return Match(Outcome.AGREE, similarity, note, theirs)


def differ(similarity: float, theirs: str = "", note: str = "") -> Match:
    """The two differ."""
    return Match(Outcome.DIFFER, similarity, note, theirs)
