"""A reference as texts to search, by the field names of the query language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from backmatter.references.model import Name, Reference, without_markup
from backmatter.references.topics.vocabulary import Vocabulary
from backmatter.references.words import is_east_asian

_VARIABLES = (
    ("title", "title", True),
    ("journal", "container-title", True),
    ("journal", "container-title-short", True),
    ("publisher", "publisher", True),
    ("volume", "volume", False),
    ("issue", "issue", False),
    ("page", "page", False),
    ("doi", "DOI", False),
    ("isbn", "ISBN", False),
    ("url", "URL", False),
    ("lang", "language", False),
    ("abstract", "abstract", True),
    ("note", "note", True),
)
"""Field, CSL variable, and whether it is prose, whose plurals are made singular."""

PROSE = frozenset({"tag", *(field for field, _, is_prose in _VARIABLES if is_prose)})
"""The fields whose texts are prose."""

_NAMES = (
    ("author", "author"),
    ("editor", "editor"),
    ("editor", "collection-editor"),
    ("editor", "translator"),
)


class FieldText(NamedTuple):
    """One text of a reference, without markup; a field with several values has several."""

    field: str
    text: str
    is_prose: bool = False


class TagNames(NamedTuple):
    """What a tag is called: its labels in each language, and its synonyms."""

    labels: tuple[str, ...]
    synonyms: tuple[str, ...]


def field_texts(reference: Reference) -> tuple[FieldText, ...]:
    """All texts of a reference, in the order of their fields."""
    return tuple(_texts(reference))


def tag_names(vocabularies: Iterable[Vocabulary]) -> dict[str, TagNames]:
    """Tag → what the vocabularies call it."""
    found: dict[str, TagNames] = {}
    for vocabulary in vocabularies:
        for term in vocabulary.terms:
            labels, synonyms = found.get(term.tag, TagNames((), ()))
            found[term.tag] = TagNames(
                (*labels, *term.labels.values()), (*synonyms, *(s.text for s in term.synonyms))
            )
    return found


def name_text(name: Name) -> str:
    """A name as one text: family name first, East Asian names without a space."""
    if name.literal:
        return name.literal
    if is_east_asian(name.family[:1]):
        return name.family + name.given
    parts = (name.non_dropping_particle, name.family, name.given, name.dropping_particle)
    return " ".join(part for part in (*parts, name.suffix) if part)


def _texts(reference: Reference) -> Iterator[FieldText]:
    for field, variable, is_prose in _VARIABLES:
        if text := reference.variables.get(variable):
            yield FieldText(field, without_markup(text) if is_prose else text, is_prose)
    for field, variable in _NAMES:
        for name in reference.names.get(variable, ()):
            yield FieldText(field, name_text(name))
    for keyword in reference.keywords:
        yield FieldText("tag", keyword, is_prose=True)
    if reference.key:
        yield FieldText("key", reference.key)
    if reference.type:
        yield FieldText("type", reference.type)
    if (year := reference.year) is not None:
        yield FieldText("year", str(year))
