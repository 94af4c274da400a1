"""The duplicates of a `.bib` text that none of its comments takes back.

`% backmatter: ignore BM206` in an entry, or above it, says that it is no other's near duplicate.
"""

from __future__ import annotations

from backmatter.references.bibtex.scanner import line_and_column
from backmatter.references.duplicates.comparing import Kind
from backmatter.references.duplicates.finding import Found
from backmatter.references.findings import Finding, Location
from backmatter.references.rules.bibfile import source_file
from backmatter.references.rules.ignoring import without_ignored

_CODES = {Kind.CERTAIN: "BM202", Kind.NEAR: "BM206", Kind.VERSION: "BM207"}


def standing(found: Found, text: str) -> Found:
    """What was found among the entries of a text, without what its comments take back."""
    if "backmatter:" not in text:
        return found
    file = source_file(text, "")
    lines = [line_and_column(text, entry.start)[0] for entry in file.entries]

    def stays(kind: Kind, at: int) -> bool:
        finding = Finding(_CODES[kind], "", location=Location("", lines[at]))
        return bool(without_ignored([finding], file))

    groups = (
        (first, *filter(lambda at: stays(Kind.CERTAIN, at), rest)) for first, *rest in found.groups
    )
    return Found(
        tuple(group for group in groups if len(group) > 1),
        tuple(pair for pair in found.certain if stays(Kind.CERTAIN, pair.later)),
        tuple(
            pair
            for pair in found.pairs
            if stays(pair.likeness.kind, pair.earlier) and stays(pair.likeness.kind, pair.later)
        ),
    )
