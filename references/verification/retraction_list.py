"""A list of retractions on disk: for retractions that a source's records do not carry.

Two forms are read: the CSV that Crossref publishes of the Retraction Watch database (columns
`OriginalPaperDOI`, `RetractionDOI`, `RetractionNature`, `RetractionDate`), and JSON Lines with
`doi`, `notice`, `nature` and `date`. The user fetches and refreshes it; none is bundled.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes
from backmatter.references.identifiers import doi as dois
from backmatter.references.verification.results import Notice

Retractions = Mapping[str, tuple[Notice, ...]]
"""Comparable DOI (`doi.key`) → the notices about it."""

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_COLUMNS = ("OriginalPaperDOI", "RetractionDOI", "RetractionNature", "RetractionDate")
_KEYS = ("doi", "notice", "nature", "date")


def load(path: Path) -> Retractions:
    """Read a list.

    Raises:
        InputError: When it is missing, or in neither form.
    """
    text = read_bytes(path).decode("utf-8-sig", errors="replace")
    rows = _json_rows(text, path) if text.lstrip().startswith("{") else _csv_rows(text, path)
    found: dict[str, list[Notice]] = {}
    for doi, notice, nature, date in rows:
        if dois.is_valid(doi):
            kind = nature.strip().lower().replace(" ", "_")
            source = notice if dois.is_valid(notice) else ""
            entry = Notice(kind, source, _date(date), "retraction-watch")
            notices = found.setdefault(dois.key(doi), [])
            if entry not in notices:
                notices.append(entry)
    return {doi: tuple(notices) for doi, notices in found.items()}


def merged(own: tuple[Notice, ...], listed: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """A record's own notices, and those of the list that it does not have."""
    kinds = {(notice.kind, dois.key(notice.doi)) for notice in own}
    return (*own, *(n for n in listed if (n.kind, dois.key(n.doi)) not in kinds))


def _json_rows(text: str, path: Path) -> Iterator[tuple[str, str, str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                row = cast("dict[str, Any]", json.loads(line))
                yield _four(str(row.get(key) or "") for key in _KEYS)
            except (ValueError, AttributeError):
                raise InputError(f"{path}:{number}: is no entry of a retraction list") from None


def _csv_rows(text: str, path: Path) -> Iterator[tuple[str, str, str, str]]:
    reader = csv.DictReader(io.StringIO(text))
    if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
        raise InputError(f"{path}:1: is no retraction list: it has no column {missing[0]}")
    for row in reader:
        yield _four((row.get(name) or "").strip() for name in _COLUMNS)


def _four(values: Iterable[str]) -> tuple[str, str, str, str]:
    doi, notice, nature, date = values
    return doi, notice, nature, date


def _date(text: str) -> str:
    """An ISO date from `10/18/2023 0:00` (month first) or one that is ISO already."""
    if found := _AMERICAN.match(text.strip()):
        return f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}"
    return found[0] if (found := _ISO.match(text.strip())) else ""
