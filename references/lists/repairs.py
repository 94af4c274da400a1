"""The entries of a list as printed: lines joined, stray spaces taken out, every change recorded.

Whether a space is stray is asked of the list itself: `25 (2)` is mended where the other
entries have `25(2)`, and left alone in a list that is printed so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backmatter.references.documents.joining import Joined, join_lines, replace_in

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]{2,}|[\t\u00a0\u2000-\u200a]")
_HYPHEN = re.compile(r"(?<=\w)\s(?=[-\u2010]\w)")
"""A space before a hyphen that joins two halves of a word; no style prints one."""

_HOUSE = tuple(
    (name, re.compile(rf"(?<={before})\s?(?={after})"))
    for name, before, after in (
        ("space-before-mark", r"[^\s]", r"\[[A-Z]{1,2}(?:/[A-Z]{2})?\]"),
        ("space-before-issue", r"\d", r"\(\d{1,4}(?:[-/–]\d{1,4})?\)\s?[:：,，.]"),
        ("space-before-comma", r"\w", r","),
        ("space-before-stop", r"\w", r"\.(?:\s|$)"),
        ("space-before-colon", r"\w", r":(?!//)"),
    )
)
"""Places where a list either always prints a space or never does."""

_STRETCHED = re.compile(
    r"\b(?:https?\s:\s?/\s?/\s?|10\s\.\s\d{4,9}\s?/\s?)[\w%~()]{1,100}"
    r"(?:(?:\s?/\s?|\s[.:_-]\s|[.:_?=&#-](?=\w))[\w%~()]{1,100}){0,40}"
)
"""An address with spaces around its marks (`https : / / a . org`), as typesetters justify them."""

_GAP = re.compile(r"\s{1,4}")
_HAN = "\u3400-\u9fff"
_HAN_GAP = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
_GAP_SHARE = 0.3
"""Where this share of the Chinese entries has a space between two characters, none is meant."""


def repaired(
    texts: Sequence[str],
    furniture: Sequence[Sequence[tuple[int, int]]],
    words: frozenset[str],
) -> tuple[Joined, ...]:
    """Each entry's text on one line, repaired.

    Args:
        texts: The entries as extracted.
        furniture: For each entry the offsets of running heads in it.
        words: The document's words (`joining.document_words`).
    """
    joined = [join_lines(text, words, heads) for text, heads in zip(texts, furniture, strict=True)]
    stray = [(name, pattern) for name, pattern in _HOUSE if _is_stray(pattern, joined)]
    if _is_gapped(joined):
        stray.append(("space-between-han", _HAN_GAP))
    return tuple(
        replace_in(entry, text, _edits(entry.text, stray))
        for entry, text in zip(joined, texts, strict=True)
    )


def _is_stray(pattern: re.Pattern[str], entries: Sequence[Joined]) -> bool:
    """Whether most entries of the list have no space in this place."""
    spaced = tight = 0
    for entry in entries:
        for match in pattern.finditer(entry.text):
            spaced, tight = spaced + bool(match[0]), tight + (not match[0])
    return tight > spaced


def _is_gapped(entries: Sequence[Joined]) -> bool:
    """Whether extraction put spaces inside the Chinese of this list."""
    han = [entry for entry in entries if len(re.findall(f"[{_HAN}]", entry.text)) > 5]
    gapped = sum(1 for entry in han if _HAN_GAP.search(entry.text))
    return gapped > 1 and gapped >= _GAP_SHARE * len(han)


def _address_gaps(text: str) -> Iterator[re.Match[str]]:
    """The spaces inside addresses that justified lines have stretched."""
    for address in _STRETCHED.finditer(text):
        yield from _GAP.finditer(text, address.start(), address.end())


def _edits(
    text: str, stray: Sequence[tuple[str, re.Pattern[str]]]
) -> Iterator[tuple[int, int, str, str]]:
    found = {m.start(): (m.start(), m.end(), "", "space-before-hyphen")
             for m in _HYPHEN.finditer(text)}  # fmt: skip
    for match in _address_gaps(text):
        found.setdefault(match.start(), (match.start(), match.end(), "", "space-in-address"))
    for name, pattern in stray:
        for match in pattern.finditer(text):
            if match[0]:
                found.setdefault(match.start(), (match.start(), match.end(), "", name))
    for match in _SPACES.finditer(text):
        overlaps = any(at in found for at in range(match.start(), match.end()))
        if not overlaps:
            found[match.start()] = (match.start(), match.end(), " ", "spaces")
    yield from (found[at] for at in sorted(found))
