"""The sources as a program uses them: client, cache and addresses put together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from backmatter.references.errors import BackmatterError
from backmatter.references.verification import recorded
from backmatter.references.verification.cache import MAX_AGE, Answers, Cache
from backmatter.references.verification.exchange import Limits
from backmatter.references.verification.http import Client
from backmatter.references.verification.recorded import Recording
from backmatter.references.verification.sources import agencies, crossref, negotiation
from backmatter.references.verification.sources.agencies import DoiOrg
from backmatter.references.verification.sources.crossref import CrossrefSource


@dataclass(frozen=True, slots=True)
class Settings:
    """Where and how to ask.

    Attributes:
        user_agent: How the program presents itself.
        mailto: The user's address for Crossref's polite pool; sent only when it is set.
        offline: Answers from the cache alone.
        cache: The file for answers, None for none.
        max_age: Seconds for which an answer is fresh.
        evidence: The file of evidence that goes before the cache, None for none.
        crossref_url: Where Crossref's API is.
        doi_url: Where doi.org is.
        limits: What a request may cost.
        tell: Is told, in a sentence, when a service makes us wait.
    """

    user_agent: str
    mailto: str = ""
    offline: bool = False
    cache: Path | None = None
    max_age: float = MAX_AGE
    evidence: Path | None = None
    crossref_url: str = crossref.URL
    doi_url: str = agencies.URL
    limits: Limits = field(default_factory=Limits)
    tell: Callable[[str], None] = lambda sentence: None  # noqa: ARG005  # nobody listens


@dataclass(frozen=True, slots=True)
class Services:
    """Crossref and doi.org, sharing one client and one cache."""

    crossref: CrossrefSource
    doi_org: DoiOrg
    cache: Answers | None
    recording: Recording | None = None


def connect(settings: Settings, now: Callable[[], float] = time.time) -> Services:
    """Put the sources together; nothing is asked yet.

    Raises:
        BackmatterError: When an address is none, or the evidence cannot be read.
    """
    agent = settings.user_agent
    if settings.mailto:
        if any(char.isspace() or char in "&?#,;<>" for char in settings.mailto):
            raise BackmatterError(f"mailto: {settings.mailto!r} is no mail address")
        agent += f" (mailto:{settings.mailto})"
    crossref_url = settings.crossref_url.rstrip("/")
    doi_url = settings.doi_url.rstrip("/")
    for url in (crossref_url, doi_url):
        if not url.startswith(("https://", "http://")):
            raise BackmatterError(f"{url}: is no address of a service")
    others = negotiation.HOSTS if doi_url == agencies.URL else ()
    client = Client(
        (crossref_url, doi_url, *others),
        user_agent=agent,
        offline=settings.offline,
        limits=settings.limits,
        now=now,
        tell=settings.tell,
    )
    disk = Cache(settings.cache, now=now, max_age=settings.max_age) if settings.cache else None
    recording = None
    if settings.evidence:
        lines = recorded.load(settings.evidence, missing_ok=not settings.offline)
        recording = Recording(lines, disk, now=now, max_age=settings.max_age)
    answers = recording or disk
    source = CrossrefSource(client, now, crossref_url, settings.mailto, answers)
    return Services(source, DoiOrg(client, now, doi_url, answers), answers, recording)
