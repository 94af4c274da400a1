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


def read_by_model(
    printed: Sequence[Printed], model: Weights | None = None, *, one_list: bool = False
) -> list[Draft]:
    """What the model reads in each reference; each field's confidence is its probability.

    References of one list share a style, which helps with those that the model is unsure of. The
    model is the shipped one unless another is given. NumPy is only imported here, so that whoever
    reads no reference does not wait for it.
    """
    from backmatter.references.parsing.model.assembling import assemble
    from backmatter.references.parsing.model.fine_tokens import fine_tokens
    from backmatter.references.parsing.model.list_style import by_neighbours
    from backmatter.references.parsing.model.loading import shipped_model
    from backmatter.references.parsing.model.stretches import stretches

    model = model or shipped_model()
    tokens = [fine_tokens(each) for each in printed]
    labelled = model.label(tokens)
    if one_list:
        labelled = by_neighbours(tokens, labelled, model)
    drafts: list[Draft] = []
    for each, split, decoded in zip(printed, tokens, labelled, strict=True):
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
