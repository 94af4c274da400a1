"""Terms that a library's references would give a vocabulary, each with what speaks for it.

Three things do: the phrases that recur in titles (`phrases.py`), the keywords that references
carry already, and the subjects that Crossref's records give (a member of CSL-JSON that CSL does
not have). What the vocabulary has is not proposed again.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from backmatter.references.formats.csl_json import STRUCTURED
from backmatter.references.model import Reference
from backmatter.references.topics.matching import Matcher, compile_vocabulary
from backmatter.references.topics.phrases import OFTEN, Phrase, Phrases, Use, weight
from backmatter.references.topics.vocabulary import LEVEL, Vocabulary
from backmatter.references.words import folded, is_east_asian

_CHOSEN_BY_A_PERSON = 2.0
"""A keyword speaks for a term so many times as loud as a word of a title."""

_LOOKED_AT = 4
"""So many times as many phrases are looked at as terms are asked for: the vocabulary has some."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that a vocabulary lacks.

    References are given by their number in the library, from 0.

    Attributes:
        label: How it is called, as most references write it.
        language: `zh` where the label is in Chinese, else `en`, as vocabularies have them.
        parent: The label of the term above it, where keywords have it as a level; else "".
        titles: Where titles have it.
        keywords: The references that have it as a keyword.
        subjects: The references whose record has it as Crossref's subject.
        score: What it was ranked by.
    """

    label: str
    language: str
    parent: str
    titles: tuple[Use, ...]
    keywords: tuple[int, ...]
    subjects: tuple[int, ...]
    score: float

    @property
    def references(self) -> tuple[int, ...]:
        """The references that have it one way or another, in order."""
        titles = (use.title for use in self.titles)
        return tuple(sorted({*titles, *self.keywords, *self.subjects}))


def suggest_terms(
    references: Sequence[Reference], vocabulary: Vocabulary | None = None, most: int = 50
) -> tuple[Suggestion, ...]:
    """The terms that a library's references share and its vocabulary lacks.

    Args:
        references: The library.
        vocabulary: What is not proposed again; words inside its terms do not count either.
        most: How many terms at most, besides the terms above them.

    Returns:
        The best first; a term that only one reference has is none.
    """
    given = _Given(references)
    phrases = Phrases(reference.title for reference in references)
    found = {phrase.words: phrase for phrase in phrases.found(given.words)}
    found |= {phrase.words: phrase for phrase in phrases.ranked(most * _LOOKED_AT)}
    known, matcher = _known(vocabulary), compile_vocabulary(vocabulary) if vocabulary else None
    ranked = sorted(
        (
            (_score(words, given, found.get(words)), words)
            for words in {**found, **dict.fromkeys(given.words)}
            if words not in known
        ),
        key=lambda each: (-each[0], each[1]),
    )
    chosen: dict[Words, Suggestion] = {}
    for _, words in ranked[: most * _LOOKED_AT]:
        phrase = _outside(found.get(words), matcher, references)
        score = _score(words, given, phrase)
        suggestion = _suggestion(words, phrase, given, references, score)
        if len(suggestion.references) >= OFTEN:
            chosen[words] = suggestion
    best = sorted(chosen.values(), key=lambda each: -each.score)[:most]
    return tuple(_with_parents(best, given, references, known))


class _Given:
    """The keywords and subjects that the references carry, by their folded words."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.keywords: defaultdict[Words, list[int]] = defaultdict(list)
        self.subjects: defaultdict[Words, list[int]] = defaultdict(list)
        self.labels: defaultdict[Words, Counter[str]] = defaultdict(Counter)
        self.above: dict[Words, Words] = {}
        for number, reference in enumerate(references):
            for keyword in reference.keywords:
                self._add_keyword(keyword, number)
            for subject in subjects(reference):
                self._add(subject, number, self.subjects)
        self.words: dict[Words, None] = dict.fromkeys((*self.keywords, *self.subjects))

    def _add_keyword(self, keyword: str, number: int) -> None:
        above: Words = ()
        for level in keyword.split(LEVEL):
            words = self._add(level, number, self.keywords)
            if words and above and words != above and not self._is_above(words, above):
                self.above.setdefault(words, above)
            above = words or above

    def _is_above(self, words: Words, other: Words) -> bool:
        while other in self.above:
            other = self.above[other]
            if other == words:
                return True
        return False

    def _add(self, text: str, number: int, where: defaultdict[Words, list[int]]) -> Words:
        label = " ".join("".join(c if c.isprintable() else " " for c in text).split())
        words = tuple(folded(label))
        if words:
            self.labels[words][label] += 1
            if where[words][-1:] != [number]:
                where[words].append(number)
        return words


def subjects(reference: Reference) -> tuple[str, ...]:
    """The subjects of Crossref's record, where the reference kept them."""
    listed = reference.fields.get(STRUCTURED + "subject")
    if listed is None:
        single = reference.text("subject")
        return (single,) if single else ()
    try:
        values: Any = json.loads(listed)
    except (ValueError, RecursionError):  # a field of that name which another program wrote
        return ()
    items = cast("list[Any]", values) if isinstance(values, list) else []
    return tuple(item for item in items if isinstance(item, str))


def _known(vocabulary: Vocabulary | None) -> frozenset[Words]:
    """What the vocabulary has, by folded words: names, and ids as keywords have them."""
    terms = vocabulary.terms if vocabulary else ()
    names = (name for term in terms for name in (*term.names, term.id))
    return frozenset(tuple(folded(name)) for name in names)


def _score(words: Words, given: _Given, phrase: Phrase | None) -> float:
    titles = 0.0
    if phrase is not None:
        count = len({use.title for use in phrase.uses})
        titles = max(0.0, weight(phrase.size, count, phrase.nested))
    chosen = _CHOSEN_BY_A_PERSON * len(given.keywords.get(words, ()))
    return titles + chosen + len(given.subjects.get(words, ()))


def _outside(
    phrase: Phrase | None, matcher: Matcher | None, references: Sequence[Reference]
) -> Phrase | None:
    """A phrase without its uses inside of terms that the vocabulary has."""
    if phrase is None or matcher is None:
        return phrase
    uses = tuple(
        use
        for use in phrase.uses
        if not any(
            match.start <= use.start and use.end <= match.end
            for match in matcher.find(references[use.title].title)
        )
    )
    return Phrase(phrase.words, phrase.size, phrase.nested, phrase.is_sound, uses)


def _suggestion(
    words: Words,
    phrase: Phrase | None,
    given: _Given,
    references: Sequence[Reference],
    score: float,
) -> Suggestion:
    uses = phrase.uses if phrase else ()
    written = Counter(references[use.title].title[use.start : use.end] for use in uses)
    label = _label(given.labels.get(words) or written)
    return Suggestion(
        label=label,
        language="zh" if any(map(is_east_asian, label)) else "en",
        parent=_label(given.labels[given.above[words]]) if words in given.above else "",
        titles=uses,
        keywords=tuple(given.keywords.get(words, ())),
        subjects=tuple(given.subjects.get(words, ())),
        score=score,
    )


def _label(written: Mapping[str, int]) -> str:
    """The most frequent way to write it; of equally frequent ones that with fewest capitals."""
    return min(
        written, key=lambda text: (-written[text], sum(map(str.isupper, text)), text), default=""
    )


def _with_parents(
    best: Iterable[Suggestion],
    given: _Given,
    references: Sequence[Reference],
    known: Collection[Words],
) -> Iterator[Suggestion]:
    """The terms, each after those above it that the vocabulary lacks."""
    told: dict[str, None] = {}
    for each in best:
        row = [each]
        words = tuple(folded(each.label))
        while (above := given.above.get(words)) is not None and above not in known:
            words = above
            row.append(_suggestion(words, None, given, references, each.score))
        for term in reversed(row):
            if term.label not in told:
                told[term.label] = None
                yield term
