"""For which of the two programs a `.bib` file is written, as far as it says so itself."""

from __future__ import annotations

import re
from enum import StrEnum

_DECLARED = re.compile(
    r"@comment\s{0,9}\{\s{0,9}jabref-meta:\s{0,9}databaseType:\s{0,9}(bibtex|biblatex)\s{0,9};"
    r"|%\s{0,9}!\s{0,9}BIB(?:\s{1,9}(?:TS-)?program)?\s{0,9}=\s{0,9}(bibtex|biber)\s{0,9}$",
    re.IGNORECASE | re.MULTILINE,
)


class Dialect(StrEnum):
    """The reading of names, and which rules matter: BibTeX's, or BibLaTeX's (by biber)."""

    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"


def declared(text: str) -> Dialect | None:
    """The dialect that a text names: JabRef's `databaseType`, or `% !BIB program = biber`."""
    found = _DECLARED.search(text)
    if not found:
        return None
    return Dialect.BIBTEX if (found[1] or found[2]).lower() == "bibtex" else Dialect.BIBLATEX
