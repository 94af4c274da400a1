"""How much a record speaks for being the work that a reference means.

The model is Fellegi and Sunter's (A theory for record linkage, 1969): each field that agrees
adds a weight, each that differs takes one away, and what is missing says nothing. The title
weighs by how near it is, because a reference with a few wrong words in its title still means
the work, and one whose title joins the halves of two others means none. The weights and
thresholds are explained, with the figures they were chosen by, in `docs/matching.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.references.model import Reference
from backmatter.references.verification.comparing import title
from backmatter.references.verification.comparing.fields import Comparison, compare
from backmatter.references.verification.comparing.match import Match
from backmatter.references.verification.records import Work
from backmatter.references.verification.results import Outcome

AGREES = {
    "author": 4.0,
    "container-title": 2.0,
    "issued": 2.0,
    "volume": 2.5,
    "issue": 0.5,
    "page": 4.0,
}
DIFFERS = {
    "author": -3.0,
    "container-title": -2.0,
    "issued": -1.0,
    "volume": -2.0,
    "issue": -0.5,
    "page": -2.0,
}
TELLING_TITLE = 20.0
"""A title that agrees and can name a work by itself outweighs all else differing."""

PART_TITLE = 6.0
"""The same, where one side leaves the subtitle out or cuts the title: an author may write two
works whose titles differ in the subtitle alone, so other fields must speak for it, too."""

SHORT_TITLE = 5.0
"""A title that agrees but that many works bear: `Editorial`, `Mixed bullous disease`."""

EVEN_TITLE = 0.72
"""The similarity at which a title speaks neither for nor against."""

TITLE_SLOPE = 25.0
TITLE_BOUNDS = (-12.0, 6.0)
HALF_AUTHORS = 1.0
"""At least half of the names are shared, but not in order, or not all."""

HALF_PAGES = 1.5
"""The first page is the same, the last is not."""

ACCEPT = 8.0
"""From here on a record found by query is taken as the work."""

ACCEPT_BY_DOI = 4.0
"""The same for the record that the printed DOI leads to: the DOI speaks for it too."""

TIE = 1.0
"""Two acceptable records that are nearer than this to each other are a tie."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A record, compared and weighed."""

    work: Work
    comparison: Comparison
    score: float


def weigh(reference: Reference, work: Work) -> Scored:
    """Compare a reference with a record, and add up what the fields say."""
    comparison = compare(reference, work)
    total = sum(_weight(name, match, reference.title) for name, match in comparison.matches.items())
    return Scored(work, comparison, total)


def _weight(name: str, match: Match, title_read: str) -> float:
    if match.outcome is Outcome.MISSING and match.similarity is None:
        return 0.0
    if name == "title":
        return _title_weight(match, title_read)
    if match.outcome is Outcome.AGREE:
        return AGREES[name]
    if name == "author" and (match.similarity or 0.0) >= 0.5:
        return HALF_AUTHORS
    if name == "page" and (match.similarity or 0.0) >= 0.5:
        return HALF_PAGES
    return DIFFERS[name]


def _title_weight(match: Match, ours: str) -> float:
    if match.outcome is Outcome.AGREE:
        if not all(title.is_telling(each) for each in (ours, match.theirs) if each):
            return SHORT_TITLE
        return TELLING_TITLE if match.similarity == 1.0 else PART_TITLE
    low, high = TITLE_BOUNDS
    return min(high, max(low, ((match.similarity or 0.0) - EVEN_TITLE) * TITLE_SLOPE))
