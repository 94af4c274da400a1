"""What changes between two texts, as a unified diff."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_CONTEXT = 3
_COMPARED = 200_000
"""So many pairs of lines are compared one by one; a larger gap is shown as changed whole."""

_Span = tuple[int, int, int, int]


def unified_diff(old: str, new: str, name: str) -> str:
    """The lines that differ, each with three around it, as `diff -u` prints them; "" for none.

    Lines that stand once in both texts hold these together, not the many lines of a `}` alone: so
    a field that changes is shown as that field. Lines end as they do in the text (LF, CR LF or
    CR); the diff itself has line feeds. A last line without an end is said to be one.
    """
    ours, theirs = _lines(old), _lines(new)
    rows = [f"--- a/{name}", f"+++ b/{name}"]
    for hunk in _hunks(_changes(ours, theirs)):
        rows += _shown(hunk, ours, theirs)
    return "".join(f"{row}\n" for row in rows) if len(rows) > 2 else ""


def _lines(text: str) -> list[str]:
    return [line for line in _LINE.findall(text) if line]


def _changes(ours: Sequence[str], theirs: Sequence[str]) -> list[_Span]:
    """The stretches that differ: from and to in the old lines, from and to in the new ones."""
    changes: list[_Span] = []
    at, to = 0, 0
    for one, other in _anchors(ours, theirs):
        changes += _between(ours, theirs, (at, one, to, other))
        at, to = one + 1, other + 1
    changes += _between(ours, theirs, (at, len(ours), to, len(theirs)))
    return changes


def _anchors(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The longest row of pairs of lines that each stand once in either text, in order in both."""
    once = {line for line, count in Counter(ours).items() if count == 1}
    once &= {line for line, count in Counter(theirs).items() if count == 1}
    places = {line: at for at, line in enumerate(theirs) if line in once}
    pairs = [(at, places[line]) for at, line in enumerate(ours) if line in once]
    ends: list[int] = []  # of rows of each length, the least place in the new text
    last: list[int] = []  # and which pair that is
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        last[length : length + 1] = [number]
    row: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(pairs[number])
        number = before[number]
    yield from reversed(row)


def _between(ours: Sequence[str], theirs: Sequence[str], span: _Span) -> Iterator[_Span]:
    """What differs between two anchors: equal lines at both ends are taken off first."""
    start, end, to, stop = span
    while start < end and to < stop and ours[start] == theirs[to]:
        start, to = start + 1, to + 1
    while start < end and to < stop and ours[end - 1] == theirs[stop - 1]:
        end, stop = end - 1, stop - 1
    if start == end and to == stop:
        return
    if (end - start) * (stop - to) > _COMPARED:
        yield start, end, to, stop
        return
    matcher = SequenceMatcher(None, ours[start:end], theirs[to:stop], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield start + i, start + j, to + k, to + m


def _hunks(changes: Sequence[_Span]) -> Iterator[list[_Span]]:
    """Changes whose surroundings touch, together."""
    hunk: list[_Span] = []
    for change in changes:
        if hunk and change[0] - hunk[-1][1] > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _shown(hunk: Sequence[_Span], ours: Sequence[str], theirs: Sequence[str]) -> Iterator[str]:
    """The rows of a hunk: its head, and its lines with what stands around them."""
    start = max(0, hunk[0][0] - _CONTEXT)
    end = min(len(ours), hunk[-1][1] + _CONTEXT)
    to = hunk[0][2] - (hunk[0][0] - start)
    stop = hunk[-1][3] + (end - hunk[-1][1])
    yield f"@@ -{_range(start, end)} +{_range(to, stop)} @@"
    at = start
    for old, old_end, new, new_end in hunk:
        yield from _rows(" ", ours[at:old])
        yield from _rows("-", ours[old:old_end])
        yield from _rows("+", theirs[new:new_end])
        at = old_end
    yield from _rows(" ", ours[at:end])


def _range(start: int, end: int) -> str:
    """First line and number of lines, as `diff` has them; no lines stand after the one named."""
    count = end - start
    if count == 1:
        return str(start + 1)
    return f"{start + 1 if count else start},{count}"


def _rows(mark: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line.rstrip("\r\n")
        if not line.endswith(("\n", "\r")):
            yield "\\ No newline at end of file"
