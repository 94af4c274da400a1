"""Which agency registered a DOI, and whether it exists at all: doi.org's `/ra` service.

Of a DOI that is not Crossref's the agency's own record is asked for too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from backmatter.references.identifiers import doi as dois
from backmatter.references.verification.cache import Answers
from backmatter.references.verification.exchange import Reply
from backmatter.references.verification.http import Client
from backmatter.references.verification.results import Cause
from backmatter.references.verification.sources.negotiation import Negotiation
from backmatter.references.verification.sources.source import AgencyAnswer, Failure
from backmatter.references.verification.times import iso

URL = "https://doi.org"
BATCH = 20
CROSSREF = "Crossref"

_ABSENT = ("DOI does not exist", "Invalid DOI")


@dataclass(frozen=True, slots=True)
class DoiOrg:
    """doi.org, asked about up to 20 DOIs at a time.

    Attributes:
        client: Asks over HTTP.
        now: The time, in seconds since 1970.
        url: doi.org's base URL.
        cache: Where answers are kept, None for nowhere.
    """

    client: Client
    now: Callable[[], float]
    url: str = URL
    cache: Answers | None = None

    def agencies(self, dois_asked: Sequence[str]) -> Mapping[str, AgencyAnswer]:
        """The agency of each DOI; a DOI that a list leaves out is asked for alone."""
        answers = {doi: kept for doi in dois_asked if (kept := self._kept(doi))}
        missing = [doi for doi in dois_asked if doi not in answers]
        listed = [doi for doi in missing if "," not in doi]
        for start in range(0, len(listed), BATCH):
            answers.update(self._ask(listed[start : start + BATCH]))
        for doi in missing:
            if doi not in answers:
                answers.update(self._ask([doi]))
        silent = Failure(Cause.FAILED, f"{self.url}: says nothing about the DOI")
        told = {doi: answers.get(doi, AgencyAnswer(failure=silent)) for doi in dois_asked}
        return {doi: self._with_record(doi, answer) for doi, answer in told.items()}

    def _with_record(self, doi: str, answer: AgencyAnswer) -> AgencyAnswer:
        """The same with what another agency than Crossref gives as the DOI's record."""
        if answer.agency in ("", CROSSREF):
            return answer
        negotiation = Negotiation(self.client, self.now, self.url, self.cache)
        return replace(answer, record=negotiation.record(doi, answer.agency))

    def _ask(self, batch: list[str]) -> dict[str, AgencyAnswer]:
        path = ",".join(dois.encoded(doi) for doi in batch)
        reply = self.client.get_json(f"{self.url}/ra/{path}", "agency")
        if reply.failure or reply.status == 404:
            why = reply.failure or Failure(Cause.FAILED, f"{self.url}: does not answer")
            return {doi: AgencyAnswer(failure=why) for doi in batch}
        told = dict(_told(reply))
        answers: dict[str, AgencyAnswer] = {}
        for doi in batch:
            if (agency := told.get(dois.key(doi))) is not None:
                answers[doi] = AgencyAnswer(agency, iso(self.now()))
                if self.cache:
                    self.cache.put("agency", dois.key(doi), agency)
        return answers

    def _kept(self, doi: str) -> AgencyAnswer | None:
        stopped = self.client.stopped
        offline = stopped is not None and stopped.cause is Cause.OFFLINE
        kept = self.cache.get("agency", dois.key(doi), any_age=offline) if self.cache else None
        if kept is None or not isinstance(kept.value, str):
            return None
        return AgencyAnswer(kept.value[:40], iso(kept.at))


def _told(reply: Reply) -> Sequence[tuple[str, str]]:
    """DOI → agency, "" for one that does not exist; entries that say neither are left out."""
    content = reply.content
    told: list[tuple[str, str]] = []
    for entry in cast("list[object]", content) if isinstance(content, list) else []:
        if not isinstance(entry, dict):
            continue
        data = cast("dict[str, Any]", entry)
        doi, agency, status = data.get("DOI"), data.get("RA"), data.get("status")
        if isinstance(doi, str) and isinstance(agency, str) and agency:
            told.append((dois.key(doi), agency[:40]))
        elif isinstance(doi, str) and status in _ABSENT:
            told.append((dois.key(doi), ""))
    return told
