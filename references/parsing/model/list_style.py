"""The style of one list: what its references put between which fields.

References of a list share a style. Where the model is unsure of one that does what no neighbour
does, its best few labellings are compared with the list, and the one that agrees is taken.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backmatter.references.parsing.model.calibration import log_odds
from backmatter.references.parsing.model.decoding import Decoded, decoded_as
from backmatter.references.parsing.model.fine_tokens import FineTokens
from backmatter.references.parsing.model.labels import NONE, field_of, first
from backmatter.references.parsing.model.nbest import Labelling, best_labellings
from backmatter.references.parsing.model.weights import Weights
from backmatter.references.parsing.model.word_classes import class_of

_COUNT = 4
"""How many labellings of an unsure reference are compared."""

_SURE = 2.0
"""The log-odds of all its labels from which a reference tells the style of its list.

A reference below them may be labelled otherwise.
"""

_AGREEMENT = 0.5
"""What agreement with the list weighs beside the model's score."""

_LEAST_SURE = 5
"""Fewer sure references say too little of a list's style."""

_SHARED = 0.75
"""The share of a list's steps that must not stand alone in it: a mixed list has no style."""

_LONGEST = 4
"""So many tokens between two fields are looked at: more of them are no style."""

_EDGE = -1
"""Stands for the field before the first and behind the last."""

Step = tuple[int, tuple[int, ...], int]
"""A field, the classes of the tokens behind it, and the field that comes next."""


@dataclass(frozen=True, slots=True)
class ListStyle:
    """How often each step occurs in a list, each pair of fields, and each field left."""

    steps: Counter[Step]
    pairs: Counter[tuple[int, int]]
    left: Counter[int]

    @staticmethod
    def of(steps: Sequence[Step]) -> ListStyle:
        """The style of which these are all steps."""
        return ListStyle(
            Counter(steps),
            Counter((before, after) for before, _, after in steps),
            Counter(before for before, _, _ in steps),
        )

    def shared(self) -> float:
        """The share of all steps that occur more than once."""
        alone = sum(count == 1 for count in self.steps.values())
        return 1 - alone / max(self.steps.total(), 1)

    def strange(self, steps: Sequence[Step]) -> int:
        """How many steps do not occur in the list."""
        return sum(step not in self.steps for step in steps)

    def agreement(self, steps: Sequence[Step]) -> float:
        """How likely steps are in this list, as a logarithm.

        The order of fields is smoothed by adding one; it stands in for what was not seen of the
        marks between them, with the weight of one observation.
        """
        orders = len(self.pairs) + 1
        total = 0.0
        for before, marks, after in steps:
            left = self.left[before]
            order = (self.pairs[before, after] + 1) / (left + orders)
            total += math.log((self.steps[before, marks, after] + order) / (left + 1))
        return total


def by_neighbours(
    tokens: Sequence[FineTokens], decoded: Sequence[Decoded], model: Weights
) -> list[Decoded]:
    """The references of one list, with unsure ones labelled as their neighbours are."""
    sure = [_odds(each) >= _SURE for each in decoded]
    chosen = list(decoded)
    if sum(sure) < _LEAST_SURE or all(sure):
        return chosen
    steps = [
        list(steps_of(split, each.labels.tolist()))
        for split, each in zip(tokens, decoded, strict=True)
    ]
    style = ListStyle.of(
        [step for own, known in zip(steps, sure, strict=True) if known for step in own]
    )
    if style.shared() < _SHARED:
        return chosen
    compared = [i for i, own in enumerate(steps) if not sure[i] and style.strange(own)]
    scored = model.scores([tokens[i] for i in compared])
    for i, scores in zip(compared, scored, strict=True):
        found = best_labellings(scores, model.transitions, model.start, _COUNT)
        best = _most_agreeing(found, tokens[i], style)
        if best is not found[0]:
            chosen[i] = decoded_as(best.labels, scores, model.transitions, model.start)
    return chosen


def steps_of(tokens: FineTokens, labels: Sequence[int]) -> Iterator[Step]:
    """The steps of a labelled reference from field to field, from its beginning to its end."""
    before = _EDGE
    marks: list[int] = []
    for text, label in zip(tokens.texts, labels, strict=True):
        if label == NONE:
            marks.append(class_of(text))
        elif label == first(field_of(label)):
            yield before, tuple(marks[:_LONGEST]), field_of(label)
            before, marks = field_of(label), []
    yield before, tuple(marks[:_LONGEST]), _EDGE


def _most_agreeing(found: Sequence[Labelling], tokens: FineTokens, style: ListStyle) -> Labelling:
    """The best of labellings by score and agreement, or the first if no other is less strange."""
    steps = [list(steps_of(tokens, each.labels.tolist())) for each in found]
    strange = [style.strange(own) for own in steps]
    worth = [
        each.score + _AGREEMENT * style.agreement(own)
        for each, own in zip(found, steps, strict=True)
    ]
    rivals = (i for i in range(len(found)) if i == 0 or strange[i] < strange[0])
    return found[max(rivals, key=lambda i: (worth[i], -i))]


def _odds(decoded: Decoded) -> float:
    """The log-odds of all labels of a reference together."""
    if not len(decoded.labels):
        return log_odds(1)
    return log_odds(float(decoded.chances[0] * decoded.steps[1:].prod()))
