"""What extraction does to a printed reference, done on purpose; the spans follow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

Span = dict[str, Any]


def damaged(text: str, spans: Sequence[Span], choose: random.Random) -> tuple[str, list[Span]]:
    """A text as extracted: some of the flaws that real lists have, or none.

    Lost and doubled blanks, hyphens of line ends inside words, lost accents of quotation marks,
    capitals, a number in front, a lost last stop.
    """
    edits: list[tuple[int, int, str]] = []
    chance = choose.random()
    if chance < 0.06:
        blanks = [i for i, c in enumerate(text) if c == " " and text[i - 1] in ".,;:"]
        edits += [(i, i + 1, "") for i in choose.sample(blanks, min(len(blanks), 2))]
    elif chance < 0.10:
        marks = [i for i, c in enumerate(text) if c in ",:;." and text[i + 1 : i + 2] == " "]
        edits += [(i, i, " ") for i in choose.sample(marks, min(len(marks), 2))]
    elif chance < 0.15:
        words = [i for i in range(3, len(text) - 3) if text[i - 3 : i + 3].isalpha()]
        joint = choose.choice(("-", "- "))
        edits += [(i, i, joint) for i in choose.sample(words, min(len(words), 1))]
    if choose.random() < 0.15:
        straight = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-"}
        text = "".join(straight.get(c, c) for c in text)
    if choose.random() < 0.08 and text[0].isalpha():
        mark = choose.choice(("[{}] ", "{}. ", "({}) ", "{} "))
        edits.append((0, 0, mark.format(choose.randint(1, 120))))
    if choose.random() < 0.15 and text.endswith("."):
        text = text[:-1]
    return _edited(text, spans, sorted(edits, reverse=True))


def _edited(
    text: str, spans: Sequence[Span], edits: Sequence[tuple[int, int, str]]
) -> tuple[str, list[Span]]:
    """A text after edits, given from the last to the first, and its spans moved along."""
    moved = [dict(span, end=min(span["end"], len(text))) for span in spans]
    for start, end, put in edits:
        text = text[:start] + put + text[end:]
        shift = len(put) - (end - start)
        for span in moved:
            span["start"] += shift if span["start"] >= max(end, start) else 0
            span["end"] += shift if span["end"] > start else 0
    return text, moved
