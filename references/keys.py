"""Cite keys: `mohanty2019defects`, `zhang2018ren`; the same for the same records everywhere.

A key is the family name of the first author, the year (`nd` without one) and the first word of
the title that says something, in `a`-`z` and `0`-`9`, so that BibTeX, biber, LaTeX and every
shell take it as it is. Chinese names and titles are read as pinyin: of a title that begins in
Chinese, the first syllable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from backmatter.references import transliteration
from backmatter.references.model import Name, Reference

_NAME_LENGTH = 24
_WORD_LENGTH = 20
CREATORS = ("author", "editor", "translator", "editor-translator", "director", "composer", "chair")
"""Whose name a key begins with: the first of these that a reference has."""

_TITLES = ("title", "volume-title", "container-title", "genre")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,100}>")
_WORD = re.compile(f"[{transliteration.HAN}]+|[^\\W_{transliteration.HAN}]+")
_GROUP_SYLLABLES = 2
_ALPHABET = 26
_LONGEST_CHINESE_NAME = 4
_ENGLISH = (
    "a an the of on in at to for from by with and or as is are be can do does how what why when"
)
_OTHERS = (
    "der die das ein eine einer eines des dem den im zur zum und von vom fur uber "
    "le la les l un une de du des d et en sur pour au aux "
    "el los las una del y il lo gli i uno della di da e o os um uma do dos em het een van"
)
_EMPTY_WORDS = frozenset(f"{_ENGLISH} {_OTHERS}".split())
"""Articles, prepositions, conjunctions and question words, without accents."""


def cite_keys(references: Sequence[Reference]) -> tuple[str, ...]:
    """A key for each reference, in order; a key that is there already is kept.

    New keys differ from all others: of those that would be equal, the first in the list has none
    of the letters `a`, `b`, … `z`, `aa` … that the following ones get.
    """
    taken = {reference.key for reference in references if reference.key}
    return tuple(keys_in_turn(references, taken))


def keys_in_turn(references: Iterable[Reference], taken: set[str]) -> Iterator[str]:
    """A key for each reference as it comes; new ones differ from `taken`, which they go into."""
    next_letter: dict[str, int] = {}
    for reference in references:
        if reference.key:
            yield reference.key
            continue
        yield _free(key_base(reference), taken, next_letter)


def fitting_keys(
    references: Iterable[Reference],
    base: Callable[[Reference], str],
    reserved: Collection[str] = (),
) -> tuple[str, ...]:
    """A key for each reference by a rule, in order; two never differ in letter case alone.

    Who has its base as its key, with or without the letters that tell equal ones apart, keeps its
    key; so a second run changes nothing, and a reference added later renames no other.

    Args:
        references: All references of a file.
        base: Gives the key before collisions are settled; "" leaves a key as it is.
        reserved: Keys that none of them may get.
    """
    wished = [(each.key, base(each) or each.key or key_base(each)) for each in references]
    count = Counter(wanted for _, wanted in wished)
    taken = {key.lower() for key in reserved}
    kept: list[str] = []
    for own, wanted in wished:
        most = 1 if count[wanted] <= _ALPHABET else 2
        fits = _is_based_on(own, wanted, most) and own.lower() not in taken
        kept.append(own if fits else "")
        taken.add(kept[-1].lower())
    next_letter: dict[str, int] = {}
    return tuple(
        key or _free(wanted, taken, next_letter)
        for key, (_, wanted) in zip(kept, wished, strict=True)
    )


def with_keys(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references, each with its key."""
    return tuple(
        reference if reference.key == key else replace(reference, key=key)
        for reference, key in zip(references, cite_keys(references), strict=True)
    )


def with_distinct_keys(references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The references, with `-2`, `-3` … put to a key that an earlier one has.

    References from several files, or from a faulty one, may share a key; as they are, one of
    them would stand for all.
    """
    taken = {reference.key for reference in references}
    seen: set[str] = set()
    distinct: list[Reference] = []
    for reference in references:
        key, number = reference.key, 1
        while key in seen or (number > 1 and key in taken):
            number += 1
            key = f"{reference.key}-{number}"
        seen.add(key)
        distinct.append(reference if key == reference.key else replace(reference, key=key))
    return tuple(distinct)


def key_base(reference: Reference) -> str:
    """The key before collisions are settled; never empty."""
    words = (letters for _, letters in title_words(reference))
    name = _creator(reference) or next(words, "")[:_NAME_LENGTH]
    return (name or "anon") + year_letters(reference) + next(words, "")[:_WORD_LENGTH]


def _creator(reference: Reference) -> str:
    for variable in CREATORS:
        for name in reference.names.get(variable, ()):
            if written := name_letters(name):
                return written[:_NAME_LENGTH]
    return ""


def name_letters(name: Name) -> str:
    """The family name, or what stands for it in a group's name."""
    family = name.family or (name.given if not name.literal else "")
    if family and (name.given or not transliteration.is_han(family)):
        chinese = transliteration.is_han(family)
        return transliteration.surname(family) if chinese else transliteration.ascii_letters(family)
    whole = family or name.literal.strip()
    if transliteration.is_han(whole):
        if len(whole) <= _LONGEST_CHINESE_NAME:
            return transliteration.surname(whole[: transliteration.surname_length(whole)])
        return "".join(transliteration.syllables(whole)[:_GROUP_SYLLABLES])
    return next((letters for _, letters in _telling_words(whole)), "")


def year_letters(reference: Reference) -> str:
    """The year of issue, `nd` for none, `bc` put to one before the common era."""
    year = reference.year
    if year is None:
        return "nd"
    return str(year) if year > 0 else f"{-year}bc"


def title_words(reference: Reference) -> Iterator[tuple[str, str]]:
    """The words of the first title there is that say something: as printed, and in key letters."""
    for variable in _TITLES:
        title = _MARKUP.sub("", reference.text(variable))
        if words := list(_telling_words(title)):
            yield from words
            return


def _telling_words(text: str) -> Iterator[tuple[str, str]]:
    """The words with their key letters; articles, numbers only if there is nothing else."""
    poor: list[tuple[str, str]] = []
    found = False
    for word in _WORD.finditer(text[:500]):
        if transliteration.starts_with_han(word[0]):
            written = transliteration.syllables(word[0][:8])[0]
            rich = bool(written)
        else:
            written = transliteration.ascii_letters(word[0])
            rich = len(written) > 1 and not written.isdigit() and written not in _EMPTY_WORDS
        if rich:
            found = True
            yield word[0], written
        elif written:
            poor.append((word[0], written))
    if not found:
        yield from poor


def _free(base: str, taken: set[str], next_letter: dict[str, int]) -> str:
    """The base, with letters if it is taken; then that is taken, too."""
    key = base
    while key in taken or key.lower() in taken:
        next_letter[base] = number = next_letter.get(base, 0) + 1
        key = base + _letters(number)
    taken.update((key, key.lower()))
    return key


def _is_based_on(key: str, base: str, most: int) -> bool:
    """Whether a key is its base, or has up to so many letters after it."""
    letters = key.removeprefix(base)
    if not key.startswith(base) or len(letters) > most:
        return False
    return not letters or (letters.isascii() and letters.isalpha() and letters.islower())


def _letters(number: int) -> str:
    """1 is a, 26 z, 27 aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
