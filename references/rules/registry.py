"""All rules, and running them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backmatter.references.findings import Finding
from backmatter.references.rules import (
    duplicates,
    found_in_files,
    found_reading,
    found_verifying,
    names,
    pages,
    required_fields,
    years,
)
from backmatter.references.rules.rule import Library, Rule

RULES: tuple[Rule, ...] = (
    required_fields.RULE,
    duplicates.RULE,
    years.RULE,
    pages.RULE,
    names.RULE,
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
    for rule in RULES:
        if rule.check:
            yield from rule.check(library)


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
