"""How long a search takes, on real records.

    python -m benchmarks.search

The records are Crossref's from the shared data, each with the tags of the review's vocabulary;
100,000 are the same ones again under other keys. Up to 10,000, each query is timed three times and
the best time counts.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.library.query import parse_query
from backmatter.references.library.search import search
from backmatter.references.library.tree import Query
from backmatter.references.model import Reference
from backmatter.references.topics.catalog import find_vocabulary
from backmatter.references.topics.tagger import tagger, tags_of, with_tags
from backmatter.references.topics.vocabulary import Vocabulary

WORKS = Path(__file__).resolve().parent.parent.parent / "shared" / "crossref" / "works.jsonl.gz"
SIZES = (1_000, 10_000, 100_000)
QUERIES = (
    "tag:rat year>=2018 干细胞",
    "degeneration",
    '"stem cells" OR disc*',
    "author:wang -year:2010..2020",
    "doi:10.1371/*",
    "missing:year",
    "nosuchword",
)


def main() -> None:
    """Time each query at each size."""
    if not WORKS.is_file():
        print("search: the shared data is not beside the checkout; nothing measured")
        return
    vocabulary = find_vocabulary("intervertebral-disc-regeneration")
    tag = tagger(vocabulary)
    start = time.perf_counter()
    works = [with_tags(work, tags_of(tag(work))) for work in _works()]
    spent = time.perf_counter() - start
    print(f"{len(works)} records read and tagged in {spent:.1f} s")
    print(f"{'query, ms (hits)':34}" + "".join(f"{size:>20,}" for size in SIZES))
    for text in QUERIES:
        query = parse_query(text)
        cells = ""
        for size in SIZES:
            runs = 1 if size > 10_000 else 3
            best, hits = min(_timed(_library(works, size), query, vocabulary) for _ in range(runs))
            cells += f"{f'{best * 1000:.0f} ({hits})':>20}"
        print(f"{text:34}{cells}")


def _timed(
    references: Sequence[Reference], query: Query, vocabulary: Vocabulary
) -> tuple[float, int]:
    start = time.perf_counter()
    hits = search(references, query, [vocabulary])
    return time.perf_counter() - start, len(hits)


def _library(works: Sequence[Reference], size: int) -> list[Reference]:
    return [replace(work, key=f"{i}") for i, work in enumerate(islice(cycle(works), size))]


def _works() -> Iterator[Reference]:
    """Crossref's records, as references, as far as a search needs them."""
    with gzip.open(WORKS, "rt", encoding="utf-8") as lines:
        for line in lines:
            work: dict[str, Any] = json.loads(line)
            item = {name: work[name] for name in ("author", "issued", "DOI") if name in work}
            for name in ("title", "container-title"):
                item[name] = " ".join(work.get(name) or [""])
            yield item_to_reference({"id": work["DOI"], "type": "article-journal", **item})


if __name__ == "__main__":
    main()
