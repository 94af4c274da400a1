"""How right the model is on references that it has not learnt from, and how sure it may be.

    python -m benchmarks.training.validation

Cross-validated by reference (three parts), by leaving each source out in turn, and by leaving
out all of a project at once; the sources that are never trained on are read by the model of the
first part. Prints the tables of the model card; fits the confidences to the sources left out
(`calibration.json`), measures them on sources that they were not fitted to, and draws
`docs/reliability.svg`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from backmatter.references.model import Reference, Source
from backmatter.references.parsing.choosing import read_each
from backmatter.references.parsing.model.weights import Weights
from backmatter.references.parsing.printed import prepare
from backmatter.references.parsing.records import reference_from
from benchmarks.training.calibrating import (
    SURE,
    Judged,
    Outcome,
    fitted,
    judged,
    judged_by_others,
    outcomes,
    reliability,
    sure_and_right,
)
from benchmarks.training.crf import feature_keys, train
from benchmarks.training.gold import example
from benchmarks.training.plot import reliability_plot
from benchmarks.training.rows import Row, gold_rows, is_learnt_from
from benchmarks.training.scoring import heading, line, scored, scorer
from benchmarks.training.synthetic import synthetic_examples

PARTS = 3
PROJECTS = (("anystyle", "zh-standard"), ("grobid",))
"""What is left out together: no house style of a whole project was seen."""

_HERE = Path(__file__).resolve().parent
CALIBRATION = _HERE / "calibration.json"
_PLOT = _HERE.parent.parent / "docs" / "reliability.svg"
Read = dict[str, Reference]


def main() -> None:
    """Validate, print the figures, and write the calibration and its plot."""
    rows = gold_rows()
    learnt = [row for row in rows if is_learnt_from(row)]
    tested = [row for row in rows if not is_learnt_from(row)]
    models = _Models(learnt)
    by_part: Read = {}
    part_of = np.random.default_rng(0).integers(0, PARTS, len(learnt))
    sure_tested: list[Outcome] = []
    for part in range(PARTS):
        inside = [row for row, p in zip(learnt, part_of, strict=True) if p == part]
        model = models.without(inside)
        by_part |= read(model, inside)
        if part == 0:
            by_part |= read(model, tested)
            sure_tested = outcomes(model, tested)
    print_tables("Cross-validated by reference", rows, by_part)
    seen: list[Outcome] = []
    left_out: Read = {}
    for source in sorted({row["source"] for row in learnt}):
        inside = [row for row in learnt if row["source"] == source]
        model = models.without(inside)
        left_out |= read(model, inside)
        seen += outcomes(model, inside)
    print_tables("Each source left out of training", learnt, left_out)
    by_project: Read = {}
    for project in PROJECTS:
        inside = [row for row in learnt if row["source"].startswith(project)]
        by_project |= read(models.without(inside), inside)
    print_tables("All of a project left out of training", learnt, by_project)
    weights = fitted(seen)
    CALIBRATION.write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    curves = {
        "sources left out, fitted to others": judged_by_others(seen),
        "EXCITE and ParsCit": judged(
            [each for each in sure_tested if not each.source.startswith("zh-")], weights
        ),
    }
    for name, fields in curves.items():
        print_reliability(name, fields)
    plot = reliability_plot({name: reliability(fields) for name, fields in curves.items()})
    _PLOT.write_text(plot, "utf-8")


class _Models:
    """Trains models on parts of the gold, and on all synthetic references."""

    def __init__(self, learnt: Sequence[Row]) -> None:
        self._learnt = learnt
        self._examples = {row["id"]: example(row) for row in learnt}
        self._keys = dict(
            zip(self._examples, feature_keys(list(self._examples.values())), strict=True)
        )
        self._synthetic = synthetic_examples()
        self._synthetic_keys = feature_keys(self._synthetic)

    def without(self, rows: Sequence[Row]) -> Weights:
        """A model that has not seen some rows."""
        hidden = {row["id"] for row in rows}
        chosen = [row["id"] for row in self._learnt if row["id"] not in hidden]
        return train(
            [*(self._examples[id_] for id_ in chosen), *self._synthetic],
            [*(self._keys[id_] for id_ in chosen), *self._synthetic_keys],
        ).weights()


def read(model: Weights, rows: Sequence[Row]) -> Read:
    """Rows as the parser reads them with a model."""
    out: Read = {}
    for at in range(0, len(rows), 256):
        ready = [prepare(row["text"]) for row in rows[at : at + 256]]
        for row, draft in zip(rows[at : at + 256], read_each(ready, model), strict=True):
            out[row["id"]] = reference_from(draft, Source(printed=row["text"]), "")
    return out


def print_tables(title: str, rows: Sequence[Row], read_rows: Mapping[str, Reference]) -> None:
    """Print a table of figures, one row for each group of sources and each source."""
    score = scorer()
    items = {id_: scored(reference) for id_, reference in read_rows.items()}
    sources = sorted({row["source"] for row in rows})
    wanted = {
        "AnyStyle and GROBID": ("anystyle", "grobid"),
        "EXCITE and ParsCit": ("excite", "parscit"),
        "all but Chinese": ("anystyle", "grobid", "excite", "parscit"),
        "Chinese": ("zh-",),
        **{source: (source,) for source in sources},
    }
    print(f"\n## {title}\n\n{heading()}")
    for name, starts in wanted.items():
        chosen = [row for row in rows if row["source"].startswith(starts)]
        if chosen:
            print(line(name, chosen, items, score), flush=True)


def print_reliability(name: str, fields: Sequence[Judged]) -> None:
    """Print how many of the fields with each confidence are right, and where confidence lacks."""
    print(f"\n## {name}\n\n| confidence | fields | mean | right |\n| --- | --- | --- | --- |")
    for low, high, count, mean, share in reliability(fields):
        print(f"| {low}–{high:g} | {count:,} | {mean:.3f} | {share:.3f} |")
    print("\n| field | read | right | sure | of the sure, right | of the right, sure |")
    print("| --- | --- | --- | --- | --- | --- |")
    for variable in (*sorted({each.variable for each in fields}), "all"):
        chosen = [each for each in fields if variable in {each.variable, "all"}]
        right = sum(each.right for each in chosen) / len(chosen)
        sure = sum(each.confidence >= SURE for each in chosen)
        both = sure_and_right(chosen)
        print(f"| {variable} | {len(chosen):,} | {right:.3f} | {sure:,} "
              f"| {both[0]:.3f} | {both[1]:.3f} |")  # fmt: skip


if __name__ == "__main__":
    main()
