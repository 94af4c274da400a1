"""From scores to labels: the best labelling of each reference, and how sure it is.

Viterbi's algorithm finds the labels; the forward-backward algorithm gives the probability of
each label (scaled, Rabiner 1989, section V.A). Both run over many references at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The labels of one reference, and how probable each is.

    Attributes:
        labels: The best label of each token.
        chances: The probability of that label, all labellings considered.
        steps: The same, given the best label of the token before.
    """

    labels: Ints
    chances: Floats
    steps: Floats


def decode(scores: Sequence[Floats], transitions: Floats, start: Floats) -> list[Decoded]:
    """Label references.

    Args:
        scores: For each reference, tokens × labels.
        transitions: The score of each label (column) after each (row).
        start: The score of each label at the beginning.
    """
    out: list[Decoded | None] = [None] * len(scores)
    order = sorted(range(len(scores)), key=lambda i: len(scores[i]))
    for at in range(0, len(order), 64):
        chosen = order[at : at + 64]
        for i, decoded in zip(
            chosen, _decode([scores[i] for i in chosen], transitions, start), strict=True
        ):
            out[i] = decoded
    return [each for each in out if each is not None]


def decoded_as(labels: Ints, scores: Floats, transitions: Floats, start: Floats) -> Decoded:
    """One reference with given labels, and how probable they are."""
    alone = scores[:, None]
    alive = [0] * len(scores)
    forward, norms, likely = forwards(alone, alive, transitions, start)
    backward = backwards(likely, norms, alive, transitions)
    return _chances(labels, forward[:, 0], backward[:, 0], likely[:, 0], norms[:, 0], transitions)


def _decode(scores: Sequence[Floats], transitions: Floats, start: Floats) -> list[Decoded]:
    """Label references of about the same length, the shortest first."""
    lengths = np.array([len(s) for s in scores])
    longest = int(lengths[-1]) if len(lengths) else 0
    if not longest:
        return [_empty() for _ in scores]
    padded = np.zeros((longest, len(scores), len(start)), np.float32)
    for i, each in enumerate(scores):
        padded[: len(each), i] = each
    alive = [int(np.searchsorted(lengths, t, side="right")) for t in range(longest)]
    labels = _viterbi(padded, lengths, alive, transitions, start)
    forward, norms, likely = forwards(padded, alive, transitions, start)
    backward = backwards(likely, norms, alive, transitions)
    return [
        _chances(labels[i, :n], forward[:n, i], backward[:n, i], likely[:n, i], norms[:n, i],
                 transitions)
        for i, n in enumerate(lengths)
    ]  # fmt: skip


def _empty() -> Decoded:
    none = np.zeros(0, np.float32)
    return Decoded(np.zeros(0, np.int64), none, none)


def _viterbi(
    scores: Floats, lengths: Ints, alive: Sequence[int], transitions: Floats, start: Floats
) -> Ints:
    """The best labels: references × tokens.

    An inner label follows its field's first or inner label only; so all predecessors are
    compared for the others alone. The way back is found anew from the scores.
    """
    longest, count, width = scores.shape
    free = np.concatenate((np.zeros(1, np.int64), np.arange(1, width, 2, dtype=np.int64)))
    inner = np.arange(2, width, 2, dtype=np.int64)
    into_free = np.ascontiguousarray(transitions[:, free])[:, :, None]
    begun = transitions[inner - 1, inner][:, None]
    going = transitions[inner, inner][:, None]
    # References stand last, so that comparing labels runs over long rows.
    best = scores.transpose(0, 2, 1).copy()
    best[0] += start[:, None]
    for t in range(1, longest):
        before, now = best[t - 1, :, alive[t] :], best[t, :, alive[t] :]
        now[free] += (before[:, None, :] + into_free).max(axis=0)
        now[inner] += np.maximum(before[inner - 1] + begun, before[inner] + going)
    labels = np.zeros((count, longest), np.int64)
    each = np.arange(count, dtype=np.int64)
    label = best[lengths - 1, :, each].argmax(axis=1)
    for t in range(longest - 1, -1, -1):
        if t < longest - 1:
            b = alive[t + 1]
            label[b:] = (best[t, :, b:] + transitions[:, label[b:]]).argmax(axis=0)
        labels[alive[t] :, t] = label[alive[t] :]
    return labels


def forwards(
    scores: Floats, alive: Sequence[int], transitions: Floats, start: Floats
) -> tuple[Floats, Floats, Floats]:
    """The scaled forward probabilities, the scaling, and the likelihoods they were made of."""
    longest, count, _ = scores.shape
    likely = np.exp(scores - scores.max(axis=2, keepdims=True))
    forward = np.zeros_like(scores)
    norms = np.ones((longest, count), np.float32)
    step = np.exp(transitions)
    raw = likely[0] * np.exp(start)
    for t in range(longest):
        a = alive[t]
        if t:
            raw = (forward[t - 1, a:] @ step) * likely[t, a:]
        norms[t, a:] = np.maximum(raw.sum(axis=1), 1e-30)
        forward[t, a:] = raw / norms[t, a:, None]
    return forward, norms, likely


def backwards(likely: Floats, norms: Floats, alive: Sequence[int], transitions: Floats) -> Floats:
    """The scaled backward probabilities."""
    backward = np.ones_like(likely)
    step = np.ascontiguousarray(np.exp(transitions).T)
    for t in range(len(likely) - 2, -1, -1):
        a = alive[t + 1]
        ahead = likely[t + 1, a:] * backward[t + 1, a:] / norms[t + 1, a:, None]
        backward[t, a:] = ahead @ step
    return backward


def _chances(
    labels: Ints, forward: Floats, backward: Floats, likely: Floats, norms: Floats,
    transitions: Floats,
) -> Decoded:  # fmt: skip
    """The probability of each label, alone and after the one before it."""
    each = np.arange(len(labels), dtype=np.int64)
    chances = forward[each, labels] * backward[each, labels]
    steps = chances.copy()
    here, before = each[1:], each[:-1]
    steps[1:] = (
        np.exp(transitions[labels[:-1], labels[1:]])
        * likely[here, labels[1:]]
        * backward[here, labels[1:]]
        / np.maximum(norms[1:] * backward[before, labels[:-1]], 1e-30)
    )
    return Decoded(labels, np.minimum(chances, 1), np.minimum(steps, 1))
