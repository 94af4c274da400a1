"""What the page prints around the text: running heads and feet, page numbers.

They are known by form and by recurrence (the same line again, its digits changed), never by
what they say. A line that only recurs is not enough: it must also stand apart from the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from backmatter.references.documents.model import Line, LineKind
from backmatter.references.lists.headings import is_list_heading

_PAGE_NUMBER = re.compile(
    r"[-–—·•|\s]{0,4}(?:page|seite|p\.|第)?\s{0,2}(\d{1,4})\s{0,2}"
    r"(?:页|頁|(?:of|/|共)\s{0,2}\d{1,4}\s{0,2}页?)?[-–—·•|\s]{0,4}",
    re.IGNORECASE,
)
_ISSUE_LINE = re.compile(
    r"第\s{0,2}\d{1,4}\s{0,2}[卷期]|\bvol(?:ume|\.)\s{0,2}\d{1,4}\b.{0,40}\b(?:no|issue)\b",
    re.IGNORECASE,
)
"""What a journal prints at the head of a page: volume and issue."""

_CONTINUED_ON = re.compile(
    r"[(（]\s?(?:下转第?\s?\d{1,4}\s?页|continued on p(?:age|\.)\s?\d{1,4})\s?[)）]", re.IGNORECASE
)
_CONTINUED_FROM = re.compile(
    r"[(（]\s?(?:上接第?\s?\d{1,4}\s?页|continued from p(?:age|\.)\s?\d{1,4})\s?[)）]",
    re.IGNORECASE,
)

_ENTRY_MARK = re.compile(r"\s*(?:[\[［(（【]\s?\d{1,4}\s?[\]］)）】」]|\d{1,4}\s?[.．、)）]\s)")
_DIGITS = re.compile(r"\d+")
_MAX_LENGTH = 200
_MIN_LETTERS = 5
_MIN_PAGES = 3
_MIN_PAGE_LINES = 15


def mark_furniture(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those that are furniture marked as such."""
    contents = [text[line.start : line.end] for line in lines]
    keys = [_key(content) for content in contents]
    counts = Counter(key for key in keys if key)
    numbers = {i: int(m[1]) for i, c in enumerate(contents) if c and (m := _page_number(c))}
    known = frozenset(numbers.values())
    regular = _regular(keys)
    furniture: set[int] = set()
    for run in _runs(lines, [bool(key) and counts[key] > 1 for key in keys], numbers, contents):
        heads = {keys[index] for index in run if index not in numbers}
        if (
            heads
            and heads <= regular
            and (_opens(run, lines, contents) or _closes(run, lines, contents))
        ):
            furniture.update(run)
        else:
            furniture.update(_furniture_of(run, lines, contents, numbers, known))
    furniture.update(_elsewhere(contents))
    return tuple(
        replace(line, kind=LineKind.FURNITURE) if index in furniture else line
        for index, line in enumerate(lines)
    )


def _regular(keys: Sequence[str]) -> frozenset[str]:
    """The lines that recur at even distances through most of the document, as pages do."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key:
            places[key].append(index)
    return frozenset(key for key, found in places.items() if _is_regular(found, len(keys)))


def _is_regular(places: Sequence[int], length: int) -> bool:
    if len(places) < _MIN_PAGES or places[-1] - places[0] < length / 2:
        return False
    gaps = [after - before for before, after in pairwise(places)]
    return min(gaps) >= _MIN_PAGE_LINES and max(gaps) <= 3 * min(gaps)


def _elsewhere(contents: Sequence[str]) -> Iterator[int]:
    """The lines between “continued on page …” and “continued from page …”: another article's."""
    left = -1
    for index, content in enumerate(contents):
        if len(content) > _MAX_LENGTH:
            continue
        if _CONTINUED_ON.search(content):
            left = index
        elif left >= 0 and _CONTINUED_FROM.search(content):
            yield from range(left, index + 1)
            left = -1


def _page_number(content: str) -> re.Match[str] | None:
    return _PAGE_NUMBER.fullmatch(content.strip()) if len(content) < 40 else None


def _key(content: str) -> str:
    """What recurs of a line: all but its digits and spacing; "" for what is no running head."""
    if len(content) > _MAX_LENGTH or _ENTRY_MARK.match(content):
        return ""
    letters = sum(2 if "\u3400" <= character <= "\u9fff" else 1 for character in content
                  if character.isalpha())  # fmt: skip
    return _DIGITS.sub("0", " ".join(content.split())) if letters >= _MIN_LETTERS else ""


def _runs(
    lines: Sequence[Line],
    recurring: Sequence[bool],
    numbers: dict[int, int],
    contents: Sequence[str],
) -> Iterator[list[int]]:
    """Runs of lines that may be furniture, blank lines between them left out."""
    run: list[int] = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.BLANK:
            continue
        if recurring[index] or index in numbers or _is_issue_line(contents[index]):
            run.append(index)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_issue_line(content: str) -> bool:
    return (
        len(content) <= _MAX_LENGTH
        and not _ENTRY_MARK.match(content)
        and _ISSUE_LINE.search(content) is not None
    )


def _furniture_of(
    run: Sequence[int],
    lines: Sequence[Line],
    contents: Sequence[str],
    numbers: dict[int, int],
    known: frozenset[int],
) -> Sequence[int]:
    """Those lines of a run that are furniture: all of them, or none."""
    apart = _apart(run, lines, contents)
    heads = [index for index in run if index not in numbers]
    pages = [numbers[index] for index in run if index in numbers]
    if heads:
        # Each chapter may have its “References”; over a page there would be its number.
        apart = apart and not all(is_list_heading(contents[index]) for index in heads)
        return run if pages or apart else ()
    in_sequence = any(page - 1 in known or page + 1 in known for page in pages)
    return run if in_sequence or apart else ()


def _apart(run: Sequence[int], lines: Sequence[Line], contents: Sequence[str]) -> bool:
    """Whether blank lines, a page break or the file's ends stand before and after the run."""
    return _opens(run, lines, contents) and _closes(run, lines, contents)


def _opens(run: Sequence[int], lines: Sequence[Line], contents: Sequence[str]) -> bool:
    first = run[0]
    return first == 0 or lines[first - 1].kind is LineKind.BLANK or "\f" in contents[first]


def _closes(run: Sequence[int], lines: Sequence[Line], contents: Sequence[str]) -> bool:
    after = run[-1] + 1
    return after == len(lines) or lines[after].kind is LineKind.BLANK or "\f" in contents[after]
