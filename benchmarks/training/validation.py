"""How right the model is on references that it has not learnt from.

    python -m benchmarks.training.validation

Cross-validated by reference (three parts), and by leaving whole sources out (AnyStyle's
and the Chinese examples, then GROBID's); the sources that are never trained on are read by models
that have seen everything else. Prints the tables of the model card, fits the calibration to the
sources left out, and prints its lines and the reliability.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from backmatter.references.model import Reference, Source
from backmatter.references.parsing.choosing import read_each
from backmatter.references.parsing.model.labels import FIELDS as LABELLED
from backmatter.references.parsing.model.weights import Weights
from backmatter.references.parsing.printed import prepare
from backmatter.references.parsing.records import reference_from
from benchmarks.training.crf import Example, feature_keys, train
from benchmarks.training.gold import example
from benchmarks.training.rows import Row, gold_rows, is_learnt_from
from benchmarks.training.scoring import FIELDS, heading, line, scored, scorer
from benchmarks.training.synthetic import synthetic_examples

PARTS = 3
GROUPS = (("anystyle", "zh-standard"), ("grobid",))
"""What is left out together, so that no house style of a left-out reference was seen."""

_LABELS = {
    "author": "author", "title": "title", "container-title": "container-title",
    "issued": "date", "volume": "volume", "issue": "issue", "page": "pages",
    "publisher": "publisher",
}  # fmt: skip
Read = dict[str, Reference]


def main() -> None:
    """Validate, and print the figures."""
    rows = gold_rows()
    learnt = [row for row in rows if is_learnt_from(row)]
    tested = [row for row in rows if not is_learnt_from(row)]
    examples = {row["id"]: example(row) for row in learnt}
    synthetic = synthetic_examples()
    keys = dict(zip(examples, feature_keys(list(examples.values())), strict=True))
    synthetic_keys = feature_keys(synthetic)

    def fitted(chosen: Sequence[Row]) -> Weights:
        real = [examples[row["id"]] for row in chosen]
        all_examples: list[Example] = [*real, *synthetic]
        return train(all_examples, [*(keys[row["id"]] for row in chosen), *synthetic_keys])[0]

    by_part: Read = {}
    part_of = np.random.default_rng(0).integers(0, PARTS, len(learnt))
    for part in range(PARTS):
        model = fitted([r for r, p in zip(learnt, part_of, strict=True) if p != part])
        by_part |= read(model, [r for r, p in zip(learnt, part_of, strict=True) if p == part])
        if part == 0:
            by_part |= read(model, tested)
    left_out: Read = {}
    for group in GROUPS:
        model = fitted([r for r in learnt if not r["source"].startswith(group)])
        left_out |= read(model, [r for r in learnt if r["source"].startswith(group)])
    _print_tables("Cross-validated by reference", rows, by_part)
    _print_tables("Source left out of training", learnt, left_out)
    lines = calibration(learnt, left_out)
    print(json.dumps(lines))
    print_reliability(learnt, left_out, lines)
    print_reliability(tested, by_part, lines)


def read(model: Weights, rows: Sequence[Row]) -> Read:
    """Rows as the parser reads them with a model."""
    out: Read = {}
    for at in range(0, len(rows), 256):
        ready = [prepare(row["text"]) for row in rows[at : at + 256]]
        for row, draft in zip(rows[at : at + 256], read_each(ready, model), strict=True):
            out[row["id"]] = reference_from(draft, Source(printed=row["text"]), "")
    return out


def _print_tables(title: str, rows: Sequence[Row], read_rows: Read) -> None:
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


def outcomes(rows: Sequence[Row], read_rows: Read) -> list[tuple[str, float, bool]]:
    """For every field that was read and is scored: its variable, its confidence, is it right."""
    score = scorer()
    out: list[tuple[str, float, bool]] = []
    for row in rows:
        reference = read_rows[row["id"]]
        gold, found = score.fields(row["csl"]), score.fields(scored(reference))
        for name, variable in FIELDS.items():
            if name in row["unsure"] or name == "page-last" or not found[name]:
                continue
            confidence = reference.confidence.get(variable)
            if confidence is not None:
                right = gold[name] == found[name]
                if name == "page-first":
                    right = right and gold["page-last"] == found["page-last"]
                out.append((variable, confidence, right))
    return out


def calibration(rows: Sequence[Row], read_rows: Read) -> dict[str, tuple[float, float]]:
    """For each labelled field the slope and offset of its log-odds, by logistic regression.

    Fields that the scorer does not compare take the mean line.
    """
    by_variable: dict[str, list[tuple[float, bool]]] = {}
    for variable, confidence, right in outcomes(rows, read_rows):
        by_variable.setdefault(variable, []).append((confidence, right))
    lines = {
        label: _line(by_variable[variable])
        for variable, label in _LABELS.items()
        if len(by_variable.get(variable, ())) > 50
    }
    mean = (
        sum(a for a, _ in lines.values()) / len(lines),
        sum(b for _, b in lines.values()) / len(lines),
    )
    return {label: lines.get(label, mean) for label in LABELLED}


def _line(points: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset by Newton's method on the likelihood, drawn a little to the identity.

    A step that makes things worse is halved: with few wrong fields the full one runs away.
    """
    x = np.array([_odds(confidence) for confidence, _ in points])
    y = np.array([1.0 if right else 0.0 for _, right in points])

    def loss(a: float, b: float) -> float:
        odds = a * x + b
        return float((np.logaddexp(0, odds) - y * odds).sum() + ((a - 1) ** 2 + b**2) / 2)

    slope, offset = 1.0, 0.0
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(slope * x + offset, -30, 30)))
        w = p * (1 - p)
        gradient = np.array([((p - y) * x).sum() + slope - 1, (p - y).sum() + offset])
        cross = (w * x).sum()
        hessian = np.array([[(w * x * x).sum() + 1, cross], [cross, w.sum() + 1]])
        step = np.linalg.solve(hessian, gradient)
        size = 1.0
        while size > 1e-4 and loss(slope - size * step[0], offset - size * step[1]) > loss(
            slope, offset
        ):
            size /= 2
        slope, offset = slope - size * float(step[0]), offset - size * float(step[1])
    return round(slope, 4), round(offset, 4)


def _odds(chance: float) -> float:
    chance = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(chance / (1 - chance))


def print_reliability(
    rows: Sequence[Row], read_rows: Read, lines: Mapping[str, Sequence[float]]
) -> None:
    """How many of the fields with each confidence are right, after calibration."""
    labels: Mapping[str, Any] = _LABELS
    points: list[tuple[float, bool]] = []
    for variable, confidence, right in outcomes(rows, read_rows):
        slope, offset = lines.get(labels.get(variable, ""), (1, 0))
        odds = slope * _odds(confidence) + offset
        points.append((1 / (1 + math.exp(-odds)), right))
    print("\n| confidence | fields | right |\n| --- | --- | --- |")
    edges = (0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(edges):
        inside = [right for chance, right in points if low <= chance < high]
        share = sum(inside) / len(inside) if inside else 0
        print(f"| {low}–{min(high, 1)} | {len(inside)} | {share:.3f} |")
    sure = [right for chance, right in points if chance >= 0.95]
    rights = sum(right for _, right in points)
    print(f"\nconfidence ≥ 0.95: {sum(sure) / max(1, len(sure)):.4f} right; "
          f"{sum(sure) / max(1, rights):.4f} of the right fields have it")  # fmt: skip


if __name__ == "__main__":
    main()
