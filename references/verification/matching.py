"""Which of the records a source answers is the work that a reference means, if any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Reference
from backmatter.references.verification import scoring
from backmatter.references.verification.records import Work
from backmatter.references.verification.results import Candidate, Outcome
from backmatter.references.verification.scoring import Scored, weigh

_PREPRINT = "a preprint, where the reference gives a journal"
_NOTICE = re.compile(
    r"\W{0,3}(?:addendum|correction|corrigend|errat|expression of concern|removal|retraction"
    r"|withdrawal|勘误|更正|撤稿)",
    re.IGNORECASE,
)
SHOWN_CANDIDATES = 3
"""So many refused records are kept, the nearest first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen among the records.

    Attributes:
        best: The record taken as the work, None when none is.
        tied: The acceptable records between which nothing decides.
        refused: The nearest of the others, with the reason.
        preprint: A preprint of the work, where the reference gives a journal and none else fits.
        undecided: A record that nothing differs from, but too little is there to compare: its
            title is one that many works bear, or neither a title nor a name is on both sides.
    """

    best: Scored | None = None
    tied: tuple[Scored, ...] = ()
    refused: tuple[Candidate, ...] = ()
    preprint: Scored | None = None
    undecided: Scored | None = None


def choose(reference: Reference, works: Iterable[Work]) -> Choice:
    """Choose among records found by query."""
    ranked = sorted(
        (weigh(reference, work) for work in works), key=lambda s: (-s.score, dois.key(s.work.doi))
    )
    accepted = [scored for scored in ranked if not why_refused(reference, scored)]
    others = [scored for scored in ranked if scored not in accepted[:1]]
    refused = tuple(_candidate(reference, scored) for scored in others[:SHOWN_CANDIDATES])
    near = [s for s in accepted if accepted[0].score - s.score < scoring.TIE]
    if len(near) > 1:
        return Choice(None, tuple(near), tuple(_candidate(reference, s) for s in near))
    if accepted:
        return Choice(accepted[0], (), refused)
    preprint = next((s for s in ranked if why_refused(reference, s) == _PREPRINT), None)
    undecided = next((scored for scored in ranked if _nothing_against(scored)), None)
    return Choice(None, (), refused, preprint, undecided)


def is_certain(scored: Scored) -> bool:
    """Whether nothing speaks for looking further: the title agrees, or is not there to compare."""
    title = scored.comparison.matches["title"]
    return scored.score >= scoring.ACCEPT and title.outcome is not Outcome.DIFFER


def is_meant(scored: Scored) -> bool:
    """Whether the record that the printed DOI leads to is the work that the reference means."""
    return scored.score >= scoring.ACCEPT_BY_DOI


def is_comparable(scored: Scored) -> bool:
    """Whether any field stands on both sides."""
    outcomes = (match.outcome for match in scored.comparison.matches.values())
    return any(outcome is not Outcome.MISSING for outcome in outcomes)


def why_refused(reference: Reference, scored: Scored) -> str:
    """Why a record is not taken for the work; "" when it is."""
    if not scored.work.citable:
        return f"a {scored.work.kind.replace('-', ' ')}, not a work of its own"
    if scored.work.updates and not _may_be_notice(reference, scored):
        return "a notice about a work, not the work"
    if scored.score < scoring.ACCEPT:
        return _difference(scored)
    if not _is_named(reference, scored):
        return "neither a title nor a name to compare"
    if scored.work.kind == "posted-content" and _cites_a_journal(reference):
        return _PREPRINT
    return ""


def _may_be_notice(reference: Reference, scored: Scored) -> bool:
    """Whether a reference may mean a notice: by its title, or by its page where it has none."""
    title = scored.comparison.outcome("title")
    if title is Outcome.MISSING:
        return scored.comparison.outcome("page") is Outcome.AGREE
    return title is Outcome.AGREE or _NOTICE.match(reference.plain_title) is not None


def _is_named(reference: Reference, scored: Scored) -> bool:
    """Whether a title or an author is on both sides, where the reference has any.

    A made-up reference has a journal, a volume and a page, too, and some record stands there.
    """
    outcomes = (scored.comparison.outcome(name) for name in ("title", "author"))
    claims = reference.title or reference.names.get("author")
    return not claims or any(outcome is not Outcome.MISSING for outcome in outcomes)


def _nothing_against(scored: Scored) -> bool:
    """Whether no field differs or speaks against a record whose title agrees or is not there."""
    matches = scored.comparison.matches
    against = [m for m in matches.values() if m.outcome is Outcome.DIFFER or m.similarity == 0.0]
    speaks = matches["title"].outcome is Outcome.AGREE or scored.score >= scoring.ACCEPT
    return scored.work.citable and speaks and not against


def _difference(scored: Scored) -> str:
    """What speaks most against a record."""
    comparison = scored.comparison
    title = comparison.matches["title"]
    against = [name for name in comparison.differing() if name != "title"]
    if title.outcome is Outcome.DIFFER:
        return f"another title (likeness {title.similarity or 0.0:.2f})"
    if title.outcome is Outcome.AGREE:
        return f"the same title, but {_differ(against)}" if against else "too short a title"
    return _differ(against) if against else "too little to compare"


def _candidate(reference: Reference, scored: Scored) -> Candidate:
    work = scored.work
    reason = why_refused(reference, scored) or "others agree as well or better"
    return Candidate(work.doi, work.reference.title, work.reference.year, reason)


def _cites_a_journal(reference: Reference) -> bool:
    has_place = reference.text("volume") or reference.text("page")
    return bool(reference.text("container-title") and has_place)


def _differ(fields: Sequence[str]) -> str:
    return f"{', '.join(fields)} {'differs' if len(fields) == 1 else 'differ'}"
