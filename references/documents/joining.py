"""Broken lines made one line again: what hyphens, blanks and breaks were, each repair recorded.

Whether a hyphen at a line's end belongs to the word is decided by the document's own words:
`popu-` and `lation` make *population* where the document has that word elsewhere, while
`gene-` and `gene` stay *gene-gene*.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backmatter.references.documents.model import Document, LineKind
from backmatter.references.model import Repair

SOFT_HYPHENS = "\u00ad\u00ac\ufffe\u0002鄄"
"""What text extraction makes of a soft hyphen; 鄄 is Founder's typesetting seen through GBK."""

_HYPHENS = "-\u2010\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+){0,5}")
_LAST_WORD = re.compile(r"([^\W\d_]{1,40})[-\u2010\u2011]$")
_FIRST_WORD = re.compile(r"[^\W\d_]{1,40}")
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S{0,2000}$", re.IGNORECASE)
_NEW_TOPIC = re.compile(r"(?:doi|pmid|accessed|available|https?)\b", re.IGNORECASE)
_SUSPENDED = frozenset({"und", "oder", "bzw", "and", "or", "et", "y", "e", "to"})
"""Words before which a hyphen stands for a part left out (German *Schul- und Hochschulen*)."""

_MAX_CONTEXT = 2000
"""How far back an address may have begun, in characters."""

_CJK_MARKS = "，。；：、．（）《》〈〉「」！？［］【】～"


@dataclass(frozen=True, slots=True)
class Joined:
    """Text on one line, and what was done to it.

    `origins` has, for each character of `text` and one past the end, the offset in the
    source where what stands for it begins.
    """

    text: str
    repairs: tuple[Repair, ...]
    origins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Seam:
    """How two lines join: characters dropped at the first's end, what is put, and its name."""

    dropped: int
    put: str
    kind: str


def document_words(document: Document) -> frozenset[str]:
    """The words of a document in lower case, with compounds and their parts.

    Words that a line's end may have broken are left out: they are what is to be decided.
    """
    words: set[str] = set()
    broken_above = False
    for line in document.lines:
        if line.kind is not LineKind.TEXT:
            continue
        content = document.text[line.start : line.end].strip()
        found = [match[0].lower() for match in _WORD.finditer(content)]
        breaks = content.endswith((*_HYPHENS, *SOFT_HYPHENS))
        for word in found[broken_above : len(found) - breaks]:
            words.update(_with_parts(word))
        broken_above = breaks
    return frozenset(words)


def join_lines(
    text: str, words: frozenset[str], furniture: Sequence[tuple[int, int]] = ()
) -> Joined:
    """Put a text's lines together on one.

    Args:
        text: The text as extracted.
        words: The document's words, by `document_words`.
        furniture: Offsets of whole lines in `text` that are running heads and the like.
    """
    pieces = _pieces(text, furniture)
    if not pieces:
        return Joined("", (), (0,))
    output: list[str] = []
    origins: list[int] = []
    repairs: list[Repair] = []
    unbroken = ""
    for index, (start, end) in enumerate(pieces):
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        seam = _Seam(0, "", "")
        if following:
            before = (unbroken + text[start:end])[-_MAX_CONTEXT:]
            seam = _seam(before, text[following[0] : following[1]], words)
            unbroken = "" if seam.put else before.rsplit(maxsplit=1)[-1]
        output.append(text[start : end - seam.dropped])
        origins.extend(range(start, end - seam.dropped))
        if following:
            break_start = end - seam.dropped
            between = text[break_start : following[0]]
            headed = any(s < following[0] and e > end for s, e in furniture)
            kind = "running-head" if headed else seam.kind
            repairs.append(Repair(kind, break_start, following[0], between, seam.put))
            output.append(seam.put)
            origins.extend([break_start] * len(seam.put))
    return Joined("".join(output), tuple(repairs), (*origins, pieces[-1][1]))


def replace_in(joined: Joined, text: str, edits: Iterable[tuple[int, int, str, str]]) -> Joined:
    """Change a joined text further, recording each change against the source.

    Args:
        joined: What `join_lines` gave for `text`.
        text: The source text.
        edits: Start and end in `joined.text`, what to put there, and the repair's kind; in
            order, not overlapping, none longer than what it replaces.
    """
    output: list[str] = []
    origins: list[int] = []
    repairs = list(joined.repairs)
    done = 0
    for start, end, put, kind in edits:
        output.append(joined.text[done:start] + put)
        origins.extend(joined.origins[done : start + len(put)])
        first, last = joined.origins[start], joined.origins[end]
        repairs = [r for r in repairs if not (first <= r.start and r.end <= last)]
        repairs.append(Repair(kind, first, last, text[first:last], put))
        done = end
    output.append(joined.text[done:])
    origins.extend(joined.origins[done:])
    return Joined("".join(output), tuple(sorted(repairs, key=lambda r: r.start)), tuple(origins))


def _with_parts(word: str) -> list[str]:
    """A word; for a compound also its parts, and each two neighbours."""
    parts = re.split(rf"[{_HYPHENS}]", word)
    if len(parts) == 1:
        return parts
    pairs = [f"{a}-{b}" for a, b in pairwise(parts)]
    return ["-".join(parts), *parts, *pairs]


def _pieces(text: str, furniture: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The offsets of each line's content, furniture and blank lines left out."""
    heads = sorted(furniture)
    starts = [head[0] for head in heads]
    pieces: list[tuple[int, int]] = []
    start = 0
    for content in text.split("\n"):
        at = bisect_right(starts, start) - 1
        stripped = content.strip()
        if stripped and not (at >= 0 and start < heads[at][1]):
            first = start + len(content) - len(content.lstrip())
            pieces.append((first, first + len(stripped)))
        start += len(content) + 1
    return pieces


def _seam(before: str, after: str, words: frozenset[str]) -> _Seam:
    for rule in _RULES:
        seam = rule(before, after, words)
        if seam:
            return seam
    return _Seam(0, " ", "line-break")


def _at_address(before: str, after: str, _words: frozenset[str]) -> _Seam | None:
    """Inside a URL or DOI nothing is put and no hyphen is dropped."""
    address = _ADDRESS.search(before)
    if not address or after[0] in "[(（［" or _NEW_TOPIC.match(after):
        return None
    following = after.split(maxsplit=1)[0]
    last = before[-1]
    if last in "/-_=&?%#~+":
        return _Seam(0, "", "broken-address")
    if last == "." and (following[0].islower() or following[0].isdigit()):
        inside = "." in following[:-1] or "/" in following or following.endswith(".")
        return _Seam(0, "", "broken-address") if inside else None
    if last.isalnum() and re.match(r"[\w.~%-]{0,80}[/=?&]", following):
        return _Seam(0, "", "broken-address")
    return None


def _at_soft_hyphen(before: str, after: str, _words: frozenset[str]) -> _Seam | None:
    if before[-1] in SOFT_HYPHENS and before[-2:-1].isalpha() and after[0].isalpha():
        return _Seam(1, "", "soft-hyphen")
    return None


def _at_hyphen(before: str, after: str, words: frozenset[str]) -> _Seam | None:
    if before[-1] not in _HYPHENS:
        return None
    left, right = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if before[-2:-1].isspace() or (right and right[0] in _SUSPENDED):
        return _Seam(0, " ", "line-break")
    if not left or not right or (right[0][0].isupper() and not before[-3:-1].isupper()):
        return _Seam(0, "", "line-break")
    if _is_compound(left[1].lower(), right[0].lower(), words):
        return _Seam(0, "", "line-break")
    return _Seam(1, "", "soft-hyphen")


def _is_compound(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether the hyphen between two parts is the word's own, by the document's words."""
    if left + right in words:
        return False
    if f"{left}-{right}" in words:
        return True
    return right in words and (left in words or len(right) > 4)


def _at_dash(before: str, after: str, _words: frozenset[str]) -> _Seam | None:
    """Ranges and alternatives go on without a space."""
    joins = before[-1] in "–—/~～" and not before[-2:-1].isspace() and not after[0].isspace()
    begins = after[0] in _HYPHENS and after[1:2].isalnum() and before[-1].isalnum()
    return _Seam(0, "", "line-break") if joins or begins else None


def _at_han(before: str, after: str, _words: frozenset[str]) -> _Seam | None:
    """Chinese and Japanese have no spaces between words; an ASCII mark is followed by one."""
    if before[-1] in ",.:;?!":
        return None
    if is_cjk(before[-1]) or is_cjk(after[0]):
        return _Seam(0, "", "line-break")
    return None


def is_cjk(character: str) -> bool:
    """Whether a character is Han, kana, or a full-width mark."""
    return (
        "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff01" <= character <= "\uff60"
        or "\U00020000" <= character <= "\U0003ffff"
        or character in _CJK_MARKS
    )


_RULES: tuple[Callable[[str, str, frozenset[str]], _Seam | None], ...] = (
    _at_soft_hyphen,
    _at_address,
    _at_hyphen,
    _at_dash,
    _at_han,
)
