"""All rules, and running them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from backmatter.references.findings import Finding, Location
from backmatter.references.rules import (
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


def check(library: Library) -> Iterator[Finding]:
    """What all rules find, rule by rule in the order of their codes."""
    place = _Places(library)
    for rule in RULES:
        if rule.check:
            for hit in rule.check(library):
                yield _finding(rule, hit, place)


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


def _finding(rule: Rule, hit: Hit, place: _Places) -> Finding:
    about = (
        hit.item.reference.label if isinstance(hit.item, Item) else hit.item.key if hit.item else ""
    )
    return Finding(rule.code, hit.message, rule.severity, place.of(hit), about, fix=hit.fix)


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
