"""Names: initials, order of parts, particles, transliteration, lists cut short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from backmatter.references.model import Name
from backmatter.references.verification.comparing.match import MISSING, Match, agree, differ
from backmatter.references.verification.comparing.words import has_han, words

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "dr"})


@dataclass(frozen=True, slots=True)
class _Person:
    """The spellings a family name may be matched by, the given names' initials, and all words."""

    families: frozenset[str]
    initials: frozenset[str]
    given: tuple[str, ...]
    parts: frozenset[str]
    is_group: bool


def compare(ours: Sequence[Name], theirs: Sequence[Name]) -> Match:
    """Our names beside the record's, in order.

    Agree: initials for given names, a list that ends early (with *et al.* or without), family
    and given name exchanged, particles and suffixes, umlauts written out, Chinese names in
    pinyin. Groups that only the record names are passed over.
    """
    if not ours or not theirs:
        return MISSING
    mine = [_person(name) for name in ours]
    their = [_person(name) for name in theirs]
    shared = sum(any(_same(a, b) for b in their) for a in mine[: len(their) + 5])
    share = shared / min(len(mine), len(their) + 5)
    shown = _shown(theirs)
    if _in_order(mine, their):
        note = "list cut short" if len(mine) < len(their) else ""
        return agree(note, shown)
    note = "other order" if share == 1.0 and len(mine) > 1 else ""
    return differ(share, shown, note)


def shown(names: Sequence[Name], *, others: bool = False) -> str:
    """A list of names for people: three at most, as `Mohanty S, Dahia CL`."""
    return _shown(names) + (", et al." if others and len(names) <= 3 else "")


def _shown(names: Sequence[Name]) -> str:
    few = [n.literal or " ".join(p for p in (n.family, n.given) if p) for n in names[:3]]
    return ", ".join(few) + (", …" if len(names) > 3 else "")


def _in_order(ours: Sequence[_Person], theirs: Sequence[_Person]) -> bool:
    """Whether each of ours stands at its place in theirs, groups passed over on either side."""
    at = 0
    for person in ours:
        if at == len(theirs):
            return True  # a record that lists fewer is incomplete, if all it lists are ours
        here = at
        while here < len(theirs) and theirs[here].is_group and not _same(person, theirs[here]):
            here += 1
        if here < len(theirs) and _same(person, theirs[here]):
            at = here + 1
        elif not person.is_group:
            return False
    return at > 0


def _same(one: _Person, other: _Person) -> bool:
    if one.is_group or other.is_group:
        small, large = sorted((one.parts, other.parts), key=len)
        if one.is_group and other.is_group:
            return bool(small) and len(small & large) >= max(1, len(large) - 2)
        person, literal = (one, other) if other.is_group else (other, one)
        return _is_person(person, literal)
    if one.families & other.families or _one_within(one.families, other.families):
        return not one.initials or not other.initials or bool(one.initials & other.initials)
    return _exchanged(one, other) or _exchanged(other, one)


def _is_person(person: _Person, literal: _Person) -> bool:
    """Whether a name given in one piece is a person's: family name and an initial stand in it."""
    if not any(family in literal.parts or family in _runs(literal) for family in person.families):
        return False
    rest = {word[0] for word in literal.given if word not in person.families}
    return not rest or not person.initials or bool(rest & person.initials)


def _runs(group: _Person) -> frozenset[str]:
    """Neighbouring words of a literal name run together, for family names of several words."""
    given = group.given
    pairs = {a + b for a, b in pairwise(given)}
    return frozenset(
        pairs | {a + b + c for a, b, c in zip(given, given[1:], given[2:], strict=False)}
    )


def _one_within(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether a double name begins or ends with the other: `García Viveros`, `García`."""
    return any(
        len(short) >= 4 and (long.endswith(short) or long.startswith(short))
        for a in ours
        for b in theirs
        for short, long in (sorted((a, b), key=len),)
    )


def _exchanged(one: _Person, other: _Person) -> bool:
    """Whether the family name of one is the given name of the other, as with East Asian names."""
    given = "".join(other.given)
    if len(given) < 2 or not given or given not in one.families:
        return False
    mine = frozenset(family[0] for family in other.families if family)
    return (
        not one.initials or bool(one.initials & mine) or bool(frozenset(one.given) & other.families)
    )


@lru_cache(maxsize=16384)
def _person(name: Name) -> _Person:
    if name.literal and not name.family:
        parts = words(name.literal)
        return _Person(frozenset(), frozenset(), parts, frozenset(parts), is_group=True)
    particles = " ".join(p for p in (name.dropping_particle, name.non_dropping_particle) if p)
    families = set(_spellings(name.family))
    if particles:
        families |= set(_spellings(f"{particles} {name.family}"))
    given = tuple(_given(name.given))
    return _Person(
        frozenset(families),
        frozenset(word[0] for word in given),
        given,
        frozenset(words(name.family)) | frozenset(given),
        is_group=False,
    )


def _spellings(family: str) -> Iterator[str]:
    """A family name without spaces: folded, with umlauts written out, in pinyin, without suffix."""
    parts = words(family)
    yield "".join(parts)
    if trimmed := [part for part in parts if part not in _SUFFIXES]:
        yield "".join(trimmed)
    written_out = "".join(words(family.casefold().translate(_UMLAUTS)))
    yield written_out
    if has_han(family):
        yield from _pinyin(family)


def _given(given: str) -> Iterator[str]:
    """Given names as words; `JM` and `J.M.` are two initials, `Hai-Wei` two names."""
    if has_han(given):
        yield from _pinyin_words(given)
        return
    for raw in given.replace(".", " ").split():
        letters = "".join(char for char in raw if char.isalpha())
        if letters.isupper() and 1 < len(letters) <= 4:
            yield from letters.lower()
        else:
            yield from words(raw)


def _pinyin(text: str) -> Iterator[str]:
    yield "".join(_pinyin_words(text))


def _pinyin_words(text: str) -> list[str]:
    """Chinese characters in pinyin without tones, one word each."""
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(text, style=Style.NORMAL)
