"""Labels and their probabilities, against every labelling tried one by one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from backmatter.references.parsing.model.calibration import (
    EVIDENCE,
    calibrated,
    evidence,
    log_odds,
    runs,
)
from backmatter.references.parsing.model.decoding import decode
from backmatter.references.parsing.model.fine_tokens import fine_tokens
from backmatter.references.parsing.model.labels import (
    COUNT,
    FIELDS,
    field_of,
    first,
    inner,
    may_follow,
)
from backmatter.references.parsing.printed import prepare

Floats = NDArray[np.float32]
LABELS = (0, first(0), inner(0), first(1), inner(1))
"""The labels that the small examples use; the others are made impossible."""


def small_model(seed: int) -> tuple[Floats, Floats]:
    """Random transitions and beginnings among a few labels, as the labels allow them."""
    random = np.random.default_rng(seed)
    transitions = random.normal(0, 1, (COUNT, COUNT)).astype(np.float32)
    start = random.normal(0, 1, COUNT).astype(np.float32)
    for before in range(COUNT):
        for after in range(COUNT):
            if not may_follow(before, after):
                transitions[before, after] = -1e4
        if not may_follow(0, before):
            start[before] = -1e4
    return transitions, start


def scores_of(length: int, seed: int) -> Floats:
    scores = np.full((length, COUNT), -50, np.float32)
    scores[:, LABELS] = np.random.default_rng(seed).normal(0, 1.5, (length, len(LABELS)))
    return scores


def worth(path: tuple[int, ...], scores: Floats, transitions: Floats, start: Floats) -> float:
    total = float(start[path[0]])
    total += sum(float(scores[t, label]) for t, label in enumerate(path))
    return total + sum(float(transitions[a, b]) for a, b in pairwise(path))


@pytest.mark.parametrize("seed", range(5))
def test_the_best_labels_and_their_probabilities_are_those_of_all_labellings(seed: int) -> None:
    transitions, start = small_model(seed)
    examples = [scores_of(length, seed + length) for length in (4, 1, 5, 3)]
    for scores, decoded in zip(examples, decode(examples, transitions, start), strict=True):
        paths = list(product(LABELS, repeat=len(scores)))
        worths = np.array([worth(p, scores, transitions, start) for p in paths])
        chances = np.exp(worths - worths.max())
        chances /= chances.sum()
        best = paths[int(worths.argmax())]
        assert tuple(decoded.labels) == best
        for t, label in enumerate(best):
            same = [path[t] == label for path in paths]
            assert decoded.chances[t] == pytest.approx(chances[same].sum(), abs=1e-3)
            if t:
                before = [path[t - 1] == best[t - 1] for path in paths]
                both = [a and b for a, b in zip(same, before, strict=True)]
                given = chances[both].sum() / chances[before].sum()
                assert decoded.steps[t] == pytest.approx(given, abs=1e-3)


def test_a_reference_is_labelled_alike_alone_and_among_others() -> None:
    transitions, start = small_model(1)
    examples = [scores_of(length, length) for length in range(1, 90)]
    together = decode(examples, transitions, start)
    for scores, among in zip(examples, together, strict=True):
        alone = decode([scores], transitions, start)[0]
        assert (alone.labels == among.labels).all()
        assert alone.chances == pytest.approx(among.chances, abs=1e-4)


def test_nothing_to_label_is_no_error() -> None:
    transitions, start = small_model(0)
    assert decode([], transitions, start) == []
    empty = np.zeros((0, COUNT), np.float32)
    assert len(decode([empty], transitions, start)[0].labels) == 0


def test_every_label_has_its_field_and_no_inner_label_begins_one() -> None:
    assert field_of(0) == -1
    for field in range(len(FIELDS)):
        assert field_of(first(field)) == field_of(inner(field)) == field
        assert not may_follow(0, inner(field))
        assert may_follow(first(field), inner(field))
        assert may_follow(inner(field), inner(field))
        assert not may_follow(first(field), inner((field + 1) % len(FIELDS)))


def test_confidence_rises_with_the_evidence_and_stays_between_0_and_1() -> None:
    values = [calibrated((1.0, log_odds(p)), (-0.3, 0.8)) for p in (0, 0.1, 0.5, 0.9, 0.999, 1)]
    assert values == sorted(values)
    assert 0 <= values[0] < values[-1] <= 1
    assert calibrated((1.0, log_odds(0.5)), (0, 1)) == 0.5


def test_each_run_of_labels_has_its_evidence() -> None:
    tokens = fine_tokens(prepare("Roe R. On words, 1999"))
    author, title = first(0), first(1)
    labels = [author, author + 1, 0, title, title + 1, 0, first(4)]
    chances = [0.9] * 7
    found = runs(labels, chances, chances)
    assert [(run.field, run.begin, run.last) for run in found] == [(0, 0, 1), (1, 3, 4), (4, 6, 6)]
    assert found[0].chance == pytest.approx(0.9**3)
    assert found[2].chance == pytest.approx(0.9)
    shown = [
        dict(zip(EVIDENCE, each, strict=True))
        for each in evidence(tokens, labels, chances, chances, found)
    ]
    assert [each["ends at a stop"] for each in shown] == [1, 0, 1]
    assert [each["ends at a comma"] for each in shown] == [0, 1, 0]
    assert shown[1]["stretch before"] == shown[0]["stretch"]
    assert shown[2]["digits inside"] > 0 == shown[2]["numbers elsewhere"]
