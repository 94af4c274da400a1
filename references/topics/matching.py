"""Finding the terms of a vocabulary in a text, by words.

A term is found where the words of its label or of a synonym stand in order. Latin words match
whole, Chinese ones anywhere. In an English phrase up to two further modifiers may slip in
between words that a space separates (*rat nucleotomy model* is a *rat model*), because English
stacks them before the head noun; function words and punctuation end a phrase. An abbreviation
in capitals matches in capitals only. Of overlapping matches in one facet the longest stays;
facets are independent dimensions, and a word may speak for one term in each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backmatter.references.topics.vocabulary import Term, Vocabulary
from backmatter.references.topics.word_lists import ENGLISH_FUNCTION_WORDS
from backmatter.references.words import Word, fold_singular, words

MAX_INSERTED = 2
"""How many words may stand between the words of a phrase, in all."""


@dataclass(frozen=True, slots=True)
class Match:
    """A term found: offsets into the text, and the name it was found by."""

    term: Term
    name: str
    start: int
    end: int
    inserted: int = 0


@dataclass(frozen=True, slots=True)
class _Pattern:
    term: Term
    name: str
    words: tuple[Word, ...]
    capitals: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Matcher:
    """A vocabulary, ready to be looked for; made by `compile_vocabulary`."""

    _patterns: Mapping[str, tuple[_Pattern, ...]]
    _exclusions: Mapping[str, tuple[_Pattern, ...]]

    def find(self, text: str) -> tuple[Match, ...]:
        """The terms in the text, by position; of overlapping ones in a facet, the longest."""
        here = words(text)
        barred = _Covered(_occurrences(here, self._exclusions))
        found = _occurrences(here, self._patterns)
        return tuple(_longest(match for match in found if match not in barred))


def compile_vocabulary(vocabulary: Vocabulary) -> Matcher:
    """Prepare a vocabulary for looking for its terms in many texts."""
    names = [(term, name) for term in vocabulary.terms for name in term.names]
    barred = [(term, name) for term in vocabulary.terms for name in term.not_within]
    return Matcher(_index(names), _index(barred))


def _index(names: Iterable[tuple[Term, str]]) -> dict[str, tuple[_Pattern, ...]]:
    """Patterns by their first word, without those that a term repeats."""
    index: defaultdict[str, list[_Pattern]] = defaultdict(list)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for term, name in names:
        for variant in _variants(words(name)):
            key = (term.id, tuple(word.text for word in variant))
            if variant and key not in seen:
                seen.add(key)
                index[variant[0].text].append(_pattern(term, name, variant))
    return {first: tuple(patterns) for first, patterns in index.items()}


def _variants(pattern: tuple[Word, ...]) -> Iterable[tuple[Word, ...]]:
    """The words as given, and with the halves of a hyphenated one written together."""
    yield pattern
    closed: list[Word] = []
    for word in pattern:
        if word.glued and closed and _alphabetic(word) and _alphabetic(closed[-1]):
            first = closed.pop()
            together = first.raw + word.raw
            closed.append(
                Word(fold_singular(together), together, first.start, word.end, first.glued, False)
            )
        else:
            closed.append(word)
    if len(closed) < len(pattern):
        yield tuple(closed)


def _alphabetic(word: Word) -> bool:
    return word.raw.isalpha() and not word.is_east_asian


def _pattern(term: Term, name: str, pattern: tuple[Word, ...]) -> _Pattern:
    letters = "".join(word.raw for word in pattern).rstrip("s")
    plain = all(
        w.text not in ENGLISH_FUNCTION_WORDS and w.raw.isalpha() and len(w.raw) > 1 for w in pattern
    )
    return _Pattern(
        term=term,
        name=name,
        words=pattern,
        capitals=letters.isascii() and letters.isupper(),
        open=plain and len(pattern) > 1 and not any(w.is_east_asian for w in pattern),
    )


def _occurrences(
    text: Sequence[Word], patterns: Mapping[str, tuple[_Pattern, ...]]
) -> Iterable[Match]:
    shouted = not any(c.islower() for word in text for c in word.raw)
    for position, word in enumerate(text):
        for pattern in patterns.get(word.text, ()):
            end, inserted = _follow(text, position, pattern)
            if end <= position:
                continue
            if pattern.capitals and not shouted and not _in_capitals(text[position:end]):
                continue
            yield Match(pattern.term, pattern.name, word.start, text[end - 1].end, inserted)


def _follow(text: Sequence[Word], position: int, pattern: _Pattern) -> tuple[int, int]:
    """Where the pattern that begins here ends (0 if it does not), and how many words slipped in."""
    inserted = 0
    here = position + 1
    for expected in pattern.words[1:]:
        while here < len(text) and not text[here].after_break:
            if text[here].text == expected.text:
                break
            if not pattern.open or expected.glued or inserted == MAX_INSERTED:
                return 0, 0
            if text[here].text in ENGLISH_FUNCTION_WORDS or text[here].is_east_asian:
                return 0, 0
            inserted += 1
            here += 1
        else:
            return 0, 0
        here += 1
    return here, inserted


def _in_capitals(found: Iterable[Word]) -> bool:
    return all(word.raw.removesuffix("s").isupper() or word.raw.isdigit() for word in found)


class _Covered:
    """Where the terms' exclusions stand: a match of the term inside one of them is `in` this."""

    def __init__(self, exclusions: Iterable[Match]) -> None:
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        self._reaches: defaultdict[str, list[int]] = defaultdict(list)
        for match in exclusions:  # they come by their start
            reaches = self._reaches[match.term.id]
            self._starts[match.term.id].append(match.start)
            reaches.append(max(match.end, reaches[-1] if reaches else 0))

    def __contains__(self, match: Match) -> bool:
        before = bisect_right(self._starts.get(match.term.id, ()), match.start)
        return before > 0 and self._reaches[match.term.id][before - 1] >= match.end


def _longest(found: Iterable[Match]) -> list[Match]:
    """Of matches of one facet that overlap, the longest (without what slipped in, then first)."""
    kept: defaultdict[str, list[Match]] = defaultdict(list)
    ranked = sorted(found, key=lambda m: (m.inserted > 0, m.start - m.end, m.start, m.inserted))
    for match in ranked:
        rivals = kept[match.term.facet]
        here = bisect_right(rivals, match.start, key=lambda other: other.start)
        if here and rivals[here - 1].end > match.start:
            continue
        if here < len(rivals) and rivals[here].start < match.end:
            continue
        rivals.insert(here, match)
    every = (match for rivals in kept.values() for match in rivals)
    return sorted(every, key=lambda match: (match.start, match.end, match.term.id))
