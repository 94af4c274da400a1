"""Records that a file holds without a printed form, written out as a reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def compose(record: Mapping[str, Any]) -> str:
    """A CSL-JSON item as one line: authors, title, container, publisher, year and place."""
    people = ", ".join(
        " ".join(p for p in (each.get("family"), each.get("given")) if p) or each.get("literal", "")
        for each in record.get("author", ())
    )
    year = str(record["issued"]["date-parts"][0][0]) if "issued" in record else ""
    numbers = record.get("volume", "") + (f"({record['issue']})" if "issue" in record else "")
    place = ":".join(part for part in (numbers, record.get("page", "")) if part)
    tail = ";".join(part for part in (year, place) if part)
    publisher = ": ".join(record[v] for v in ("publisher-place", "publisher") if v in record)
    doi = f"doi:{record['DOI']}" if "DOI" in record else ""
    parts = (
        people,
        record.get("title", ""),
        record.get("container-title", ""),
        publisher,
        tail,
        doi,
    )
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
