"""Type marks of GB/T 7714 (`[J]`, `[M/OL]`), and the CSL types they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

TYPES = {
    "J": "article-journal",
    "M": "book",
    "C": "paper-conference",
    "D": "thesis",
    "R": "report",
    "S": "standard",
    "P": "patent",
    "N": "article-newspaper",
    "EB": "webpage",
    "DB": "dataset",
    "DS": "dataset",
    "CP": "software",
    "G": "book",
    "A": "chapter",
    "Z": "document",
    "K": "book",
    "CM": "map",
    "PP": "article",
}
"""GB/T 7714—2015, annex B, and the marks added in 2025."""

_MARK = re.compile(
    r"\s{0,2}\[\s?(?P<type>EB|DB|DS|CP|CM|PP|[JMCDRSPNGAZK])\s?(?:/\s?(?P<medium>OL|CD|MT|DK))?\s?[\]」}]",
)
_SLIP = re.compile(r"\s{0,2}[\[(](?P<type>[JMCD])[\[IlJ1|)](?=[.,\s．，\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class TypeMark:
    """A mark as found: its letters, the medium after the slash, and its offsets."""

    letters: str
    medium: str
    start: int
    end: int


def find_mark(masked: str) -> TypeMark | None:
    """The first type mark of a reference, with the blanks before it; OCR's slips are read too."""
    match = _MARK.search(masked) or _SLIP.search(masked)
    if not match:
        return None
    medium = match.groupdict().get("medium") or ""
    return TypeMark(match["type"], medium, match.start(), match.end())


def csl_type(mark: TypeMark, *, in_host: bool) -> str:
    """The CSL type of a mark; a book's part where a host follows."""
    if in_host and mark.letters in {"M", "G", "K"}:
        return "chapter"
    return TYPES[mark.letters]
