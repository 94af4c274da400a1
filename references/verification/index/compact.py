"""How a record is kept: the fields that verdicts are made from, in Crossref's own form, packed.

The form stays Crossref's, so that one reader (`records.read_work`) reads both.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from typing import Any, cast

_TEXTS = ("DOI", "type", "volume", "issue", "page", "article-number", "publisher")
_LISTS = (
    "title",
    "subtitle",
    "original-title",
    "short-title",
    "container-title",
    "short-container-title",
)
_PEOPLE = ("author", "editor")
_NAME_PARTS = ("family", "given", "suffix", "name", "literal")
_DATES = ("issued", "published", "published-print", "published-online")
_UPDATES = ("update-to", "updated-by")
_UPDATE_PARTS = ("DOI", "type", "source")
_EMPTY: tuple[object, ...] = (None, "", [], {})
_LEVEL, _WINDOW, _MEMORY = 6, -13, 4
"""zlib's settings: small tables, because a packer is made for each record."""

# What most records have in common; a change of it is a change of the format.
_COMMON = (
    b'"subtitle":[""],"original-title":[""],"short-title":[""],"editor":[{"family":"","given":""}],'
    b'"published-online":[[20,1]],"suffix":"Jr","article-number":"e","update-to":[{"DOI":"10.",'
    b'"type":"retraction","source":"publisher","updated":[[20]]}],"updated-by":[{"DOI":"10.",'
    b'"type":"proceedings-article","type":"book-chapter","publisher":"Springer Science and '
    b'Business Media LLC","publisher":"Informa UK Limited","publisher":"Oxford University Press '
    b'(OUP)","publisher":"American Chemical Society (ACS)","publisher":"Wiley",'
    b'"publisher":"Elsevier BV","short-container-title":["J. "],'
    b'"title":["The of the and in for with on Effects of an Analysis Study of "],'
    b'"container-title":["International Journal of "],'
    b'"container-title":["Journal of the American Society"],"given":"",'
    b'"family":"},{"family":"","given":"J. M."},"issued":[[19{"DOI":"10.1016/j.",'
    b'"type":"journal-article","volume":"1","issue":"1","page":"1-","publisher":'
)


def pack(record: dict[str, Any]) -> bytes:
    """A record's fields that are read, without what is empty or said twice, compressed."""
    kept = json.dumps(dict(_kept(record)), ensure_ascii=False, separators=(",", ":"))
    packer = zlib.compressobj(
        _LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _COMMON
    )
    return packer.compress(kept.encode("utf-8", "surrogatepass")) + packer.flush()


def unpack(packed: bytes) -> dict[str, Any]:
    """The record that was packed, dates as Crossref writes them."""
    text = zlib.decompressobj(_WINDOW, _COMMON).decompress(packed).decode("utf-8", "surrogatepass")
    record = cast("dict[str, Any]", json.loads(text))
    for name in _DATES:
        if name in record:
            record[name] = {"date-parts": record[name]}
    for name in _UPDATES:
        for update in record.get(name, ()):
            if "updated" in update:
                update["updated"] = {"date-parts": update["updated"]}
    return record


def _kept(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in (*_TEXTS, *_LISTS):
        if (value := record.get(name)) not in _EMPTY:
            yield name, value
    for name in _PEOPLE:
        if people := list(_objects(record.get(name), _NAME_PARTS)):
            yield name, people
    years: set[object] = set()
    for name in _DATES:
        if (parts := _date_parts(record.get(name))) and repr(parts[0][:1]) not in years:
            years.add(repr(parts[0][:1]))  # a second date of one year tells nothing more
            yield name, parts
    for name in _UPDATES:
        if updates := list(_updates(record.get(name))):
            yield name, updates


def _objects(value: object, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for entry in cast("list[object]", value) if isinstance(value, list) else ():
        if isinstance(entry, dict):
            known = cast("dict[str, Any]", entry)
            if kept := {n: known[n] for n in names if known.get(n) not in _EMPTY}:
                yield kept


def _updates(value: object) -> Iterator[dict[str, Any]]:
    for entry in cast("list[object]", value) if isinstance(value, list) else ():
        for kept in _objects([entry], _UPDATE_PARTS):
            date = _date_parts(cast("dict[str, Any]", entry).get("updated"))
            yield kept | ({"updated": date} if date else {})


def _date_parts(value: object) -> list[list[Any]]:
    """The first date of `date-parts`; empty when there is none."""
    outer = cast("dict[str, Any]", value).get("date-parts") if isinstance(value, dict) else None
    first = cast("list[object]", outer)[0] if isinstance(outer, list) and outer else None
    return [cast("list[Any]", first)[:3]] if isinstance(first, list) and first else []
