"""The model file: written by training, read when the first reference needs it.

A NumPy archive without pickled objects: `keys` (the features' keys, the weightiest first),
`weights` (features × labels, in eighth-bit steps of `step`), `transitions`, `start`,
`calibration` (for each field the slope and the offset of its log-odds).
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from backmatter.references.parsing.model.decoding import Floats
from backmatter.references.parsing.model.features import Keys
from backmatter.references.parsing.model.labels import COUNT, FIELDS
from backmatter.references.parsing.model.weights import KeyTable, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

FILE = "data/parser.model"
"""Where the model is, within the package of references."""


@lru_cache(maxsize=1)
def shipped_model() -> Weights:
    """The model that comes with the package."""
    with resources.as_file(resources.files("backmatter.references") / FILE) as path:
        return load(path)


def load(path: Path) -> Weights:
    """Read a model file.

    Raises:
        ValueError: When it was made for other labels.
    """
    with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
        weights: NDArray[np.int8] = archive["weights"]
        if weights.shape[1] != COUNT:
            raise ValueError(f"{path.name}: a model for other labels; train it again")
        rows = np.zeros((len(weights) + 1, COUNT), np.float32)
        rows[1:] = weights
        rows *= float(archive["step"])
        return Weights(
            KeyTable.of(archive["keys"]),
            rows,
            archive["transitions"],
            archive["start"],
            archive["calibration"].tolist(),
        )


def save(
    path: Path, keys: Keys, rows: Floats, transitions: Floats, start: Floats,
    calibration: Floats | None = None, *, smallest: float = 0.0,
) -> int:  # fmt: skip
    """Write a model file; returns how many features were kept.

    Args:
        path: The file.
        keys: The keys of the rows.
        rows: Their weights, without the row of unknown keys.
        transitions: The score of each label after each.
        start: The score of each label at the beginning.
        calibration: Fields × (slope, offset); none changes nothing.
        smallest: Features whose weights are all smaller than this are left out.
    """
    kept = np.abs(rows).max(axis=1) >= smallest
    keys, rows = keys[kept], rows[kept]
    order = np.argsort(-np.abs(rows).max(axis=1), kind="stable")
    step = float(np.abs(rows).max()) / 127
    if calibration is None:
        calibration = np.tile(np.array([1, 0], np.float32), (len(FIELDS), 1))
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            keys=keys[order],
            weights=np.round(rows[order] / step).astype(np.int8),
            step=np.float32(step),
            transitions=transitions,
            start=start,
            calibration=calibration,
        )
    return int(kept.sum())
