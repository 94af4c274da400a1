"""Suggested terms as the tables of a vocabulary file, for a person to choose from."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence

from backmatter.references.model import Reference
from backmatter.references.topics.suggestions import Suggestion
from backmatter.references.topics.vocabulary import Vocabulary
from backmatter.references.transliteration import ascii_letters
from backmatter.references.words import folded, is_east_asian

FACET = "suggested"
"""The facet that all suggested terms are in, until a person says better."""

_SHOWN = 3
"""So many references are named beside a term."""

_RUN = re.compile(r"[^\W_]+")


def vocabulary_tables(
    suggestions: Sequence[Suggestion],
    references: Sequence[Reference],
    vocabulary: Vocabulary | None = None,
) -> str:
    """A vocabulary of the suggested terms, in TOML.

    It has no name of its own, so that it can also be put at the end of the vocabulary that it
    extends; that it can stand alone, no term of it is below one of that vocabulary.

    Args:
        suggestions: The terms; those above others come first.
        references: The library they come from, for the comments.
        vocabulary: The vocabulary that they extend; its ids are not used again.
    """
    taken = {term.id for term in vocabulary.terms} if vocabulary else set[str]()
    ids: dict[str, str] = {}
    tables: list[str] = []
    for each in suggestions:
        identifier = _identifier(each.label, taken)
        taken.add(identifier)
        ids[" ".join(folded(each.label))] = identifier
        parent = ids.get(" ".join(folded(each.parent)), "") if each.parent else ""
        tables.append("\n".join(_table(each, identifier, parent, references)))
    return "\n\n".join(tables) + "\n" if tables else ""


def _table(
    suggestion: Suggestion, identifier: str, parent: str, references: Sequence[Reference]
) -> Iterator[str]:
    numbers = suggestion.references
    keys = [references[number].key for number in numbers[:_SHOWN] if references[number].key]
    shown = ", ".join(filter(str.isprintable, keys))
    more = " …" if len(numbers) > _SHOWN else ""
    yield f"# {len(numbers)} references{': ' + shown + more if shown else ''}"
    yield "[[terms]]"
    yield f"id = {_quoted(identifier)}"
    yield f"facet = {_quoted(FACET)}"
    if parent:
        yield f"parent = {_quoted(parent)}"
    yield f"label.{suggestion.language} = {_quoted(suggestion.label)}"


def _quoted(text: str) -> str:
    """A TOML basic string, which JSON's strings of printable characters are."""
    return json.dumps(text, ensure_ascii=False)


def _identifier(label: str, taken: Collection[str]) -> str:
    """An id of lower-case words joined by hyphens, unlike those that are taken."""
    base = "-".join(filter(None, _parts(label))) or "term"
    identifier, number = base, 1
    while identifier in taken:
        number += 1
        identifier = f"{base}-{number}"
    return identifier


def _parts(label: str) -> Iterator[str]:
    """Each run of letters and digits in ASCII; Han as pinyin, Greek letters by name."""
    for match in _RUN.finditer(label):
        if any(map(is_east_asian, match[0])):
            yield ascii_letters(match[0])
        else:
            yield ascii_letters("".join(folded(match[0], singular=False)))
