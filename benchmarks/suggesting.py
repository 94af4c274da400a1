"""How good `tag --suggest` is, beside plain peers, and how long it takes.

    python -m benchmarks.suggesting [SIZE…]

Three things are measured:

- the review's titles: how many of its vocabulary's terms are proposed from the titles alone, and
  which; the list is printed to be read;
- the corpus of `.bib` files whose entries carry keywords: each entry's are hidden in turn and
  proposed anew from the rest of its file, beside the most frequent keywords of the file, and YAKE
  and RAKE on the title where they are installed (`pip install yake rake-nltk`). Files are parted
  by the SHA-256 of their name: the first digit even for development, odd for the test. An entry
  that an earlier file has, too, is left out;
- time and memory, on real titles over and over, each copy with words of its own.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import importlib.util
import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from backmatter.references.bibtex.encoding import decode_bib
from backmatter.references.formats import registry
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.references.topics.similar import Similar
from backmatter.references.topics.suggestions import suggest_terms
from backmatter.references.words import folded

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SIZES = (1_000, 10_000, 100_000)
DEPTHS = (1, 3, 5, 10)

Words = tuple[str, ...]
Proposer = Callable[[int], Sequence[Words]]


@dataclass(slots=True)
class Score:
    """Counts over entries: proposed, right, and the keywords there were."""

    proposed: int = 0
    right: int = 0
    gold: int = 0

    def __str__(self) -> str:
        precision = self.right / self.proposed if self.proposed else 0.0
        return f"{precision:.3f} {self.right / self.gold if self.gold else 0.0:.3f}"


def main() -> None:
    """Measure what there is data for."""
    if not SHARED.is_dir():
        print("suggesting: the shared data is not beside the checkout; nothing measured")
        return
    if len(sys.argv) == 1:
        measure_vocabulary()
        measure_keywords()
    measure_time([int(each) for each in sys.argv[1:]] or SIZES)


def measure_vocabulary() -> None:
    """The terms proposed for the review, and which of its vocabulary's terms they are."""
    items = json.loads((SHARED / "review" / "gold.json").read_text(encoding="utf-8"))
    topics = json.loads((SHARED / "review" / "topics.json").read_text(encoding="utf-8"))
    references = [item_to_reference(item) for item in items]
    names = {
        term["id"]: {tuple(folded(name)) for name in _names(term)} for term in topics["vocabulary"]
    }
    in_titles = Counter(
        tag["tag"]
        for row in topics["references"]
        for tag in {t["tag"]: t for t in row["tags"] if t["from"] == "title"}.values()
    )
    found = [tuple(folded(each.label)) for each in suggest_terms(references, most=50)]
    for depth in (10, 20, 50):
        hit = [key for key, known in names.items() if known & set(found[:depth])]
        twice = [key for key, count in in_titles.items() if count > 1]
        print(
            f"review, first {depth}: {len(hit)} of {len(names)} terms "
            f"({len(set(hit) & set(twice))} of {len(twice)} that two titles are tagged with): "
            f"{', '.join(hit)}"
        )
    print("proposed:", "; ".join(" ".join(words) for words in found))


def _names(term: dict[str, Any]) -> list[str]:
    return [term["en"], term["zh"], *term["synonyms_en"], *term["synonyms_zh"]]


def measure_keywords() -> None:
    """Precision and recall of the keywords proposed for entries whose own are hidden."""
    scores: defaultdict[tuple[str, str, int], Score] = defaultdict(Score)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    entries: Counter[str] = Counter()
    for path in sorted((SHARED / "bib-corpus").glob("*.bib")):
        references = _read(path)
        held_out: list[int] = []
        for number, each in enumerate(references):
            if each.keywords and (each.title, each.keywords) not in seen:
                held_out.append(number)
        seen.update((references[n].title, references[n].keywords) for n in held_out)
        first = hashlib.sha256(path.name.encode()).hexdigest()[0]
        part = "test" if int(first, 16) % 2 else "development"
        entries[part] += len(held_out)
        if held_out:
            print(f"{part}: {path.name}, {len(held_out)} entries of {len(references)}")
            for name, propose in _proposers(references):
                _count(scores, (part, name), references, held_out, propose)
    print(f"{'':38} {' '.join(f'P@{d}   R@{d}  ' for d in DEPTHS)}")
    for part, name in dict.fromkeys((part, name) for part, name, _ in scores):
        row = "  ".join(str(scores[part, name, depth]) for depth in DEPTHS)
        print(f"{part:12} {name:25} {row}  ({entries[part]} entries)")


def _count(
    scores: dict[tuple[str, str, int], Score],
    row: tuple[str, str],
    references: Sequence[Reference],
    held_out: Sequence[int],
    propose: Proposer,
) -> None:
    for number in held_out:
        gold = _keywords(references[number])
        proposed = propose(number)
        for depth in DEPTHS:
            score = scores[*row, depth]
            score.proposed += len(proposed[:depth])
            score.right += len(gold & set(proposed[:depth]))
            score.gold += len(gold)


def _read(path: Path) -> Sequence[Reference]:
    text = decode_bib(path.read_bytes(), path.name).text
    return registry.read(text, "bibtex", path.name).references


def _keywords(reference: Reference) -> set[Words]:
    return {words for each in reference.keywords if (words := tuple(folded(each)))}


def _proposers(references: Sequence[Reference]) -> Iterator[tuple[str, Proposer]]:
    similar = Similar(references)
    counts = Counter(words for each in references for words in _keywords(each))

    def ranked(number: int) -> list[Words]:
        return [tuple(folded(each.tag)) for each in similar.ranked(number)]

    def convincing(number: int) -> list[Words]:
        found = similar.ranked(number)
        return [tuple(folded(each.tag)) for each in found if each.is_convincing]

    def frequent(number: int) -> list[Words]:
        """The most frequent keywords of the other entries."""
        left = counts - Counter(_keywords(references[number]))
        return [words for words, _ in left.most_common(max(DEPTHS))]

    yield "ours, ranked", ranked
    yield "ours, as shown", convincing
    yield "most frequent keywords", frequent
    for name, make in (("yake", _yake), ("rake_nltk", _rake)):
        if importlib.util.find_spec(name):
            yield f"{name}, from the title", make(references)


def _yake(references: Sequence[Reference]) -> Proposer:
    module: Any = importlib.import_module("yake")
    extractor = module.KeywordExtractor(lan="en", n=3, top=max(DEPTHS))

    def propose(number: int) -> list[Words]:
        found = extractor.extract_keywords(references[number].plain_title)
        return [tuple(folded(phrase)) for phrase, _ in found]

    return propose


def _rake(references: Sequence[Reference]) -> Proposer:
    """RAKE without NLTK's data: our function words, and words told apart by spaces."""
    from backmatter.references.topics.word_lists import ENGLISH_FUNCTION_WORDS

    module: Any = importlib.import_module("rake_nltk")

    def propose(number: int) -> list[Words]:
        rake = module.Rake(
            stopwords=sorted(ENGLISH_FUNCTION_WORDS),
            word_tokenizer=str.split,
            sentence_tokenizer=lambda text: [text],  # pyright: ignore[reportUnknownLambdaType]  # no types
        )
        rake.extract_keywords_from_text(references[number].plain_title)
        return [tuple(folded(phrase)) for phrase in rake.get_ranked_phrases()]

    return propose


def measure_time(sizes: Sequence[int]) -> None:
    """Seconds of CPU time and the peak of memory for libraries of growing size."""
    with gzip.open(SHARED / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        works = [json.loads(line) for line in lines]
    titles = [work["title"][0] for work in works if work.get("title") and work["title"][0]]
    for size in sizes:
        library = list(_library(titles, size))
        start = time.process_time()
        found = suggest_terms(library)
        spent = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"{size:,} references: {len(found)} terms in {spent:.1f} s; peak memory {peak} MB")


def _library(titles: Sequence[str], size: int) -> Iterator[Reference]:
    """Real titles; each further copy of them has every fourth word changed."""
    for number, title in enumerate(islice(cycle(titles), size)):
        copy = number // len(titles)
        words = title.split()
        changed = [
            f"{w}{'abcdefghij'[copy % 10]}" if i % 4 == copy % 4 else w for i, w in enumerate(words)
        ]
        text = " ".join(changed) if copy else title
        keywords = (words[0], f"keyword {number % 5000}")
        yield replace(Reference(), variables={"title": text}, keywords=keywords)


if __name__ == "__main__":
    main()
