"""What comparing one field gives."""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.references.verification.results import Outcome


@dataclass(frozen=True, slots=True)
class Match:
    """How one field of ours stands beside theirs.

    Attributes:
        outcome: Agree, differ or missing.
        similarity: 0 (nothing in common) to 1; 0 when missing.
        note: What tolerance made it agree, or why nothing could be compared.
        theirs: The one of several right values that agrees or is nearest, for showing.
    """

    outcome: Outcome
    similarity: float = 0.0
    note: str = ""
    theirs: str = ""


MISSING = Match(Outcome.MISSING)


def agree(note: str = "", theirs: str = "") -> Match:
    """The two agree."""
    return Match(Outcome.AGREE, 1.0, note, theirs)


def differ(similarity: float, theirs: str = "", note: str = "") -> Match:
    """The two differ."""
    return Match(Outcome.DIFFER, similarity, note, theirs)
