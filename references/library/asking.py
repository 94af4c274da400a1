"""A query as SQL over the tables of a catalogue: which references, and what each is worth.

All that a query says is a value of the statement; its text is put together from the names of our
own fields and tables alone.
"""

# ruff: noqa: S608  # no foreign text in a statement, as said above

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from backmatter.references.library.fields import PROSE, TagNames
from backmatter.references.library.tags import is_named, is_tag
from backmatter.references.library.tree import (
    FIELDS,
    All,
    Any,
    Is,
    Missing,
    Not,
    Query,
    Text,
    Years,
)
from backmatter.references.verification.results import Verdict
from backmatter.references.words import folded

COLUMNS = tuple(name for name, _ in FIELDS)
"""The fields, in the order of their columns and of the bits of `refs.present`."""

IDENTIFIERS = frozenset({"doi", "isbn", "key", "url", "lang"})
"""The fields that are compared whole."""

PEOPLE = frozenset({"author", "editor"})

RANKS: Mapping[str, int] = {"title": 8, "tag": 4, "author": 2}
"""What a match in a field is worth; in any other field, 1."""

APART = "\ue000"
"""A word of no language between two values of a field, so that no phrase reaches over both."""

_LINK = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
_LAST = "\U0010ffff"
_SHORT = 60

TagsWith = Callable[[str], Sequence[tuple[int, str]]]
"""FTS5 expression over the words of tags → number and name of each tag; "" for all tags."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A query as SQL.

    Attributes:
        refs: A select of `ref`, the references found.
        score: An expression over `ref`: what one is worth.
        values: The values of both, those of `score` first.
        scored: How many of the values belong to `score`.
    """

    refs: str
    score: str
    values: tuple[str | int, ...]
    scored: int


def asking(query: Query, names: Mapping[str, TagNames], tags_with: TagsWith) -> Asking:
    """The SQL of a query.

    Args:
        query: From `parse_query`.
        names: What vocabularies call a tag.
        tags_with: Looks tags up.
    """
    writer = _Writer(names, tags_with)
    score = " + ".join(writer.score(word) for word in wanted(query)) or "0"
    scored = len(writer.values)
    refs = writer.refs(query)
    return Asking(refs, score, tuple(writer.values), scored)


def wanted(query: Query) -> Iterator[Text]:
    """The words that a hit may contain: those under no `Not`."""
    match query:
        case Text():
            yield query
        case All(parts) | Any(parts):
            for part in parts:
                yield from wanted(part)
        case _:
            return


def asks_verdicts(query: Query) -> bool:
    """Whether a part of the query is an `Is`."""
    match query:
        case All(parts) | Any(parts):
            return any(map(asks_verdicts, parts))
        case Not(part):
            return asks_verdicts(part)
        case _:
            return isinstance(query, Is)


def stored(field: str, text: str, *, is_prose: bool) -> str:
    """The words of a value as its column has them; a name once more, for its given name first."""
    turned = field in PEOPLE
    if len(text) <= _SHORT:
        return _stored_short(text, turned, is_prose)
    return _stored(text, turned, is_prose)


def _stored(text: str, turned: bool, is_prose: bool) -> str:
    words = folded(text, singular=is_prose)
    return " ".join([*words, *words] if turned and len(words) > 1 else words)


_stored_short = lru_cache(maxsize=1 << 14)(_stored)
"""Names, journals, years and tags, which come again and again."""


def identifier(text: str) -> str:
    """An identifier as it is compared: small letters, no resolver before a DOI."""
    return _LINK.sub("", text.strip().casefold())


class _Writer:
    """Writes SQL and collects its values in their order."""

    def __init__(self, names: Mapping[str, TagNames], tags_with: TagsWith) -> None:
        self._names, self._tags_with = names, tags_with
        self._tags: dict[Text, list[int]] = {}
        self._known: dict[str, int] | None = None
        self.values: list[str | int] = []

    def refs(self, query: Query) -> str:
        match query:
            case Text():
                return self._text(query)
            case Years() | Missing():
                return f"select id as ref from refs where {self._condition(query)}"
            case Is(verdict):
                return _standing_so(verdict)
            case Not(part):
                return f"select id as ref from refs except {self._inside(part)}"
            case All(parts):
                return self._all(parts)
            case Any(parts):
                return " union ".join([self._inside(part) for part in parts])

    def score(self, word: Text) -> str:
        """What a word is worth: its best field."""
        if word.field:
            return f"{RANKS.get(word.field, 1)} * (ref in ({self._text(word)}))"
        fields = [replace(word, field=field) for field in RANKS]
        cases = [
            f"when ref in ({self._text(each, worth=True)}) then {RANKS[each.field]}"
            for each in fields
        ]
        return f"(case {' '.join(cases)} else ref in ({self._text(word)}) end)"

    def _all(self, parts: Sequence[Query]) -> str:
        """The words of one FTS5 expression together, then the rest, what is excluded last.

        What can be seen at a reference itself is asked of those alone that are found until then.
        """
        together = [p for p in parts if isinstance(p, Text) and self._is_plain(p)]
        conditions = [p for p in parts if _is_condition(p)]
        excluded = [p.part for p in parts if isinstance(p, Not) and p not in conditions]
        others = [p for p in parts if not isinstance(p, Not) and p not in [*together, *conditions]]
        selects: list[str] = []
        if together:
            selects.append(self._words(" AND ".join(f"({_match(word)})" for word in together)))
        selects += [self._inside(part) for part in others]
        found = " intersect ".join(selects) or "select id as ref from refs"
        if conditions:
            found = f"select ref from ({found}) cross join refs on id = ref" if selects else found
            found = f"{found} where {' and '.join(map(self._condition, conditions))}"
        return " except ".join([found, *(self._inside(part) for part in excluded)])

    def _condition(self, query: Query) -> str:
        """What a row of `refs` must fulfil, for a query of which `_is_condition` is true."""
        match query:
            case Years(low, high):
                self.values += [low or 0, 99999 if high is None else high]
                return "year between ? and ?"
            case Missing(name):
                return f"present & {1 << COLUMNS.index(name)} = 0"
            case Is(verdict):
                return _standing(verdict)
            case Not(part):
                return f"not ifnull({self._condition(part)}, 0)"
            case _:
                raise ValueError(query)

    def _inside(self, query: Query) -> str:
        """The select of a part, so that it can stand in a compound one."""
        return f"select ref from ({self.refs(query)})"

    def _is_plain(self, word: Text) -> bool:
        """Whether an FTS5 expression alone says what the word finds."""
        return word.field not in {*IDENTIFIERS, "tag"} and not (
            word.field == "" and self._named(word)
        )

    def _text(self, word: Text, *, worth: bool = False) -> str:
        """The references that a word finds; with `worth`, in the words of a field only."""
        if word.field == "tag" and worth:
            found = self._words(_match(word))
            named = self._named(replace(word, field=""))
            return f"{found} union {self._tagged(named)}" if named else found
        if word.field == "tag":
            return self._tagged(self._tag_numbers(word))
        if word.field in IDENTIFIERS:
            return self._identifier(word)
        found = self._words(_match(word))
        named = self._named(word) if not word.field else []
        return f"{found} union {self._tagged(named)}" if named else found

    def _words(self, match: str) -> str:
        self.values.append(match)
        return "select rowid as ref from words where words match ?"

    def _identifier(self, word: Text) -> str:
        select = "select ref from identifiers where field = ? and "
        asked = identifier(word.text)
        self.values += [word.field, asked]
        if word.prefix:
            self.values.append(asked + _LAST)
            return f"{select}value >= ? and value < ?"
        if word.field == "lang":
            self.values += [f"{asked}-", f"{asked}."]
            return f"{select}(value = ? or (value >= ? and value < ?))"
        return f"{select}value = ?"

    def _tagged(self, numbers: Sequence[int]) -> str:
        self.values.append(json.dumps(numbers))
        return "select distinct ref from ref_tags where tag in (select value from json_each(?))"

    def _tag_numbers(self, word: Text) -> list[int]:
        """The tags that `tag:` finds: by a level or by what a vocabulary calls them."""
        if word not in self._tags:
            found = {
                number
                for number, name in self._tags_with(_phrase(folded(word.text), prefix=word.prefix))
                if is_tag(word, name)
            }
            self._tags[word] = sorted({*found, *self._named(word)})
        return self._tags[word]

    def _named(self, word: Text) -> list[int]:
        """The tags that a vocabulary calls by these words."""
        called = [tag for tag, names in self._names.items() if is_named(word, names)]
        if not called:
            return []
        if self._known is None:
            self._known = {name: number for number, name in self._tags_with("")}
        return sorted(self._known[tag] for tag in called if tag in self._known)


def _is_condition(query: Query) -> bool:
    """Whether one row of `refs` decides it."""
    return isinstance(query.part if isinstance(query, Not) else query, Years | Missing | Is)


def _standing(verdict: str) -> str:
    """The condition of `is:`; each reference fulfils that of one verdict.

    What it says itself goes before the verdict that is kept for its content.
    """
    kept = "exists (select 1 from verdicts where verdicts.content = refs.content{})"
    if verdict == Verdict.UNCHECKED:
        return f"(retracted = '' and not {kept.format('')})"
    is_it = kept.format(f" and verdict = '{Verdict(verdict)}'")
    if verdict == Verdict.RETRACTED:
        return f"(retracted != '' or {is_it})"
    return f"(retracted = '' and {is_it})"


def _standing_so(verdict: str) -> str:
    """The select of `is:` alone, which begins with the verdicts, since they may be few."""
    every = "select id as ref from refs where"
    if verdict == Verdict.UNCHECKED:
        return f"{every} {_standing(verdict)}"
    kept = f"content in (select content from verdicts where verdict = '{Verdict(verdict)}')"
    if verdict == Verdict.RETRACTED:
        return f"{every} retracted != '' union {every} {kept}"
    return f"{every} retracted = '' and {kept}"


def _match(word: Text) -> str:
    """The FTS5 expression of a word: in its field, or in each with the words folded its way."""
    if word.field:
        words = folded(word.text, singular=word.field in PROSE)
        return f"{{{word.field}}} : {_phrase(words, prefix=word.prefix)}"
    singular, plain = folded(word.text), folded(word.text, singular=False)
    if singular == plain:
        return _phrase(plain, prefix=word.prefix)
    prose = " ".join(field for field in COLUMNS if field in PROSE)
    others = " ".join(field for field in COLUMNS if field not in PROSE)
    return (
        f"{{{prose}}} : {_phrase(singular, prefix=word.prefix)} OR "
        f"{{{others}}} : {_phrase(plain, prefix=word.prefix)}"
    )


def _phrase(words: Sequence[str], *, prefix: bool) -> str:
    return f'"{" ".join(words)}"{" *" if prefix else ""}'
