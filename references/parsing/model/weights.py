"""The model's weights: a row of scores, one a label, for each feature that it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backmatter.references.parsing.model.decoding import Decoded, Floats, decode
from backmatter.references.parsing.model.features import (
    OFFSETS,
    WIDTHS,
    Batch,
    Keys,
    batch,
    surroundings,
    word_code,
    word_keys,
)
from backmatter.references.parsing.model.fine_tokens import FineTokens

Steps = NDArray[np.int8]

_MAX_WORDS = 20_000
"""How many words' scores are kept; then all are forgotten, so that memory stays bounded."""

_SLOT_BITS = 20


@dataclass(frozen=True, slots=True)
class KeyTable:
    """Finds the row of a key: a table of slots by the key's first bits, checked by the others.

    Of two keys in one slot only the first is known: build it with the weightiest first.
    """

    rows: NDArray[np.int32]
    checks: NDArray[np.uint32]

    @staticmethod
    def of(keys: Keys) -> KeyTable:
        """The table of keys, whose rows count from 1; 0 is the row of unknown keys."""
        rows = np.zeros(1 << _SLOT_BITS, np.int32)
        checks = np.zeros(1 << _SLOT_BITS, np.uint32)
        slots = (keys >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
        rows[slots[::-1]] = np.arange(len(keys), 0, -1)
        checks[slots[::-1]] = keys[::-1].astype(np.uint32)
        return KeyTable(rows, checks)

    def find(self, keys: Keys) -> NDArray[np.int32]:
        """The row of each key, 0 where it is unknown."""
        slots = (keys >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
        same = self.checks[slots] == keys.astype(np.uint32)
        return self.rows[slots] * same


_WIDTH = 8
"""Rows are padded to a multiple of so many labels: whole words of memory are copied faster."""


def padded(rows: Steps) -> Steps:
    """Rows of weights as `Weights` keeps them: a row of zeros in front, columns behind."""
    count, width = rows.shape
    out = np.zeros((count + 1, -(-width // _WIDTH) * _WIDTH), np.int8)
    out[1:, :width] = rows
    return out


@dataclass(slots=True)
class Weights:
    """A trained model; keeps the scores of the words it has seen, which changes nothing else.

    `rows` has one row for each known key, from `padded`, in whole steps of `step`: sums of
    whole numbers are exact in any order, and small ones are quick to fetch.
    """

    table: KeyTable
    rows: Steps
    step: float
    transitions: Floats
    start: Floats
    calibration: Sequence[Sequence[float]] = ()
    _ids: dict[str, int] = field(default_factory=dict[str, int])
    _codes: NDArray[np.int64] = field(default_factory=lambda: np.zeros(1, np.int64))
    _words: NDArray[np.int16] = field(default_factory=lambda: np.zeros((1, 1, 1), np.int16))

    def label(self, references: Sequence[FineTokens]) -> list[Decoded]:
        """Label the tokens of some references."""
        return decode(self.scores(references), self.transitions, self.start)

    def scores(self, references: Sequence[FineTokens]) -> list[Floats]:
        """The scores of the labels of each token of some references: tokens × labels."""
        laid = batch(references)
        scores = self._scores(laid)
        at = 0
        parts: list[Floats] = []
        for start, end in laid.bounds:
            parts.append(scores[at : at + end - start])
            at += end - start
        return parts

    def _scores(self, laid: Batch) -> Floats:
        ids, codes = self._known(laid.words)
        sums = np.zeros((len(laid.places), self.rows.shape[1]), np.int16)
        row = np.empty_like(sums)
        for column, offset in enumerate(OFFSETS):
            words = self._words[:, column]
            sums += np.take(words, ids[laid.places + offset], axis=0, out=row, mode="clip")
        row = np.empty(sums.shape, np.int8)
        for each in self.table.find(np.ascontiguousarray(surroundings(laid, codes).T)):
            sums += np.take(self.rows, each, axis=0, out=row, mode="clip")
        return sums[:, : len(self.start)] * np.float32(self.step)

    def _known(self, words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The number of each word, and its code; the scores of new words are worked out."""
        if len(self._ids) > _MAX_WORDS or not self._ids:
            self._ids = {"": 0}
            self._codes = np.zeros(1, np.int64)
            self._words = np.zeros((1, len(OFFSETS), self.rows.shape[1]), np.int16)
        known = self._ids
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            self._words = np.concatenate((self._words, self._word_scores(new)))
            self._codes = np.append(self._codes, [word_code(word) for word in new])
            known.update(zip(new, range(len(known), len(known) + len(new)), strict=True))
        ids = np.fromiter(map(known.__getitem__, words), np.int64, len(words))
        return ids, self._codes[ids].astype(np.int64)

    def _word_scores(self, words: Sequence[str]) -> NDArray[np.int16]:
        """The scores of words at each offset, in steps: words × offsets × labels."""
        rows = self.table.find(word_keys(words))
        scores = np.zeros((len(words), len(OFFSETS), self.rows.shape[1]), np.int16)
        at = 0
        for column, width in enumerate(WIDTHS):
            for feature in range(at, at + width):
                scores[:, column] += self.rows[rows[:, feature]]
            at += width
        return scores
