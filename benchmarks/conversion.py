"""How much of others' conversions is reached: BibLaTeX to CSL as Pandoc does it.

    python -m benchmarks.conversion

Prints the shares of items and of fields that equal what Pandoc gives, its conventions switched
on, and every difference. Pandoc's own figure on these items is 177 of 179 (both halves).
Compared are items without what only backmatter writes (`custom`); date parts as integers, a
season as month 21-24; a non-breaking space as a space; no type as an empty one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from backmatter.references.formats import bibtex, csl_json

CASES = Path(__file__).resolve().parents[2] / "shared" / "conversion" / "dev.jsonl"
Item = dict[str, Any]


def main() -> None:
    """Read every case, compare, print."""
    if not CASES.is_file():
        print("conversion: the shared data is not beside this checkout")
        return
    items = fields = equal_items = equal_fields = 0
    differences: list[str] = []
    for expected, found in _pairs():
        names = sorted({*expected, *found})
        unlike = [name for name in names if expected.get(name) != found.get(name)]
        items += 1
        fields += len(names)
        equal_items += not unlike
        equal_fields += len(names) - len(unlike)
        differences += [
            f"  {expected['id']} {name}: {_short(expected, name)} | {_short(found, name)}"
            for name in unlike
        ]
    print(f"BibLaTeX to CSL, Pandoc's conventions: {equal_items} of {items} items exact", end=" ")
    print(f"({equal_items / items:.1%}), {equal_fields} of {fields} fields", end=" ")
    print(f"({equal_fields / fields:.1%}); theirs | ours where they differ:")
    print("\n".join(differences))


def _pairs() -> list[tuple[Item, Item]]:
    """Expected item and ours, for each item of Pandoc's cases."""
    pairs: list[tuple[Item, Item]] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if "pandoc" not in case["source"] or case["direction"] not in (
            "biblatex->csl",
            "bibtex->csl",
        ):
            continue
        found: dict[str, Item] = {}
        for reference in bibtex.read(case["input"], like_pandoc=True).references:
            found.setdefault(reference.key, _normal(csl_json.reference_to_item(reference)))
        pairs += [(_normal(item), found.get(item["id"], {})) for item in case["expected"]]
    return pairs


def _normal(item: Item) -> Item:
    """An item with the differences taken out that mean nothing."""
    normal: Item = {}
    for name, value in item.items():
        if name in ("custom", "unparsed") or value == "":
            continue
        if isinstance(value, str):
            normal[name] = value.replace("\u00a0", " ")
        elif "date-parts" in value:
            parts = [[int(number) for number in part] or [0] for part in value["date-parts"]]
            if season := value.get("season"):
                parts[0].append(20 + season)
            normal[name] = {**value, "date-parts": parts}
            normal[name].pop("season", None)
        else:
            normal[name] = value
    return normal


def _short(item: Item, name: str) -> str:
    return json.dumps(item.get(name), ensure_ascii=False)[:120]


if __name__ == "__main__":
    main()
