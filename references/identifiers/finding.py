"""All DOIs that stand in a text, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backmatter.references.findings import Location
from backmatter.references.identifiers.doi import MAX_LENGTH, Doi, repaired

_PLAIN = {0xFF10 + digit: ord("0") + digit for digit in range(10)} | {
    ord("．"): ".",
    ord("／"): "/",
    ord("\u2044"): "/",
}
_START = re.compile(
    r"(?<![\w.])(?:doi\s?[:=]?\s?)?(10\.[ ]?\d{4,9}(?:\.\d{1,9}){0,6}(?:\s?/|%2[Ff]))",
    re.IGNORECASE,
)
_NEXT_DOI = re.compile(
    r"[,;|]\s?(?:doi:\s?|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", re.IGNORECASE
)
_SICI = re.compile(r"<\d{1,6}[^<>\s]{0,40}>")
_CONTINUED = re.compile(
    r"[ \t\u00a0]{0,4}(?:\r?\n|\r)[ \t\u00a0]{0,12}([A-Za-z0-9(][^\s\"<>]{0,80})"
)
_LIST_NUMBER = re.compile(r"\[?\(?\d{1,4}[.)\]、．]?$")
_LINK_TAIL = re.compile(
    r"[?#]|&(?!lt;|gt;|amp;)|/(?:full|abs|abstract|pdf|epdf|epub|meta|html|summary|references|fulltext)\b"
    r"|\.(?:pdf|full|abstract|html)\b",
    re.IGNORECASE,
)
"""What publishers' links to an article have after its DOI."""

_CJK = 0x2E80


@dataclass(frozen=True, slots=True)
class FoundDoi:
    """A DOI and its place: offsets `start` to `end` of the text, and file, line and column."""

    doi: Doi
    printed: str
    start: int
    end: int
    location: Location


def find_dois(text: str, file: str = "") -> tuple[FoundDoi, ...]:
    """All DOIs in a text, in order, repeated ones too; time linear in its length.

    A DOI broken at the end of a line is followed into the next where it plainly goes on: after
    a slash or hyphen, or after a stop or underscore when what follows holds a digit and is no
    list number.
    """
    flat = text.translate(_PLAIN)
    found: list[FoundDoi] = []
    line, line_start, seen = 1, 0, 0
    for start, end in _spans(flat):
        pieces = [(char, at, at + 1) for at, char in enumerate(text[start:end])]
        if not (doi := repaired(pieces, text[start:end])):
            continue
        line += text.count("\n", seen, start)
        newline = text.rfind("\n", seen, start)
        line_start, seen = (newline + 1 if newline >= 0 else line_start), start
        place = Location(file, line, start - line_start + 1)
        found.append(FoundDoi(doi, text[start:end], start, end, place))
    return tuple(found)


def _spans(flat: str) -> Iterator[tuple[int, int]]:
    at = 0
    while begin := _START.search(flat, at):
        start, end = begin.start(1), _suffix_end(flat, begin.end())
        if start and flat[start - 1] in "/=":  # inside a link, which may go on after the DOI
            tail = _LINK_TAIL.search(flat, begin.end(), end)
            yield start, tail.start() if tail else end
        else:
            yield start, end
        at = max(end, begin.end())


def _suffix_end(flat: str, at: int) -> int:
    """Where the suffix that begins at an offset ends."""
    limit = min(len(flat), at + MAX_LENGTH)
    if at < limit and flat[at] == " " and at + 1 < limit and flat[at + 1].isalnum():
        at += 1  # `10.1016/ j.disc.2018`: a typesetter's space after the slash
    while at < limit:
        char = flat[at]
        if char.isspace():
            if not (more := _continuation(flat, at)):
                return at
            at = more
        elif char == "<":
            if not (sici := _SICI.match(flat, at, limit)):
                return at
            at = sici.end()
        elif (
            char in '"|{}\\^`“”«»'
            or not _in_doi(char)
            or (char in ",;" and _NEXT_DOI.match(flat, at))
        ):
            return at
        else:
            at += 1
    return at


def _in_doi(char: str) -> bool:
    code = ord(char)
    return (
        char.isprintable() and (code < _CJK or 0xFF01 <= code <= 0xFF5E)
    ) or char in "\u00ad\u200b"


def _continuation(flat: str, at: int) -> int:
    """Where a DOI broken at the end of a line goes on; 0 when it has ended."""
    before = flat[at - 1]
    follows = _CONTINUED.match(flat, at)
    if not follows or before not in "/-\u2010\u00ad._":
        return 0
    word = follows[1]
    if before in "._" and (
        _LIST_NUMBER.match(word) or not any(char.isdigit() for char in word) or len(word) < 4
    ):
        return 0
    return follows.start(1)
