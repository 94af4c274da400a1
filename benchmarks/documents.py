"""How whole the reference lists come out of documents, file by file.

    python -m benchmarks.documents [NAME…]

By the shared scorer: an entry is found where a reference of its own differs from it by at most
5 % of its letters; extra is the share of references that are no entry. Beside it the citation
marks found and rightly linked, the entries with all fields right, and the seconds that reading
the file and its list took, on one core. What is missed or extra is printed below its file. Where
the gold has fields, they are scored as those of printed references are, over the whole folder.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from backmatter.references.citations.finder import citations_to_json
from backmatter.references.documents.reader import read_document
from backmatter.references.lists.finder import find_list
from backmatter.references.reading import parse_document
from benchmarks.reading import SHARED, marks_right, scored, strings_scorer, wrong_fields

_KINDS = frozenset({".pdf", ".txt"})


def main() -> None:
    """Measure the documents in both shared folders, or those whose names are given."""
    if not SHARED.is_dir():
        print("documents: the shared data is not beside the checkout; nothing measured")
        return
    scorer = _scorer()
    print(f"{'document':24}{'gold':>6}{'found':>7}{'recall':>9}{'extra':>8}"
          f"{'marks':>8}{'linked':>8}{'all right':>11}{'seconds':>9}")  # fmt: skip
    for folder in ("documents", "documents-zh"):
        total: Counter[str] = Counter()
        fields: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for path in sorted((SHARED / folder).iterdir()):
            if path.suffix in _KINDS and (not sys.argv[1:] or path.stem in sys.argv[1:]):
                total.update(_measure(path, scorer, fields))
        if total["files"]:
            recall, extra = _shares(total["gold"], total["found"], total["hits"])
            print(f"{folder:24}{total['gold']:6}{total['found']:7}{recall:9.1%}{extra:8.1%}"
                  f"{total['marks']:8}{total['linked']:8}  "
                  f"perfect {total['perfect']} of {total['files']}")  # fmt: skip
            _print_fields(fields)


def _print_fields(fields: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    """The score of all fields, of pairs of gold and what was read."""
    rows = [{"id": index, "csl": gold} for index, (gold, _) in enumerate(fields)]
    read = {index: item for index, (_, item) in enumerate(fields)}
    score = strings_scorer().score(rows, read)
    print(f"fields of {len(rows)}: macro-F1 {score['macro_f1']:.3f}, "
          f"all right {score['all_right']:.3f}\n")  # fmt: skip


def _measure(
    path: Path, scorer: ModuleType, fields: list[tuple[dict[str, Any], dict[str, Any]]]
) -> dict[str, int]:
    gold_path = path.with_suffix(".json")
    gold_path = gold_path if gold_path.exists() else path.with_name(f"{path.stem}.gold.json")
    gold: list[str] = scorer.read(gold_path)
    start = time.perf_counter()
    found = [entry.source.printed for entry in find_list(read_document(path)).entries]
    seconds = time.perf_counter() - start
    pairs: dict[int, int] = scorer.match(gold, found)
    parsed = parse_document(path, path.name)
    marks_path = path.with_name(f"{path.stem}.citations.json")
    marks: list[Any] = json.loads(marks_path.read_text("utf-8")) if marks_path.exists() else []
    linked = marks_right(json.loads(citations_to_json(parsed.citations)), marks)[1]
    right = _all_right(gold_path, pairs, parsed.references)
    items: Any = json.loads(gold_path.read_text("utf-8"))
    if isinstance(items, list):
        for index, item in enumerate(cast("list[dict[str, Any]]", items)):
            read = scored(parsed.references[pairs[index]]) if index in pairs else {}
            fields.append((_in_one_piece(item), read))
    recall, extra = _shares(len(gold), len(found), len(pairs))
    print(f"{path.stem:24}{len(gold):6}{len(found):7}{recall:9.1%}{extra:8.1%}"
          f"{len(marks):8}{linked:8}{right:>11}{seconds:9.2f}")  # fmt: skip
    _print_rest("missed", [text for i, text in enumerate(gold) if i not in pairs])
    _print_rest("extra", [text for i, text in enumerate(found) if i not in pairs.values()])
    return {
        "files": 1,
        "gold": len(gold),
        "found": len(found),
        "hits": len(pairs),
        "marks": len(marks),
        "linked": linked,
        "perfect": int(len(gold) == len(found) == len(pairs)),
    }


def _in_one_piece(item: dict[str, Any]) -> dict[str, Any]:
    """A gold item with its Chinese names in one piece, as `scored` has them."""
    authors = [
        {"family": name["family"] + name.get("given", "")}
        if "\u3400" <= name.get("family", " ")[0] <= "\u9fff"
        else name
        for name in item.get("author", ())
    ]
    return {**item, "author": authors}


def _all_right(gold_path: Path, pairs: dict[int, int], references: Sequence[Any]) -> str:
    """How many entries have all fields right; a dash where the gold is printed text alone."""
    items: Any = json.loads(gold_path.read_text("utf-8"))
    if isinstance(items, dict):
        return "-"
    return str(sum(not wrong_fields(references[found], items[i]) for i, found in pairs.items()))


def _shares(gold: int, found: int, hits: int) -> tuple[float, float]:
    return hits / max(gold, 1), (found - hits) / max(found, 1)


def _print_rest(kind: str, texts: Sequence[str]) -> None:
    for text in texts:
        print(f"    {kind}: {text[:150]}")


def _scorer() -> ModuleType:
    """The scorer of the shared documents, loaded from beside the data."""
    path = SHARED / "documents" / "score.py"
    spec = importlib.util.spec_from_file_location("documents_score", path)
    if spec is None or spec.loader is None:
        raise RuntimeError("the shared scorer is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
