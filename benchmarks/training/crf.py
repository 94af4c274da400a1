"""A linear-chain conditional random field, trained by stochastic gradient descent.

The gradient of the log-likelihood (Lafferty, McCallum and Pereira 2001) by the
forward-backward algorithm; AdaGrad steps (Duchi, Hazan and Singer 2011) on the features of
each small batch. Some features are dropped at random, so that none is relied on alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # pyright: ignore[reportMissingTypeStubs] -- SciPy ships none

from backmatter.references.parsing.model.decoding import Floats, backwards, forwards
from backmatter.references.parsing.model.features import (
    OFFSETS,
    WIDTHS,
    Keys,
    batch,
    surroundings,
    word_code,
    word_keys,
)
from backmatter.references.parsing.model.fine_tokens import FineTokens
from backmatter.references.parsing.model.labels import COUNT, may_follow
from backmatter.references.parsing.model.loading import Parameters, parameters
from backmatter.references.parsing.model.weights import KeyTable

Rows = NDArray[np.int32]
IMPOSSIBLE = -1e4

_SMALLEST = 0.04
"""Features whose weights are all smaller are left out of a model: they decide nothing."""


@dataclass(frozen=True, slots=True)
class Example:
    """A reference with the label of each token; `weight` is how much it counts."""

    tokens: FineTokens
    labels: tuple[int, ...]
    weight: float = 1.0


def feature_keys(examples: Sequence[Example]) -> list[Keys]:
    """The keys of every token's features: for each example, tokens × features."""
    out: list[Keys] = []
    for at in range(0, len(examples), 500):
        laid = batch([example.tokens for example in examples[at : at + 500]])
        codes = np.array([word_code(word) if word else 0 for word in laid.words], np.int64)
        around = surroundings(laid, codes)
        words = list(dict.fromkeys(word for word in laid.words if word))
        # The first row is that of the pads: no features.
        known = np.concatenate((np.zeros((1, sum(WIDTHS)), np.uint64), word_keys(words)))
        number = {word: index for index, word in enumerate(words, 1)}
        ids = np.array([number.get(word, 0) for word in laid.words], np.int64)
        columns = np.split(known, np.cumsum(WIDTHS)[:-1], axis=1)
        own = [
            column[ids[laid.places + offset]]
            for offset, column in zip(OFFSETS, columns, strict=True)
        ]
        keys = np.concatenate((*own, around), axis=1)
        ends = np.cumsum([b - a for a, b in laid.bounds])
        out += np.split(keys, ends[:-1])
    return out


def train(
    examples: Sequence[Example],
    keys: Sequence[Keys],
    *,
    epochs: int = 8,
    rate: float = 0.15,
    decay: float = 3e-5,
    dropped: float = 0.3,
    fewest: int = 2,
    seed: int = 1,
) -> Parameters:
    """Train a model.

    Args:
        examples: What to learn from.
        keys: Their features, from `feature_keys`.
        epochs: How often each example is seen.
        rate: The step's size.
        decay: How strongly weights are drawn to zero.
        dropped: The share of features hidden at random.
        fewest: Features seen less often are left out.
        seed: Of the order and the hiding.
    """
    vocabulary = _vocabulary(keys, fewest)
    table, count = KeyTable.of(vocabulary), len(vocabulary)
    rows = [table.find(each) for each in keys]
    random = np.random.default_rng(seed)
    state = _State.new(count + 1)
    lengths = np.array([len(each) for each in rows])
    for epoch in range(epochs):
        jitter = lengths + random.uniform(0, 4, len(lengths))
        batches = [
            part.tolist() for part in np.array_split(np.argsort(jitter), max(1, len(rows) // 50))
        ]
        now = rate * (1 - 0.85 * epoch / max(1, epochs - 1))
        for index in random.permutation(len(batches)):
            chosen: list[int] = batches[index]
            if chosen and min(lengths[chosen]) > 0:
                state.step([rows[i] for i in chosen], [examples[i] for i in chosen], now, decay,
                           dropped, random)  # fmt: skip
    return parameters(
        vocabulary, state.rows[1:], state.transitions, state.start, smallest=_SMALLEST
    )


def _vocabulary(keys: Sequence[Keys], fewest: int) -> Keys:
    """The keys seen often enough, the most frequent first."""
    every, counts = np.unique(np.concatenate([k.ravel() for k in keys]), return_counts=True)
    kept = (counts >= fewest) & (every != 0)
    every, counts = every[kept], counts[kept]
    return every[np.argsort(-counts, kind="stable")]


@dataclass(slots=True)
class _State:
    rows: Floats
    transitions: Floats
    start: Floats
    row_squares: Floats
    transition_squares: Floats
    start_squares: Floats
    allowed: Floats

    @staticmethod
    def new(count: int) -> _State:
        allowed = np.array(
            [[may_follow(a, b) for b in range(COUNT)] for a in range(COUNT)], np.float32
        )
        start = np.array([0 if may_follow(0, b) else IMPOSSIBLE for b in range(COUNT)], np.float32)
        return _State(
            rows=np.zeros((count, COUNT), np.float32),
            transitions=np.where(allowed > 0, 0, IMPOSSIBLE).astype(np.float32),
            start=start,
            row_squares=np.full((count, COUNT), 1e-2, np.float32),
            transition_squares=np.full((COUNT, COUNT), 1e-2, np.float32),
            start_squares=np.full(COUNT, 1e-2, np.float32),
            allowed=allowed,
        )

    def step(self, rows: Sequence[Rows], examples: Sequence[Example], rate: float, decay: float,
             dropped: float, random: np.random.Generator) -> None:  # fmt: skip
        """One step down the gradient of a batch, its examples in order of length."""
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        rows = [rows[i] for i in order]
        examples = [examples[i] for i in order]
        joined = np.concatenate(rows)
        joined = joined * (random.random(joined.shape) >= dropped)
        touched, local = np.unique(joined, return_inverse=True)
        matrix: Any = sparse.csr_matrix(
            (np.ones(joined.size, np.float32), local.ravel().astype(np.int32),
             np.arange(0, joined.size + 1, joined.shape[1], dtype=np.int64)),
            shape=(len(joined), len(touched)),
        )  # fmt: skip
        scores = np.asarray(matrix @ self.rows[touched])
        error, transition, start = self._gradient(scores, examples)
        gradient = np.asarray(matrix.T @ error)
        gradient[touched == 0] = 0
        gradient += decay * len(rows) * self.rows[touched]
        self.row_squares[touched] += gradient**2
        self.rows[touched] -= rate * gradient / np.sqrt(self.row_squares[touched])
        self.transition_squares += transition**2
        self.transitions -= self.allowed * rate * transition / np.sqrt(self.transition_squares)
        self.start_squares += start**2
        self.start -= rate * start / np.sqrt(self.start_squares)

    def _gradient(
        self, scores: Floats, examples: Sequence[Example]
    ) -> tuple[Floats, Floats, Floats]:
        lengths = np.array([len(e.labels) for e in examples])
        longest = int(lengths[-1])
        padded = np.zeros((longest, len(examples), COUNT), np.float32)
        gold = np.zeros((longest, len(examples)), np.int64)
        t = np.concatenate([np.arange(n, dtype=np.int64) for n in lengths])
        who = np.repeat(np.arange(len(examples)), lengths)
        padded[t, who] = scores
        gold[t, who] = np.concatenate([e.labels for e in examples])
        weight = np.array([e.weight for e in examples], np.float32)
        alive = [int(np.searchsorted(lengths, at, side="right")) for at in range(longest)]
        forward, norms, likely = forwards(padded, alive, self.transitions, self.start)
        backward = backwards(likely, norms, alive, self.transitions)
        chance = forward * backward
        first = (chance[0] * weight[:, None]).sum(axis=0)
        np.subtract.at(first, gold[0], weight)
        chance[t, who, gold[t, who]] -= 1
        error = chance[t, who] * weight[who, None]
        step = np.exp(self.transitions)
        later = t > 0
        t, who = t[later], who[later]
        ahead = likely[t, who] * backward[t, who] / norms[t, who][:, None] * weight[who, None]
        transition = (forward[t - 1, who].T @ ahead) * step
        np.subtract.at(transition, (gold[t - 1, who], gold[t, who]), weight[who])
        first[self.start <= IMPOSSIBLE] = 0
        return error, transition.astype(np.float32), first
