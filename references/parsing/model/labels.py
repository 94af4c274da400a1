"""The labels that tokens get: the first token of a field, a further one, or none."""

from __future__ import annotations

FIELDS = (
    "author",
    "title",
    "container-title",
    "collection-title",
    "date",
    "volume",
    "issue",
    "pages",
    "publisher",
    "place",
    "editor",
    "translator",
    "genre",
    "edition",
    "note",
    "identifier",
)
"""What a stretch of tokens can be; the order is that of the model file's columns."""

NONE = 0
"""The label of what belongs to no field: separators, and words such as *In* or *pp.*"""

COUNT = 1 + 2 * len(FIELDS)
"""How many labels there are."""


def first(field: int) -> int:
    """The label of a field's first token."""
    return 1 + 2 * field


def inner(field: int) -> int:
    """The label of a field's further tokens."""
    return 2 + 2 * field


def field_of(label: int) -> int:
    """The field of a label, -1 for none."""
    return (label - 1) // 2 if label else -1


def may_follow(before: int, after: int) -> bool:
    """Whether a label may stand right behind another; an inner one needs its own field before."""
    return after == NONE or after % 2 == 1 or field_of(before) == field_of(after)
