"""What a rule is, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.model import Citation, Reference


@dataclass(frozen=True, slots=True)
class Library:
    """What a rule looks at: the references in order, and the day on which it looks.

    `citations` are the marks of the document that the references were read from.
    """

    references: Sequence[Reference]
    today: date
    citations: Sequence[Citation] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code; `page` is its documentation (what, why, a bad and a good example).

    `check` is None for what a reader finds while reading.
    """

    code: str
    name: str
    page: str
    check: Callable[[Library], Iterable[Finding]] | None = None


def finding(
    code: str,
    reference: Reference,
    message: str,
    severity: Severity = Severity.WARNING,
    *,
    evidence: str = "",
) -> Finding:
    """A finding about a reference, placed where the reference stands."""
    source = reference.source
    place = Location(source.file, source.line or 0) if source else Location()
    return Finding(code, message, severity, place, reference.label, evidence)
