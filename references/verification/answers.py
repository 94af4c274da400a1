"""Reading an answer's head and body: pauses asked for, JSON that is whole and not too deep."""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from typing import Any, cast


def read_json(body: bytes) -> object:
    """The JSON value of a body in UTF-8, with a byte order mark or without.

    Raises:
        ValueError: When it is empty, cut off, no UTF-8, nested beyond all reason, or holds `NaN`,
            which is no JSON.
    """
    try:
        value: object = json.loads(body.decode("utf-8-sig"), parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def retry_after(text: str, now: float) -> float | None:
    """The seconds that a `Retry-After` header asks for; None when it says nothing sensible."""
    plain = text.strip()
    if re.fullmatch(r"[0-9]{1,9}", plain):
        return float(plain)
    try:
        return max(0.0, parsedate_to_datetime(plain).timestamp() - now) if plain else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def depth_exceeds(content: object, most: int) -> bool:
    """Whether a JSON value is nested deeper than so many levels."""
    level: list[object] = [content]
    for _ in range(most + 1):
        deeper: list[object] = []
        for value in level:
            if isinstance(value, dict):
                deeper.extend(cast("dict[str, object]", value).values())
            elif isinstance(value, list):
                deeper.extend(cast("list[object]", value))
        if not deeper:
            return False
        level = deeper
    return True
