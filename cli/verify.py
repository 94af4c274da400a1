"""`backmatter verify`: references against Crossref metadata, or against a file of evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from backmatter.cli import config, console, inputs, sources
from backmatter.cli.options import (
    FailOn,
    Files,
    FindingFormat,
    Output,
    choose_finding_format,
    failing_severity,
)

EXAMPLES = (
    "backmatter verify refs.bib",
    "backmatter verify review.txt --source evidence:review",
    "backmatter verify thesis.bib --mailto you@example.org -f json -o verdicts.json",
    "backmatter verify refs.bib --offline --fail-on error",
)

UNCHECKED = 3
"""The exit code when something that should have been checked could not be."""


def command(
    files: Files,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="SOURCE",
            help="crossref (the default), index:PATH for a local index, or evidence:PATH for a "
            "file of evidence.",
            show_default=False,
        ),
    ] = None,
    offline: sources.Offline = False,
    mailto: sources.MailTo = None,
    retractions: sources.RetractionFile = None,
    fail_on: FailOn = None,
    output_format: FindingFormat = None,
    output: Output = None,
) -> None:
    """Check references against Crossref metadata: one verdict each, the worst first.

    Titles, authors and numbers are sent to api.crossref.org and doi.org; with --offline nothing
    is. Answers are kept, so that a second run asks only for what is missing. Exit code 1 when
    something at or above --fail-on was found, 3 when something could not be checked.
    """
    from backmatter.cli import verdicts
    from backmatter.references.verification.findings import findings
    from backmatter.references.verification.verify import verify

    chosen_format = choose_finding_format(output_format, output)
    settings = config.load(Path(files[0]) if files[0] != "-" else None)
    threshold = failing_severity(fail_on, settings.fail_on)
    asking = sources.asking(
        source or settings.source or "crossref", mailto or settings.mailto, offline=offline
    )
    listed = sources.retractions(retractions)
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    references = inputs.references_of(loaded)
    with console.progress_bar("verifying", len(references)) as advance:
        results = verify(
            references,
            asking.source,
            asking.agencies,
            retractions=listed,
            clock=lambda: datetime.now(UTC),
            progress=advance,
        )
    console.deliver(verdicts.write_verdicts(results, chosen_format), output)
    sources.tell_trouble(asking.source)
    is_curated = asking.source.is_curated
    console.message(verdicts.summary(results, asking.source.name, is_curated=is_curated))
    if any(found.severity >= threshold for found in findings(results)):
        raise typer.Exit(1)
    if any(result.is_failure for result in results):
        raise typer.Exit(UNCHECKED)
