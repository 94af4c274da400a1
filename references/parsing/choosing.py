"""Who reads a reference: a grammar that is certain of it, or the model.

References of one list share a style. Where a grammar and the model agree on most of a list, the
grammar knows that style, and reads all that it can read whole: it knows more of it than labels
can say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.grammars import best_draft, certain_draft
from backmatter.references.parsing.model.reading import read_by_model
from backmatter.references.parsing.printed import Printed

if TYPE_CHECKING:
    from backmatter.references.parsing.model.weights import Weights

_LEAST_LIST = 5
"""A shorter list says too little of its style."""

_AGREEING = 0.6
"""The share of a list on which grammar and model must agree."""

_COMPARED = ("title", "container-title")


def read_each(ready: Sequence[Printed], model: Weights | None = None) -> list[Draft]:
    """Read references that have nothing to do with one another, by the shipped model or another."""
    return _read(ready, model, one_list=False)


def _read(ready: Sequence[Printed], model: Weights | None, *, one_list: bool) -> list[Draft]:
    certain = [certain_draft(each) for each in ready]
    rest = [each for each, draft in zip(ready, certain, strict=True) if draft is None]
    read = iter(read_by_model(rest, model, one_list=one_list) if rest else ())
    return [draft or next(read) for draft in certain]


def read_list(ready: Sequence[Printed]) -> list[Draft]:
    """Read the references of one list."""
    drafts = _read(ready, None, one_list=len(ready) >= _LEAST_LIST)
    if len(ready) < _LEAST_LIST:
        return drafts
    by_rule = [_whole(best_draft(each), each) for each in ready]
    both = [(a, b) for a, b in zip(by_rule, drafts, strict=True) if a]
    agreeing = sum(1 for a, b in both if a is b or _agree(a, b))
    if agreeing < _AGREEING * len(ready):
        return drafts
    return [a or b for a, b in zip(by_rule, drafts, strict=True)]


def _whole(draft: Draft | None, printed: Printed) -> Draft | None:
    """A draft that leaves nothing unread, or None."""
    return draft if draft and not any(draft.uncovered(printed.masked)) else None


def _agree(one: Draft, other: Draft) -> bool:
    return all(_squeezed(one, name) == _squeezed(other, name) for name in _COMPARED)


def _squeezed(draft: Draft, variable: str) -> str:
    field = draft.fields.get(variable)
    value = field.value if field and isinstance(field.value, str) else ""
    return "".join(character for character in value.casefold() if character.isalnum())
