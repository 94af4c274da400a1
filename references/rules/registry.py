"""All rules, and running them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from backmatter.references.findings import Finding, Fix, Location
from backmatter.references.rules import (
    dialects,
    doi_case,
    dois,
    duplicates,
    encodings,
    fields,
    found_in_files,
    found_reading,
    found_verifying,
    gbt7714,
    iso4,
    issues,
    journals,
    keys,
    keywords,
    names,
    numbers,
    pages,
    relations,
    required_fields,
    tex,
    texts,
    titles,
    urls,
    values,
    volumes,
    years,
)
from backmatter.references.rules.rule import Entry, Field, Hit, Item, Library, Rule

_NEWLINE = re.compile(r"\r\n|\r|\n")

_FAMILIES = (
    encodings,
    keys,
    required_fields,
    duplicates,
    years,
    pages,
    relations,
    names,
    fields,
    values,
    texts,
    tex,
    volumes,
    titles,
    journals,
    keywords,
    dialects,
    doi_case,
    dois,
    numbers,
    urls,
    gbt7714,
    iso4,
    issues,
)

RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.code)
)
"""In the order of their codes."""

PAGES: tuple[Rule, ...] = tuple(
    sorted(
        (*RULES, *found_in_files.RULES, *found_reading.RULES, *found_verifying.RULES),
        key=lambda rule: rule.code,
    )
)
"""Every code that has a page, whether a rule gives it or a reader."""


ALONE = frozenset(
    """
    BM131 BM132 BM203 BM204 BM205 BM208 BM209 BM210 BM212 BM213 BM214 BM215 BM220 BM221 BM223 BM224
    BM225 BM231 BM232 BM233 BM234 BM240 BM241 BM242 BM250 BM251 BM252 BM253 BM254 BM255 BM265 BM301
    BM304 BM306 BM311 BM312 BM313 BM314 BM315 BM316 BM317 BM320 BM321 BM322
    """.split()  # noqa: SIM905  # sixty quotation marks hide a missing code
)
"""The rules that look at one entry at a time, in order: what they find in a library is what they
find in its parts. A rule that is not named here is run on the whole file whenever it changes."""


def check(library: Library) -> Iterator[Finding]:
    """What all rules find, rule by rule in the order of their codes."""
    finding = findings_in(library)
    for rule in RULES:
        if rule.check:
            for hit in rule.check(library):
                yield finding(rule, hit)


def findings_in(library: Library) -> Callable[[Rule, Hit], Finding]:
    """What makes a finding of a rule's hit in a library."""
    return partial(_finding, _Places(library))


def selected(
    findings: Iterable[Finding], select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """The findings whose code begins with one of `select` (empty: any) and none of `ignore`."""
    wanted, unwanted = tuple(select) or ("",), tuple(ignore)
    return tuple(
        found
        for found in findings
        if found.code.startswith(wanted) and not (unwanted and found.code.startswith(unwanted))
    )


def _finding(place: _Places, rule: Rule, hit: Hit) -> Finding:
    about = (
        hit.item.reference.label if isinstance(hit.item, Item) else hit.item.key if hit.item else ""
    )
    return Finding(rule.code, hit.message, rule.severity, place.of(hit), about, fix=place.fix(hit))


class _Places:
    """Offsets of a file's text as lines and columns."""

    def __init__(self, library: Library) -> None:
        self._file = library.file
        self._starts: list[int] = []

    def of(self, hit: Hit) -> Location:
        """Where a hit stands: its field, its entry, else the reference's line."""
        offset = hit.at.start if isinstance(hit.at, Field) else hit.at
        if self._file is None or offset is None or offset < 0:
            return self._of_item(hit.item)
        line = bisect_right(self._line_starts(), offset)
        return Location(self._file.name, line, offset - self._starts[line - 1] + 1)

    def fix(self, hit: Hit) -> Fix | None:
        """The fix of a hit, unless it would leave the text as it is."""
        if hit.fix is None or self._file is None:
            return hit.fix
        text = self._file.text
        changes = any(text[edit.start : edit.end] != edit.text for edit in hit.fix.edits)
        return hit.fix if changes else None

    def _of_item(self, item: Item | Entry | None) -> Location:
        if self._file is not None and (entry := item.entry if isinstance(item, Item) else item):
            return self.of(Hit("", None, entry.start))
        source = item.reference.source if isinstance(item, Item) else None
        return Location(source.file, source.line or 0) if source else Location()

    def _line_starts(self) -> list[int]:
        if not self._starts and self._file is not None:
            ends = (match.end() for match in _NEWLINE.finditer(self._file.text))
            self._starts = [0, *ends]
        return self._starts
