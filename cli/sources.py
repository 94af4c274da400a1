"""Whom `verify` and `doi` ask: the options, the settings and the environment put together."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter import __version__
from backmatter.cli import console
from backmatter.references.errors import InputError

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class Asking:
    """A source, and who knows the agencies of the DOIs that it does not hold."""

    source: Source
    agencies: Agencies | None


def services(mailto: str, *, offline: bool) -> Services:
    """Crossref and doi.org, with a cache in the user's own folder.

    The environment may give other addresses (`BACKMATTER_CROSSREF_URL`, `BACKMATTER_DOI_URL`)
    and another folder for the cache (`BACKMATTER_CACHE`); then no other host is asked.
    """
    from platformdirs import user_cache_path

    from backmatter.references.verification.services import Settings, connect
    from backmatter.references.verification.sources import agencies, crossref

    folder = os.environ.get("BACKMATTER_CACHE")
    cache = Path(folder) if folder else user_cache_path("backmatter", appauthor=False)
    return connect(
        Settings(
            user_agent=f"backmatter/{__version__}",
            mailto=mailto,
            offline=offline,
            cache=cache / "answers.sqlite",
            crossref_url=os.environ.get("BACKMATTER_CROSSREF_URL") or crossref.URL,
            doi_url=os.environ.get("BACKMATTER_DOI_URL") or agencies.URL,
        )
    )


def asking(name: str, mailto: str, *, offline: bool) -> Asking:
    """The source of a name: `crossref`, `index:PATH`, `evidence:PATH`, `evidence:review`."""
    kind, _, path = name.partition(":")
    if kind == "index" and path:
        from backmatter.references.verification.sources import index

        local = index.load(Path(path))
        return Asking(local, local)
    if kind == "evidence" and path:
        from backmatter.references.verification.sources import evidence

        return Asking(
            evidence.review_evidence() if path == "review" else evidence.load(Path(path)), None
        )
    if name != "crossref":
        raise typer.BadParameter(
            f"{name}: choose crossref, index:PATH or evidence:PATH", param_hint="--source"
        )
    connected = services(mailto, offline=offline)
    return Asking(connected.crossref, connected.doi_org)


def retractions(path: Path | None) -> Retractions | None:
    """The list of retractions that an option names."""
    from backmatter.references.verification.retraction_list import load

    return load(path) if path else None


def tell_trouble(source: Source) -> None:
    """What went wrong with the cache, once and in passing: the answers are not touched by it."""
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
