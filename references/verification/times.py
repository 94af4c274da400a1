"""Times as evidence shows them: ISO 8601 in UTC, to the second."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from backmatter.references.errors import InputError

_SPAN = re.compile(r"(\d{1,5})\s?([hdw]?)")
_SECONDS = {"h": 3600, "d": 86400, "w": 604800, "": 86400}


def iso(seconds: float) -> str:
    """Seconds since 1970 as an ISO time."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> float:
    """The seconds since 1970 of an ISO time with its zone.

    Raises:
        ValueError: When it is none.
    """
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text} names no zone")
    return time.timestamp()


def span(text: str) -> float:
    """The seconds of `12h`, `30d`, `2w`; a bare number counts days.

    Raises:
        InputError: When it is none of these.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    if not found:
        raise InputError(f"{text}: is no length of time: write 12h, 30d or 2w")
    return float(int(found[1]) * _SECONDS[found[2]])
