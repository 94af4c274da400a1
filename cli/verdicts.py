"""Verdicts, as a person or a program wants them; the worst come first.

With `queries`, each carries a question to the author in that language; as text these are all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backmatter.cli import pages, reporting
from backmatter.cli.console import visible
from backmatter.cli.spreadsheets import csv_table
from backmatter.references.baseline import Accepted
from backmatter.references.findings import Finding
from backmatter.references.plurals import counted
from backmatter.references.verification.findings import findings
from backmatter.references.verification.queries import author_query
from backmatter.references.verification.results import Outcome, Result, Verdict
from backmatter.references.verification.retractions import RETRACTING, in_words, told_once

_INDENT = " " * 13


@dataclass(frozen=True, slots=True)
class Shown:
    """A verdict with what is shown beside it: what was accepted of it, and the query."""

    result: Result
    accepted: tuple[Accepted, ...] = ()
    query: str = ""


def write_verdicts(
    results: Sequence[Result],
    output_format: str,
    *,
    found: Sequence[Finding] | None = None,
    queries: str = "",
    accepted: Sequence[tuple[Finding, Accepted]] = (),
) -> str:
    """The verdicts in an output format of `WRITERS`, or their findings in one of reporting's.

    Args:
        results: The verdicts.
        output_format: One of reporting's.
        found: The findings, where they are not simply those of the verdicts.
        queries: The language of the queries to the author, "" for none.
        accepted: What a baseline accepts of the verdicts' findings.
    """
    ranked = worst_first(results)
    if output_format not in WRITERS:
        return reporting.write_findings(_ranked(found, ranked), output_format)
    by_label: dict[str, list[Accepted]] = {}
    for finding, entry in accepted:
        by_label.setdefault(finding.reference, []).append(entry)
    shown = [
        Shown(
            result,
            tuple(by_label.get(result.reference.label, ())),
            author_query(result, queries) if queries else "",
        )
        for result in ranked
    ]
    if queries and output_format == "text":
        return "".join(f"{visible(each.query)}\n\n" for each in shown if each.query)
    return WRITERS[output_format](shown)


def _ranked(found: Sequence[Finding] | None, ranked: Sequence[Result]) -> Sequence[Finding]:
    """Findings in the order of the verdicts that they belong to."""
    if found is None:
        return findings(ranked)
    order = {result.reference.label: at for at, result in enumerate(ranked)}
    return sorted(found, key=lambda finding: order.get(finding.reference, len(order)))


def worst_first(results: Sequence[Result]) -> list[Result]:
    """The results by verdict, the worst first; those of one verdict stay in their order."""
    return sorted(results, key=lambda result: result.verdict.rank)


def summary(results: Sequence[Result], source: str, *, is_curated: bool = False) -> str:
    """One line: `47 references: 1 differs, 17 unchecked, 29 verified (Crossref)`."""
    counts = Counter(result.verdict for result in results)
    parts = [f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]]
    line = (
        f"{counted(len(results), 'reference')}: {', '.join(parts) or 'nothing to check'} ({source})"
    )
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
    for notice in told_once(result.notices):
        if notice.kind not in RETRACTING or result.verdict is not Verdict.RETRACTED:
            about = " ".join(part for part in (notice.date, notice.doi, notice.source) if part)
            yield f"{_INDENT}note: {in_words(notice.kind)} {about}"
    for candidate in result.candidates if result.verdict is not Verdict.VERIFIED else ():
        year = f" ({candidate.year})" if candidate.year else ""
        yield f"{_INDENT}not: {candidate.title}{year} {candidate.doi}: {candidate.refused}"
    where = ", ".join(part for part in (result.doi, result.source, result.asked[:10]) if part)
    if result.verdict is not Verdict.UNCHECKED and where:
        yield f"{_INDENT}{where}"


def _text(shown: Sequence[Shown]) -> str:
    lines: list[str] = []
    for each in shown:
        lines += verdict_lines(each.result)
        lines += [f"{_INDENT}{_accepted(entry)}" for entry in each.accepted]
    return "".join(visible(" ".join(line.splitlines())) + "\n" for line in lines)


def _accepted(entry: Accepted) -> str:
    return f"accepted: {entry.value}" + (f" ({entry.reason})" if entry.reason else "")


def _json(shown: Sequence[Shown]) -> str:
    return json.dumps([_full_record(each) for each in shown], ensure_ascii=False, indent=1) + "\n"


def _full_record(shown: Shown) -> dict[str, Any]:
    record = _record(shown.result)
    if shown.query:
        record["query"] = shown.query
    if shown.accepted:
        record["accepted"] = [
            {"code": each.code, "value": each.value, "reason": each.reason}
            for each in shown.accepted
        ]
    return record


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


def _csv(shown: Sequence[Shown]) -> str:
    rows: list[list[object]] = []
    for each in shown:
        result, record = each.result, _record(each.result)
        row = [record[name] for name in _COLUMNS]
        row += [" ".join(result.differing), result.source, result.asked, result.reference.title]
        rows.append([*row, each.query])
    return csv_table([*_COLUMNS, "differing", "source", "asked", "title", "query"], rows)


_HEAD = ("verdict", "reference", "DOI", "what", "query")


def _table(shown: Sequence[Shown]) -> tuple[list[str], list[list[str]]]:
    """A table for people; without the column of queries where there are none."""
    rows = [_cells(each) for each in shown]
    width = len(_HEAD) if any(each.query for each in shown) else len(_HEAD) - 1
    return list(_HEAD[:width]), [row[:width] for row in rows]


def _cells(shown: Shown) -> list[str]:
    head, *lines = verdict_lines(shown.result)
    lines += [_accepted(entry) for entry in shown.accepted]
    verdict, _, label = head.partition(" ")
    what = "\n".join(line.strip() for line in lines)
    return [verdict, label.strip(), shown.result.doi, what, shown.query]


def _markdown(shown: Sequence[Shown]) -> str:
    return pages.markdown_table(*_table(shown))


_NAMED_SOURCES = 3


def _sources(results: Sequence[Result]) -> str:
    """Who was asked; of many pages of evidence the first, and how many more."""
    names = list(dict.fromkeys(each.source for each in results if each.source))
    more = len(names) - _NAMED_SOURCES
    return ", ".join(names[:_NAMED_SOURCES]) + (f" and {more} more" if more > 0 else "")


def _html(shown: Sequence[Shown]) -> str:
    results = [each.result for each in shown]
    return pages.html_page("Verdicts", summary(results, _sources(results)), *_table(shown))


WRITERS: Mapping[str, Callable[[Sequence[Shown]], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
}
"""The output formats that show verdicts; the others show findings."""
