"""What can be said of bare DOIs: form, registration, agency, the work, retractions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers.doi import Doi
from backmatter.references.model import Reference
from backmatter.references.verification.results import Notice
from backmatter.references.verification.retraction_list import Retractions, merged
from backmatter.references.verification.retractions import retraction_of
from backmatter.references.verification.sources.source import (
    Agencies,
    AgencyAnswer,
    Answer,
    Failure,
    Source,
)


@dataclass(frozen=True, slots=True)
class DoiReport:
    """What is known of one DOI.

    Attributes:
        given: The text as given.
        doi: The DOI in its repaired form, None when the text is none.
        registered: Whether it exists; None when that could not be found out.
        agency: Who registered it, "" when unknown or nobody.
        work: What it leads to, as far as the source says.
        notices: Updates to the work.
        failure: Why something could not be found out.
    """

    given: str
    doi: Doi | None
    registered: bool | None = None
    agency: str = ""
    work: Reference | None = None
    notices: tuple[Notice, ...] = ()
    failure: Failure | None = None

    @property
    def retraction(self) -> Notice | None:
        """The notice that retracts the work."""
        return retraction_of(self.notices)

    @property
    def repairs(self) -> tuple[str, ...]:
        """What was repaired of it, each kind once."""
        return tuple(dict.fromkeys(each.kind for each in self.doi.repairs)) if self.doi else ()

    @property
    def state(self) -> str:
        """In a word: malformed, retracted, registered, unregistered or unchecked."""
        if self.doi is None:
            return "malformed"
        if self.registered is None:
            return "unchecked"
        if not self.registered:
            return "unregistered"
        return "retracted" if self.retraction else "registered"


def check_dois(
    given: Sequence[tuple[str, Doi | None]],
    source: Source,
    agencies: Agencies,
    *,
    retractions: Retractions | None = None,
    progress: Callable[[int], None] = lambda count: None,  # noqa: ARG005  # nobody watches
) -> tuple[DoiReport, ...]:
    """Ask about DOIs, in batches; one report for each, in order.

    Args:
        given: Each text, and the DOI it was read as.
        source: Who holds the records.
        agencies: Who knows the agencies of the DOIs that the source does not hold.
        retractions: Notices from a list on disk.
        progress: Called with the number of DOIs done since the last call.
    """
    keys = tuple(
        dict.fromkeys(
            dois.key(each) for _, doi in given if doi for each in (doi.text, *doi.alternatives)
        )
    )
    answers: Mapping[str, Answer] = source.by_doi(keys) if keys else {}
    absent = [doi for doi in keys if not answers[doi].works and not answers[doi].failure]
    told: Mapping[str, AgencyAnswer] = agencies.agencies(absent) if absent else {}
    reports: list[DoiReport] = []
    for text, doi in given:
        report = DoiReport(text, doi)
        if doi:
            read = _likelier(doi, answers)
            answer = answers[dois.key(read.text)]
            report = _report(replace(report, doi=read), answer, source.name, retractions or {})
            agency = told.get(dois.key(read.text))
            if agency and not answer.works:
                registered = None if agency.failure else bool(agency.agency)
                works = agency.record.works if agency.record else ()
                report = replace(
                    report,
                    registered=registered,
                    agency=agency.agency,
                    work=works[0].reference if works else None,
                    failure=agency.failure,
                )
        reports.append(report)
        progress(1)
    return tuple(reports)


def _likelier(doi: Doi, answers: Mapping[str, Answer]) -> Doi:
    """The reading that leads to a record, where a line break leaves two."""
    for text in (doi.text, *doi.alternatives):
        answer = answers.get(dois.key(text))
        if answer and answer.works:
            return replace(doi, text=text)
    return doi


def _report(report: DoiReport, answer: Answer, name: str, retractions: Retractions) -> DoiReport:
    if answer.failure:
        return replace(report, failure=answer.failure)
    if not answer.works:
        return report
    work = answer.works[0]
    notices = merged(work.notices, retractions.get(dois.key(work.doi), ()))
    return replace(report, registered=True, agency=name, work=work.reference, notices=notices)
