"""Records by identifier: a DOI, an arXiv number, an ISBN; and why others cannot be asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers import numbers
from backmatter.references.model import Reference
from backmatter.references.verification.results import Notice
from backmatter.references.verification.sources.source import Agencies, Answer, Source

_LABELLED = re.compile(
    r"(pmid|pmcid|isbn(?:-1[03])?|arxiv|orcid|issn)\s*:?\s*(\S.*)", re.IGNORECASE
)
_ARXIV_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/(\S+?)(?:\.pdf)?$", re.IGNORECASE
)
_VERSION = re.compile(r"v\d{1,3}$")
_ARXIV_DOI = "10.48550/arXiv."
_PUBMED = "PubMed is not asked; give the DOI, which its page shows"
_NOT_ASKED = {
    "pmid": _PUBMED,
    "pmcid": _PUBMED,
    "orcid": "an ORCID iD is a person's, and leads to no single work",
    "issn": "an ISSN is a journal's; give the DOI of the article",
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier: what was given, its kind (`doi`, `arxiv`, `isbn`, `pmid` …), its bare form.

    `fault` says why nobody is asked: it is malformed, or of a kind that leads nowhere.
    """

    given: str
    kind: str = ""
    value: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Got:
    """What came of an identifier.

    Attributes:
        identifier: The identifier.
        reference: The record, None where there is none.
        reason: Why there is none.
        is_failure: Whether a later try may well succeed.
        notices: Retractions, corrections and the like of the work.
    """

    identifier: Identifier
    reference: Reference | None = None
    reason: str = ""
    is_failure: bool = False
    notices: tuple[Notice, ...] = ()


class Books(Protocol):
    """A source that finds books by ISBN."""

    def by_isbn(self, isbn: str) -> Answer:
        """The book's record, without works when there is none."""
        ...


def read_identifier(text: str) -> Identifier:
    """What an identifier is, by its label or its form."""
    given = text.strip()
    if doi := dois.parse_doi(given):
        return Identifier(given, "doi", doi.text)
    if link := _ARXIV_LINK.fullmatch(given):
        return _arxiv(given, link[1])
    if labelled := _LABELLED.fullmatch(given):
        kind, value = labelled[1].lower().partition("-")[0], labelled[2].strip()
        if kind == "arxiv":
            return _arxiv(given, value)
        if kind == "isbn":
            return _isbn(given, value)
        return Identifier(given, kind, value, _NOT_ASKED[kind])
    if not numbers.arxiv_fault(given):
        return _arxiv(given, given)
    if not numbers.isbn_fault(given):
        return _isbn(given, given)
    if given.isdecimal():
        return Identifier(given, "", given, "may be a PMID: write PMID:… or, better, the DOI")
    return Identifier(given, fault="is no DOI, arXiv number or ISBN")


def get(
    identifiers: Sequence[Identifier], source: Source, books: Books, agencies: Agencies
) -> tuple[Got, ...]:
    """The records of identifiers, DOIs asked for in batches; one result each, in order."""
    by_doi = {each: _doi_of(each) for each in identifiers if _doi_of(each)}
    wanted = tuple(dict.fromkeys(map(dois.key, by_doi.values())))
    answers = _by_doi(wanted, source, agencies)
    results: list[Got] = []
    for each in identifiers:
        if each.fault:
            results.append(Got(each, reason=each.fault))
        elif each in by_doi:
            results.append(_got(each, answers[dois.key(by_doi[each])]))
        else:
            results.append(_got(each, books.by_isbn(each.value)))
    return tuple(results)


def _by_doi(wanted: Sequence[str], source: Source, agencies: Agencies) -> Mapping[str, Answer]:
    """What the source answers, and other agencies where it does not hold a DOI."""
    answers = dict(source.by_doi(wanted)) if wanted else {}
    absent = [doi for doi, answer in answers.items() if not answer.works and not answer.failure]
    for doi, agency in agencies.agencies(absent).items() if absent else ():
        if agency.failure:
            answers[doi] = Answer(failure=agency.failure)
        elif agency.record is not None:
            answers[doi] = agency.record
    return answers


def _got(identifier: Identifier, answer: Answer) -> Got:
    if answer.failure:
        return Got(identifier, reason=answer.failure.reason, is_failure=True)
    if not answer.works:
        return Got(identifier, reason=_NOTHING[identifier.kind])
    work = answer.works[0]
    reference = work.reference
    if identifier.kind == "isbn":
        variables = {**reference.variables, "ISBN": identifier.value}
        reference = replace(reference, variables=variables)
    return Got(identifier, reference, notices=work.notices)


_NOTHING = {
    "doi": "is not registered, or its agency gives no record of it",
    "arxiv": "arXiv has no such number, or gives no record of it",
    "isbn": "Crossref, which holds few books, has none with this ISBN",
}


def _doi_of(identifier: Identifier) -> str:
    if identifier.fault:
        return ""
    if identifier.kind == "arxiv":
        return _ARXIV_DOI + _VERSION.sub("", identifier.value)
    return identifier.value if identifier.kind == "doi" else ""


def _arxiv(given: str, value: str) -> Identifier:
    return Identifier(given, "arxiv", value, numbers.arxiv_fault(value))


def _isbn(given: str, value: str) -> Identifier:
    return Identifier(given, "isbn", numbers.bare(value), numbers.isbn_fault(value))
