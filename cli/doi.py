"""`backmatter doi`: well-formed? registered, with whom? what is it? retracted?"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from backmatter.cli import config, console, sources
from backmatter.cli.console import visible
from backmatter.cli.options import Output, one_of
from backmatter.cli.verify import UNCHECKED

if TYPE_CHECKING:
    from backmatter.references.identifiers.doi import Doi
    from backmatter.references.verification.doi_check import DoiReport

EXAMPLES = (
    "backmatter doi 10.1002/wdev.343",
    "backmatter doi manuscript.txt -f csv",
    "pbpaste | backmatter doi -",
)

Given = tuple[str, "Doi | None", str]
"""A text, the DOI that it was read as, and where it stands."""


def command(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="DOI…|FILE…",
            help="DOIs, text files in which they stand, or - for standard input.",
            show_default=False,
        ),
    ],
    offline: sources.Offline = False,
    mailto: sources.MailTo = None,
    retractions: sources.RetractionFile = None,
    output_format: Annotated[
        str, typer.Option("--format", "-f", metavar="FORMAT", help="text, json or csv.")
    ] = "text",
    output: Output = None,
) -> None:
    """Check DOIs, one line each: the form, with its repair shown; registered or not; the agency;
    the work it leads to; retracted.

    Exit code 1 when one is malformed, not registered or retracted, 3 when one could not be
    checked.
    """  # noqa: D205  # one sentence, which typer shows as the command's help
    from backmatter.references.verification.doi_check import check_dois

    one_of(output_format, list(WRITERS), "-f")
    given = [each for text in texts for each in _read(text)]
    address = mailto or config.load(None).mailto
    connected = sources.services(sources.Terms(address, offline))
    with console.progress_bar("asking", len(given)) as advance:
        reports = check_dois(
            [(text, doi) for text, doi, _ in given],
            connected.crossref,
            connected.doi_org,
            retractions=sources.retractions(retractions),
            progress=advance,
        )
    places = [place for _, _, place in given]
    console.deliver(WRITERS[output_format](reports, places), output)
    sources.tell_trouble(connected.crossref)
    console.message(_summary(reports))
    states = {report.state for report in reports}
    if states & {"malformed", "unregistered", "retracted"}:
        raise typer.Exit(1)
    if "unchecked" in states:
        raise typer.Exit(UNCHECKED)


def _read(text: str) -> list[Given]:
    """A DOI, or all that stand in a file; what looks like neither is a DOI that is malformed."""
    from pathlib import Path

    from backmatter.references.identifiers.doi import parse_doi
    from backmatter.references.identifiers.finding import find_dois

    doi = parse_doi(text)
    if text != "-" and (doi or (not Path(text).is_file() and "10." in text)):
        return [(text, doi, "")]
    ((content, shown),) = sources.read_texts([text])
    return [(each.printed, each.doi, str(each.location)) for each in find_dois(content, shown)]


def _summary(reports: Sequence[DoiReport]) -> str:
    counts = Counter(report.state for report in reports)
    order = ("malformed", "unregistered", "retracted", "unchecked", "registered")
    parts = [f"{counts[state]} {state}" for state in order if counts[state]]
    total = f"{len(reports)} DOI{'' if len(reports) == 1 else 's'}"
    return f"{total}: {', '.join(parts)}" if parts else "no DOI found"


def _text(reports: Sequence[DoiReport], places: Sequence[str]) -> str:
    lines: list[str] = []
    for report, place in zip(reports, places, strict=True):
        record = _record(report, place)
        head = f"{place}: " if place else ""
        parts = [
            f"{report.state:12} {record['doi'] or report.given}",
            record["agency"],
            record["work"],
            record["retraction"],
            f"repaired: {record['repairs']}" if record["repairs"] else "",
            record["reason"],
        ]
        line = head + "; ".join(part for part in parts if part)
        lines.append(visible(" ".join(line.split("\n"))) + "\n")
    return "".join(lines)


def _json(reports: Sequence[DoiReport], places: Sequence[str]) -> str:
    records = [_record(*pair) for pair in zip(reports, places, strict=True)]
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def _csv(reports: Sequence[DoiReport], places: Sequence[str]) -> str:
    output = io.StringIO()
    records = [_record(*pair) for pair in zip(reports, places, strict=True)]
    writer = csv.DictWriter(output, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return output.getvalue()


_COLUMNS: Sequence[str] = (
    "place",
    "given",
    "state",
    "doi",
    "repairs",
    "registered",
    "agency",
    "work",
    "work-doi",
    "retraction",
    "notices",
    "reason",
)


def _record(report: DoiReport, place: str) -> dict[str, Any]:
    doi, work, notice = report.doi, report.work, report.retraction
    return {
        "place": place,
        "given": report.given,
        "state": report.state,
        "doi": doi.text if doi else "",
        "repairs": ", ".join(dict.fromkeys(r.kind for r in doi.repairs)) if doi else "",
        "registered": report.registered,
        "agency": report.agency,
        "work": _work(report),
        "work-doi": work.text("DOI") if work else "",
        "retraction": f"{notice.kind} {notice.date} {notice.doi}".strip() if notice else "",
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


WRITERS: dict[str, Callable[[Sequence[DoiReport], Sequence[str]], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
"""The output formats of `doi`."""
