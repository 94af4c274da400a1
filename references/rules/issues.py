"""Rules for issues in a field that is not theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.bibtex import edits
from backmatter.references.findings import Edit, Fix
from backmatter.references.rules.rule import Entry, Field, Hit, Library, documented

_BOTH = re.compile(
    r"(?P<volume>(?:[A-Z]{1,5}-)?\d{1,4})"
    r"(?:\s?\(\s?(?:no\.?\s?|pt\.?\s?|issue\s)?(?P<bracketed>\d{1,3}(?:[-/]\d{1,3})?)\s?\)"
    r"|\s?:\s?(?P<after_colon>\d{1,3})"
    r"|,\s?(?:issue|no\.?|number|nr\.?)\s?(?P<after_word>\d{1,3}))",
    re.IGNORECASE,
)
_MOST_IN_A_YEAR = 53
"""Weekly journals have no more: `30(72)` is number 30 of a new series and 72 of all."""

_NUMBERS = re.compile(r"\d{1,4}(?:\s?(?:--?|/|\u2013)\s?\d{1,4})?")


def in_volume(library: Library) -> Iterator[Hit]:
    """# BM227: the issue stands in the volume.

    **What.** The `volume` of an article holds volume and issue (`15(4)`, `7:6`, `10, Issue 3`),
    and there is no `number`. An issue above 53 is not told: the volume may be counted twice.

    **Why.** Styles print both in their own way, some the volume in bold, and programs that look
    the article up find no volume *15(4)*.

    **Bad**

        @article{a, title = {A}, journal = {J}, volume = {15(4)}}

    **Good**

        @article{a, title = {A}, journal = {J}, volume = {15}, number = {4}}

    **Fix** (safe). The issue goes into `number`.
    """
    for entry in library.entries:
        field = entry.fields.get("volume")
        if field is None or entry.type != "article" or {"number", "issue"} & entry.fields.keys():
            continue
        if found := _BOTH.fullmatch(field.text.strip()):
            issue = found["bracketed"] or found["after_colon"] or found["after_word"]
            if int(re.split("[-/]", issue)[0]) > _MOST_IN_A_YEAR:
                continue
            message = f"the volume {field.text.strip()} holds the issue {issue}: give it as number"
            yield Hit(message, entry, field, _divided(entry, field, found["volume"], issue))


def _divided(entry: Entry, field: Field, volume: str, issue: str) -> Fix | None:
    """The fix that leaves the volume and adds the issue as a field of its own."""
    if not field.editable:
        return None
    bib, block = entry.place
    added = edits.add_field(bib, block, "number", issue)
    return Fix((Edit(field.start, field.end, volume), added), safe=True)


def as_issue(library: Library) -> Iterator[Hit]:
    """# BM228: the number of an issue in the field issue.

    **What.** An article has `issue = {4}` and no `number`.

    **Why.** BibTeX does not know `issue`, and BibLaTeX means a name by it, such as *Spring*: the
    number belongs into `number`.

    **Bad**

        @article{a, title = {A}, journal = {J}, volume = {15}, issue = {4}}

    **Good**

        @article{a, title = {A}, journal = {J}, volume = {15}, number = {4}}

    **Fix** (safe). The field becomes `number`.
    """
    for entry in library.entries:
        field = entry.fields.get("issue")
        if field is None or entry.type != "article" or "number" in entry.fields:
            continue
        if _NUMBERS.fullmatch(field.text.strip()):
            message = f"the issue {field.text.strip()} is a number: give it as number"
            yield Hit(message, entry, field, field.renamed("number", field.text))


RULES = (
    documented("BM227", "issue-in-volume", in_volume),
    documented("BM228", "issue-as-number", as_issue),
)
