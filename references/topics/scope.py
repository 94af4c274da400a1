"""What a citation mark speaks for: the part of its sentence that is about the work it cites.

A semicolon ends a statement. Where a statement has several marks, a mark that follows a name
(*Han et al. [14] measured …*) speaks for what comes after it, one that ends a clause
(*… was reported [45],*) for what comes before, each as far as its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backmatter.references.model import Citation

_WORDS = re.compile(r"\w{2}|[^\x00-\u2fff]")
_SEMICOLON = re.compile(r"[;；]")
_CLAUSE_END = re.compile(r"\s*(?:[,，.。;；:：!！?？、)）]|等|$)")


def cited_statement(mark: Citation, citations: Iterable[Citation]) -> str:
    """The part of `mark.sentence` that the mark speaks for.

    Args:
        mark: The mark.
        citations: All marks of the document; those of the same sentence share it.
    """
    sentence, places = mark.sentence, _places(mark, citations)
    if mark.start not in places:
        return sentence
    start, end = places[mark.start]
    cuts = [match.start() for match in _SEMICOLON.finditer(sentence)]
    first = max((cut + 1 for cut in cuts if cut < start), default=0)
    last = min((cut for cut in cuts if cut >= end), default=len(sentence))
    before = [p for p in places.values() if p[0] >= first and _apart(sentence, p[1], start)]
    after = [p for p in places.values() if p[1] <= last and _apart(sentence, end, p[0])]
    if _CLAUSE_END.match(sentence, end):
        first = before[-1][1] if before else first
        last = end if after else last
    else:
        first = start if before else first
        last = after[0][0] if after else last
    return sentence[first:last].strip()


def _apart(sentence: str, end: int, start: int) -> bool:
    """Whether one place ends before the other begins, with words between them."""
    return end < start and _WORDS.search(sentence, end, start) is not None


def _places(mark: Citation, citations: Iterable[Citation]) -> dict[int, tuple[int, int]]:
    """Where the marks of a sentence stand in it: the mark's offset in the document → its span."""
    reach = 2 * len(mark.sentence)
    same = (
        c for c in citations if c.sentence == mark.sentence and abs(c.start - mark.start) < reach
    )
    places: dict[int, tuple[int, int]] = {}
    at = 0
    for each in sorted(same, key=lambda c: c.start):
        found = mark.sentence.find(each.mark, at)
        if found >= 0:
            at = found + len(each.mark)
            places[each.start] = found, at
    return places
