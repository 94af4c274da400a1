"""Records of other agencies' DOIs, by content negotiation at doi.org.

doi.org leads a request for CSL-JSON to the agency that registered the DOI (citation.doi.org,
"DOI Content Negotiation"): DataCite, mEDRA and JaLC answer with a record, others with a page
for people, which says nothing to us.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Name
from backmatter.references.verification.cache import Answers
from backmatter.references.verification.http import Client
from backmatter.references.verification.records import WORK_FIELDS, Work, read_work
from backmatter.references.verification.results import Cause
from backmatter.references.verification.sources.source import Answer, Failure
from backmatter.references.verification.times import iso

CSL_JSON = "application/vnd.citationstyles.csl+json"

HOSTS = (
    "https://data.crosscite.org",
    "https://api.datacite.org",
    "https://data.datacite.org",
    "https://data.medra.org",
    "https://japanlinkcenter.org",
    "https://api.japanlinkcenter.org",
    "https://data.crossref.org",
    "https://api.crossref.org",
)
"""Where doi.org leads such a request, and nowhere else is followed."""

_FIELDS = (*WORK_FIELDS, "language")
_PREPRINTS = frozenset({"arXiv", "bioRxiv", "medRxiv", "ChinaXiv", "Zenodo"})


@dataclass(frozen=True, slots=True)
class Negotiation:
    """Asks doi.org for the record of one DOI at a time.

    Attributes:
        client: Asks over HTTP; `HOSTS` must be on its list.
        now: The time, in seconds since 1970.
        url: doi.org's base URL.
        cache: Where answers are kept, None for nowhere.
    """

    client: Client
    now: Callable[[], float]
    url: str
    cache: Answers | None = None

    def record(self, doi: str, agency: str) -> Answer:
        """The agency's record of a DOI; without works when it gives none that can be read."""
        if self.cache:
            stopped = self.client.stopped
            offline = stopped is not None and stopped.cause is Cause.OFFLINE
            if kept := self.cache.get("record", dois.key(doi), any_age=offline):
                return Answer(_works(kept.value, doi, agency), iso(kept.at))
        reply = self.client.get_json(f"{self.url}/{dois.encoded(doi)}", "record", CSL_JSON)
        if reply.failure:
            return Answer(failure=reply.failure)
        item = _kept_fields(reply.content)
        works = _works(item, doi, agency)
        if item and not works and read_work(item) is not None:
            odd = Failure(Cause.FAILED, f"{self.url}: answered with the record of another DOI")
            return Answer(failure=odd)
        if self.cache:
            self.cache.put("record", dois.key(doi), item if works else None)
        return Answer(works, iso(self.now()))


def read_csl(item: object, agency: str) -> Work | None:
    """A work from a CSL-JSON item as an agency gives it; None when it is none with a DOI.

    CSL-JSON names its parts as Crossref's records do, with text for lists; only the types are
    CSL's own. DataCite calls the repository `publisher`, and gives it as no journal.
    """
    work = read_work(item)
    if work is None or not work.titles:
        return None
    data = cast("dict[str, Any]", item)
    kind = data.get("type")
    csl_type = work.reference.type  # where it is one of Crossref's, which some agencies send
    if csl_type == "document" and isinstance(kind, str) and kind.isascii() and len(kind) < 40:
        csl_type = kind
    reference = replace(
        work.reference,
        type=csl_type,
        names={name: tuple(map(_whole, names)) for name, names in work.reference.names.items()},
    )
    if isinstance(language := data.get("language"), str) and 1 < len(language) < 12:
        reference = replace(reference, variables={**reference.variables, "language": language})
    is_preprint = work.reference.text("publisher") in _PREPRINTS
    return replace(
        work,
        reference=reference,
        kind="posted-content" if is_preprint else csl_type,
        citable=True,
        source=agency,
    )


def _whole(name: Name) -> Name:
    """A person whose whole name an agency put into one part (`北本, 朝展`)."""
    family, comma, given = name.literal.partition(", ")
    return Name(family=family, given=given) if comma and family and given else name


def _works(item: object, doi: str, agency: str) -> tuple[Work, ...]:
    """The record, when it is that of the DOI asked for."""
    work = read_csl(item, agency)
    return (work,) if work and dois.same(work.doi, doi) else ()


def _kept_fields(item: object) -> dict[str, Any] | None:
    """The part of a record that is read, and so the part that is worth keeping."""
    if not isinstance(item, dict):
        return None
    record = cast("dict[str, Any]", item)
    return {name: record[name] for name in _FIELDS if name in record}
