"""Tags for one reference, from what its library is tagged with already.

Two things propose a keyword: its words stand in the reference's title, or references with
similar titles carry it. Similar are titles that share rare words (Chinese: pairs of characters);
words that many titles share are not looked at, so that a large library takes time in proportion.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backmatter.references.model import Reference
from backmatter.references.topics.matching import Match, compile_vocabulary
from backmatter.references.topics.phrases import is_function_word
from backmatter.references.topics.vocabulary import LEVEL, Term, Vocabulary
from backmatter.references.words import folded, is_east_asian

NEIGHBOURS = 10
"""So many similar titles are asked."""

_COMMON = 500
"""A word that more titles share tells little, and is passed over."""

_IN_TITLE = 0.5
"""What it adds that a keyword's words stand in the title; all neighbours together add 1."""

_LEAST = 0.25
"""What a keyword needs that only neighbours propose, and two of them must."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A keyword of the library that a reference might get.

    Attributes:
        tag: The keyword, as the library writes it most often.
        score: What it was ranked by, at most 1.5.
        start: Where in the title its words begin; -1 where they do not stand there.
        end: Where they end.
        neighbours: The references with similar titles that carry it, the most similar first, by
            their number in the library.
    """

    tag: str
    score: float
    start: int
    end: int
    neighbours: tuple[int, ...]

    @property
    def is_convincing(self) -> bool:
        """Whether it is worth a person's look."""
        return self.start >= 0 or (self.score >= _LEAST and len(self.neighbours) > 1)


class Similar:
    """A library, ready to be asked what its references might be tagged with."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._references = references
        self._features = [_features(reference.title) for reference in references]
        self._carriers: Counter[str] = Counter()
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        written: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for number, reference in enumerate(references):
            for keyword in reference.keywords:
                written[tuple(folded(keyword))][keyword] += 1
            if reference.keywords:
                for feature in self._features[number]:
                    self._postings[feature].append(number)
        self._names = {
            words: min(forms, key=lambda form: (-forms[form], form))
            for words, forms in written.items()
            if words
        }
        for reference in references:
            self._carriers.update(list(self._tags(reference)))
        terms = (_term(name) for name in self._names.values())
        self._matcher = compile_vocabulary(Vocabulary("keywords", tuple(terms)))
        self._lengths = [self._length(features) for features in self._features]

    def propose(self, number: int) -> list[Proposal]:
        """The keywords that a reference might get and does not carry, the best first.

        Args:
            number: The reference's number in the library.
        """
        own = self._tags(self._references[number])
        return [each for each in self.ranked(number) if each.tag not in own]

    def ranked(self, number: int) -> list[Proposal]:
        """The same with those that it carries, as if it were not tagged yet."""
        own = self._tags(self._references[number])
        title = self._references[number].title
        inside: dict[str, Match] = {}
        for match in self._matcher.find(title):
            if self._carriers[match.term.id] > (match.term.id in own):
                inside.setdefault(match.term.id, match)
        near = self._near(number)
        total = sum(similarity for similarity, _ in near)
        shares: defaultdict[str, float] = defaultdict(float)
        carriers: defaultdict[str, list[int]] = defaultdict(list)
        for similarity, other in near:
            for tag in self._tags(self._references[other]):
                shares[tag] += similarity / total
                carriers[tag].append(other)
        found: list[Proposal] = []
        for tag in {**inside, **shares}:
            match = inside.get(tag)
            start, end = (match.start, match.end) if match else (-1, -1)
            score = shares.get(tag, 0.0) + (_IN_TITLE if match else 0.0)
            found.append(Proposal(tag, score, start, end, tuple(carriers.get(tag, ()))))
        return sorted(found, key=lambda each: (-each.score, -self._carriers[each.tag], each.tag))

    def _tags(self, reference: Reference) -> dict[str, None]:
        """The keywords of a reference, as the library writes them most often."""
        words = (tuple(folded(keyword)) for keyword in reference.keywords)
        return dict.fromkeys(self._names[each] for each in words if each)

    def _near(self, number: int) -> list[tuple[float, int]]:
        """The most similar tagged references, by the cosine of their weighted words."""
        shared: defaultdict[int, float] = defaultdict(float)
        for feature in self._features[number]:
            carriers = self._postings.get(feature, ())
            if len(carriers) <= _COMMON:
                squared = self._rarity(feature) ** 2
                for other in carriers:
                    shared[other] += squared
        shared.pop(number, None)
        length = self._lengths[number]
        similar = ((dot / (length * self._lengths[n]), n) for n, dot in shared.items())
        return heapq.nsmallest(NEIGHBOURS, similar, key=lambda each: (-each[0], each[1]))

    def _rarity(self, feature: str) -> float:
        return math.log(1 + len(self._references) / (1 + len(self._postings.get(feature, ()))))

    def _length(self, features: Iterable[str]) -> float:
        return math.sqrt(sum(self._rarity(feature) ** 2 for feature in features)) or 1.0


def _term(keyword: str) -> Term:
    """A keyword as a term to look for: what its last level says."""
    return Term(keyword, "keyword", {"en": keyword.rpartition(LEVEL)[2]})


def _features(title: str) -> tuple[str, ...]:
    """What titles are compared by: words that say something, pairs of Chinese characters."""
    found: dict[str, None] = {}
    before = ""
    for word in folded(title):
        east = is_east_asian(word)
        if east and before:
            found[before + word] = None
        elif not east and not is_function_word(word):
            found[word] = None
        before = word if east else ""
    return tuple(found)
