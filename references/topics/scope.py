"""What a citation mark speaks for: the part of its sentence that is about the work it cites.

A semicolon ends a statement. Where a statement has several marks, a mark that follows a name
(*Han et al. [14] measured …*) speaks for what comes after it, one that ends a clause
(*… was reported [45],*) for what comes before, each as far as its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from backmatter.references.model import Citation

_WORDS = re.compile(r"\w{2}|[^\x00-\u2fff]")
_SEMICOLON = re.compile(r"[;；]")
_CLAUSE_END = re.compile(r"\s*(?:[,，.。;；:：!！?？、)）]|等|$)")


def cited_statements(citations: Sequence[Citation]) -> tuple[str, ...]:
    """For each mark the part of its sentence that it speaks for, "" where it has no sentence.

    Args:
        citations: The marks of a document, all of them, in the order of the text; those of one
            sentence share it.
    """
    statements: list[str] = []
    for sentence, group in groupby(citations, key=lambda mark: mark.sentence):
        marks = list(group)
        places = _places(sentence, marks)
        statements.extend(_statement(sentence, place, places) for place in places)
    return tuple(statements)


Place = tuple[int, int] | None
"""Where a mark stands in its sentence; None where the sentence does not show it."""


def _places(sentence: str, marks: Iterable[Citation]) -> list[Place]:
    places: list[Place] = []
    at = 0
    for mark in marks:
        found = sentence.find(mark.mark, at)
        at = found + len(mark.mark) if found >= 0 else at
        places.append((found, at) if found >= 0 else None)
    return places


def _statement(sentence: str, place: Place, places: Iterable[Place]) -> str:
    """The part of a sentence for the mark in one place, the others standing in `places`."""
    if place is None:
        return sentence
    start, end = place
    cuts = [match.start() for match in _SEMICOLON.finditer(sentence)]
    first = max((cut + 1 for cut in cuts if cut < start), default=0)
    last = min((cut for cut in cuts if cut >= end), default=len(sentence))
    others = [other for other in places if other and other != place]
    before = [o for o in others if o[0] >= first and _are_apart(sentence, o[1], start)]
    after = [o for o in others if o[1] <= last and _are_apart(sentence, end, o[0])]
    if _CLAUSE_END.match(sentence, end):
        first = before[-1][1] if before else first
        last = end if after else last
    else:
        first = start if before else first
        last = after[0][0] if after else last
    return sentence[first:last].strip()


def _are_apart(sentence: str, end: int, start: int) -> bool:
    """Whether one place ends before the other begins, with words between them."""
    return end < start and _WORDS.search(sentence, end, start) is not None
