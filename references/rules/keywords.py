"""Rules for keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Edit, Fix, Severity
from backmatter.references.formats.csl_custom import keyword_separator
from backmatter.references.rules.rule import Field, Hit, Library, documented

_TIGHT = re.compile(r",(?! )")
_LOOSE = re.compile(r", ")


def repeated(library: Library) -> Iterator[Hit]:
    """# BM265: a keyword twice.

    **What.** The same keyword stands twice in an entry, letter case aside. Where commas may be
    part of a keyword (beside semicolons, or in a library's subject headings) nothing is told.

    **Why.** Lists of tags show it twice.

    **Bad**

        @article{a, title = {A}, keywords = {disc, spine, Disc}}

    **Good**

        @article{a, title = {A}, keywords = {disc, spine}}

    **Fix** (safe). The later one is taken out.
    """
    for item in library.items:
        field = item.field("keywords", "keyword")
        if field is None or "{" in field.text or _may_have_commas_inside(field.text):
            continue
        seen: set[str] = set()
        again: list[tuple[int, int]] = []
        for start, end in _spans(field.text):
            keyword = field.text[start:end].strip().strip(",;").strip().casefold()
            if keyword in seen:
                again.append((start, end))
            seen.add(keyword)
        if again:
            shown = ", ".join(field.text[start:end].strip(" \n\t,;") for start, end in again)
            yield Hit(
                f"stands twice among the keywords: {shown}", item, field, _without(field, again)
            )


def _may_have_commas_inside(text: str) -> bool:
    """Whether commas may be part of a keyword, as in a library's `Printing -- Manuals, etc.`."""
    return "," in text and (";" in text or "--" in text)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each keyword begins and ends, the separator before it included.

    Where some commas have a space after them and others have none, those without part the
    keywords: Mendeley writes `Mice,Stress, Mechanical`, whose second keyword has a comma.
    """
    mixed = _TIGHT.search(text) and _LOOSE.search(text)
    start = 0
    for match in (_TIGHT if mixed else keyword_separator(text)).finditer(text):
        yield start, match.start()
        start = match.start()
    yield start, len(text)


def _without(field: Field, spans: list[tuple[int, int]]) -> Fix | None:
    if not field.editable:
        return None
    at = field.start
    return Fix(tuple(Edit(at + start, at + end, "") for start, end in spans), safe=True)


RULES = (documented("BM265", "keyword-twice", repeated, Severity.INFO),)
