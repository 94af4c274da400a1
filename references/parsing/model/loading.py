"""The model file: written by training, read when the first reference needs it.

A NumPy archive without pickled objects: `keys` (the features' keys, the weightiest first),
`weights` (features × labels, in eighth-bit steps of `step`), `transitions`, `start`,
`calibration` (for each field what its evidence weighs).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backmatter.references.parsing.model.calibration import EVIDENCE
from backmatter.references.parsing.model.decoding import Floats
from backmatter.references.parsing.model.features import Keys
from backmatter.references.parsing.model.labels import COUNT, FIELDS
from backmatter.references.parsing.model.weights import KeyTable, Steps, Weights, padded

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "data/parser.model"
"""Where the model is, within the package of references."""


@lru_cache(maxsize=1)
def shipped_model() -> Weights:
    """The model that comes with the package."""
    with resources.as_file(resources.files("backmatter.references") / FILE) as path:
        return load(path)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a model file holds.

    Attributes:
        keys: The features' keys, the weightiest first.
        steps: Features × labels, in whole steps of `step`.
        step: What one step weighs.
        transitions: The score of each label after each.
        start: The score of each label at the beginning.
        calibration: Fields × evidence, as `calibration.calibrated` takes them.
    """

    keys: Keys
    steps: Steps
    step: float
    transitions: Floats
    start: Floats
    calibration: Floats

    def weights(self) -> Weights:
        """The model, ready to read."""
        return Weights(
            KeyTable.of(self.keys),
            padded(self.steps),
            self.step,
            self.transitions,
            self.start,
            self.calibration.tolist(),
        )


def parameters(
    keys: Keys, rows: Floats, transitions: Floats, start: Floats, *, smallest: float = 0.0
) -> Parameters:
    """A trained model as its file holds it, uncalibrated.

    Args:
        keys: The keys of the rows.
        rows: Their weights.
        transitions: The score of each label after each.
        start: The score of each label at the beginning.
        smallest: Features whose weights are all smaller than this are left out.
    """
    weightiest = np.abs(rows).max(axis=1)
    order = np.argsort(-weightiest, kind="stable")
    order = order[weightiest[order] >= smallest]
    step = float(np.float32(weightiest.max() / 127))
    steps = np.round(rows[order] / step).astype(np.int8)
    uncalibrated = np.zeros((0, len(EVIDENCE)), np.float32)
    return Parameters(keys[order], steps, step, transitions, start, uncalibrated)


def load(path: Path) -> Weights:
    """Read a model file.

    Raises:
        ValueError: When it was made for other labels or other evidence.
    """
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        steps: NDArray[np.int8] = archive["weights"]
        calibration: Floats = archive["calibration"]
        if steps.shape[1] != COUNT or calibration.shape not in {
            (len(FIELDS), len(EVIDENCE)),
            (0, len(EVIDENCE)),
        }:
            raise ValueError(f"{path.name}: a model for other labels; train it again")
        return Parameters(
            archive["keys"],
            steps,
            float(archive["step"]),
            archive["transitions"],
            archive["start"],
            calibration,
        ).weights()


def save(path: Path, model: Parameters) -> None:
    """Write a model file."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            keys=model.keys,
            weights=model.steps,
            step=np.float32(model.step),
            transitions=model.transitions,
            start=model.start,
            calibration=model.calibration,
        )
