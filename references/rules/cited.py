"""Manuscripts beside their `.bib` files: keys that lead nowhere, entries that nothing cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from backmatter.references.bibtex.scanner import line_and_column
from backmatter.references.documents.citation_keys import cited_keys
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.model import Reference

_COMMENTED = re.compile(r"(?<!\\)(?:\\\\)*%")
_DEFINES = re.compile(r"\\bibitem\s{0,4}(?:\[[^\[\]]{0,200}\]\s{0,4})?\{$")
_NO_KEY = re.compile(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|exm|exr|def|fn|app)[:-]")
"""What Markdown dialects refer to by `@fig:…` or `@fig-…` within a text."""


def citation_findings(
    documents: Mapping[str, str], references: Sequence[Reference], parents: frozenset[str]
) -> Iterator[Finding]:
    """Where documents and `.bib` files do not fit: BM401 and BM402.

    Args:
        documents: Name → text, LaTeX or Markdown.
        references: All references of the `.bib` files.
        parents: Keys that entries name by `crossref`, `xref` or `xdata`; they need not be cited.

    Raises:
        InputError: When a document is of another kind.
    """
    known = {reference.key for reference in references}
    cited: set[str] = set()
    for name, text in documents.items():
        is_latex = name.lower().endswith((".tex", ".ltx"))
        for key, at in cited_keys(text, name):
            if _is_no_citation(text, at, key, is_latex=is_latex):
                continue
            if key not in known and key != "*" and key not in cited:
                place = Location(name, *line_and_column(text, at))
                message = f"the key {key} is cited here, and no entry has it"
                yield Finding("BM401", message, Severity.ERROR, place)
            cited.add(key)
    if "*" in cited:
        return
    for reference in references:
        if reference.key and reference.key not in cited and reference.key not in parents:
            source = reference.source
            place = Location(source.file, source.line or 0) if source else Location()
            message = "is cited in no document"
            yield Finding("BM402", message, Severity.WARNING, place, reference.label)


def _is_no_citation(text: str, at: int, key: str, *, is_latex: bool) -> bool:
    """Whether a key stands in a comment, in a list of the document's own, or for a figure."""
    line = text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]
    if not is_latex:
        return _NO_KEY.match(key) is not None
    return _COMMENTED.search(line) is not None or _DEFINES.search(line) is not None
