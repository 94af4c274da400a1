"""Rules for keywords."""

from __future__ import annotations

from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.formats.bibtex_names import split_list
from backmatter.references.formats.csl_custom import keyword_separator
from backmatter.references.rules.rule import Hit, Library, documented


def repeated(library: Library) -> Iterator[Hit]:
    """# BM265: a keyword twice.

    **What.** The same keyword stands twice in an entry, letter case aside.

    **Why.** Lists of tags show it twice.

    **Bad**

        @article{a, title = {A}, keywords = {disc, spine, Disc}}

    **Good**

        @article{a, title = {A}, keywords = {disc, spine}}

    **Fix** (safe). The later one is taken out.
    """
    for item in library.items:
        field = item.field("keywords", "keyword")
        if field is None:
            continue
        separator = keyword_separator(field.text)
        items = split_list(field.text, separator)
        first: dict[str, str] = {}
        again: list[str] = []
        for each in items:
            if each.casefold() in first:
                again.append(each)
            else:
                first[each.casefold()] = each
        if again:
            mark = ", " if "," in field.text and ";" not in field.text else "; "
            kept = mark.join(first.values())
            fix = field.rewritten(kept) if "{" not in field.text else None
            yield Hit(f"the keyword {again[0]} stands twice", item, field, fix)


RULES = (documented("BM265", "keyword-twice", repeated, Severity.INFO),)
