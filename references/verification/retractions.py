"""What notices mean for a work: retracted or not, and what else a reader should know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from backmatter.references.verification.records import BY_TITLE
from backmatter.references.verification.results import Notice

RETRACTING = frozenset(
    {"retraction", "withdrawal", "removal", "partial_retraction", "retracted", "withdrawn"}
)
REINSTATING = frozenset({"reinstatement"})
CONCERN = frozenset({"expression_of_concern"})


def retraction_of(notices: Sequence[Notice]) -> Notice | None:
    """The notice that retracts the work, in whole or in part, and that none has undone.

    A reinstatement undoes the retractions before it; one without a date undoes all. What the
    title says counts where nothing else does.
    """
    retracting = [notice for notice in notices if notice.kind in RETRACTING]
    undone = [notice.date for notice in notices if notice.kind in REINSTATING]
    if not retracting:
        return None
    if undone:
        last = max(undone)
        retracting = [n for n in retracting if "" not in undone and n.date and n.date > last]
    return max(retracting, key=lambda n: (n.source != BY_TITLE, n.date), default=None)


def told_once(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """The notices, one that several sources tell of as one, with all their names.

    What only the title says is left out where a notice says the same.
    """
    every = tuple(notices)
    kinds = {notice.kind for notice in every if notice.source != BY_TITLE}
    sources: dict[Notice, list[str]] = {}
    for notice in every:
        if notice.source == BY_TITLE and notice.kind in kinds:
            continue
        sources.setdefault(replace(notice, source=""), []).append(notice.source)
    return tuple(
        replace(notice, source=", ".join(dict.fromkeys(names))) for notice, names in sources.items()
    )


def in_words(kind: str) -> str:
    """A notice's kind for a person: `expression of concern`."""
    return kind.replace("_", " ")
