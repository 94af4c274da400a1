"""Verdicts, as a person or a program wants them; the worst come first."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from backmatter.cli import reporting
from backmatter.cli.console import visible
from backmatter.references.verification.findings import findings
from backmatter.references.verification.results import Outcome, Result, Verdict
from backmatter.references.verification.retractions import RETRACTING, in_words

_INDENT = " " * 13


def write_verdicts(results: Sequence[Result], output_format: str) -> str:
    """The verdicts in an output format of `WRITERS`, or their findings in one of reporting's."""
    if output_format in WRITERS:
        return WRITERS[output_format](worst_first(results))
    return reporting.write_findings(findings(results), output_format)


def worst_first(results: Sequence[Result]) -> list[Result]:
    """The results by verdict, the worst first; those of one verdict stay in their order."""
    return sorted(results, key=lambda result: result.verdict.rank)


def summary(results: Sequence[Result], source: str, *, is_curated: bool = False) -> str:
    """One line: `47 references: 1 differs, 17 unchecked, 29 verified (Crossref)`."""
    counts = Counter(result.verdict for result in results)
    parts = [f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]]
    total = f"{len(results)} reference{'' if len(results) == 1 else 's'}"
    line = f"{total}: {', '.join(parts) or 'nothing to check'} ({source})"
    if is_curated:
        covered = sum(result.verdict is not Verdict.UNCHECKED for result in results)
        line += f"; the evidence covers {covered} of them, the others stay unchecked"
    elif failed := sum(result.is_failure for result in results):
        line += f"; {failed} could not be checked"
    return line


def verdict_lines(result: Result) -> Iterator[str]:
    """One verdict in lines: what it is, why, and the fields that differ, ours beside theirs."""
    yield f"{result.verdict:12} {result.reference.label}"
    yield f"{_INDENT}{result.reason}"
    for row in result.fields:
        if row.outcome is Outcome.DIFFER:
            seen = f"  [{row.seen_at}]" if row.seen_at else ""
            yield f"{_INDENT}{row.field}: {row.ours}  ≠  {row.theirs}{seen}"
    for notice in result.notices:
        if notice.kind not in RETRACTING or result.verdict is not Verdict.RETRACTED:
            about = " ".join(part for part in (notice.date, notice.doi, notice.source) if part)
            yield f"{_INDENT}note: {in_words(notice.kind)} {about}"
    for candidate in result.candidates if result.verdict is not Verdict.VERIFIED else ():
        year = f" ({candidate.year})" if candidate.year else ""
        yield f"{_INDENT}not: {candidate.title}{year} {candidate.doi}: {candidate.refused}"
    where = ", ".join(part for part in (result.doi, result.source, result.asked[:10]) if part)
    if result.verdict is not Verdict.UNCHECKED and where:
        yield f"{_INDENT}{where}"


def _text(results: Sequence[Result]) -> str:
    lines = [line for result in results for line in verdict_lines(result)]
    return "".join(visible(" ".join(line.splitlines())) + "\n" for line in lines)


def _json(results: Sequence[Result]) -> str:
    return json.dumps([_record(each) for each in results], ensure_ascii=False, indent=1) + "\n"


def _record(result: Result) -> dict[str, Any]:
    reference = result.reference
    return {
        "key": reference.key,
        "citation-number": reference.source.number if reference.source else "",
        "title": reference.title,
        "verdict": str(result.verdict),
        "reason": result.reason,
        "cause": str(result.cause),
        "doi": result.doi,
        "printed-doi": result.printed_doi,
        "leads-to": result.leads_to,
        "source": result.source,
        "asked": result.asked,
        "agencies": list(result.agencies),
        "fields": [
            {
                "field": row.field,
                "ours": row.ours,
                "theirs": row.theirs,
                "outcome": str(row.outcome),
                "note": row.note,
                "seen-at": row.seen_at,
            }
            for row in result.fields
        ],
        "notices": [
            {"kind": each.kind, "doi": each.doi, "date": each.date, "source": each.source}
            for each in result.notices
        ],
        "candidates": [
            {"doi": each.doi, "title": each.title, "year": each.year, "refused": each.refused}
            for each in result.candidates
        ],
    }


_COLUMNS = ("citation-number", "key", "verdict", "cause", "doi", "printed-doi", "reason")


def _csv(results: Sequence[Result]) -> str:
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow([*_COLUMNS, "differing", "source", "asked", "title"])
    for result in results:
        record = _record(result)
        row = [record[name] for name in _COLUMNS]
        writer.writerow(
            [*row, " ".join(result.differing), result.source, result.asked, result.reference.title]
        )
    return output.getvalue()


WRITERS: dict[str, Callable[[Sequence[Result]], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
"""The output formats that show verdicts; the others show findings."""
