"""English titles from title case to sentence case.

CSL's `text-case="sentence"` leaves a title in mixed case alone, since it cannot tell names from
other words. A title in title case can be told, though: most of its words that count begin with
a capital. Protected words, abbreviations and words with capitals or figures inside keep theirs.
"""

from __future__ import annotations

import re

_PROTECTED = re.compile(r'<span class="nocase">.*?</span>|<[^<>]{0,200}>')
_TAG = re.compile(r"<[^<>]{0,200}>")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL = frozenset(
    (
        "a",
        "about",
        "after",
        "against",
        "among",
        "an",
        "and",
        "as",
        "at",
        "because",
        "before",
        "between",
        "but",
        "by",
        "during",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "out",
        "over",
        "per",
        "since",
        "so",
        "than",
        "that",
        "the",
        "through",
        "to",
        "toward",
        "under",
        "until",
        "upon",
        "versus",
        "via",
        "vs",
        "when",
        "while",
        "with",
        "within",
        "without",
        "yet",
    )
)
"""Words that title case leaves small."""

_CAPITAL_WORD = re.compile(r"(?<![^\W_])[A-Z][a-z]")
_SHARE = 0.5


def to_sentence_case(title: str) -> str:
    """The title with its first word as it is and the others in small letters.

    A title that is not in title case is returned as it stands.
    """
    if not _CAPITAL_WORD.search(title, 1) or not _is_title_case(title):
        return title
    parts: list[str] = []
    end = 0
    first = True
    for match in _PROTECTED.finditer(title):
        lowered, first = _lower(title[end : match.start()], first=first)
        parts += (lowered, match[0])
        first = first and not (match[0].startswith("<span") and "nocase" in match[0])
        end = match.end()
    return "".join(parts) + _lower(title[end:], first=first)[0]


def _is_title_case(title: str) -> bool:
    """Whether more than half of the words that count, after the first, begin with a capital."""
    first = _WORD.search(_TAG.sub("", title))
    words = [match[0] for match in _WORD.finditer(_PROTECTED.sub(" ", title))]
    later = words[1:] if words and first and words[0] == first[0] else words
    counted = [w for w in later if len(w) > 1 and not w.isupper() and w.lower() not in _SMALL]
    capitals = sum(word[0].isupper() for word in counted)
    return capitals > len(counted) * _SHARE


def _lower(text: str, *, first: bool) -> tuple[str, bool]:
    """The text's plain words in small letters, and whether its first word is still to come."""

    def change(match: re.Match[str]) -> str:
        nonlocal first
        word, was_first = match[0], first
        first = False
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if was_first or word == "I" or before.isdigit() or after.isdigit():
            return word
        plain = word[1:].islower() or word == "A" or (word == "E" and after in ("-", "‐"))
        return word.lower() if plain else word

    lowered = _WORD.sub(change, text)
    return lowered, first
