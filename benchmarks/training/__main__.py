"""Train the parser's model and write it into the package: `make model`."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from backmatter.references.parsing.model.labels import FIELDS
from backmatter.references.parsing.model.loading import FILE, save
from benchmarks.training.crf import feature_keys, train
from benchmarks.training.gold import example
from benchmarks.training.rows import gold_rows, is_learnt_from
from benchmarks.training.synthetic import synthetic_examples

MODEL = Path(__file__).resolve().parent.parent.parent / "references" / FILE
CALIBRATION = Path(__file__).resolve().parent / "calibration.json"
"""What `benchmarks.training.validation` wrote: for each field what its evidence weighs."""


def main() -> None:
    """Train on all that may be learnt from, and write the model."""
    begun = time.perf_counter()
    examples = [example(row) for row in gold_rows() if is_learnt_from(row)]
    examples += synthetic_examples()
    model = train(examples, feature_keys(examples))
    lines = json.loads(CALIBRATION.read_text("utf-8"))
    calibration = np.array([lines[field] for field in FIELDS], np.float32)
    save(MODEL, replace(model, calibration=calibration))
    print(f"{len(examples)} references, {len(model.keys):,} features, "
          f"{MODEL.stat().st_size:,} bytes, {time.perf_counter() - begun:.0f} s")  # fmt: skip


if __name__ == "__main__":
    main()
