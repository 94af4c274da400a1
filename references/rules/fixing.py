"""Applying the fixes of findings to a text, until nothing more is to be mended.

A fix may make room for another (a DOI taken out of `url` lets its form be mended), and fixes may
not overlap: so the text is checked anew after each round. A second run finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.findings import Finding

MAX_ROUNDS = 12
"""So many rounds are made; no file of the corpus needs more than four."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The text with its fixes, the findings that were mended, and those that are left."""

    text: str
    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]


Check = Callable[[str], Sequence[Finding]]


def fix(text: str, check: Check, *, mendable: Check | None = None, unsafe: bool = False) -> Fixed:
    """Apply the safe fixes of all findings, and the unsafe ones where asked for.

    Args:
        text: The file's text.
        check: Gives the findings of a text, whose fixes count characters of that text.
        mendable: Gives those of them that have fixes, sooner; None for `check` itself.
        unsafe: Whether to apply fixes that are marked unsafe, too.
    """
    mended: list[Finding] = []
    for _ in range(MAX_ROUNDS):
        found = (mendable or check)(text)
        chosen = _compatible(each for each in found if each.fix and (unsafe or each.fix.safe))
        edits = [edit for each in chosen if each.fix for edit in each.fix.edits]
        changed = apply_edits(text, edits)
        if changed == text:
            break
        text = changed
        mended += chosen
    return Fixed(text, tuple(mended), tuple(check(text)))


def _compatible(findings: Iterable[Finding]) -> list[Finding]:
    """Findings whose fixes touch no place that an earlier one touches, in the file's order.

    Two may meet: fields that stand side by side go in one round.
    """
    chosen: list[Finding] = []
    last = 0
    inserted = -1
    for each in sorted(findings, key=_first_place):
        edits = sorted((edit.start, edit.end) for edit in each.fix.edits) if each.fix else []
        if edits and edits[0][0] >= last and edits[0][0] != inserted:
            chosen.append(each)
            last = max(end for _, end in edits)
            inserted = max((start for start, end in edits if start == end), default=-1)
    return chosen


def _first_place(finding: Finding) -> tuple[int, str]:
    return (min(edit.start for edit in finding.fix.edits) if finding.fix else 0, finding.code)
