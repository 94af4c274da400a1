"""Verdicts as findings, so that they are counted, filtered and shown as all others are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backmatter.references.findings import Finding, Severity
from backmatter.references.identifiers import doi as dois
from backmatter.references.rules.rule import finding
from backmatter.references.verification.results import Notice, Outcome, Result, Verdict
from backmatter.references.verification.retractions import (
    CONCERN,
    REINSTATING,
    RETRACTING,
    in_words,
    told_once,
)


def findings(results: Iterable[Result]) -> tuple[Finding, ...]:
    """What a person should look at, reference by reference; a verified one gives none."""
    return tuple(found for result in results for found in _of(result))


def _of(result: Result) -> Iterator[Finding]:
    reference, evidence = result.reference, _evidence(result)
    match result.verdict:
        case Verdict.RETRACTED:
            yield finding("BM601", reference, result.reason, Severity.ERROR, evidence=evidence)
        case Verdict.WRONG_DOI:
            code = "BM302" if result.leads_to else "BM303"
            message = f"{result.printed_doi}: {result.reason}"
            yield finding(code, reference, message, Severity.ERROR, evidence=evidence)
        case Verdict.NOT_FOUND:
            message = result.reason + _nearest(result)
            yield finding("BM502", reference, message, Severity.WARNING, evidence=evidence)
        case Verdict.UNCHECKED:
            code = "BM503" if result.is_failure else "BM504"
            yield finding(code, reference, f"unchecked: {result.reason}", Severity.INFO)
        case Verdict.DIFFERS | Verdict.VERIFIED:
            pass
    for row in result.fields:
        if row.outcome is Outcome.DIFFER:
            message = f"not as in the record: {row.field} {row.ours}, theirs {row.theirs}"
            yield finding("BM501", reference, message, Severity.WARNING, evidence=evidence)
    for notice in told_once(result.notices):
        yield from _notice(result, notice)
    if result.doi and not result.printed_doi and result.verdict is not Verdict.UNCHECKED:
        message = f"has no DOI; the record's is {result.doi}"
        yield finding("BM505", reference, message, Severity.INFO, evidence=evidence)
    if repairs := _repairs(result):
        yield finding("BM301", reference, repairs, Severity.INFO)


def _notice(result: Result, notice: Notice) -> Iterator[Finding]:
    """What a notice that does not retract says; the one that does is the verdict."""
    if notice.kind in RETRACTING:
        return
    code, severity = "BM603", Severity.INFO
    if notice.kind in CONCERN:
        code, severity = "BM602", Severity.WARNING
    elif notice.kind in REINSTATING:
        code = "BM604"
    dated = f" on {notice.date}" if notice.date else ""
    message = f"{in_words(notice.kind)}{dated} ({notice.source})"
    yield finding(code, result.reference, message, severity, evidence=notice.doi)


def _nearest(result: Result) -> str:
    if not result.candidates:
        return ""
    near = result.candidates[0]
    return f"; nearest is “{near.title}” ({near.doi}), refused: {near.refused}"


def _repairs(result: Result) -> str:
    """How the DOI in the field had to be repaired; a mere link to doi.org is no damage."""
    parsed = dois.parse_doi(result.reference.text("DOI"))
    kinds = [repair.kind for repair in parsed.repairs if repair.kind != "prefix"] if parsed else []
    if parsed is None and result.reference.text("DOI"):
        return f"the DOI {result.reference.text('DOI')} is not well-formed"
    if parsed is None or not kinds:
        return ""
    return f"the DOI reads {parsed.text}, repaired: {', '.join(dict.fromkeys(kinds))}"


def _evidence(result: Result) -> str:
    """What the verdict rests on: the record's DOI, the source, the day."""
    parts = (result.doi, result.source, result.asked[:10])
    return ", ".join(part for part in parts if part)
