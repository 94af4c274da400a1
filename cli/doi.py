"""`backmatter doi`: well-formed? registered, with whom? what is it? retracted?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import config, console, sources
from backmatter.cli.options import (
    FailOn,
    FindingFormat,
    Output,
    choose_finding_format,
    failing_severity,
)
from backmatter.cli.verify import UNCHECKED
from backmatter.references.findings import Location

if TYPE_CHECKING:
    from backmatter.references.identifiers.doi import Doi
    from backmatter.references.identifiers.finding import FoundDoi

EXAMPLES = (
    "backmatter doi 10.1002/wdev.343",
    "backmatter doi manuscript.txt -f csv",
    "pbpaste | backmatter doi -",
    "backmatter doi refs.bib -f github",
)


@dataclass(frozen=True, slots=True)
class _Given:
    """A text, the DOI that it was read as, where it stands first, and in how many places."""

    text: str
    doi: Doi | None
    place: Location = field(default_factory=Location)
    count: int = 1


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
    max_age: sources.MaxAge = None,
    retractions: sources.RetractionFile = None,
    fail_on: FailOn = None,
    output_format: FindingFormat = None,
    output: Output = None,
) -> None:
    """Check DOIs, one line each: the form, with its repair shown; registered or not; the agency;
    the work it leads to; retracted, corrected or in doubt.

    A DOI that stands in a file several times is one line, with its first place. Exit code 1 when
    one is malformed, not registered or retracted, or its work under an expression of concern
    (see --fail-on); 3 when one could not be checked.
    """  # noqa: D205  # one sentence, which typer shows as the command's help
    from backmatter.cli import doi_reports
    from backmatter.references.verification.doi_check import check_dois
    from backmatter.references.verification.doi_findings import findings

    chosen_format = choose_finding_format(output_format, output)
    settings = config.load(None)
    threshold = failing_severity(fail_on, settings.fail_on)
    given = [each for text in texts for each in _read(text)]
    terms = sources.Terms(mailto or settings.mailto, offline, max_age=max_age)
    connected = sources.services(terms)
    with console.progress_bar("asking", len(given)) as advance:
        reports = check_dois(
            [(each.text, each.doi) for each in given],
            connected.crossref,
            connected.doi_org,
            retractions=sources.retractions(retractions),
            progress=advance,
        )
    placed = [
        doi_reports.Placed(report, each.place, each.count)
        for each, report in zip(given, reports, strict=True)
    ]
    console.deliver(doi_reports.write_reports(placed, chosen_format), output)
    sources.tell_trouble(connected.crossref)
    console.message(doi_reports.summary(placed))
    found = findings((each.report, each.place) for each in placed)
    if any(finding.severity >= threshold for finding in found):
        raise typer.Exit(1)
    if any(report.state == "unchecked" for report in reports):
        raise typer.Exit(UNCHECKED)


def _read(text: str) -> list[_Given]:
    """A DOI, or all that stand in a file; what looks like neither is a DOI that is malformed."""
    from pathlib import Path

    from backmatter.references.identifiers import doi as dois
    from backmatter.references.identifiers.finding import find_dois

    doi = dois.parse_doi(text)
    if text != "-" and (doi or (not Path(text).is_file() and "10." in text)):
        return [_Given(text, doi)]
    ((content, shown),) = sources.read_texts([text])
    first: dict[str, _Given] = {}
    for each in find_dois(content, shown):
        key = dois.key(each.doi.text)
        new = _Given(each.printed, _as_printed(each, content), each.location, 0)
        known = first.setdefault(key, new)
        first[key] = replace(known, count=known.count + 1)
    return list(first.values())


def _as_printed(found: FoundDoi, content: str) -> Doi:
    """A DOI of a text; the stop or comma of the sentence after it was no damage of the DOI."""
    if content[found.end : found.end + 1].strip():
        return found.doi
    kept = tuple(each for each in found.doi.repairs if each.kind != "trailing")
    return replace(found.doi, repairs=kept)
