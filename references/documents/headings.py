"""The headings of a plain text: Markdown's, numbered ones, or lines that stand alone.

One document uses one of the three, the one that finds most. A numbered line is a heading only
where its number is the next one expected, so that a line of running text that happens to begin
with a number is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.references.documents.model import Heading, Line, LineKind

_MARKDOWN = re.compile(r" {0,3}(#{1,6})\s{1,4}(\S.{0,200}?)[\s#]{0,20}")
_NUMBERED = re.compile(r"\s{0,8}(\d{1,2}(?:[.．]\d{1,2}){0,3})[.．、]?\s{1,4}(\S.{0,80}?)\s{0,20}")
_SENTENCE_MARKS = re.compile(r"[。，；！？,;!?]|[.．：:]$")
_MAX_TITLE = 90
_DOUBLE_SPACED = 0.5
"""Above this share of lines followed by a blank one, standing alone says nothing."""


def find_headings(text: str, lines: Sequence[Line]) -> tuple[Heading, ...]:
    """The headings in order, their levels from 1."""
    contents = [text[line.start : line.end] for line in lines]
    markdown = _markdown(contents)
    if len(markdown) > 1:
        return markdown
    return max(_numbered(contents), _standing_alone(contents, lines), key=len)


def _markdown(contents: Sequence[str]) -> tuple[Heading, ...]:
    matches = ((i, _MARKDOWN.fullmatch(c)) for i, c in enumerate(contents) if c.lstrip()[:1] == "#")
    return tuple(Heading(index, len(m[1]), m[2]) for index, m in matches if m)


def _numbered(contents: Sequence[str]) -> tuple[Heading, ...]:
    found: list[Heading] = []
    current: list[int] = []
    for index, content in enumerate(contents):
        match = _NUMBERED.fullmatch(content) if len(content) < 120 else None
        if not match or _SENTENCE_MARKS.search(match[2]) or not match[2][0].isalpha():
            continue
        number = [int(part) for part in re.split(r"[.．]", match[1])]
        if number in _expected(current):
            found.append(Heading(index, len(number), " ".join(content.split())))
            current = number
    return tuple(found)


def _expected(current: list[int]) -> list[list[int]]:
    """The numbers that may follow: one more at each level, or the first of a deeper one."""
    if not current:
        return [[0], [1]]
    up = [[*current[:depth], current[depth] + 1] for depth in range(len(current))]
    return [*up, [*current, 1]]


def _standing_alone(contents: Sequence[str], lines: Sequence[Line]) -> tuple[Heading, ...]:
    kinds = [line.kind for line in lines]
    filled = [index for index, kind in enumerate(kinds) if kind is LineKind.TEXT]
    spaced = sum(1 for i in filled if i + 1 < len(kinds) and kinds[i + 1] is LineKind.BLANK)
    if not filled or (spaced > _DOUBLE_SPACED * len(filled) and _lines_are_short(contents, filled)):
        return ()
    return tuple(
        Heading(index, 1, contents[index].strip())
        for index in filled
        if (index == 0 or kinds[index - 1] is not LineKind.TEXT)
        and (index + 1 == len(kinds) or kinds[index + 1] is LineKind.BLANK)
        and _is_title(contents[index].strip())
    )


def _lines_are_short(contents: Sequence[str], filled: Sequence[int]) -> bool:
    """Whether the lines are a page's and not whole paragraphs."""
    return sum(len(contents[index]) for index in filled) < 200 * len(filled)


def _is_title(content: str) -> bool:
    """Whether a line that stands alone is capitalised as a title, or is short and Chinese."""
    if len(content) > _MAX_TITLE or content[-1] in ".．。，,;；!！?？" or not content[0].isalpha():
        return False
    if any("\u4e00" <= character <= "\u9fff" for character in content):
        return len(content) <= 25 and not re.search(r"[。，；]", content)
    words = [word for word in content.split() if len(word) > 3]
    return bool(words) and sum(1 for word in words if not word[0].islower()) >= 0.6 * len(words)
