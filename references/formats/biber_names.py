"""Names as biber splits them, where it differs from BibTeX (biber 2.18, tried on public cases).

The `von` part ends with the first run of words in small letters, where BibTeX's goes on to the last
such word; before a comma it begins the name or is none; and a word whose first letter stands in
braces, or behind a figure, is no word in small letters.
"""

from __future__ import annotations

import re

from backmatter.references.latex import decode
from backmatter.references.latex_tables import ACCENTS

_TOKEN = re.compile(r"[\s~]*([{},]|(?:\\[^{}\s]|[^\s~{},\\]|\\(?=[{}\s]|$))+)")
_ACCENTED = re.compile(
    r"\{?\\(?:"
    + "|".join(re.escape(a) + ("(?![A-Za-z])" if a.isalpha() else "") for a in ACCENTS)
    + ")"
)


def parts(text: str) -> tuple[str, str, str, str]:
    """First, von, last and Jr of a name in BibTeX's form, LaTeX left as it is.

    All are empty when the text is no name (commas only, more than two, unmatched braces).
    """
    sections = _sections(text)
    if not sections or len(sections) > 3 or not sections[0]:
        return "", "", "", ""
    if len(sections) == 1:
        words = sections[0]
        start = next((at for at, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
        first, rest = words[:start], words[start:]
    else:
        first, rest = sections[-1], sections[0]
    end = next((at for at, word in enumerate(rest[:-1]) if not _is_small(word)), len(rest) - 1)
    lineage = sections[1] if len(sections) == 3 else []
    found = (first, rest[:end], rest[end:], lineage)
    given, von, last, suffix = (_unbraced(" ".join(words)) for words in found)
    return given, von, last, suffix


def _sections(text: str) -> list[list[str]]:
    """The words between the commas of a name; nothing where a brace has no other."""
    sections: list[list[str]] = [[]]
    word = ""
    depth = at = 0
    while (match := _TOKEN.match(text, at)) is not None:
        piece = match[1]
        if depth:
            word += text[at : match.start(1)]
        elif match.start(1) > at and word:
            sections[-1].append(word)
            word = ""
        at = match.end()
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if depth < 0:
            return []
        if piece == "," and not depth:
            sections[-1] += [word] if word else []
            sections.append([])
            word = ""
        else:
            word += piece
    sections[-1] += [word] if word else []
    return [] if depth else sections


def _is_small(word: str) -> bool:
    """Whether a word begins with a small letter, as it stands or by an accent's command."""
    start = decode(word) if _ACCENTED.match(word) else word
    return start[:1].islower()


def _unbraced(part: str) -> str:
    """A part without the one pair of braces that encloses all of it."""
    if not (part.startswith("{") and part.endswith("}")) or part.startswith("{\\"):
        return part
    depth = 0
    for at, character in enumerate(part):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return part[1:-1] if at == len(part) - 1 else part
    return part
