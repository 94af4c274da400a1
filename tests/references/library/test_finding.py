"""What SQL finds is what looking at each reference finds: random queries, random records."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.library.catalogue import build
from backmatter.references.library.fields import PROSE, TagNames, field_texts
from backmatter.references.library.query import QueryError, parse_query
from backmatter.references.library.tree import (
    All,
    Any,
    Is,
    Missing,
    Not,
    Query,
    Text,
    Years,
    all_of,
    any_of,
)
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.verification.results import Result, Verdict
from backmatter.references.verification.verdict_store import keep
from backmatter.references.words import folded

NAMES: Mapping[str, TagNames] = {
    "mouse": TagNames(("Mice", "小鼠"), ("Mus musculus", "disc")),
    "disc > a": TagNames(("Disc a", "外泌体"), ("b2",)),
}

WORDS = st.sampled_from(
    ["disc", "discs", "Wang", "wangs", "外泌", "体", "a", "as", "mouse", "mice", "b2", "Müller"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TAGS = st.lists(WORDS, min_size=1, max_size=3).map(" > ".join) | TEXTS
IDENTIFIERS = st.sampled_from(
    ["10.1/a", "10.1/A.b", "https://doi.org/10.1/ab", "10.1", "zh", "zh-CN", "z", "en", "k", "K2"]
)
NO_TEXT = st.just("")


def _reference(
    texts: Mapping[str, str], people: Sequence[Name], key: str, year: int, tags: Sequence[str]
) -> Reference:
    roles = {"author": tuple(people[:2]), "editor": tuple(people[2:])}
    return Reference(
        key=key,
        type=texts.get("type", ""),
        variables={name: text for name, text in texts.items() if text and name != "type"},
        names={role: names for role, names in roles.items() if names},
        dates={"issued": Date((DatePart(year),))} if year else {},
        keywords=tuple(dict.fromkeys(tags)),
    )


def _group(name: str) -> Name:
    return Name(literal=name)


PEOPLE = st.builds(Name, WORDS, NO_TEXT | WORDS) | st.builds(_group, TEXTS)
REFERENCES = st.builds(
    _reference,
    st.fixed_dictionaries(
        {"title": NO_TEXT | TEXTS | TEXTS.map("RETRACTED: {}".format)},
        optional={
            "container-title": TEXTS,
            "publisher": TEXTS,
            "volume": WORDS,
            "page": st.sampled_from(["12-15", "e7", "7"]),
            "DOI": IDENTIFIERS,
            "ISBN": IDENTIFIERS,
            "URL": IDENTIFIERS,
            "language": IDENTIFIERS,
            "abstract": TEXTS,
            "note": TEXTS,
            "type": st.sampled_from(["book", "article-journal"]),
        },
    ),
    st.lists(PEOPLE, max_size=4),
    NO_TEXT | IDENTIFIERS,
    st.just(0) | st.integers(2015, 2018),
    st.lists(TAGS | st.just("Retracted"), max_size=2),
)
FIELDS_OF_WORDS = [
    *("", "title", "author", "editor", "journal", "publisher", "volume", "page"),
    *("type", "tag", "abstract", "note"),
]
TERMS = (
    st.builds(Text, TEXTS, st.sampled_from(FIELDS_OF_WORDS), st.just(True), st.booleans())
    | st.builds(Text, TAGS, st.just("tag"), st.just(True), st.booleans())
    | st.builds(
        Text,
        IDENTIFIERS,
        st.sampled_from(["", "doi", "isbn", "url", "key", "lang"]),
        st.just(True),
        st.booleans(),
    )
    | st.builds(Years, st.none() | st.integers(2014, 2016), st.integers(2016, 2018))
    | st.builds(Years, st.integers(2014, 2016), st.none())
    | st.builds(Missing, st.sampled_from(["author", "journal", "year", "tag", "doi", "lang"]))
    | st.builds(Is, st.sampled_from([str(verdict) for verdict in Verdict]))
)


def _joined(inside: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(inside, min_size=2, max_size=3)
    return (
        st.builds(Not, inside)
        | several.map(lambda parts: all_of(*parts))
        | several.map(lambda parts: any_of(*parts))
    )


QUERIES: st.SearchStrategy[Query] = st.recursive(TERMS, _joined, max_leaves=8)


def finds(query: Query, reference: Reference, kept: str) -> bool:
    """The same question, asked of one reference in the plainest way; `kept` is its verdict."""
    match query:
        case Text(field="tag"):
            return any(_is_tag(query, tag) for tag in reference.keywords)
        case Text(text, "doi" | "isbn" | "url" | "key" | "lang" as field, _, prefix):
            values = [_plain(each.text) for each in field_texts(reference) if each.field == field]
            beginnings = [_plain(text)] if prefix else [f"{_plain(text)}-"] * (field == "lang")
            return _plain(text) in values or any(
                value.startswith(each) for value in values for each in beginnings
            )
        case Text(text, field, _, prefix):
            labels = [
                label for tag in reference.keywords if tag in NAMES for label in NAMES[tag][0]
            ]
            return any(
                _has(folded(text), folded(label), prefix) for label in labels if not field
            ) or any(
                _has(
                    folded(text, singular=value.field in PROSE),
                    _words(value.field, value.text),
                    prefix,
                )
                for value in field_texts(reference)
                if field in ("", value.field)
            )
        case Years(low, high):
            year = reference.year
            return year is not None and (low or 0) <= year and (high is None or year <= high)
        case Missing(name):
            return all(value.field != name for value in field_texts(reference))
        case Is(verdict):
            is_marked = reference.title.startswith("RETRACTED") or "Retracted" in reference.keywords
            return verdict == ("retracted" if is_marked else kept)
        case Not(part):
            return not finds(part, reference, kept)
        case All(parts):
            return all(finds(part, reference, kept) for part in parts)
        case Any(parts):
            return any(finds(part, reference, kept) for part in parts)


def _is_tag(query: Text, tag: str) -> bool:
    """By consecutive levels of it, or by all of a label or synonym; or their beginning."""
    asked = folded(query.text)
    levels = tag.split(" > ")
    paths = [
        [word for level in levels[first:last] for word in folded(level)]
        for first in range(len(levels))
        for last in range(first + 1, len(levels) + 1)
    ]
    labels, synonyms = NAMES.get(tag, TagNames((), ()))
    called = [*paths, *map(folded, (*labels, *synonyms))]
    if query.prefix:
        return any(_has(asked, words[: len(asked)], prefix=True) for words in called)
    return asked in called


def _plain(text: str) -> str:
    return text.casefold().removeprefix("https://doi.org/")


def _words(field: str, text: str) -> list[str]:
    """The words of a value; a person's are found in either order."""
    words = folded(text, singular=field in PROSE)
    return words * 2 if field in ("author", "editor") and len(words) > 1 else words


def _has(asked: list[str], words: list[str], prefix: bool) -> bool:
    size = len(asked)
    runs = [words[at : at + size] for at in range(len(words) - size + 1)]
    return any(
        run[:-1] == asked[:-1]
        and (run[-1] == asked[-1] or (prefix and run[-1].startswith(asked[-1])))
        for run in runs
    )


@given(
    st.lists(st.tuples(REFERENCES, st.sampled_from(list(Verdict))), max_size=6),
    st.lists(QUERIES, min_size=1, max_size=4),
)
def test_it_finds_what_looking_at_each_reference_finds(
    judged: list[tuple[Reference, Verdict]], queries: list[Query]
) -> None:
    by_content = {_content(reference): verdict for reference, verdict in judged}
    references = [reference for reference, _ in judged]
    catalogue = build(references)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "verdicts.sqlite"
        results = [Result(each, by_content[_content(each)], "") for each in references]
        assert not keep(path, results, "Crossref", "2026-01-01")
        catalogue.know(path)
        for query in queries:
            found = sorted(each.position for each in catalogue.find(query, NAMES))
            assert found == [
                at
                for at, each in enumerate(references)
                if finds(query, each, by_content[_content(each)])
            ], str(query)
        catalogue.close()


def _content(reference: Reference) -> str:
    """All of it but key and tags, in another way than the program's."""
    return repr((reference.type, reference.variables, reference.names, reference.dates))


LIBRARY = [
    Reference(key="a", variables={"title": "Disc NEAR a “disc” AND 椎间盘*", "DOI": "10.1/a"}),
    Reference(key="b", keywords=("a > b",), dates={"issued": Date((DatePart(2018),))}),
]
PIECES = st.sampled_from(
    [
        *('"', "“", "(", ")", "-", "--", "*", "NOT ", "OR ", " AND ", "NEAR(", "NEAR/2 ", "^", "+"),
        *("title:", "{title}:", "year:", "year>=", "..", "2018", "missing:", "is:", "doi:", "tag:"),
        *("disc", "椎间盘", "retracted", "\x00", "\ud800", "\u202e", "'", ";--", "\\", " ", "\n"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30))
def test_whatever_is_typed_is_found_or_refused_with_its_place(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        message, _, caret = str(error).split("\n")
        assert message.startswith("query, column ")
        assert caret.strip() == "^"
        return
    catalogue = build(LIBRARY)
    found = {each.position for each in catalogue.find(query, NAMES)}
    others = {each.position for each in catalogue.find(Not(query), NAMES)}
    assert found | others == {0, 1}
    assert not found & others
    catalogue.facets(query, NAMES)
    catalogue.close()
