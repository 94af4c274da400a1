"""Printed references in, drafts out: the model's reading of many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.model.labels import NONE
from backmatter.references.parsing.model.word_classes import SEPARATING, class_of
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.work_types import infer_type

if TYPE_CHECKING:
    from backmatter.references.parsing.model.weights import Weights


def read_by_model(printed: Sequence[Printed], model: Weights | None = None) -> list[Draft]:
    """What the model reads in each reference; each field's confidence is its probability.

    The model is the shipped one unless another is given. NumPy is only imported here, so that
    whoever reads no reference does not wait for it.
    """
    from backmatter.references.parsing.model.assembling import assemble
    from backmatter.references.parsing.model.fine_tokens import fine_tokens
    from backmatter.references.parsing.model.loading import shipped_model
    from backmatter.references.parsing.model.stretches import stretches

    model = model or shipped_model()
    tokens = [fine_tokens(each) for each in printed]
    drafts: list[Draft] = []
    for each, split, decoded in zip(printed, tokens, model.label(tokens), strict=True):
        labels = decoded.labels.tolist()
        found = stretches(
            split, labels, decoded.chances.tolist(), decoded.steps.tolist(), model.calibration
        )
        draft = assemble(each, found)
        for index, label in enumerate(labels):
            if label == NONE and class_of(split.texts[index]) in SEPARATING:
                draft.cover(split.starts[index], split.ends[index])
        draft.take(each.certain)
        draft.type = infer_type(draft, each.text)
        drafts.append(draft)
    return drafts
