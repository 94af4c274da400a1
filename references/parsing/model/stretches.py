"""Stretches of tokens that are one field, from the tokens' labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backmatter.references.parsing.model.calibration import calibrated, evidence, runs
from backmatter.references.parsing.model.fine_tokens import FineTokens
from backmatter.references.parsing.model.labels import FIELDS


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens that are one field: its name, offsets in the printed text, and how sure it is."""

    field: str
    start: int
    end: int
    chance: float


def stretches(
    tokens: FineTokens,
    labels: Sequence[int],
    chances: Sequence[float],
    steps: Sequence[float],
    calibration: Sequence[Sequence[float]] = (),
) -> list[Stretch]:
    """The stretches of equal fields, in order.

    `chances` and `steps` are the probabilities of each label, alone and given the one before;
    `calibration` has for each field what its evidence weighs.
    """
    found = runs(labels, chances, steps)
    sure = [run.chance for run in found]
    if calibration:
        shown = evidence(tokens, labels, chances, steps, found)
        sure = [
            calibrated(each, calibration[run.field]) for run, each in zip(found, shown, strict=True)
        ]
    return [
        Stretch(FIELDS[run.field], tokens.starts[run.begin], tokens.ends[run.last], chance)
        for run, chance in zip(found, sure, strict=True)
    ]
