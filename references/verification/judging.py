"""From what was answered about one reference to its verdict (the table in `docs/verdicts.md`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Reference
from backmatter.references.verification import coverage
from backmatter.references.verification.comparing.fields import as_rows
from backmatter.references.verification.comparing.title import is_searchable
from backmatter.references.verification.comparing.words import words
from backmatter.references.verification.matching import (
    Choice,
    choose,
    is_comparable,
    is_meant,
)
from backmatter.references.verification.records import BY_TITLE, Work
from backmatter.references.verification.results import (
    Candidate,
    Cause,
    FieldComparison,
    Notice,
    Outcome,
    Result,
    Verdict,
)
from backmatter.references.verification.retraction_list import Retractions, merged
from backmatter.references.verification.retractions import in_words, retraction_of
from backmatter.references.verification.scoring import TIE, Scored, weigh
from backmatter.references.verification.sources.source import AgencyAnswer, Answer, Failure

_PLACE = frozenset({"issued", "volume", "page"})
_NO_RETRACTIONS: Retractions = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A reference, and everything that was asked and answered about it.

    Attributes:
        reference: The reference.
        source: The name of the source.
        is_curated: Whether its records were assigned by a person.
        doi: The printed DOI, repaired, "" for none.
        by_doi: What the source answered to it.
        agency: Who registered it, where the source does not hold it.
        by_query: What the source answered to the reference's text and fields.
        retractions: Notices from a list on disk.
    """

    reference: Reference
    source: str
    is_curated: bool = False
    doi: str = ""
    by_doi: Answer | None = None
    agency: AgencyAnswer | None = None
    by_query: Answer | None = None
    retractions: Retractions = field(default_factory=lambda: _NO_RETRACTIONS)

    def with_query(self, answer: Answer) -> Asked:
        """The same with the answer to a query."""
        return replace(self, by_query=answer)

    def with_doi(self, doi: str, answer: Answer) -> Asked:
        """The same with another reading of the DOI."""
        return replace(self, doi=doi, by_doi=answer)


def judge(asked: Asked, now: str) -> Result:
    """The verdict on one reference; `now` is when it is given, for answers without a time."""
    result = _judged(asked)
    if not (result.asked or asked.is_curated or result.verdict is Verdict.UNCHECKED):
        result = replace(result, asked=now)
    return replace(result, printed_doi=asked.doi, agencies=_asked_agencies(asked))


def _judged(asked: Asked) -> Result:
    if asked.is_curated:
        return _by_evidence(asked)
    if asked.doi and asked.by_doi is not None:
        if asked.by_doi.failure:
            return _failed(asked, asked.by_doi.failure)
        if asked.by_doi.works:
            return _by_doi(asked, asked.by_doi)
        return _by_agency(asked)
    return _by_query(asked)


def _by_doi(asked: Asked, answer: Answer) -> Result:
    """The printed DOI leads to a record: is it the work meant?"""
    scored = weigh(asked.reference, answer.works[0])
    if not is_comparable(scored):
        reason = "nothing in the reference can be compared with what its DOI leads to"
        return _unchecked(asked, Cause.TOO_LITTLE, reason, leads_to=_named(scored), answer=answer)
    choice = _choice(asked)
    other = choice.best if choice.best and choice.best.work.doi != scored.work.doi else None
    if is_meant(scored) and (other is None or other.score <= scored.score + TIE):
        return _matched(asked, scored, answer)
    leads_to = _named(scored)
    if other:
        return _wrong_doi(asked, other, leads_to)
    reason = f"the DOI leads to another work, {leads_to}"
    if asked.by_query and asked.by_query.failure:
        reason += f"; the right one could not be looked for ({asked.by_query.failure.reason})"
    elif choice.tied:
        reason += "; several records may be the one meant"
    return _result(
        asked, Verdict.WRONG_DOI, reason, answer, leads_to=leads_to, candidates=choice.refused
    )


def _by_agency(asked: Asked) -> Result:
    """The source does not hold the printed DOI: whose is it?"""
    agency = asked.agency
    if agency is None or agency.failure:
        failure = agency.failure if agency else None
        why = failure or Failure(Cause.FAILED, "nobody could be asked for the DOI's agency")
        reason = f"{asked.source} has no record of the DOI, and its agency is unknown: {why.reason}"
        cause = why.cause if why.cause.is_failure else Cause.OTHER_AGENCY
        return _unchecked(asked, cause, reason, answer=asked.by_doi)
    if agency.agency not in ("", "Crossref"):
        return _by_other_agency(asked, agency)
    choice = _choice(asked)
    if choice.best and agency.agency:
        return _matched(asked, choice.best, asked.by_query or Answer())
    if choice.best:
        return _wrong_doi(asked, choice.best, "")
    if agency.agency:
        reason = f"the DOI is registered with {asked.source}, which answers no record of it"
        return _unchecked(asked, Cause.NOT_COVERED, reason, answer=asked.by_doi)
    absent = f"the DOI is not {'registered' if agency.is_registry else f'in {asked.source}'}"
    uncovered = coverage.why_uncovered(asked.reference)
    if agency.is_registry and uncovered and asked.by_query and not asked.by_query.failure:
        return _result(asked, Verdict.WRONG_DOI, absent, asked.by_doi or Answer())
    return _by_query(asked, f"{absent}; ")


def _by_other_agency(asked: Asked, agency: AgencyAnswer) -> Result:
    """The DOI belongs to another agency: does that one give a record?"""
    record = agency.record
    if record and record.works:
        result = _by_doi(asked, record)
        found_elsewhere = result.matched and result.matched is not record.works[0].reference
        return result if found_elsewhere else replace(result, source=agency.agency)
    reason = f"the DOI is registered with {agency.agency}, which {asked.source} does not hold"
    if record and record.failure:
        reason += f"; its record could not be asked for ({record.failure.reason})"
        return _unchecked(asked, record.failure.cause, reason, answer=asked.by_doi)
    if record:
        reason += f"; {agency.agency} gives no record of it"
    return _unchecked(asked, Cause.OTHER_AGENCY, reason, answer=asked.by_doi)


def _by_query(asked: Asked, before: str = "") -> Result:
    """No DOI, or one that says nothing: what did the query find?"""
    answer = asked.by_query
    uncovered = coverage.why_uncovered(asked.reference)
    if answer is None:
        reason = f"{before}not covered by {asked.source}: {uncovered or 'it has no such works'}"
        return _unchecked(asked, Cause.NOT_COVERED, reason)
    if answer.failure:
        return _failed(asked, answer.failure)
    choice = _choice(asked)
    if choice.best:
        return _matched(asked, choice.best, answer)
    if choice.tied:
        reason = f"{before}{len(choice.tied)} records agree equally well"
        return _unchecked(asked, Cause.TIE, reason, answer, choice=choice)
    if choice.preprint:
        reason = f"{before}only a preprint of it was found, {choice.preprint.work.doi}"
        return _unchecked(asked, Cause.ONLY_PREPRINT, reason, answer, choice=choice)
    if choice.undecided:
        reason = f"{before}too little of it to tell whether it is {_named(choice.undecided)}"
        return _unchecked(asked, Cause.TOO_LITTLE, reason, answer, choice=choice)
    if uncovered:
        reason = f"{before}not covered by {asked.source}: {uncovered}"
        return _unchecked(asked, Cause.NOT_COVERED, reason, answer, choice=choice)
    if not _says_enough(asked.reference):
        reason = f"{before}too little of the reference could be read to look for it"
        return _unchecked(asked, Cause.TOO_LITTLE, reason, answer, choice=choice)
    reason = f"{before}{asked.source} has no such work"
    return _result(asked, Verdict.NOT_FOUND, reason, answer, candidates=choice.refused)


def _by_evidence(asked: Asked) -> Result:
    """A record that a person has assigned to the reference: compared, not matched."""
    answer = asked.by_doi if asked.by_doi and asked.by_doi.works else asked.by_query
    if answer is None or not answer.works:
        reason = f"{asked.source} holds nothing about this reference"
        return _unchecked(asked, Cause.NO_EVIDENCE, reason)
    scored = weigh(asked.reference, answer.works[0])
    if not is_comparable(scored):
        reason = scored.work.note or "no field of it was seen"
        return _unchecked(asked, Cause.NO_EVIDENCE, reason, answer, scored=scored)
    if not scored.work.established:
        reason = f"no page was seen that is certainly this work: {scored.work.note}".rstrip(": ")
        return _unchecked(asked, Cause.NO_EVIDENCE, reason, answer, scored=scored)
    result = _matched(asked, scored, answer)
    theirs = scored.work.doi
    if not asked.doi or not theirs or dois.same(asked.doi, theirs):
        return result
    # What the printed DOI leads to, no page tells: it differs, and may be right all the same.
    pages = scored.work.seen.get("DOI", ())
    seen_at = pages[0].address if pages else ""
    row = FieldComparison("DOI", asked.doi, theirs, Outcome.DIFFER, seen_at=seen_at)
    reason = ", ".join([*scored.comparison.differing(), "DOI"]) + " not as in the record"
    return replace(result, verdict=Verdict.DIFFERS, reason=reason, fields=(*result.fields, row))


def _matched(asked: Asked, scored: Scored, answer: Answer) -> Result:
    """The work is found: retracted, differing in fields, or verified."""
    agreeing, differing = scored.comparison.agreeing(), scored.comparison.differing()
    notice = retraction_of(_notices(asked, scored.work))
    if notice and notice.source == BY_TITLE and _PLACE & set(differing):
        notice = None  # a notice that says nowhere what it is about may have such a title, too
    if notice:
        verdict = Verdict.RETRACTED
        dated = f" on {notice.date}" if notice.date else ""
        reason = f"{in_words(notice.kind)}{dated} ({notice.source})"
    elif differing:
        verdict, reason = Verdict.DIFFERS, f"{', '.join(differing)} not as in the record"
    elif agreeing:
        verdict, reason = Verdict.VERIFIED, f"{', '.join(agreeing)} agree"
    else:
        return _unchecked(asked, Cause.TOO_LITTLE, "no field could be compared", answer)
    refused = scored.work.not_this or _choice(asked).refused
    return _result(asked, verdict, reason, answer, scored=scored, candidates=refused)


def _wrong_doi(asked: Asked, best: Scored, leads_to: str) -> Result:
    """The right work is found under another DOI than the printed one."""
    if leads_to:
        leads = f"leads to another work, {leads_to}"
    else:
        leads = "leads to nothing" if _is_registry(asked) else f"is not in {asked.source}"
    result = _matched(asked, best, asked.by_query or asked.by_doi or Answer())
    if result.verdict is Verdict.RETRACTED:
        reason = f"{result.reason}; the printed DOI {leads}"
        return replace(result, reason=reason, leads_to=leads_to)
    reason = f"the DOI {leads}; the right one is {best.work.doi}"
    return replace(result, verdict=Verdict.WRONG_DOI, reason=reason, leads_to=leads_to)


def _is_registry(asked: Asked) -> bool:
    """Whether who said that a DOI is nobody's can know; an index speaks for itself alone."""
    return asked.agency is None or asked.agency.is_registry


def _failed(asked: Asked, failure: Failure) -> Result:
    return _unchecked(asked, failure.cause, failure.reason)


def _unchecked(
    asked: Asked,
    cause: Cause,
    reason: str,
    answer: Answer | None = None,
    *,
    choice: Choice | None = None,
    scored: Scored | None = None,
    leads_to: str = "",
) -> Result:
    result = _result(
        asked, Verdict.UNCHECKED, reason, answer or Answer(), scored=scored, leads_to=leads_to
    )
    refused = choice.refused if choice else scored.work.not_this if scored else ()
    return replace(result, cause=cause, candidates=refused, doi=asked.doi, matched=None)


def _result(
    asked: Asked,
    verdict: Verdict,
    reason: str,
    answer: Answer,
    *,
    scored: Scored | None = None,
    candidates: Sequence[Candidate] = (),
    leads_to: str = "",
) -> Result:
    work = scored.work if scored else None
    return Result(
        reference=asked.reference,
        verdict=verdict,
        reason=reason,
        doi=work.doi if work else "",
        leads_to=leads_to,
        source=(work.source if work and asked.is_curated else asked.source) or asked.source,
        asked=answer.asked,
        fields=as_rows(asked.reference, work, scored.comparison) if work and scored else (),
        notices=_notices(asked, work) if work else (),
        candidates=tuple(candidates),
        matched=work.reference if work else None,
    )


def _choice(asked: Asked) -> Choice:
    works = asked.by_query.works if asked.by_query else ()
    return choose(asked.reference, works) if works and not asked.is_curated else Choice()


def _notices(asked: Asked, work: Work) -> tuple[Notice, ...]:
    """The record's notices, and those that the list on disk has of it."""
    return merged(work.notices, asked.retractions.get(dois.key(work.doi), ()))


def _named(scored: Scored) -> str:
    """A record for a person: its title and year."""
    reference = scored.work.reference
    title = reference.title or reference.text("container-title") or scored.work.doi
    return f"“{title}”" + (f" ({reference.year})" if reference.year else "")


def _says_enough(reference: Reference) -> bool:
    """Whether a miss means anything: a title or a place in a journal was read, or text compared."""
    printed = reference.source.printed if reference.source else ""
    if len(words(printed)) >= 6 and any(char.isdigit() for char in printed):
        return True
    place = reference.text("volume") or reference.text("page")
    journal = reference.text("container-title")
    return is_searchable(reference.plain_title) or bool(journal and place)


def _asked_agencies(asked: Asked) -> tuple[str, ...]:
    names = [asked.source] if asked.by_doi or asked.by_query else []
    if asked.agency and not asked.agency.failure:
        names += ["doi.org"] if asked.agency.is_registry else []
        if asked.agency.agency:
            names.append(asked.agency.agency)
    return tuple(dict.fromkeys(names))
