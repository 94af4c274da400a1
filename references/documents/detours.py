"""Articles that break off and go on elsewhere: *(continued on page 12)*, `（下转第 199 页）`.

What stands between the two notes belongs to other articles; it is marked as furniture, as are
the notes themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backmatter.references.documents.model import Line, LineKind

_LEAVES = re.compile(
    r"\s{0,8}[（(\[【]?\s?(?:下转第?\s?\d{1,4}\s?页|(?:to be )?continued on p(?:age|\.)\s?\d{1,4})"
    r"\s?[)）\]】]?\s{0,8}",
    re.IGNORECASE,
)
_RETURNS = re.compile(
    r"\s{0,8}[（(\[【]?\s?(?:上接第?\s?\d{1,4}\s?页|continued from p(?:age|\.)\s?\d{1,4})"
    r"\s?[)）\]】]?\s{0,8}",
    re.IGNORECASE,
)


def mark_detours(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those of other articles between two parts of this one marked."""
    if not lines:
        return ()
    marked = list(lines)
    left: int | None = None
    for index, line in enumerate(lines):
        if line.kind is not LineKind.TEXT or line.end - line.start > 60:
            continue
        content = text[line.start : line.end]
        if left is None and _LEAVES.fullmatch(content):
            left = index
        elif left is not None and _RETURNS.fullmatch(content):
            for between in range(left, index + 1):
                if marked[between].kind is LineKind.TEXT:
                    marked[between] = replace(marked[between], kind=LineKind.FURNITURE)
            left = None
    return tuple(marked)
