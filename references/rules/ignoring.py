"""Findings that the file itself takes back: `% backmatter: ignore BM204` in a `.bib` file.

The comment stands inside an entry, on its first line, or on a line of its own above it, and
holds for that entry. Codes may be beginnings (`BM2`), several are separated by commas.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from backmatter.references.findings import Finding
from backmatter.references.rules.rule import SourceFile

_COMMENT = re.compile(
    r"%[ \t]{0,4}backmatter:[ \t]{0,4}ignore[ \t]{1,4}"
    r"(BM\d{0,3}(?:[ \t]{0,4},[ \t]{0,4}BM\d{0,3}){0,40})",
    re.IGNORECASE,
)


def without_ignored(findings: Sequence[Finding], file: SourceFile) -> tuple[Finding, ...]:
    """The findings that no comment of the file takes back."""
    ranges = list(_ranges(file))
    if not ranges:
        return tuple(findings)
    return tuple(
        each
        for each in findings
        if not any(
            first <= each.location.line <= last and each.code.startswith(codes)
            for first, last, codes in ranges
        )
    )


def _ranges(file: SourceFile) -> Iterable[tuple[int, int, tuple[str, ...]]]:
    """First line, last line and codes of each comment's entry."""
    if "backmatter:" not in file.text:
        return
    starts = [entry.start for entry in file.entries]
    for match in _COMMENT.finditer(file.text):
        codes = tuple(code.strip().upper() for code in match[1].split(","))
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or match.start() >= file.entries[at].end + _rest_of_line(file, at):
            at += 1  # above an entry: it is the next one's
        if at < len(starts):
            entry = file.entries[at]
            yield _line(file.text, entry.start), _line(file.text, entry.end - 1), codes


def _rest_of_line(file: SourceFile, at: int) -> int:
    """How much of the line of an entry's last character is left after it."""
    end = file.entries[at].end
    newline = re.compile(r"\r|\n").search(file.text, end)
    return (newline.start() if newline else len(file.text)) - end


def _line(text: str, offset: int) -> int:
    before = text[:offset]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1
