"""The shared scorer, and what of a record it compares."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from backmatter.references.formats.csl_json import reference_to_item
from backmatter.references.model import Reference
from benchmarks.training.rows import SHARED, Row

FIELDS = {
    "author": "author", "title": "title", "year": "issued", "volume": "volume", "issue": "issue",
    "page-first": "page", "page-last": "page", "container-title": "container-title",
    "publisher": "publisher", "DOI": "DOI",
}  # fmt: skip
"""The scorer's fields, and the variable that each is read from."""


def scorer() -> ModuleType:
    """The shared scorer, loaded from beside the data."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "parsing" / "score.py")
    if spec is None or spec.loader is None:
        raise RuntimeError("the shared scorer is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def scored(reference: Reference) -> dict[str, Any]:
    """A reference as CSL-JSON, Chinese names in one piece, as the strings' gold has them."""
    item = reference_to_item(reference)
    for name in item.get("author", ()):
        if "\u3400" <= name.get("family", " ")[0] <= "\u9fff":
            name["family"] += name.pop("given", "")
    return item


def line(name: str, rows: Sequence[Row], read: Mapping[str, Any], score: ModuleType) -> str:
    """One row of a table: macro-F1, all fields right, and the F1 of each field."""
    figures = score.score(rows, read)
    cells = [f"{figures['macro_f1']:.3f}", f"{figures['all_right']:.3f}"]
    cells += [f"{f['f1']:.3f}" if f["gold"] else "–" for f in figures["fields"].values()]
    return f"| {name} | {len(rows)} | " + " | ".join(cells) + " |"


def heading() -> str:
    """The table's head."""
    names = ("set", "references", "macro-F1", "all right", *FIELDS)
    return f"| {' | '.join(names)} |\n|{' --- |' * len(names)}"
