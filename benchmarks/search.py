"""How long a catalogue takes to build and a search in it, on real records.

    python -m benchmarks.search [SIZE…]

The records are Crossref's from the shared data, each with the tags of the review's vocabulary;
larger libraries are the same ones again, each copy with titles of its own (a word is put before
them). A few queries are shown by name; then 400 drawn from the records themselves (a word of a
title, two words, a phrase, an author with a range of years, a tag with a word, a beginning) are
timed each once, finding and ranking everything they find.
"""

from __future__ import annotations

import gzip
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.library.catalogue import Catalogue, build
from backmatter.references.library.fields import TagNames, tag_names
from backmatter.references.library.query import parse_query
from backmatter.references.library.search import hits
from backmatter.references.model import Reference
from backmatter.references.topics.catalog import find_vocabulary
from backmatter.references.topics.tagger import tagger, tags_of, with_tags
from backmatter.references.words import words

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
DRAWN = 400


def main() -> None:
    """Build at each size, time each query."""
    if not WORKS.is_file():
        print("search: the shared data is not beside the checkout; nothing measured")
        return
    vocabulary = find_vocabulary("intervertebral-disc-regeneration")
    tag = tagger(vocabulary)
    works = [with_tags(work, tags_of(tag(work))) for work in _works()]
    names = tag_names([vocabulary])
    for size in [int(each) for each in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "library.catalogue"
            start = time.perf_counter()
            catalogue = build(_library(works, size), path)
            spent = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{size:,} references: built in {spent:.1f} s, {path.stat().st_size >> 20} MB on "
                f"disk; peak memory so far {peak:.0f} MB"
            )
            _show(catalogue, names, works)
            catalogue.close()


def _show(catalogue: Catalogue, names: dict[str, TagNames], works: Sequence[Reference]) -> None:
    for text in QUERIES:
        spent, found = _timed(catalogue, text, names)
        first = time.perf_counter()
        shown = list(islice(hits(catalogue, parse_query(text), names), 20))
        first = time.perf_counter() - first
        print(
            f"    {text:34}{spent * 1000:8.1f} ms ({found} found), with the first {len(shown)} "
            f"shown {first * 1000:.1f} ms"
        )
    times = sorted(_timed(catalogue, text, names)[0] for text in _drawn(works))
    for percent in (50, 90, 95, 99):
        print(
            f"    {percent} % of {len(times)} drawn queries within "
            f"{times[len(times) * percent // 100 - 1] * 1000:.1f} ms"
        )


def _timed(catalogue: Catalogue, text: str, names: dict[str, TagNames]) -> tuple[float, int]:
    start = time.perf_counter()
    found = catalogue.find(parse_query(text), names)
    return time.perf_counter() - start, len(found)


def _drawn(works: Sequence[Reference]) -> Iterator[str]:
    """Queries made from records, the same in each run."""
    draw = random.Random(7)
    while True:
        found = 0
        for work in draw.sample(works, len(works)):
            title = [word.raw for word in words(work.plain_title) if len(word.raw) > 3]
            authors = [
                name.family for name in work.names.get("author", ()) if name.family.isalpha()
            ]
            if len(title) < 3 or not authors:
                continue
            at = draw.randrange(len(title) - 1)
            yield draw.choice(
                (
                    title[at],
                    f"{title[at]} {title[-1]}",
                    f'"{title[at]} {title[at + 1]}"',
                    f"author:{authors[0]} year>=2010",
                    f"tag:rat {title[at]}",
                    f"{title[at][:5]}*",
                )
            )
            found += 1
            if found == DRAWN:
                return


def _library(works: Sequence[Reference], size: int) -> Iterator[Reference]:
    for number, work in enumerate(islice(cycle(works), size)):
        copy = number // len(works)
        title = f"copy{copy} {work.title}" if copy else work.title
        yield replace(work, key=f"{number}", variables={**work.variables, "title": title})


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
