"""What is known of DOIs, in the output formats of `doi`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from backmatter.cli import pages, reporting
from backmatter.cli.console import visible
from backmatter.cli.spreadsheets import csv_table
from backmatter.references.findings import Location
from backmatter.references.plurals import counted
from backmatter.references.verification.doi_check import DoiReport
from backmatter.references.verification.doi_findings import findings
from backmatter.references.verification.retractions import RETRACTING, in_words, told_once


@dataclass(frozen=True, slots=True)
class Placed:
    """A report, the first place where the DOI stands, and in how many it does."""

    report: DoiReport
    place: Location = field(default_factory=Location)
    count: int = 1

    @property
    def where(self) -> str:
        """The place for a person, "" for a DOI that stands in no file."""
        return str(self.place) if self.place.file else ""


def write_reports(placed: Sequence[Placed], output_format: str) -> str:
    """The reports in an output format of `WRITERS`, or their findings in one of reporting's."""
    if output_format in WRITERS:
        return WRITERS[output_format](placed)
    found = tuple(findings((each.report, each.place) for each in placed))
    return reporting.write_findings(found, output_format)


def summary(placed: Sequence[Placed]) -> str:
    """One line: `5 DOIs: 1 malformed, 1 retracted, 3 registered`."""
    counts = Counter(each.report.state for each in placed)
    order = ("malformed", "unregistered", "retracted", "unchecked", "registered")
    parts = [f"{counts[state]} {state}" for state in order if counts[state]]
    return f"{counted(len(placed), 'DOI')}: {', '.join(parts)}" if parts else "no DOI found"


def _text(placed: Sequence[Placed]) -> str:
    lines: list[str] = []
    for each in placed:
        head = f"{each.where}: " if each.where else ""
        line = head + "; ".join(part for part in _parts(each) if part)
        lines.append(visible(" ".join(line.split("\n"))) + "\n")
    return "".join(lines)


def _parts(placed: Placed) -> list[str]:
    """What is said of a DOI, part by part; parts may be empty."""
    record = _record(placed)
    return [
        f"{placed.report.state:12} {record['doi'] or placed.report.given}",
        record["agency"],
        record["work"],
        record["retraction"],
        f"note: {record['notes']}" if record["notes"] else "",
        f"repaired: {record['repairs']}" if record["repairs"] else "",
        record["reason"],
        f"{placed.count} times" if placed.count > 1 else "",
    ]


def _json(placed: Sequence[Placed]) -> str:
    return json.dumps(list(map(_record, placed)), ensure_ascii=False, indent=1) + "\n"


def _csv(placed: Sequence[Placed]) -> str:
    head = list(_record(Placed(DoiReport("", None))))
    return csv_table(head, (list(_record(each).values()) for each in placed))


_HEAD = ("state", "DOI", "what", "place")


def _rows(placed: Sequence[Placed]) -> list[list[str]]:
    rows: list[list[str]] = []
    for each in placed:
        name = each.report.doi.text if each.report.doi else each.report.given
        what = "\n".join(part for part in _parts(each)[1:] if part)
        rows.append([each.report.state, name, what, each.where])
    return rows


def _markdown(placed: Sequence[Placed]) -> str:
    return pages.markdown_table(_HEAD, _rows(placed))


def _html(placed: Sequence[Placed]) -> str:
    return pages.html_page("DOIs", summary(placed), _HEAD, _rows(placed))


def _record(placed: Placed) -> dict[str, Any]:
    report = placed.report
    doi, work, notice = report.doi, report.work, report.retraction
    notes = [each for each in told_once(report.notices) if each.kind not in RETRACTING]
    return {
        "place": placed.where,
        "count": placed.count,
        "given": report.given,
        "state": report.state,
        "doi": doi.text if doi else "",
        "repairs": ", ".join(report.repairs),
        "registered": report.registered,
        "agency": report.agency,
        "work": _work(report),
        "work-doi": work.text("DOI") if work else "",
        "retraction": f"{notice.kind} {notice.date} {notice.doi}".strip() if notice else "",
        "notes": ", ".join(
            " ".join(part for part in (in_words(each.kind), each.date, each.doi) if part)
            for each in notes
        ),
        "notices": ", ".join(each.kind for each in report.notices),
        "reason": report.failure.reason if report.failure else "",
    }


def _work(report: DoiReport) -> str:
    """The work for a person: first author, title, container, year."""
    if not (work := report.work):
        return ""
    names = work.names.get("author", ())
    first = (names[0].family or names[0].literal) if names else ""
    more = " et al." if len(names) > 1 else ""
    parts = (f"{first}{more}", work.title, work.text("container-title"), str(work.year or ""))
    return ". ".join(part.rstrip(".") for part in parts if part)


WRITERS: Mapping[str, Callable[[Sequence[Placed]], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
}
"""The output formats that show reports; the others show findings."""
