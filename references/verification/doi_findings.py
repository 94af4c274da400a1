"""What bare DOIs let be found, as findings: malformed, unregistered, retracted and so on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.verification.doi_check import DoiReport
from backmatter.references.verification.results import Notice
from backmatter.references.verification.retractions import (
    CONCERN,
    REINSTATING,
    RETRACTING,
    in_words,
    told_once,
)


def findings(reports: Iterable[tuple[DoiReport, Location]]) -> Iterator[Finding]:
    """The findings about DOIs, each with the place where it was given."""
    for report, place in reports:
        name = report.doi.text if report.doi else report.given
        match report.state:
            case "malformed":
                yield Finding("BM301", "is not well-formed", Severity.ERROR, place, name)
            case "unregistered":
                yield Finding("BM303", "is not registered", Severity.ERROR, place, name)
            case "unchecked":
                why = report.failure.reason if report.failure else "nobody could be asked"
                yield Finding("BM503", f"unchecked: {why}", Severity.INFO, place, name)
            case _:
                pass
        if repairs := [kind for kind in report.repairs if kind != "prefix"]:
            message = f"repaired: {', '.join(repairs)}"
            yield Finding("BM301", message, Severity.INFO, place, name)
        if retraction := report.retraction:
            message = f"the work is retracted: {_dated(retraction)}"
            yield Finding("BM601", message, Severity.ERROR, place, name, retraction.doi)
        for notice in told_once(report.notices):
            yield from _noted(notice, place, name)


def _noted(notice: Notice, place: Location, name: str) -> Iterator[Finding]:
    """What a notice that does not retract says."""
    if notice.kind in RETRACTING:
        return
    code, severity = "BM603", Severity.INFO
    if notice.kind in CONCERN:
        code, severity = "BM602", Severity.WARNING
    elif notice.kind in REINSTATING:
        code = "BM604"
    yield Finding(code, _dated(notice), severity, place, name, notice.doi)


def _dated(notice: Notice) -> str:
    dated = f" on {notice.date}" if notice.date else ""
    return f"{in_words(notice.kind)}{dated} ({notice.source})"
