"""Search in memory: every reference is looked at, the best hits come first.

The words of a reference are folded once per search (`words.py`), field by field and only for
the fields that the query needs; where the words stand is looked up for the hits alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from backmatter.references.library.fields import FieldText, TagNames, field_texts, tag_names
from backmatter.references.library.tree import All, Any, Missing, Not, Query, Text, Years
from backmatter.references.model import Reference
from backmatter.references.topics.vocabulary import LEVEL, Vocabulary
from backmatter.references.words import folded, spans

RANKS: Mapping[str, int] = {"title": 8, "tag": 4, "author": 2}
"""What a match in a field is worth; in any other field, 1."""

_UNIQUE = frozenset({"title", "abstract", "note", "doi", "url", "key"})
"""The fields that hardly two references share a value of."""

_PEOPLE = frozenset({"author", "editor"})

_LINK = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a match stands: offsets into `texts[field]` of its hit."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A reference that the query finds.

    Attributes:
        reference: The reference.
        position: Its place in the list that was searched, from 0.
        score: The sum over the query's words of the best field that each is found in.
        spans: The matches, by field and offset, none overlapping another.
        texts: Field → the text that the spans count in.
    """

    reference: Reference
    position: int
    score: int
    spans: tuple[Span, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict[str, str])


def search(
    references: Iterable[Reference], query: Query, vocabularies: Sequence[Vocabulary] = ()
) -> tuple[Hit, ...]:
    """The references that the query finds, the best first; equal ones keep their order.

    Args:
        references: What to search.
        query: From `parse_query`.
        vocabularies: Where a tag is one of their terms, its labels find it too (外泌体 finds what
            is tagged `exosomes`), and `tag:` finds it by each of its synonyms.
    """
    found = _Search(tag_names(vocabularies))
    words = tuple(_wanted(query))
    hits: list[Hit] = []
    for position, reference in enumerate(references):
        record = _Record(reference)
        if found.matches(query, record):
            hits.append(found.hit(words, record, position))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.position)))


class _Record:
    """A reference as the search sees it; folds each text when first asked for."""

    __slots__ = ("_folded", "reference", "texts")

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.texts = field_texts(reference)
        self._folded: dict[int, Sequence[str]] = {}

    def words(self, index: int) -> Sequence[str]:
        """The folded words of a text; names and identifiers keep a final s."""
        if (words := self._folded.get(index)) is None:
            field, text, is_prose = self.texts[index]
            fold = folded if field in _UNIQUE else _folded_once
            words = self._folded[index] = fold(text, singular=is_prose)
        return words


class _Search:
    """One search: what it found out about a tag is kept, for tags come again."""

    def __init__(self, names: Mapping[str, TagNames]) -> None:
        self._names = names
        self._tags: dict[tuple[Text, str], bool] = {}

    def matches(self, query: Query, record: _Record) -> bool:
        """Whether the query finds the reference."""
        match query:
            case Text():
                return self._finds(query, record)
            case Years(low, high):
                year = record.reference.year
                return year is not None and (low or year) <= year <= (
                    year if high is None else high
                )
            case Missing(name):
                return all(text.field != name for text in record.texts)
            case Not(part):
                return not self.matches(part, record)
            case All(parts):
                return all(self.matches(part, record) for part in parts)
            case Any(parts):
                return any(self.matches(part, record) for part in parts)

    def hit(self, wanted: Sequence[Text], record: _Record, position: int) -> Hit:
        """The hit: its score, and where each of the words stands."""
        scores = [0] * len(wanted)
        texts: dict[str, str] = {}
        marks: dict[str, list[tuple[int, int]]] = {}
        for index, (name, text, _) in enumerate(record.texts):
            before = f"{texts[name]}, " if name in texts else ""
            texts[name] = before + text
            for number, word in enumerate(wanted):
                if word.field not in ("", name) or not self._in(word, record, index):
                    continue
                scores[number] = max(scores[number], RANKS.get(name, 1))
                if places := _places(word, record, index):
                    at = spans(text)
                    marks.setdefault(name, []).extend(
                        (len(before) + at[first][0], len(before) + at[last - 1][1])
                        for first, last in places
                    )
        return Hit(record.reference, position, sum(scores), tuple(_apart(marks)), texts)

    def _finds(self, query: Text, record: _Record) -> bool:
        asked = query.field
        return any(
            (not asked or text.field == asked) and self._in(query, record, index)
            for index, text in enumerate(record.texts)
        )

    def _in(self, query: Text, record: _Record, index: int) -> bool:
        """Whether a text of the reference has the words, or is a tag that stands for them."""
        field, text, _ = record.texts[index]
        if field != "tag":
            return bool(_places(query, record, index))
        known = self._tags.get((query, text))
        if known is None:
            known = bool(_places(query, record, index)) or _is_named(query, self._names.get(text))
            self._tags[query, text] = known
        return known


def _is_named(query: Text, names: TagNames | None) -> bool:
    """Whether one of a tag's labels has the words; for `tag:`, whether a name of it is they."""
    if names is None:
        return False
    asked = _asked(query.text, singular=True)
    if not query.field:
        return any(_runs(asked, folded(name), prefix=query.prefix) for name in names.labels)
    every = (folded(name) for name in (*names.labels, *names.synonyms))
    return any(
        (query.prefix or len(words) == len(asked))
        and bool(_runs(asked, words[: len(asked)], prefix=query.prefix))
        for words in every
    )


def _wanted(query: Query) -> Iterator[Text]:
    """The words that a hit may contain: those under no `Not`."""
    match query:
        case Text():
            yield query
        case All(parts) | Any(parts):
            for part in parts:
                yield from _wanted(part)
        case _:
            return


def _places(query: Text, record: _Record, index: int) -> list[tuple[int, int]]:
    """Where the words stand in a text: first word and word after the last, by index."""
    words, text = record.words(index), record.texts[index]
    whole = [(0, len(words))] if words else []
    match query.field:
        case "doi" | "isbn" | "key" | "url":
            return whole if _is_identifier(query, text.text) else []
        case "lang":
            asked, value = query.text.casefold(), text.text.casefold()
            return whole if value == asked or value.startswith(f"{asked}-") else []
        case "tag":
            return whole if _is_tag(query, text) else []
        case _:
            asked = _asked(query.text, text.is_prose)
            found = _runs(asked, words, prefix=query.prefix)
            if not found and text.field in _PEOPLE and _runs(asked, [*words, *words], prefix=False):
                return whole  # given name first, as *Brian Freeman*
            return found


def _is_identifier(query: Text, value: str) -> bool:
    """Whether an identifier is the one asked for, or begins with it."""
    asked = _LINK.sub("", query.text.strip().casefold())
    value = _LINK.sub("", value.casefold())
    return value.startswith(asked) if query.prefix else value == asked


def _is_tag(query: Text, text: FieldText) -> bool:
    """Whether a tag, or one of the levels above it, is the one asked for."""
    asked = list(_asked(query.text, singular=True))
    levels = [folded(level) for level in text.text.split(LEVEL)]
    for first in range(len(levels)):
        run: list[str] = []
        for level in levels[first:]:
            run += level
            if run == asked:
                return True
        if query.prefix and _runs(tuple(asked), run[: len(asked)], prefix=True):
            return True
    return False


def _runs(asked: tuple[str, ...], words: Sequence[str], *, prefix: bool) -> list[tuple[int, int]]:
    """Where the words asked for follow one another; the last may be only a beginning."""
    count, last = len(asked), asked[-1]
    found: list[tuple[int, int]] = []
    if not prefix and last not in words:
        return found
    for start in range(len(words) - count + 1):
        end = start + count
        word = words[end - 1]
        if (word == last or (prefix and word.startswith(last))) and all(
            words[start + i] == asked[i] for i in range(count - 1)
        ):
            found.append((start, end))
    return found


@lru_cache(maxsize=1 << 14)
def _folded_once(text: str, *, singular: bool) -> tuple[str, ...]:
    """The folded words of a text that many references share: a name, a journal, a tag."""
    return tuple(folded(text, singular=singular))


@lru_cache(maxsize=1024)
def _asked(text: str, singular: bool) -> tuple[str, ...]:
    return tuple(folded(text, singular=singular))


def _apart(marks: Mapping[str, Iterable[tuple[int, int]]]) -> Iterator[Span]:
    """The matches of each field in order, overlapping ones made one."""
    for name, found in marks.items():
        joined: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        yield from (Span(name, start, end) for start, end in joined)
