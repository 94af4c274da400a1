"""A vocabulary: terms in facets, each with labels and synonyms in English, Chinese or both.

The file is TOML:

    name = "fruit"                       # optional, as is title
    [[terms]]
    id = "apple"                         # the tag: lower-case words joined by hyphens
    facet = "pome"                       # terms of one facet compete for the same words
    parent = "fruit"                     # optional: the tag becomes `fruit > apple`
    label.en = "Apple"
    label.zh = "苹果"
    synonyms.en = ["Malus", { text = "malus domestica", source = "MeSH D027845" }]
    not_within = ["apple of Sodom"]      # no match inside these words
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn, cast

from backmatter.references.errors import InputError

LEVEL = " > "
"""What separates the levels of a tag."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGES = ("en", "zh")
_TABLE = re.compile(r"\s*\[\[\s*terms\s*\]\]")
_POSITION = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_FILE_KEYS = ("name", "title", "terms")
_TERM_KEYS = ("id", "facet", "parent", "label", "synonyms", "not_within")


@dataclass(frozen=True, slots=True)
class Synonym:
    """One way to say a term; `source` names the thesaurus that has it, where one is named."""

    text: str
    language: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One subject.

    Attributes:
        id: The tag's own name, such as `animal-model`.
        facet: The dimension it belongs to, such as `study type`.
        labels: Language → how the term is called there.
        synonyms: What it is also called; the labels are not repeated.
        parent: The id of the broader term, "" at the top.
        not_within: Longer wordings inside which a match of the term means something else.
        tag: The tag as `keywords` hold it: the ids from the top down, joined by ` > `.
    """

    id: str
    facet: str
    labels: Mapping[str, str]
    synonyms: tuple[Synonym, ...] = ()
    parent: str = ""
    not_within: tuple[str, ...] = ()
    tag: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called: its labels, then its synonyms."""
        return (*self.labels.values(), *(synonym.text for synonym in self.synonyms))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms, in the order of the file."""

    name: str
    terms: tuple[Term, ...]
    title: str = ""

    @property
    def facets(self) -> tuple[str, ...]:
        """The facets, in the order of their first term."""
        return tuple(dict.fromkeys(term.facet for term in self.terms))


def load_vocabulary(text: str, file: str = "") -> Vocabulary:
    """Read a vocabulary.

    Args:
        text: The TOML.
        file: The file's name, for messages and as the name of a vocabulary that gives none.

    Raises:
        InputError: Where it is no TOML or no vocabulary; the message begins `file:line:column:`.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _POSITION.search(str(error))
        line, column = (place[1], place[2]) if place and place[1] else (len(text.splitlines()), 1)
        reason = _POSITION.sub("", str(error))
        raise InputError(f"{file or '-'}:{line}:{column}: is not valid TOML: {reason}") from None
    return _Reader(text, file or "-").vocabulary(data)


class _Reader:
    """Reads the parsed tables, and knows where in the text each one stands."""

    def __init__(self, text: str, file: str) -> None:
        self._lines = text.splitlines()
        self._file = file
        self._starts = [i for i, line in enumerate(self._lines) if _TABLE.match(line)]
        self._term = -1

    def vocabulary(self, data: Mapping[str, Any]) -> Vocabulary:
        self._known(data, _FILE_KEYS)
        short = self._file.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")
        name = self._text(data, "name", short)
        title = self._text(data, "title", "")
        tables = data.get("terms", [])
        if not isinstance(tables, list) or not tables:
            self._fail("terms", "a vocabulary needs terms: add a [[terms]] table for each")
        terms: dict[str, Term] = {}
        for self._term, table in enumerate(cast("list[Any]", tables)):
            if not isinstance(table, dict):
                self._fail("terms", "each term is a [[terms]] table")
            term = self._read_term(cast("dict[str, Any]", table))
            if term.id in terms:
                self._fail("id", f"a second term with the id {term.id}; each id is used once")
            terms[term.id] = term
        return Vocabulary(name, tuple(self._with_tags(terms)), title)

    def _read_term(self, table: Mapping[str, Any]) -> Term:
        self._known(table, _TERM_KEYS)
        identifier = self._text(table, "id")
        if not _SLUG.fullmatch(identifier):
            self._fail("id", f"{identifier!r}: an id is lower-case words joined by hyphens")
        labels = self._languages(table, "label")
        if not labels:
            self._fail("label", f"{identifier} has no label: give label.en, label.zh or both")
        synonyms = [
            self._synonym(item, language)
            for language, items in self._languages(table, "synonyms").items()
            for item in self._list(items, f"synonyms.{language}")
        ]
        barred = self._list(table["not_within"], "not_within") if "not_within" in table else ()
        return Term(
            id=identifier,
            facet=self._text(table, "facet"),
            labels={tongue: self._text(labels, tongue, key="label") for tongue in sorted(labels)},
            synonyms=tuple(synonyms),
            parent=self._text(table, "parent", ""),
            not_within=tuple(self._filled(item, "not_within") for item in barred),
        )

    def _synonym(self, item: object, language: str) -> Synonym:
        key = f"synonyms.{language}"
        if not isinstance(item, dict):
            return Synonym(self._filled(item, key), language)
        entry = cast("dict[str, Any]", item)
        self._known(entry, ("text", "source"), key=key)
        text = self._text(entry, "text", key=key)
        return Synonym(text, language, self._text(entry, "source", key=key))

    def _with_tags(self, terms: Mapping[str, Term]) -> Iterator[Term]:
        """The terms with their paths; a parent must exist and must not be its own ancestor."""
        for self._term, term in enumerate(terms.values()):
            path, current = [term.id], term
            while current.parent:
                if current.parent not in terms:
                    self._fail("parent", f"there is no term {current.parent} to be the parent")
                if current.parent in path:
                    self._fail("parent", f"{term.id} is its own ancestor through {current.parent}")
                path.append(current.parent)
                current = terms[current.parent]
            yield replace(term, tag=LEVEL.join(reversed(path)))

    def _languages(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            self._fail(key, f"{key} is given by language: {key}.en or {key}.zh")
        entries = cast("dict[str, Any]", value)
        self._known(entries, _LANGUAGES, key=key)
        return entries

    def _list(self, value: object, key: str) -> Sequence[object]:
        if not isinstance(value, list) or not value:
            self._fail(key, f"{key} must be a list of strings, or be left out")
        return cast("list[object]", value)

    def _text(
        self, table: Mapping[str, Any], name: str, default: str | None = None, *, key: str = ""
    ) -> str:
        if name not in table:
            if default is None:
                self._fail(key or name, f"{name} is missing")
            return default
        return self._filled(table[name], key or name)

    def _filled(self, value: object, key: str) -> str:
        if not isinstance(value, str) or not value.strip():
            self._fail(key, f"{key}: expected a string that is not empty, not {value!r}")
        return value.strip()

    def _known(self, table: Mapping[str, Any], known: Sequence[str], *, key: str = "") -> None:
        for name in table:
            if name not in known:
                self._fail(key or name, f"unknown key {name} (there are {', '.join(known)})")

    def _fail(self, key: str, message: str) -> NoReturn:
        """Stop, at the key's own line in the current table, else at the table's."""
        first = self._starts[self._term] if 0 <= self._term < len(self._starts) else 0
        after = self._starts[self._term + 1 :] if self._term >= 0 else self._starts
        last = after[0] if after else len(self._lines)
        for name in dict.fromkeys((key, key.partition(".")[0])):
            for number in range(first, last):
                if found := re.match(rf"(\s*){re.escape(name)}\b", self._lines[number]):
                    place = f"{number + 1}:{len(found[1]) + 1}"
                    raise InputError(f"{self._file}:{place}: {message}")
        raise InputError(f"{self._file}:{first + 1}:1: {message}")
