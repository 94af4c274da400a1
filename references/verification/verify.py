"""Checking references against a source: `verify` is the way in.

References with a DOI are asked for in batches, all others by one query each; what a DOI leads
to is compared before it is believed, and an agency is asked about DOIs that the source does not
hold. A check that could not be made is *unchecked* with the reason, never *not-found*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeGuard

from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers.finding import find_dois
from backmatter.references.model import Reference
from backmatter.references.verification import coverage
from backmatter.references.verification.judging import Asked, judge
from backmatter.references.verification.matching import is_certain
from backmatter.references.verification.parallel import in_parallel
from backmatter.references.verification.results import Result
from backmatter.references.verification.retraction_list import Retractions
from backmatter.references.verification.scoring import weigh
from backmatter.references.verification.sources.source import (
    Agencies,
    AgencyAnswer,
    Answer,
    NoAgencies,
    Source,
)

Clock = Callable[[], datetime]
"""Gives the time, with its zone; passed in, so that a run can be repeated to the byte."""


def verify(
    references: Sequence[Reference],
    source: Source,
    agencies: Agencies | None = None,
    *,
    retractions: Retractions | None = None,
    clock: Clock,
    progress: Callable[[int], None] = lambda count: None,  # noqa: ARG005  # nobody watches
) -> tuple[Result, ...]:
    """Check references against a source of metadata.

    Args:
        references: What to check.
        source: Where records come from: Crossref, an evidence file.
        agencies: Who knows the agencies of DOIs that the source does not hold.
        retractions: Notices from a list on disk, beside those of the records.
        clock: The time, for what a source answers without saying when.
        progress: Called with the number of references done since the last call.

    Returns:
        One result per reference, in their order. Nothing is raised for a network that fails:
        the references it struck are *unchecked*. Interrupted, it leaves the answers so far in
        the source's cache, from which the next run goes on.
    """
    printed = [printed_doi(reference) for reference in references]
    by_doi = _by_doi(printed, source)
    elsewhere = _agencies_of(by_doi, source, agencies or NoAgencies())

    def check(at: int) -> Result:
        reference, doi = references[at], printed[at]
        asked = Asked(
            reference=reference,
            source=source.name,
            is_curated=source.is_curated,
            doi=doi.text if doi else "",
            by_doi=by_doi.get(dois.key(doi.text)) if doi else None,
            agency=elsewhere.get(dois.key(doi.text)) if doi else None,
            retractions=retractions or {},
        )
        if doi and not _has(asked.by_doi):
            asked = _other_reading(asked, doi, by_doi)
        if _needs_query(asked):
            asked = asked.with_query(source.by_reference(reference))
        result = judge(asked, _iso(clock()))
        progress(1)
        return result

    return tuple(in_parallel(check, range(len(references)), source.at_once))


def printed_doi(reference: Reference) -> dois.Doi | None:
    """The DOI that a reference gives: in its field, in a link to doi.org, or in its text."""
    if doi := dois.parse_doi(reference.text("DOI")):
        return doi
    source = reference.source
    texts = (
        reference.text("DOI"),
        reference.text("URL"),
        reference.text("note"),
        source.printed if source else "",
    )
    for text in texts:
        if "10." in text and (found := find_dois(text)):
            return found[0].doi
    return None


def _by_doi(printed: Sequence[dois.Doi | None], source: Source) -> dict[str, Answer]:
    """The answers for all printed DOIs and their other readings, by comparable DOI."""
    wanted = dict.fromkeys(
        dois.key(each) for doi in printed if doi for each in (doi.text, *doi.alternatives)
    )
    return dict(source.by_doi(tuple(wanted))) if wanted else {}


def _agencies_of(
    by_doi: Mapping[str, Answer], source: Source, agencies: Agencies
) -> Mapping[str, AgencyAnswer]:
    """Who registered the DOIs that the source says it does not hold."""
    absent = [doi for doi, answer in by_doi.items() if not answer.works and not answer.failure]
    return agencies.agencies(absent) if absent and not source.is_curated else {}


def _other_reading(asked: Asked, doi: dois.Doi, by_doi: Mapping[str, Answer]) -> Asked:
    """The other reading of a DOI broken over two lines, where that one leads to a record."""
    for other in doi.alternatives:
        answer = by_doi.get(dois.key(other))
        if answer and answer.works:
            return asked.with_doi(other, answer)
    return asked


def _needs_query(asked: Asked) -> bool:
    """Whether what the DOI gave, if there is one, leaves something to ask."""
    if asked.is_curated:
        return not _has(asked.by_doi)
    if not asked.doi:
        return coverage.is_worth_asking(asked.reference)
    if asked.by_doi is None or asked.by_doi.failure:
        return False  # a network that failed once is not asked about the same reference again
    if asked.by_doi.works:
        return not is_certain(weigh(asked.reference, asked.by_doi.works[0]))
    if asked.agency is None or asked.agency.failure:
        return False
    if _has(record := asked.agency.record):
        return not is_certain(weigh(asked.reference, record.works[0]))
    return asked.agency.agency in ("", "Crossref")


def _has(answer: Answer | None) -> TypeGuard[Answer]:
    return answer is not None and bool(answer.works)


def _iso(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")
