"""The last verdict on each reference: kept by `verify`, looked up where a query asks `is:`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backmatter.cli import config, console

if TYPE_CHECKING:
    from backmatter.references.library.catalogue import Catalogue
    from backmatter.references.library.tree import Query
    from backmatter.references.verification.results import Result


def keep_verdicts(source: str, results: Sequence[Result]) -> None:
    """Keep the verdicts of a run in the user's cache; `source` is whom it asked."""
    from backmatter.references.verification import verdict_store

    today = datetime.now(UTC).date().isoformat()
    if trouble := verdict_store.keep(_file(), results, source, today):
        console.message(trouble, style="yellow")


def know_verdicts(catalogues: Iterable[Catalogue], query: Query) -> None:
    """Let catalogues look verdicts up, when a query asks for them."""
    from backmatter.references.library.asking import asks_verdicts
    from backmatter.references.verification import verdict_store

    if not asks_verdicts(query):
        return
    if not verdict_store.is_readable(path := _file()):
        message = "no verdicts are kept yet, so that all is unchecked: run backmatter verify first"
        console.message(message, style="yellow")
        return
    for each in catalogues:
        each.know(path)


def _file() -> Path:
    from backmatter.references.verification import verdict_store

    return config.cache_folder() / verdict_store.FILE
