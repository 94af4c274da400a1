"""The abbreviations that a document explains: `intervertebral disc degeneration (IDD)`.

The long form is accepted when the letters of the short one stand in it in order, the first at
the beginning of a word (the rule of Schwartz and Hearst, Pacific Symposium on Biocomputing 2003).
Chinese papers put both into the parenthesis, `椎间盘退变（intervertebral disc degeneration，IDD）`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from backmatter.references.documents.joining import document_words, join_lines
from backmatter.references.documents.model import Document, LineKind

_GROUP = re.compile(r"[（(]([^（）()]{2,200})[)）]")
_SHORT = re.compile(r"(?=[^A-Z]{0,8}[A-Z])[A-Za-z][A-Za-z0-9α-ω-]{1,11}")
_LONG = re.compile(r"[A-Za-z][\w\s'\u2019\u2032-]{3,160}")
_REACH = 160
"""How far before a parenthesis the long form may begin, in characters."""


def document_abbreviations(document: Document) -> Mapping[str, str]:
    """The abbreviations of a document: short form, without a plural s → long form."""
    furniture = [(x.start, x.end) for x in document.lines if x.kind is LineKind.FURNITURE]
    return find_abbreviations(join_lines(document.text, document_words(document), furniture).text)


def find_abbreviations(text: str) -> Mapping[str, str]:
    """The abbreviations that a text on one line explains; the first explanation counts."""
    found: dict[str, str] = {}
    for match in _GROUP.finditer(text):
        for short, candidate in _candidates(match, text):
            long = _aligned(short, candidate)
            if long:
                found.setdefault(short, long)
    return found


def _candidates(match: re.Match[str], text: str) -> Iterator[tuple[str, str]]:
    """The short form that a parenthesis may hold, with the text its long form may end."""
    *before, last = (part.strip() for part in re.split(r"[，,；;、]", match[1]))
    if not _SHORT.fullmatch(last):
        return
    short = last.removesuffix("s") if last[-2:-1].isupper() else last
    if before and _LONG.fullmatch(before[-1]):
        yield short, before[-1]
    elif not before:
        yield short, text[max(0, match.start() - _REACH) : match.start()].rstrip()


def _aligned(short: str, text: str) -> str:
    """The end of the text that spells the short form out, "" where none does."""
    letters = [c for c in short.casefold() if c.isalnum()]
    position = len(text)
    for index, letter in reversed(list(enumerate(letters))):
        position -= 1
        while position >= 0 and not (
            text[position].casefold() == letter and (index or _begins_word(text, position))
        ):
            position -= 1
        if position < 0:
            return ""
    long = text[position:]
    words = len(long.split())
    return (
        long if len(short) < len(long) and words <= min(len(letters) + 5, 2 * len(letters)) else ""
    )


def _begins_word(text: str, position: int) -> bool:
    before = text[position - 1 : position] if position else ""
    return not (before.isascii() and before.isalnum())
