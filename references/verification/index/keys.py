"""By what a work is found: blocking keys, and words for the full text.

A blocking key is a number made from a few fields that a reference and its work mostly share:
the DOI; the beginning of the title; the container's initial with volume and first page; the
first author with the year. Works that share a key with a reference are its candidates; what is
damaged in one key is mostly whole in another. Two different values may give one number: that
costs a candidate more, never a wrong answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers.finding import find_dois
from backmatter.references.model import Name, Reference
from backmatter.references.verification.comparing.numbers import first_page, number
from backmatter.references.verification.comparing.small_words import CONTAINER, TITLE
from backmatter.references.verification.comparing.words import words
from backmatter.references.verification.records import Work, without_retraction_mark
from backmatter.references.words import is_east_asian

TITLE_LETTERS = 24
"""Words of a title are taken until they have so many letters; a Han character counts for four."""

_BYTES = 6
_DOI_BYTES = 8
"""Works are told apart by this one: long enough that no two DOIs of Crossref's give the same."""

_AUTHORS = 10
_TERM = 40
_LINK = re.compile(r"https?://\S{0,500}")


@dataclass(frozen=True, slots=True)
class Keys:
    """The blocking keys of a work or a reference, by what they are made of."""

    title: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    people: tuple[int, ...] = ()


def of_doi(doi: str) -> int:
    """The key of a DOI."""
    return _hashed("doi", dois.key(doi), size=_DOI_BYTES)


def of_work(work: Work) -> Keys:
    """The keys that a work is found by: of each of its titles, names of container and years."""
    fields = work.reference
    volume = number(fields.text("volume"))
    numbers = [f"v{volume}"] if volume else [f"y{year}" for year in work.years]
    return _keys(work.titles, work.containers, numbers, work.pages, _people(fields), work.years)


def of_reference(reference: Reference) -> Keys:
    """The keys that a reference looks for, from its fields as read."""
    volume = number(reference.text("volume"))
    years = (reference.year,) if reference.year is not None else ()
    numbers = [*([f"v{volume}"] if volume else []), *(f"y{year}" for year in years)]
    container = reference.text("container-title") or reference.text("container-title-short")
    pages = [text for name in ("page", "number") if (text := reference.text(name))]
    title = without_retraction_mark(reference.plain_title)
    return _keys([title], [container], numbers, pages, _people(reference), years)


def terms_of_work(work: Work) -> list[str]:
    """The words of a work for the full text: its titles, authors and first pages."""
    return _unique(
        [
            *(term for title in work.titles for term in terms(title)),
            *(term for name in _people(work.reference)[:_AUTHORS] for term in _name_terms(name)),
            *(term for page in work.pages for term in _term(first_page(page))),
        ]
    )


def terms_of_reference(reference: Reference) -> list[str]:
    """The words that a reference is looked for by: of its print, else of its fields."""
    if reference.source and reference.source.printed:
        text = reference.source.printed
        for found in reversed(find_dois(text)):
            text = text[: found.start] + " " + text[found.end :]
        return _unique(terms(_LINK.sub(" ", text)))
    pages = (reference.text("page"), reference.text("number"))
    return _unique(
        [
            *terms(reference.plain_title),
            *(term for name in _people(reference)[:_AUTHORS] for term in _name_terms(name)),
            *(term for page in pages for term in _term(first_page(page))),
        ]
    )


def terms(text: str) -> Iterator[str]:
    """The words of a text, folded, without small ones; Han, kana and Hangul in pairs of neighbours.

    A single Han character stands in too many titles to find one by.
    """
    east = ""
    for word in (*words(text), ""):
        if word and is_east_asian(word):
            east += word
            continue
        if east:
            yield from (east[at : at + 2] for at in range(max(1, len(east) - 1)))
            east = ""
        if word and word not in TITLE:
            yield from _term(word)


def _term(word: str) -> Iterator[str]:
    """A word as the full text's tokenizer takes it: `⒈` is folded to `1.`, `𝐀` to `A`."""
    if not word.isalnum():
        word = "".join(char for char in word if char.isalnum() or not char.isascii())
    if word:
        yield word[:_TERM].lower()


def _keys(
    titles: Iterable[str],
    containers: Iterable[str],
    numbers: Iterable[str],
    pages: Iterable[str],
    people: tuple[Name, ...],
    years: Iterable[int],
) -> Keys:
    beginnings = _unique(_beginning(title) for title in titles)
    initials = _unique(_initial(container) for container in containers)
    firsts = _unique(first_page(page) for page in pages)
    family = "".join(words(people[0].family or people[0].literal))[:_TERM] if people else ""
    return Keys(
        tuple(_hashed("title", beginning) for beginning in beginnings),
        tuple(
            _hashed("place", initial, each, first)
            for initial in initials
            for each in numbers
            for first in firsts
        ),
        tuple(_hashed("people", family, str(year)) for year in years if family),
    )


def _beginning(title: str) -> str:
    """The first words of a title without small words, run together."""
    taken = letters = 0
    kept = [word for word in words(title) if word not in TITLE] or words(title)
    for word in kept:
        taken += 1
        letters += len(word) if word.isascii() else 4 * len(word)
        if letters >= TITLE_LETTERS:
            break
    return "".join(kept[:taken])


def _initial(container: str) -> str:
    """The letter that a container's name begins with, however it is abbreviated."""
    every = words(container)
    return next((word[0] for word in every if word not in CONTAINER), every[0][0] if every else "")


def _people(reference: Reference) -> tuple[Name, ...]:
    return reference.names.get("author") or reference.names.get("editor") or ()


def _name_terms(name: Name) -> Iterator[str]:
    return terms(name.family or name.literal)


def _unique(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]


def _hashed(*parts: str, size: int = _BYTES) -> int:
    """A number of so many bytes for a kind of key and its values, as SQLite keeps integers."""
    text = "\n".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=size).digest(), "big", signed=True)
