"""From the model's probability to the share of such fields that are right."""

from __future__ import annotations

import math
from collections.abc import Sequence

_CLOSEST = 1e-6
"""Probabilities nearer to 0 or 1 than this say no more."""


def calibrated(chance: float, line: Sequence[float]) -> float:
    """A confidence whose log-odds lie on a line (slope, offset) over the probability's.

    (Platt 1999; the lines are fitted to fields of sources that were left out of training.)
    """
    chance = min(max(chance, _CLOSEST), 1 - _CLOSEST)
    odds = float(line[0]) * math.log(chance / (1 - chance)) + float(line[1])
    return round(1 / (1 + math.exp(-odds)), 3)
