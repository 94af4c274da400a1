"""# BM205: a name that is no name.

**What.** An author called *et al.*, *others*, 等 or *and others*, a name made of digits, or one
with `;` or ` and ` inside.

**Why.** A list cut short is written `and others` in BibTeX, and every style then prints *et
al.* in the reference's language; as a name it is sorted, inverted and abbreviated (`al., E.`).
Several names in one are printed as one.

**Bad** `author = {Okuda, S. and Nagamoto, Y. and et al.}`

**Good** `author = {Okuda, S. and Nagamoto, Y. and others}`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Finding
from backmatter.references.model import Name
from backmatter.references.rules.rule import Library, Rule, finding

_CLOSERS = {"etal", "others", "andothers", "等", "et", "al"}


def check(library: Library) -> Iterator[Finding]:
    """One finding for each name that cannot be one."""
    for reference in library.references:
        for variable, names in reference.names.items():
            for name in names:
                if problem := _problem(name):
                    yield finding("BM205", reference, f"{variable} {_shown(name)!r} {problem}")


def _problem(name: Name) -> str:
    text = _shown(name)
    if re.sub(r"[\W_]+", "", text.casefold()) in _CLOSERS:
        return "stands for more names: write `and others`"
    if not any(char.isalpha() for char in text):
        return "has no letter"
    if not name.literal and (";" in text or re.search(r"\sand\s", text)):
        return "seems to be several names: separate them with ` and `"
    return ""


def _shown(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.given, name.family) if part)


RULE = Rule("BM205", "names", __doc__ or "", check)
