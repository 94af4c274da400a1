"""How well references are matched with records, and what their verdicts are worth.

    python -m benchmarks.matching [--plot docs/matching.svg] [--errors]

The items are the shared development set. They are judged against the stub of api.crossref.org,
which serves exactly the works the set was made from and gives candidates by BM25, no more; against
a local index of these works; and against that with the list of real retractions beside it. The
figures are those of the set's own `score.py`. Then the threshold is chosen on four fifths of the
items and scored on the fifth left out, five times over, which shows how much the choice rests on
the items it was made with.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "tests" / "stub_crossref"))

from backmatter.references.identifiers import doi as dois  # noqa: E402
from backmatter.references.model import Reference  # noqa: E402
from backmatter.references.verification import scoring  # noqa: E402
from backmatter.references.verification.http import Client  # noqa: E402
from backmatter.references.verification.index.build import build  # noqa: E402
from backmatter.references.verification.index.items import answer, read_item, references_of  # noqa: E402
from backmatter.references.verification.records import read_work  # noqa: E402
from backmatter.references.verification.results import Result, Verdict  # noqa: E402
from backmatter.references.verification.retraction_list import Retractions  # noqa: E402
from backmatter.references.verification.retraction_list import load as load_retractions  # noqa: E402
from backmatter.references.verification.scoring import weigh  # noqa: E402
from backmatter.references.verification.sources.agencies import DoiOrg  # noqa: E402
from backmatter.references.verification.sources.crossref import (  # noqa: E402
    CrossrefSource,
    bibliographic_text,
)
from backmatter.references.verification.sources.index import load as load_index  # noqa: E402
from backmatter.references.verification.sources.source import Agencies, Source  # noqa: E402
from backmatter.references.verification.verify import verify  # noqa: E402
from stub_server import StubServer  # noqa: E402  # found by the line above
from stub_works import WorkIndex, read_works  # noqa: E402

WORKS = ("works.jsonl.gz", "synthetic-works.jsonl")
FOLDS = 5
STEP = 0.25

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Best:
    """The best candidate of an item: its score, and whether it is a right one."""

    score: float
    is_right: bool
    has_work: bool


def main() -> int:
    """Measure, print, and plot where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plot", type=Path, help="write the curve of precision and recall as SVG")
    parser.add_argument("--errors", action="store_true", help="print the items that are wrong")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print("the shared data is not beside the checkout; nothing measured")
        return 0
    gold = SHARED / "matching" / "dev.jsonl.gz"
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        items: list[Item] = [json.loads(line) for line in lines]
    works = list(
        itertools.chain.from_iterable(read_works(SHARED / "crossref" / name) for name in WORKS)
    )
    references = references_of(read_item(json.dumps(item), 0) for item in items)
    for what, results in (
        ("stub", through_stub(references, works)),
        ("local index", through_index(references, listed=False)),
        ("local index and list of retractions", through_index(references, listed=True)),
    ):
        print(f"== {what}\n{scored(gold, items, results)}")
        if options.errors:
            print_errors(items, results)
    best = list(best_candidates(items, references, WorkIndex(works)))
    cross_validate(best)
    if options.plot:
        options.plot.write_text(plot(best), encoding="utf-8")
        print(f"the curve is in {options.plot}")
    return 0


def through_stub(references: Sequence[Reference], works: Sequence[Item]) -> list[Result]:
    """The verdicts, asked over HTTP from a stub that allows any rate."""
    with StubServer(works, pool="plus") as stub:
        client = Client([stub.url], user_agent="backmatter-benchmark")
        source = CrossrefSource(client, time.time, stub.url)
        results = judged(references, source, DoiOrg(client, time.time, stub.url))
        print(f"{len(stub.log)} requests")
    return results


def through_index(references: Sequence[Reference], *, listed: bool) -> list[Result]:
    """The verdicts by a local index, with the shared list of real retractions or without."""
    with tempfile.TemporaryDirectory() as folder:
        index, rows = Path(folder) / "works.index", Path(folder) / "updates.jsonl"
        build(index, [SHARED / "crossref" / name for name in WORKS])
        packed = (SHARED / "crossref" / "updates-real.jsonl.gz").read_bytes()
        rows.write_bytes(gzip.decompress(packed))
        source = load_index(index)
        return judged(references, source, source, load_retractions(rows) if listed else None)


def judged(
    references: Sequence[Reference],
    source: Source,
    agencies: Agencies,
    retractions: Retractions | None = None,
) -> list[Result]:
    """The verdicts, and what they took."""
    started = time.process_time()
    results = verify(
        references,
        source,
        agencies,
        retractions=retractions,
        clock=lambda: datetime.now(UTC),
    )
    print(f"{len(references)} references in {time.process_time() - started:.1f} s CPU")
    return list(results)


def scored(gold: Path, items: Sequence[Item], results: Sequence[Result]) -> str:
    """What the set's scorer says, in lines."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as answers:
        for item, result in zip(items, results, strict=True):
            answers.write(json.dumps(answer(item["id"], result)) + "\n")
        answers.flush()
        command = [sys.executable, str(SHARED / "matching" / "score.py"), str(gold), answers.name]
        report = json.loads(
            subprocess.run(command, check=True, capture_output=True, text=True).stdout
        )
    wrong = {k: v for k, v in report["by_kind"].items() if v.split("/")[0] != v.split("/")[1]}
    lines = [f"{k:24} {v}" for k, v in report.items() if not isinstance(v, dict)]
    pairs = list(zip(items, results, strict=True))
    missed = sum(
        i["verdict"] == "retracted" and r.verdict is not Verdict.RETRACTED for i, r in pairs
    )
    beyond = [
        i["doi"]
        for i, r in pairs
        if i["verdict"] not in ("retracted", None) and r.verdict is Verdict.RETRACTED
    ]
    known = {i["doi"] for i in items if i["verdict"] == "retracted"}
    lines.append(f"{'retracted missed':24} {missed}")
    lines.append(
        f"{'retracted beyond gold':24} {len(beyond)}"
        f" ({len(set(beyond) - known)} that the set nowhere calls retracted)"
    )
    lines += [f"  {kind}: {share}" for kind, share in wrong.items()]
    return "\n".join(lines)


def print_errors(items: Sequence[Item], results: Sequence[Result]) -> None:
    """The items whose verdict or fields are not the gold's."""
    for item, result in zip(items, results, strict=True):
        given = answer(item["id"], result)
        wanted = [item["fields"], *item.get("fields_also", [])]
        fields_wrong = item["verdict"] == "differs" and sorted(given["fields"]) not in wanted
        accused = item["doi"] and given["verdict"] == "not-found"
        judged_wrong = item["verdict"] and (given["verdict"] != item["verdict"] or fields_wrong)
        if judged_wrong or accused:
            got = (given["verdict"], result.cause, result.doi, given["fields"], result.reason)
            print(item["kind"], item["verdict"], item["doi"], "->", *map(str, got))
            print("   ", item["text"])


def best_candidates(
    items: Sequence[Item], references: Sequence[Reference], index: WorkIndex
) -> Iterator[Best]:
    """Each judged item's best candidate by query, whatever the threshold is."""
    for item, reference in zip(items, references, strict=True):
        if item["verdict"] == "unchecked":
            continue
        found = [read_work(work) for work, _ in index.search(bibliographic_text(reference), 5)]
        ranked = sorted(
            (weigh(reference, work) for work in found if work and work.citable),
            key=lambda candidate: -candidate.score,
        )
        right = {dois.key(doi) for doi in [item["doi"] or "", *item.get("doi_also", [])]}
        if ranked:
            is_right = dois.key(ranked[0].work.doi) in right
            yield Best(ranked[0].score, is_right, bool(item["doi"]))


def quality(best: Sequence[Best], threshold: float) -> tuple[float, float]:
    """Precision and recall of the DOI when records from this score on are taken."""
    taken = [each for each in best if each.score >= threshold]
    right = sum(each.is_right for each in taken)
    wanted = sum(each.has_work for each in best)
    return right / len(taken) if taken else 1.0, right / wanted if wanted else 1.0


def thresholds(best: Sequence[Best]) -> list[float]:
    """The thresholds tried, from the lowest score to the highest."""
    low, high = min(b.score for b in best), max(b.score for b in best)
    return [low + STEP * n for n in range(int((high - low) / STEP) + 1)]


def chosen(best: Sequence[Best]) -> tuple[float, float]:
    """The range of thresholds with the best F1; the middle of it is the choice."""

    def f1(threshold: float) -> float:
        precision, recall = quality(best, threshold)
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    values = [(f1(threshold), threshold) for threshold in thresholds(best)]
    top = max(value for value, _ in values)
    good = [threshold for value, threshold in values if value >= top - 1e-9]
    return good[0], good[-1]


def cross_validate(best: Sequence[Best]) -> None:
    """Choose on four folds, score on the fifth."""
    print(f"threshold in use: {scoring.ACCEPT}")
    for fold in range(FOLDS):
        others = [each for at, each in enumerate(best) if at % FOLDS != fold]
        left = [each for at, each in enumerate(best) if at % FOLDS == fold]
        low, high = chosen(others)
        precision, recall = quality(left, (low + high) / 2)
        print(
            f"fold {fold + 1}: best from {low:.2f} to {high:.2f};"
            f" left out: precision {precision:.4f}, recall {recall:.4f}"
        )
    low, high = chosen(best)
    print(f"all: best from {low:.2f} to {high:.2f}")


def plot(best: Sequence[Best]) -> str:
    """Precision against recall for all thresholds, as SVG; the one in use is marked."""
    left, top, size = 60, 20, 400

    def place(point: tuple[float, float]) -> tuple[float, float]:
        precision, recall = point
        return left + (recall - 0.5) * 2 * size, top + (1 - precision) * 2 * size

    points = [place(quality(best, threshold)) for threshold in thresholds(best)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points if x >= left and y <= top + size)
    x, y = place(quality(best, scoring.ACCEPT))
    ticks = "".join(
        f'<text x="{left + n * size / 5:.0f}" y="{top + size + 18}" text-anchor="middle">'
        f"{0.5 + n / 10:.1f}</text>"
        f'<text x="{left - 8}" y="{top + size - n * size / 5 + 4:.0f}" text-anchor="end">'
        f"{0.5 + n / 10:.1f}</text>"
        for n in range(6)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + size + 30}" '
        f'height="{top + size + 50}" font-family="sans-serif" font-size="12">'
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="#888"/>'
        f'<polyline points="{line}" fill="none" stroke="#06c" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#c00"/>'
        f'<text x="{x - 8:.1f}" y="{y + 18:.1f}" text-anchor="end">score {scoring.ACCEPT:g}</text>'
        f'<text x="{left + size / 2}" y="{top + size + 38}" text-anchor="middle">recall</text>'
        f'<text x="16" y="{top + size / 2}" transform="rotate(-90 16 {top + size / 2})" '
        f'text-anchor="middle">precision</text>{ticks}</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main())
