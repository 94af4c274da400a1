"""Arguments of LaTeX commands: where they begin and end."""

from __future__ import annotations

import re

_MARK = re.compile(r"\\.|[{}\]]", re.DOTALL)
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL)


def group_end(text: str, start: int) -> int:
    """The place after the brace that closes the one at `start`; the end of the text if none."""
    depth = 0
    for match in _MARK.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "}":
            return match.end()
    return len(text)


def argument(text: str, at: int) -> tuple[str, int]:
    """The argument that begins at `at`, blanks passed over, and the place after it.

    It is a group without its braces, or one token; at the end of the text it is empty.
    """
    while at < len(text) and text[at].isspace():
        at += 1
    if text[at : at + 1] == "{":
        end = group_end(text, at)
        return text[at + 1 : end - (text[end - 1] == "}" and end > at + 1)], end
    token = _TOKEN.match(text, at)
    return (token[0], token.end()) if token else ("", at)


def optional_argument(text: str, at: int) -> tuple[str, int]:
    """The argument in square brackets at `at` and the place after it; empty if there is none."""
    start = at
    while start < len(text) and text[start].isspace():
        start += 1
    if text[start : start + 1] != "[":
        return "", at
    depth = 0
    for match in _MARK.finditer(text, start + 1):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if match[0] == "]" and depth <= 0:
            return text[start + 1 : match.start()], match.end()
    return "", at
