"""Whom `verify` and `doi` ask: the options, the settings and the environment put together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter import __version__
from backmatter.cli import config, console
from backmatter.references.errors import InputError

if TYPE_CHECKING:
    from backmatter.references.model import Reference
    from backmatter.references.verification.recorded import Recording
    from backmatter.references.verification.results import Result
    from backmatter.references.verification.retraction_list import Retractions
    from backmatter.references.verification.services import Services
    from backmatter.references.verification.sources.source import Agencies, Source

Offline = Annotated[
    bool, typer.Option("--offline", help="Ask nobody: answers come from the cache alone.")
]

MailTo = Annotated[
    str | None,
    typer.Option(
        "--mailto",
        metavar="ADDRESS",
        help="Your address, which Crossref answers with more requests a second. "
        "It is sent only when it is given.",
        show_default=False,
    ),
]

RetractionFile = Annotated[
    Path | None,
    typer.Option(
        "--retractions",
        metavar="FILE",
        help="A list of retractions: the Retraction Watch CSV as Crossref publishes it.",
        show_default=False,
    ),
]


EvidenceFile = Annotated[
    Path | None,
    typer.Option(
        "--evidence",
        metavar="FILE",
        help="Keep what was asked and answered in this file (refs.evidence.jsonl), and take from "
        "it what is fresh; with --offline everything.",
        show_default=False,
    ),
]

MaxAge = Annotated[
    str | None,
    typer.Option(
        "--max-age",
        metavar="AGE",
        help="Ask again for what was answered longer ago: 12h, 30d (the default), 8w.",
        show_default=False,
    ),
]


_LONG = 30.0
"""Seconds from which on a run is announced."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How to ask: with whose address, or offline; what counts as fresh, and where it is kept."""

    mailto: str = ""
    offline: bool = False
    evidence: Path | None = None
    max_age: str | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A source, and who knows the agencies of the DOIs that it does not hold."""

    source: Source
    agencies: Agencies | None
    recording: Recording | None = None


def services(terms: Terms, *, cached: bool = True) -> Services:
    """Crossref and doi.org, with a cache in the user's own folder.

    The environment may give other addresses (`BACKMATTER_CROSSREF_URL`, `BACKMATTER_DOI_URL`)
    and another folder for the cache (`BACKMATTER_CACHE`); then no other host is asked. Without
    `cached`, the answers of the file of evidence are the only ones.
    """
    from backmatter.references.verification.cache import MAX_AGE
    from backmatter.references.verification.services import Settings, connect
    from backmatter.references.verification.sources import agencies, crossref
    from backmatter.references.verification.times import span

    cache = config.cache_folder()
    return connect(
        Settings(
            user_agent=f"backmatter/{__version__}",
            mailto=terms.mailto,
            offline=terms.offline,
            cache=cache / "answers.sqlite" if cached else None,
            max_age=span(terms.max_age) if terms.max_age else MAX_AGE,
            evidence=terms.evidence,
            tell=lambda sentence: console.message(sentence, style="yellow"),
            crossref_url=os.environ.get("BACKMATTER_CROSSREF_URL") or crossref.URL,
            doi_url=os.environ.get("BACKMATTER_DOI_URL") or agencies.URL,
        )
    )


def asking(name: str, terms: Terms) -> Asking:
    """The source of a name: `crossref`, `index:PATH`, `evidence:PATH`, `evidence:review`."""
    kind, _, path = name.partition(":")
    if terms.evidence and name != "crossref":
        raise typer.BadParameter(
            f"keeps what Crossref answers, and is not for {name}", param_hint="--evidence"
        )
    if kind == "index" and path:
        from backmatter.references.verification.sources import index

        local = index.load(Path(path))
        return Asking(local, local)
    if kind == "evidence" and path:
        from backmatter.references.verification import recorded
        from backmatter.references.verification.sources import evidence

        if path != "review" and recorded.is_recorded(Path(path)):
            connected = services(Terms(offline=True, evidence=Path(path)), cached=False)
            return Asking(connected.crossref, connected.doi_org)
        return Asking(
            evidence.review_evidence() if path == "review" else evidence.load(Path(path)), None
        )
    if name != "crossref":
        raise typer.BadParameter(
            f"{name}: choose crossref, index:PATH or evidence:PATH", param_hint="--source"
        )
    connected = services(terms)
    return Asking(connected.crossref, connected.doi_org, connected.recording)


def retractions(path: Path | None) -> Retractions | None:
    """The list of retractions that an option names."""
    from backmatter.references.verification.retraction_list import load

    return load(path) if path else None


def keep_evidence(asking: Asking, results: Sequence[Result], terms: Terms) -> None:
    """Write the file of evidence; not offline, where nothing new was answered."""
    from backmatter.references.files import write_atomic

    if asking.recording and terms.evidence and not terms.offline:
        write_atomic(terms.evidence, asking.recording.text(results))


def tell_estimate(asking: Asking, references: Sequence[Reference]) -> None:
    """How long a run will take, when that is long."""
    from backmatter.references.verification.estimate import estimate, in_words
    from backmatter.references.verification.sources.crossref import CrossrefSource

    if not isinstance(asking.source, CrossrefSource) or asking.source.health():
        return
    cost = estimate(references, asking.source)
    if cost.seconds >= _LONG:
        faster = "" if asking.source.mailto else "; with --mailto ADDRESS a third of it"
        console.message(
            f"{cost.requests} requests to Crossref, at the rate of its {cost.pool} pool "
            f"{in_words(cost.seconds)}{faster}. Ctrl-C keeps what was answered."
        )


def tell_trouble(source: Source) -> None:
    """Why the source was not asked to the end, and what went wrong with the cache."""
    from backmatter.references.verification.results import Cause

    failure = source.health()
    if failure and failure.cause is not Cause.OFFLINE:
        console.message(f"{source.name} was not asked to the end: {failure.reason}", style="yellow")
    cache = getattr(source, "cache", None)
    if cache is not None and cache.trouble:
        console.message(cache.trouble, style="yellow")


def read_texts(names: list[str]) -> list[tuple[str, str]]:
    """The texts of files and of standard input, each with the name to show for it.

    Raises:
        InputError: When one of them cannot be read.
    """
    from backmatter.cli.inputs import read_input
    from backmatter.references.documents.encoding import decode

    read: list[tuple[str, str]] = []
    for name in names:
        if name != "-" and not Path(name).is_file():
            raise InputError(f"{name}: is no file, and no DOI either")
        content, shown = read_input(name)
        read.append((decode(content, shown), shown))
    return read
