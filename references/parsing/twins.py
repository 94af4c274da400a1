"""The same work in a second language within one entry, as Chinese journals print it.

Either the twin follows the entry with nothing between, or it stands in square brackets at the
end. The first of the two is the reference; the second is kept beside it.
"""

from __future__ import annotations

import re

from backmatter.references.parsing.marks import find_mark
from backmatter.references.parsing.tokens import fold, has_han

_BRACKETED = re.compile(
    r"\[(?=[\u3400-\u9fff])[^\[\]]{8,600}(?:\[[A-Z/]{1,5}\][^\[\]]{0,300})?\]?[\s.]{0,4}$"
)
_YEAR = re.compile(r"[12][\dOo]{3}")
_LATIN_START = re.compile(r"(?<=[\d.\]\u3400-\u9fff])[\s.]{1,6}(?=[A-Z][A-Za-z'’-]{0,30}[\s,.])")


def twin_start(text: str) -> int:
    """The offset at which an entry's twin in another language begins, or the text's length."""
    folded = fold(text)
    bracketed = _BRACKETED.search(folded, max(0, len(folded) - 1200))
    if bracketed and not has_han(folded[: bracketed.start()]) and _YEAR.search(bracketed[0]):
        return bracketed.start()
    first = find_mark(folded)
    second = find_mark(folded[first.end :]) if first else None
    if not first or not second or not has_han(folded[: first.start]):
        return len(text)
    middle, end = first.end, first.end + second.start
    if has_han(folded[max(middle, end - 20) : end]):
        return len(text)
    year = _YEAR.search(folded, middle, end)
    start = _LATIN_START.search(folded, year.end() if year else middle, end)
    return start.end() if start else len(text)
