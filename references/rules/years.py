"""# BM203: a year that cannot be.

**What.** A year of issue after next year, or of more than four digits.

**Why.** It is a slip of the pen or of a parser: 2108 for 2018. Next year is allowed, since
journals print ahead.

**Bad** `year = {2108}`

**Good** `year = {2018}`
"""

from __future__ import annotations

from collections.abc import Iterator

from backmatter.references.findings import Finding
from backmatter.references.rules.rule import Library, Rule, finding


def check(library: Library) -> Iterator[Finding]:
    """One finding for each year of issue that lies beyond next year."""
    for reference in library.references:
        if reference.year is not None and reference.year > library.today.year + 1:
            yield finding("BM203", reference, f"the year {reference.year} is in the future")


RULE = Rule("BM203", "years", __doc__ or "", check)
