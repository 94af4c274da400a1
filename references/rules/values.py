"""Rules for values that say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.rules.known import PRINTED
from backmatter.references.rules.rule import Hit, Library, documented

_PLACEHOLDER = re.compile(
    r"\?{1,4}|n\.?/a\.?|todo|tba|tbd|unknown|none|null|nan|x{3,20}|\.{3}|-{1,3}|\[?no title\]?"
    r"|(x{1,5})(?:--?|\u2013)\1",
    re.IGNORECASE,
)
_YEAR = re.compile(r"0{4}|\d\dxx|yyyy", re.IGNORECASE)
_LONGEST = 20
_PLACED = PRINTED | {"pages", "volume", "number", "year", "date", "doi", "url", "isbn", "issn"}


def placeholders(library: Library) -> Iterator[Hit]:
    """# BM214: a value that stands for a value to come.

    **What.** `???`, `n/a`, `TODO`, `unknown`, `...` or a lone hyphen as a whole value, pages such
    as `XX--XX`, a year such as `20XX` or `0000`.

    **Why.** It is printed.

    **Bad**

        @article{a, title = {A}, pages = {??}}

    **Good**

        @article{a, title = {A}, pages = {11--19}}
    """
    for item in library.items:
        for field in item.values():
            text = field.text
            if len(text) > _LONGEST or (item.entry and field.name not in _PLACED):
                continue
            bare = text.strip("{} \n")
            if _PLACEHOLDER.fullmatch(bare) or (field.name == "year" and _YEAR.fullmatch(bare)):
                yield Hit(f"{field.name} holds only {text.strip()}", item, field)


def empty(library: Library) -> Iterator[Hit]:
    """# BM213: an empty field.

    **What.** A field with nothing between its delimiters.

    **Why.** It says nothing, and hides that the value is missing from a quick look.

    **Bad**

        @article{a, title = {A}, doi = {}}

    **Good**

        @article{a, title = {A}}

    **Fix** (safe). The field is taken out. In an entry with a `crossref` it stays: there it keeps
    the parent's value away.
    """
    for item in library.items:
        if item.entry is None:
            continue
        inherits = not item.entry.fields.keys().isdisjoint(("crossref", "xdata"))
        for field in item.entry.fields.values():
            if (
                not field.text.strip("{} \t\r\n")
                and field.editable
                and field.name not in ("crossref", "xdata")
            ):
                fix = None if inherits else field.removed()
                yield Hit(f"{field.name} is empty", item, field, fix)


RULES = (
    documented("BM213", "field-empty", empty, Severity.INFO),
    documented("BM214", "placeholder", placeholders),
)
