"""Search: what a query finds among references, the best first, and where the words stand.

The finding is the catalogue's (`catalogue.py`); where the words stand is looked up here, for the
hits that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from backmatter.references.library import asking
from backmatter.references.library.catalogue import Catalogue, Standing, build
from backmatter.references.library.fields import FieldText, TagNames, field_texts, tag_names
from backmatter.references.library.tags import is_named, is_tag, runs, words_asked
from backmatter.references.library.tree import Query, Text
from backmatter.references.model import Reference
from backmatter.references.topics.vocabulary import Vocabulary
from backmatter.references.words import folded, spans


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
        standing: The last verdict on it, where the query asks for verdicts; else None.
    """

    reference: Reference
    position: int
    score: int
    spans: tuple[Span, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    standing: Standing | None = None


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
    catalogue = build(references)
    try:
        return tuple(hits(catalogue, query, tag_names(vocabularies)))
    finally:
        catalogue.close()


def hits(catalogue: Catalogue, query: Query, names: Mapping[str, TagNames]) -> Iterator[Hit]:
    """What the query finds in a catalogue, the best first, read as they are asked for."""
    found = catalogue.find(query, names)
    words = tuple(asking.wanted(query))
    at = [each.position for each in found]
    standings = catalogue.standings(at) if asking.asks_verdicts(query) else repeat(None, len(at))
    rows = zip(found, catalogue.references(at), standings, strict=True)
    for each, reference, standing in rows:
        texts, marks = _marked(reference, words, names)
        yield Hit(reference, each.position, each.score, tuple(_apart(marks)), texts, standing)


Marks = Mapping[str, Sequence[tuple[int, int]]]


def _marked(
    reference: Reference, wanted: Sequence[Text], names: Mapping[str, TagNames]
) -> tuple[dict[str, str], Marks]:
    """The texts of a reference by field, and where each of the words stands in them."""
    texts: dict[str, str] = {}
    marks: dict[str, list[tuple[int, int]]] = {}
    for value in field_texts(reference):
        name, text = value.field, value.text
        before = f"{texts[name]}, " if name in texts else ""
        texts[name] = before + text
        for word in wanted:
            if word.field not in ("", name):
                continue
            if places := _places(word, value, names):
                at = spans(text)
                marks.setdefault(name, []).extend(
                    (len(before) + at[first][0], len(before) + at[last - 1][1])
                    for first, last in places
                )
    return texts, marks


def _places(query: Text, value: FieldText, names: Mapping[str, TagNames]) -> list[tuple[int, int]]:
    """Where the words stand in a text: first word and word after the last, by index."""
    words = folded(value.text, singular=value.is_prose)
    whole = [(0, len(words))] if words else []
    if query.field in asking.IDENTIFIERS:
        return whole
    if query.field == "tag":
        is_it = is_tag(query, value.text) or is_named(query, names.get(value.text))
        return whole if is_it else []
    asked = words_asked(query.text, value.is_prose)
    found = runs(asked, words, prefix=query.prefix)
    if not found and value.field in asking.PEOPLE:
        is_turned = runs(asked, [*words, *words], prefix=query.prefix)
        return whole if is_turned else []  # given name first, as *Brian Freeman*
    return found


def _apart(marks: Marks) -> Iterator[Span]:
    """The matches of each field in order, overlapping ones made one."""
    for name, found in marks.items():
        joined: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        yield from (Span(name, start, end) for start, end in joined)
