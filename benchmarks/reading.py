"""How right the reading of documents and of printed references is.

    python -m benchmarks.reading

Per document: whether its list was found, references missed and extra, those printed to the
character, those with all fields right, the fields that are wrong, and the citation marks found
and rightly linked. Then printed references alone, by the shared scorer. Gold files that leave a
field out because it could not be read with certainty count it as absent.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from types import ModuleType
from typing import Any

from backmatter.references.citations.finder import citations_to_json
from backmatter.references.formats.csl_json import reference_to_item
from backmatter.references.model import Date, Name, Reference
from backmatter.references.parsing.parser import parse_reference
from backmatter.references.reading import parse_document

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

_NOT_FIELDS = frozenset(
    {"id", "printed", "mark", "citation-number", "ocr", "twin", "genre", "text_layer", "note"}
)
"""Keys of gold and of our items that the comparison of fields leaves out."""


def main() -> None:
    """Measure every text document and every set of printed references that is there."""
    if not SHARED.is_dir():
        print("reading: the shared data is not beside the checkout; nothing measured")
        return
    documents = [SHARED / "review" / "review.txt"]
    documents += sorted((SHARED / "documents").glob("*.txt"))
    documents += sorted((SHARED / "documents-zh").glob("*.txt"))
    print(f"{'document':24}{'gold':>6}{'missed':>8}{'extra':>7}{'printed':>9}{'all right':>11}"
          f"{'marks':>8}{'found':>7}{'linked':>8}  fields wrong")  # fmt: skip
    for path in documents:
        _measure_document(path)
    scorer = strings_scorer()
    for name, select in (
        ("zh-dev", None),
        ("dev: AnyStyle and GROBID", ("anystyle", "grobid")),
        ("dev: EXCITE and ParsCit", ("excite", "parscit")),
    ):
        _measure_strings(scorer, name, select)


def wrong_fields(reference: Reference, gold: Mapping[str, Any]) -> list[str]:
    """The fields of a reference that are not as the gold has them; both-absent is right."""
    item = _item(reference)
    names = sorted((set(item) | set(gold)) - _NOT_FIELDS)
    return [name for name in names if (item.get(name) or None) != (gold.get(name) or None)]


def marks_right(found: Sequence[Any], gold: Sequence[Any]) -> tuple[int, int]:
    """The marks found, and of those the ones that lead to the right numbers."""
    same = SequenceMatcher(
        None, [_squeezed(m) for m in gold], [_squeezed(m) for m in found], autojunk=False
    )
    pairs = [
        (gold[block.a + i], found[block.b + i])
        for block in same.get_matching_blocks()
        for i in range(block.size)
    ]
    return len(pairs), sum(1 for a, b in pairs if list(a["numbers"]) == list(b["numbers"]))


def _measure_document(path: Path) -> None:
    stem = path.stem
    gold_path = path.with_name("gold.json" if stem == "review" else f"{stem}.gold.json")
    marks_path = gold_path.with_name(gold_path.name.replace("gold", "citations"))
    gold: list[dict[str, Any]] = json.loads(gold_path.read_text("utf-8"))
    marks: list[Any] = json.loads(marks_path.read_text("utf-8")) if marks_path.exists() else []
    document = parse_document(path, path.name)
    pairs, missed, extra = _paired(document.references, gold)
    wrong = Counter[str]()
    right = printed = 0
    for reference, item in pairs:
        fields = wrong_fields(reference, item)
        wrong.update(fields)
        right += not fields
        printed += reference.source is not None and reference.source.printed == item["printed"]
    found, linked = marks_right(json.loads(citations_to_json(document.citations)), marks)
    listed = ", ".join(f"{name} {count}" for name, count in wrong.most_common())
    print(f"{stem:24}{len(gold):6}{missed:8}{extra:7}{printed:9}{right:11}"
          f"{len(marks):8}{found:7}{linked:8}  {listed}")  # fmt: skip


def _paired(
    references: Sequence[Reference], gold: Sequence[dict[str, Any]]
) -> tuple[list[tuple[Reference, dict[str, Any]]], int, int]:
    """References beside their gold, by the order of the list; then how many are missed, extra."""
    read = [_letters(r.source.printed) if r.source else "" for r in references]
    wanted = [_letters(item["printed"]) for item in gold]
    pairs: list[tuple[Reference, dict[str, Any]]] = []
    at = 0
    for item, text in zip(gold, wanted, strict=True):
        near = range(at, min(at + 5, len(read)))
        match = next((i for i in near if _is_same(read[i], text)), None)
        if match is not None:
            pairs.append((references[match], item))
            at = match + 1
    return pairs, len(gold) - len(pairs), len(read) - len(pairs)


def _is_same(read: str, wanted: str) -> bool:
    """Whether two texts are one entry: equal but for a twentieth of their letters."""
    return SequenceMatcher(None, read, wanted, autojunk=False).ratio() >= 0.95


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _squeezed(mark: Mapping[str, Any]) -> str:
    return "".join(str(mark["mark"]).split())


def _item(reference: Reference) -> dict[str, Any]:
    item: dict[str, Any] = dict(reference.variables)
    item |= {name: [_name(n) for n in names] for name, names in reference.names.items()}
    item |= {name: _date(date) for name, date in reference.dates.items()}
    item |= {"type": reference.type, "others": "author" in reference.others}
    if "translator" in reference.others:
        item["translator-others"] = True
    return item


def _name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "suffix": name.suffix,
        "non-dropping-particle": name.non_dropping_particle,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}


def _date(date: Date) -> dict[str, Any]:
    return {"date-parts": [[n for n in (p.year, p.month, p.day) if n] for p in date.parts]}


def _measure_strings(scorer: ModuleType, name: str, select: Sequence[str] | None) -> None:
    folder = SHARED / "parsing"
    path = folder / "dev.jsonl.gz" if select else folder / "zh-dev.jsonl"
    content = gzip.decompress(path.read_bytes()) if select else path.read_bytes()
    rows = [json.loads(line) for line in content.decode().splitlines()]
    if select:
        rows = [row for row in rows if str(row["source"]).startswith(tuple(select))]
    start = time.perf_counter()
    read = {row["id"]: scored(parse_reference(row["text"]).reference) for row in rows}
    rate = len(rows) / (time.perf_counter() - start)
    score = scorer.score(rows, read)
    print(f"\n{name}: {len(rows)} references, macro-F1 {score['macro_f1']:.3f}, "
          f"all fields right {score['all_right']:.3f}, {rate:,.0f} a second")  # fmt: skip
    for field, figures in score["fields"].items():
        print(f"  {field:16}P {figures['p']:.3f}  R {figures['r']:.3f}  F1 {figures['f1']:.3f}")


def scored(reference: Reference) -> dict[str, Any]:
    """A reference as CSL-JSON, Chinese names in one piece, as the strings' gold has them."""
    item = reference_to_item(reference)
    for name in item.get("author", ()):
        if "\u3400" <= name.get("family", " ")[0] <= "\u9fff":
            name["family"] += name.pop("given", "")
    return item


def strings_scorer() -> ModuleType:
    """The shared scorer, loaded from beside the data."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "parsing" / "score.py")
    if spec is None or spec.loader is None:
        raise RuntimeError("the shared scorer is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
