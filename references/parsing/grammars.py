"""The grammars of printed styles, and choosing among what they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backmatter.references.parsing import (
    author_date,
    endnote,
    gbt7714,
    han_quoted,
    quoted,
    unmarked,
    vancouver,
)
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tokens import has_han


@dataclass(frozen=True, slots=True)
class Grammar:
    """A printed style.

    Attributes:
        name: What to call it.
        parse: Reads a reference in this style, or gives None.
        worth: Added to the score of what it reads: how telling the style's own signs are.
        trust: What the confidence of texts and names is multiplied with. Where a style has few
            signs of its own, a title's end is more of a guess (`python -m benchmarks.reading`
            shows how often each is right); numbers carry their own signs.
    """

    name: str
    parse: Callable[[Printed], Draft | None]
    worth: float
    trust: float


_SURE = 0.8
"""The least confidence of every field of a reading that needs no second opinion."""

GRAMMARS: tuple[Grammar, ...] = (
    Grammar("gb-t-7714", gbt7714.parse, 1.0, 1.0),
    Grammar("vancouver", vancouver.parse, 0.3, 0.92),
    Grammar("han-quoted", han_quoted.parse, 0.3, 1.0),
    Grammar("author-date", author_date.parse, 0.1, 0.9),
    Grammar("quoted", quoted.parse, 0.2, 0.9),
    Grammar("endnote", endnote.parse, 0.15, 0.6),
    Grammar("unmarked", unmarked.parse, 0.1, 0.85),
)
"""In the order in which equal scores are settled."""


def best_draft(printed: Printed) -> Draft | None:
    """The reading that explains most of the reference, or None where no grammar reads it."""
    best: Draft | None = None
    best_score = 0.0
    for grammar in GRAMMARS:
        draft = grammar.parse(printed)
        if draft is None:
            continue
        draft.take(printed.certain)
        score = _score(draft, printed.masked) + grammar.worth
        if score > best_score:
            best, best_score = draft.trusted(grammar.trust), score
    return best


def certain_draft(printed: Printed) -> Draft | None:
    """A reading that needs no second opinion: by the signs of a style of its own, and whole."""
    best: Draft | None = None
    is_han = has_han(printed.masked)
    if not is_han and "[" not in printed.masked:
        return None
    for grammar in GRAMMARS:
        if grammar.trust < 1 and not is_han:
            continue
        draft = grammar.parse(printed)
        if draft is None:
            continue
        draft.take(printed.certain)
        sure = min((field.confidence for field in draft.fields.values()), default=0) >= _SURE
        whole = not any(draft.uncovered(printed.masked))
        if ((whole and sure) or grammar.worth >= 1) and (
            best is None or len(draft.fields) > len(best.fields)
        ):
            best = draft.trusted(grammar.trust)
            if grammar.worth >= 1:
                break
    return best


def _score(draft: Draft, masked: str) -> float:
    """The share of the letters and digits explained, and how sure the fields are."""
    total = sum(1 for character in masked if character.isalnum()) or 1
    left = sum(
        1 for start, end in draft.uncovered(masked) for c in masked[start:end] if c.isalnum()
    )
    sure = [field.confidence for field in draft.fields.values()]
    return (1 - left / total) + (sum(sure) / len(sure) if sure else 0.0) + 0.05 * len(sure)
