"""The best few labellings of one reference, the best first.

Viterbi's algorithm with a list of the best ways into each label in place of one (the parallel
list Viterbi algorithm, Seshadri and Sundberg 1994).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backmatter.references.parsing.model.decoding import Floats, Ints


@dataclass(frozen=True, slots=True)
class Labelling:
    """One way to label the tokens of a reference, and its score (a logarithm, not normalised)."""

    labels: Ints
    score: float


def best_labellings(
    scores: Floats, transitions: Floats, start: Floats, count: int
) -> list[Labelling]:
    """The best labellings, at most `count`; of equal ones those with the lower labels stand first.

    Args:
        scores: Tokens × labels.
        transitions: The score of each label (column) after each (row).
        start: The score of each label at the beginning.
        count: How many are wanted.
    """
    length, width = scores.shape
    if not length:
        return []
    into = np.repeat(transitions.T, count, axis=1)
    labels: Ints = np.arange(width, dtype=np.int64)
    best = np.full((width, count), -np.inf, np.float32)
    best[:, 0] = scores[0] + start
    ways = np.zeros((length, width, count), np.int64)
    for t in range(1, length):
        reached = best.reshape(-1) + into
        for rank in range(count):
            way = reached.argmax(axis=1)
            ways[t, :, rank] = way
            best[:, rank] = reached[labels, way]
            reached[labels, way] = -np.inf
        best += scores[t][:, None]
    ends = best.reshape(-1)
    order = np.argsort(-ends, kind="stable")[:count]
    return [
        Labelling(_way_back(ways, int(end)), float(ends[end]))
        for end in order
        if ends[end] > -np.inf
    ]


def _way_back(ways: Ints, end: int) -> Ints:
    """The labels on the way to an end: a label and the rank of its way there, as one number."""
    count = ways.shape[2]
    labels = np.zeros(len(ways), np.int64)
    for t in range(len(ways) - 1, -1, -1):
        label, rank = divmod(end, count)
        labels[t] = label
        end = int(ways[t, label, rank])
    return labels
