"""How sure a field is: fitted to fields of sources that were left out, and measured on others.

A field's confidence is a logistic function of its evidence (`parsing.model.calibration`). Its
weights are fitted field by field, by Newton's method with a ridge, to what models read in
sources that they had not learnt from. To measure, each source takes its weights from the other
sources alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backmatter.references.model import Source
from backmatter.references.parsing.choosing import read_each
from backmatter.references.parsing.model.calibration import EVIDENCE, calibrated, evidence, runs
from backmatter.references.parsing.model.fine_tokens import fine_tokens
from backmatter.references.parsing.model.labels import FIELDS as LABELLED
from backmatter.references.parsing.model.weights import Weights
from backmatter.references.parsing.printed import Printed, prepare
from backmatter.references.parsing.records import reference_from
from benchmarks.training.rows import Row
from benchmarks.training.scoring import FIELDS, scored, scorer

Array = NDArray[np.float64]
SURE = 0.95
"""From here on a field is called sure."""

EDGES = (0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
"""The bounds of the classes in which reliability is shown."""

_RIDGE = 3.0
"""How strongly weights are drawn to zero, the evidence having a spread of 1."""

_FEWEST = 200
"""A field with fewer outcomes than these takes the weights fitted to all fields."""

_LABELS = {
    "author": "author", "title": "title", "container-title": "container-title",
    "issued": "date", "volume": "volume", "issue": "issue", "page": "pages",
    "publisher": "publisher",
}  # fmt: skip
"""Of the variables that the scorer compares, the labels."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A field that was read: where, on what evidence, how sure the rules were, is it right.

    `evidence` is empty for what was read by rule, whose confidence is in `confidence`.
    """

    source: str
    variable: str
    evidence: tuple[float, ...]
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An outcome's variable, the confidence that it was given, and is it right."""

    variable: str
    confidence: float
    right: bool


def outcomes(model: Weights, rows: Sequence[Row]) -> list[Outcome]:
    """Every field that is read and scored (pages as a whole), of rows unknown to the model."""
    score = scorer()
    out: list[Outcome] = []
    for at in range(0, len(rows), 256):
        window = rows[at : at + 256]
        ready = [prepare(row["text"]) for row in window]
        shown = _evidence(model, ready)
        for row, draft, speaks in zip(window, read_each(ready, model), shown, strict=True):
            reference = reference_from(draft, Source(printed=row["text"]), "")
            gold, found = score.fields(row["csl"]), score.fields(scored(reference))
            for name, variable in FIELDS.items():
                field = draft.fields.get(variable)
                if not field or name in row["unsure"] or name == "page-last" or not found[name]:
                    continue
                right = gold[name] == found[name]
                if name == "page-first":
                    right = right and gold["page-last"] == found["page-last"]
                given = speaks.get((_LABELS.get(variable, ""), field.start), ())
                out.append(Outcome(row["source"], variable, given, field.confidence, right))
    return out


def fitted(seen: Sequence[Outcome]) -> dict[str, list[float]]:
    """For each labelled field what its evidence weighs."""
    known = [each for each in seen if each.evidence]
    common = _fit(known)
    by_label: dict[str, list[Outcome]] = {}
    for each in known:
        by_label.setdefault(_LABELS[each.variable], []).append(each)
    return {
        label: _fit(by_label[label]) if len(by_label.get(label, ())) >= _FEWEST else common
        for label in LABELLED
    }


def judged(seen: Iterable[Outcome], weights: Mapping[str, Sequence[float]]) -> list[Judged]:
    """Outcomes with the confidence that weights give them."""
    return [
        Judged(
            each.variable,
            calibrated(each.evidence, weights[_LABELS[each.variable]])
            if each.evidence
            else each.confidence,
            each.right,
        )
        for each in seen
    ]


def judged_by_others(seen: Sequence[Outcome]) -> list[Judged]:
    """Outcomes with the confidence that weights fitted to the other sources give them."""
    out: list[Judged] = []
    for source in sorted({each.source for each in seen}):
        weights = fitted([each for each in seen if each.source != source])
        out += judged([each for each in seen if each.source == source], weights)
    return out


def reliability(seen: Sequence[Judged]) -> list[tuple[float, float, int, float, float]]:
    """For each class of confidence: its bounds, how many fields, the mean confidence, the right."""
    out: list[tuple[float, float, int, float, float]] = []
    for low, high in pairwise(EDGES):
        inside = [each for each in seen if low <= each.confidence < high]
        count = len(inside)
        mean = sum(each.confidence for each in inside) / count if count else 0.0
        share = sum(each.right for each in inside) / count if count else 0.0
        out.append((low, min(high, 1.0), count, mean, share))
    return out


def sure_and_right(seen: Sequence[Judged]) -> tuple[float, float]:
    """The share of the sure fields that are right, and of the right fields that are sure."""
    sure = [each.right for each in seen if each.confidence >= SURE]
    right = sum(each.right for each in seen)
    return sum(sure) / max(1, len(sure)), sum(sure) / max(1, right)


def _evidence(
    model: Weights, ready: Sequence[Printed]
) -> list[dict[tuple[str, int], tuple[float, ...]]]:
    """For each reference what speaks for each stretch of it, by label and beginning."""
    out: list[dict[tuple[str, int], tuple[float, ...]]] = []
    split = [fine_tokens(each) for each in ready]
    for tokens, decoded in zip(split, model.label(split), strict=True):
        labels, chances = decoded.labels.tolist(), decoded.chances.tolist()
        steps = decoded.steps.tolist()
        found = runs(labels, chances, steps)
        shown = evidence(tokens, labels, chances, steps, found)
        places = [(LABELLED[run.field], tokens.starts[run.begin]) for run in found]
        out.append(dict(zip(places, shown, strict=True)))
    return out


def _fit(seen: Sequence[Outcome]) -> list[float]:
    """A logistic regression of being right on the evidence."""
    x: Array = np.array([each.evidence for each in seen])
    y: Array = np.array([float(each.right) for each in seen])
    mean: Array = x.mean(axis=0)
    spread: Array = x.std(axis=0)
    mean[0] = 0.0
    spread[spread == 0] = 1.0
    scaled: Array = (x - mean) / spread
    ridge: Array = np.full(len(EVIDENCE), _RIDGE)
    ridge[0] = 1e-2
    weights: Array = np.zeros(len(EVIDENCE))
    for _ in range(40):
        chance: Array = 1 / (1 + np.exp(-np.clip(scaled @ weights, -30, 30)))
        curve: Array = (scaled * (chance * (1 - chance) + 1e-9)[:, None]).T @ scaled
        slope: Array = scaled.T @ (chance - y) + ridge * weights
        step: Array = np.asarray(np.linalg.solve(curve + np.diag(ridge), slope), np.float64)
        # A whole step may overshoot where few fields are wrong.
        weights -= np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    plain: Array = weights / spread
    plain[0] = weights[0] - float(np.dot(plain[1:], mean[1:]))
    return [round(each, 4) for each in plain.tolist()]
