"""# BM203: a year that cannot be.

**What.** A year of issue after next year, or a date with digits that is none (`20x0`). Words
(*in press*, 待刊) are left alone.

**Why.** It is a slip of the pen or of a parser: 2108 for 2018. Next year is allowed, since
journals print ahead.

**Bad** `year = {2108}`

**Good** `year = {2018}`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Finding
from backmatter.references.rules.rule import Library, Rule, finding


def check(library: Library) -> Iterator[Finding]:
    """One finding for each date of issue that cannot be."""
    for reference in library.references:
        issued = reference.dates.get("issued")
        text = issued.literal or issued.raw if issued else ""
        if re.search(r"\d", text) and not re.search(r"(?<!\d)\d{3,4}(?!\d)", text):
            yield finding("BM203", reference, f"the date {text} has no year in it")
        if reference.year is not None and reference.year > library.today.year + 1:
            yield finding("BM203", reference, f"the year {reference.year} is in the future")


RULE = Rule("BM203", "years", __doc__ or "", check)
