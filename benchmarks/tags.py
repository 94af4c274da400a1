"""How right the tags are, against tags that people gave.

    python -m benchmarks.tags

Three lists of titles: the review's (its vocabulary and its gold came with it), a yeast
geneticists' article's (vocabulary made for the list from MeSH and standard terms, gold by hand),
and an essay's on neuroethics (vocabulary written blind, before its titles were read). The review's
section tags are measured too. Tags that the gold calls arguable count neither way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.references.reading import ParsedDocument, parse_document
from backmatter.references.topics.abbreviations import document_abbreviations
from backmatter.references.topics.catalog import find_vocabulary
from backmatter.references.topics.tagger import Place, tagger
from backmatter.references.topics.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = ROOT / "tests" / "data"

Gold = Mapping[str, tuple[Collection[str], Collection[str]]]
"""Reference number → the tags it has, and those that are arguable."""


@dataclass(slots=True)
class Score:
    """Counts by facet: tags that are right, wrong and missing."""

    right: Counter[str] = field(default_factory=Counter[str])
    wrong: Counter[str] = field(default_factory=Counter[str])
    missing: Counter[str] = field(default_factory=Counter[str])

    def row(self, facets: Iterable[str]) -> tuple[int, int, int, float, float]:
        """Right, wrong, missing, precision and recall over the facets."""
        r, w, m = (
            sum(counts[facet] for facet in facets)
            for counts in (self.right, self.wrong, self.missing)
        )
        return r, w, m, r / (r + w) if r + w else 1.0, r / (r + m) if r + m else 1.0


def main() -> None:
    """Measure each list that is there."""
    if not SHARED.is_dir():
        print("tags: the shared data is not beside the checkout; nothing measured")
        return
    review = find_vocabulary("intervertebral-disc-regeneration")
    items = _json(SHARED / "review" / "gold.json")
    references = [item_to_reference(item) for item in items]
    document = parse_document(SHARED / "review" / "review.txt")
    title, section = (_review_gold(place) for place in ("title", "section"))
    _show("review, title tags", review, measure(review, references, title, ("title",)))
    _show(
        "review, section tags",
        review,
        measure(review, document.references, section, ("heading", "sentence"), document),
    )
    for name, document in (
        ("yeast-genetics", "yeast-review"),
        ("neuroethics", "neuroethics-essay"),
    ):
        vocabulary = find_vocabulary(str(DATA / "vocabularies" / f"{name}.toml"))
        gold = {
            row["id"]: (row["tags"], row.get("arguable", ()))
            for row in _json(DATA / "tags" / f"{name}.json")
        }
        items = _json(SHARED / "documents" / f"{document}.gold.json")
        score = measure(vocabulary, [item_to_reference(item) for item in items], gold, ("title",))
        _show(f"{document}, title tags", vocabulary, score)


def measure(
    vocabulary: Vocabulary,
    references: Sequence[Reference],
    gold: Gold,
    places: Collection[Place],
    document: ParsedDocument | None = None,
) -> Score:
    """Count the tags found in the places against the gold's."""
    facets = {term.id: term.facet for term in vocabulary.terms}
    tag = (
        tagger(vocabulary, document.citations, document_abbreviations(document.document))
        if document
        else tagger(vocabulary)
    )
    score = Score()
    for reference in references:
        found = {e.term for e in tag(reference) if e.source in places}
        expected, arguable = map(set, gold[_number(reference)])
        score.right.update(facets[term] for term in found & expected)
        score.wrong.update(facets[term] for term in found - expected - arguable)
        score.missing.update(facets[term] for term in expected - found)
    return score


def _number(reference: Reference) -> str:
    return reference.source.number if reference.source else reference.key


def _review_gold(place: str) -> Gold:
    """The gold of topics.json, its short ids turned into the vocabulary's."""
    ids = _json(DATA / "tags" / "review-ids.json")
    gold: dict[str, tuple[list[str], list[str]]] = {}
    for reference in _json(SHARED / "review" / "topics.json")["references"]:
        tags = [tag for tag in reference["tags"] if tag["from"] == place]
        gold[reference["id"]] = (
            [ids[tag["tag"]] for tag in tags if not tag.get("arguable")],
            [ids[tag["tag"]] for tag in tags if tag.get("arguable")],
        )
    return gold


def _show(title: str, vocabulary: Vocabulary, score: Score) -> None:
    print(
        f"\n{title}\n{'facet':26} {'right':>6} {'wrong':>6} {'missing':>8} {'prec.':>6} {'rec.':>6}"
    )
    for name, facets in (
        *((facet, [facet]) for facet in vocabulary.facets),
        ("all", vocabulary.facets),
    ):
        right, wrong, missing, precision, recall = score.row(facets)
        print(f"{name:26} {right:6} {wrong:6} {missing:8} {precision:6.3f} {recall:6.3f}")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
