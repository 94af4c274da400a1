"""From what speaks for a field to the share of such fields that are right.

The probability of a stretch of labels is surer of itself than it should be, and says nothing of
what stands around. So each field's confidence is a logistic function of some evidence, whose
weights are fitted to fields of sources that were left out of training (Platt 1999, with more
than one variable).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from backmatter.references.parsing.draft import LEAST_CONFIDENCE
from backmatter.references.parsing.model.fine_tokens import FineTokens
from backmatter.references.parsing.model.labels import NONE, field_of, first

_CLOSEST = 1e-5
"""Probabilities nearer to 0 or 1 than this say no more."""

_OPENING = frozenset("\"'“„‘«‹《「『")

EVIDENCE = (
    "always",
    "stretch",
    "least inside",
    "mean inside",
    "beginning",
    "end",
    "least outside",
    "stretch before",
    "stretch behind",
    "length",
    "length of all",
    "rivals",
    "fields",
    "stops inside",
    "commas inside",
    "colons inside",
    "digits inside",
    "begins small",
    "quoted",
    "ends at a stop",
    "ends at a comma",
    "numbers elsewhere",
)
"""What speaks for or against a field; probabilities as log-odds, counts as their logarithms."""


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens of one field: its index, its first and last token, and its probability."""

    field: int
    begin: int
    last: int
    chance: float


def runs(labels: Sequence[int], chances: Sequence[float], steps: Sequence[float]) -> list[Run]:
    """The runs of tokens with one field, in order.

    `chances` and `steps` are the probabilities of each label, alone and given the one before.
    """
    found: list[Run] = []
    count = len(labels)
    at = 0
    while at < count:
        if labels[at] == NONE:
            at += 1
            continue
        field = field_of(labels[at])
        chance = chances[at]
        end = at + 1
        while end < count and labels[end] == first(field) + 1:
            chance *= steps[end]
            end += 1
        if end < count:
            chance *= steps[end]
        found.append(Run(field, at, end - 1, chance))
        at = end
    return found


def evidence(
    tokens: FineTokens,
    labels: Sequence[int],
    chances: Sequence[float],
    steps: Sequence[float],
    found: Sequence[Run],
) -> list[tuple[float, ...]]:
    """What speaks for each of the runs: a number for each of `EVIDENCE`."""
    texts = tokens.texts
    count = len(labels)
    odds = [log_odds(chance) for chance in chances]
    before = list(accumulate(odds, min, initial=_MOST))
    behind = list(accumulate(reversed(odds), min, initial=_MOST))
    fields = [run.field for run in found]
    kinds = len(set(fields))
    numbers = sum(1 for text in texts if text[0].isdigit())
    whole = [log_odds(run.chance) for run in found]
    out: list[tuple[float, ...]] = []
    for index, run in enumerate(found):
        begin, last = run.begin, run.last
        inside = texts[begin : last + 1]
        own = odds[begin : last + 1]
        digits = sum(1 for text in inside if text[0].isdigit())
        following = texts[last + 1] if last + 1 < count else ""
        out.append((
            1.0,
            whole[index],
            min(own),
            sum(own) / len(own),
            log_odds(steps[begin]),
            log_odds(steps[last + 1]) if last + 1 < count else _MOST,
            min(before[begin], behind[count - 1 - last]),
            whole[index - 1] if index else _MOST,
            whole[index + 1] if index + 1 < len(found) else _MOST,
            math.log(len(inside)),
            math.log(count),
            math.log(fields.count(run.field)),
            math.log(kinds),
            math.log1p(inside.count(".") + inside.count("?")),
            math.log1p(inside.count(",")),
            math.log1p(inside.count(":") + inside.count("-") + inside.count("–")),
            math.log1p(digits),
            float(inside[0][0].islower()),
            float(begin > 0 and texts[begin - 1] in _OPENING),
            float(following in {".", ""}),
            float(following == ","),
            math.log1p(numbers - digits),
        ))  # fmt: skip
    return out


def calibrated(evidence: Sequence[float], weights: Sequence[float]) -> float:
    """The confidence of a field, 0 to 1, by its evidence and what each part of it weighs."""
    odds = sum(map(float.__mul__, evidence, weights))
    return max(LEAST_CONFIDENCE, round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3))


def log_odds(chance: float) -> float:
    """The log-odds of a probability, within bounds."""
    chance = min(max(chance, _CLOSEST), 1 - _CLOSEST)
    return math.log(chance / (1 - chance))


_MOST = log_odds(1)
