"""`backmatter verify`: references against Crossref metadata, or against a file of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import (
    baselines,
    completion,
    config,
    console,
    correcting,
    inputs,
    places,
    sources,
    standing,
)
from backmatter.cli.options import (
    FailOn,
    Files,
    FindingFormat,
    Output,
    choose_finding_format,
    failing_severity,
    one_of,
)

if TYPE_CHECKING:
    from backmatter.cli.sources import Asking
    from backmatter.references.model import Reference
    from backmatter.references.verification.results import Result
    from backmatter.references.verification.retraction_list import Retractions

EXAMPLES = (
    "backmatter verify refs.bib",
    "backmatter verify review.txt --source evidence:review",
    "backmatter verify thesis.bib --mailto you@example.org -f json -o verdicts.json",
    "backmatter verify refs.bib --evidence refs.evidence.jsonl --max-age 30d",
    "backmatter verify refs.bib --evidence refs.evidence.jsonl --offline --fail-on error",
    "backmatter verify refs.bib --fix --diff",
    "backmatter verify refs.bib --complete --fix --accept year",
    "backmatter verify refs.bib --queries en",
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
            autocompletion=completion.sources,
            help="crossref (the default), index:PATH for a local index, or evidence:PATH for a "
            "file of evidence.",
            show_default=False,
        ),
    ] = None,
    offline: sources.Offline = False,
    mailto: sources.MailTo = None,
    evidence: sources.EvidenceFile = None,
    max_age: sources.MaxAge = None,
    retractions: sources.RetractionFile = None,
    baseline: baselines.BaselineFile = None,
    update_baseline: baselines.UpdateBaseline = False,
    queries: Annotated[
        str | None,
        typer.Option(
            "--queries",
            metavar="LANGUAGE",
            autocompletion=completion.query_languages,
            help="With a question to the author about each reference that needs one: en or zh.",
            show_default=False,
        ),
    ] = None,
    fix: correcting.Fix = False,
    complete: correcting.Complete = False,
    accept: correcting.Accept = None,
    diff: correcting.Diff = False,
    fail_on: FailOn = None,
    output_format: FindingFormat = None,
    output: Output = None,
) -> None:
    """Check references against Crossref metadata: one verdict each, the worst first.

    Titles, authors and numbers are sent to api.crossref.org and doi.org; with --offline nothing
    is. Answers are kept, so that a second run asks only for what is missing. Exit code 1 when
    something at or above --fail-on was found (with --fix: is left), 3 when something could not
    be checked. With --fix, --complete or --diff, standard output has what changes, as a diff, and
    the verdicts go to -o.
    """
    from backmatter.cli import verdicts
    from backmatter.references.verification.findings import findings
    from backmatter.references.verification.queries import LANGUAGES

    chosen_format = choose_finding_format(output_format, output)
    language = one_of(queries, list(LANGUAGES), "--queries") if queries else ""
    settings = config.load(Path(files[0]) if files[0] != "-" else None)
    threshold = failing_severity(fail_on, settings.fail_on)
    wanted = correcting.wish(fix=fix, complete=complete, accept=accept, diff=diff)
    if update_baseline and wanted.is_any:
        raise typer.BadParameter(
            "not with --fix, --complete or --diff", param_hint="--update-baseline"
        )
    terms = sources.Terms(mailto or settings.mailto, offline, evidence, max_age)
    asking = sources.asking(source or settings.source or "crossref", terms)
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    if wanted.is_any:
        correcting.refuse(loaded)
    references = inputs.references_of(loaded)
    results = check(references, asking, sources.retractions(retractions))
    sources.keep_evidence(asking, results, terms)
    standing.keep_verdicts(asking.source.name, results)
    keys = {reference.key for reference in references}
    found = places.placed(findings(results), loaded, references)
    left, accepted = baselines.sift(found, baseline, keys, update=update_baseline)
    if wanted.is_any:
        changes = correcting.run(loaded, results, wanted, [each for each, _ in accepted])
        left = correcting.left_after(left, changes)
    if output is not None or not wanted.is_any:
        text = verdicts.write_verdicts(
            results, chosen_format, found=left, queries=language, accepted=accepted
        )
        console.deliver(text, output)
    sources.tell_trouble(asking.source)
    is_curated = asking.source.is_curated
    console.message(verdicts.summary(results, asking.source.name, is_curated=is_curated))
    if any(found.severity >= threshold for found in left):
        raise typer.Exit(1)
    if any(result.is_failure for result in results):
        raise typer.Exit(UNCHECKED)


def check(
    references: Sequence[Reference], asking: Asking, retractions: Retractions | None
) -> Sequence[Result]:
    """The verdicts; what a long run takes is said before it, and an interruption keeps what came.

    Raises:
        KeyboardInterrupt: When it was interrupted.
    """
    from backmatter.references.verification.verify import verify

    sources.tell_estimate(asking, references)
    try:
        with console.progress_bar("verifying", len(references)) as advance:
            return verify(
                references,
                asking.source,
                asking.agencies,
                retractions=retractions,
                clock=lambda: datetime.now(UTC),
                progress=advance,
            )
    except KeyboardInterrupt:
        console.message("what was answered so far is kept: the same command goes on from there")
        raise
