"""# BM204: a page range that runs backwards.

**What.** The last page is smaller than the first.

**Why.** One of the two is wrong, and a reader looks in vain. Shortened last pages (`1337-45`
for 1337-1345) are not backwards: they are read as their full form.

**Bad** `pages = {1379-1337}`

**Good** `pages = {1337-1379}` or `pages = {1337-79}`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Finding
from backmatter.references.rules.rule import Library, Rule, finding

_RANGE = re.compile(
    r"([A-Za-z]{0,3})(\d{1,9})\s{0,2}[-\u2010-\u2015\u2212~]{1,3}\s{0,2}\1(\d{1,9})"
)


def check(library: Library) -> Iterator[Finding]:
    """One finding for each reference whose `page` is a backward range."""
    for reference in library.references:
        match = _RANGE.fullmatch(reference.text("page").strip())
        if match and int(_in_full(match[2], match[3])) < int(match[2]):
            yield finding("BM204", reference, f"the pages {match[0]} run backwards")


def _in_full(first: str, last: str) -> str:
    """The last page with the digits that a shortened range leaves out."""
    return first[: len(first) - len(last)] + last if len(last) < len(first) else last


RULE = Rule("BM204", "pages", __doc__ or "", check)
