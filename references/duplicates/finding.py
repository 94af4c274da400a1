"""The references of a library that are one work, found without comparing all with all.

References that have a key in common (an identifier, title and author, volume and page …) are
compared, each with the last `_MOST` others of that key; mere copies of an earlier one give no work
to the next. So the time grows with the library, whatever is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from backmatter.references.duplicates.comparing import Kind, Likeness, compare
from backmatter.references.duplicates.facts import Facts, bare
from backmatter.references.duplicates.telling import is_column

_MOST = 30
"""So many others with the same key are compared with each reference."""

_ENDS = 8
"""A slip may stand in the first so many letters of a title or in the last, hardly in both."""

_LEAST_LETTERS = 12


class Pair(NamedTuple):
    """Two references by their places in the library, and what they are to each other."""

    earlier: int
    later: int
    likeness: Likeness


class Found(NamedTuple):
    """The works that a library has in several references.

    Attributes:
        groups: References for certain one work, each group in order, by first member.
        certain: For each member but the first of its group: that first one, and why.
        pairs: What may be one work, or is two versions of one; of a group, the first member
            stands for all.
    """

    groups: tuple[tuple[int, ...], ...]
    certain: tuple[Pair, ...]
    pairs: tuple[Pair, ...]


def find(library: Sequence[Facts]) -> Found:
    """The references of a library that are one work, or may be."""
    likenesses = _candidates(library)
    top, certain, joined = _grouped(library, likenesses)
    pairs: dict[tuple[int, int], Pair] = {}
    for one, other in likenesses:
        first, second = sorted((top.get(one, one), top.get(other, other)))
        if first == second or (first, second) in pairs:
            continue
        whole = joined.get(first, library[first]), joined.get(second, library[second])
        if likeness := compare(*whole):
            if likeness.kind is Kind.CERTAIN:  # with this group, and with another one
                likeness = likeness._replace(kind=Kind.NEAR)
            pairs[first, second] = Pair(first, second, likeness)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for pair in certain:
        groups[pair.earlier].append(pair.later)
    ordered = tuple(sorted(pairs.values(), key=lambda pair: (pair.later, pair.earlier)))
    return Found(tuple((a, *rest) for a, rest in sorted(groups.items())), tuple(certain), ordered)


Likenesses = dict[tuple[int, int], Likeness]


def _candidates(library: Sequence[Facts]) -> Likenesses:
    """The likeness of all pairs that are alike."""
    found: Likenesses = {}
    for key_of in _KEYS:
        keyed = [(key, at) for at, facts in enumerate(library) if (key := key_of(facts))]
        keyed.sort()
        for _, run in groupby(keyed, key=itemgetter(0)):
            _compare_run(library, [at for _, at in run], found)
    return found


def _compare_run(
    library: Sequence[Facts],
    run: Sequence[int],
    found: Likenesses,
) -> None:
    """Compare the references with one key, each with some of the earlier ones.

    One that says just what an earlier one says is not compared with later ones in its turn.
    """
    kept: list[int] = []
    for at in run:
        is_known = False
        for earlier in kept[-_MOST:]:
            pair = earlier, at
            if pair not in found and (likeness := compare(library[earlier], library[at])):
                found[pair] = likeness
            if pair in found and found[pair].kind is Kind.CERTAIN:
                is_known = is_known or _place(library[earlier]) == _place(library[at])
        if not is_known:
            kept.append(at)


def _grouped(
    library: Sequence[Facts], likenesses: Mapping[tuple[int, int], Likeness]
) -> tuple[dict[int, int], list[Pair], dict[int, Facts]]:
    """The groups: member → first; each but the first with why; first → what all of them say.

    References that are certainly the same pairwise need not be so together: `1990, no. 1`, `1990`
    and `1990, no. 2`. One that fits in several groups goes in none.
    """
    top: dict[int, int] = {}
    certain: list[Pair] = []
    joined: dict[int, Facts] = {}
    for members in _components(likenesses):
        for facts, group in _consistent(library, members):
            joined[group[0]] = facts
            for member in group[1:]:
                seen = (
                    likenesses[pair]
                    for other in group
                    if (pair := (min(other, member), max(other, member))) in likenesses
                )
                # Some are like the group as a whole alone, what all its members say put together.
                likeness = likenesses.get((group[0], member)) or next(seen, None)
                if likeness := likeness or compare(facts, library[member]):
                    top[member] = group[0]
                    certain.append(Pair(group[0], member, likeness))
    certain.sort(key=lambda pair: pair.later)
    return top, certain, joined


def _components(likenesses: Mapping[tuple[int, int], Likeness]) -> Iterator[list[int]]:
    """The references that hang together by certain likenesses, each component in order."""
    parent: dict[int, int] = {}

    def root(at: int) -> int:
        while parent.setdefault(at, at) != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for (one, other), likeness in likenesses.items():
        if likeness.kind is Kind.CERTAIN:
            first, second = sorted((root(one), root(other)))
            parent[second] = first
    members: defaultdict[int, list[int]] = defaultdict(list)
    for at in sorted(parent):
        members[root(at)].append(at)
    yield from members.values()


def _consistent(
    library: Sequence[Facts], members: Sequence[int]
) -> Iterator[tuple[Facts, list[int]]]:
    """The members in groups in which nothing differs; those that say most choose first."""
    groups: list[tuple[Facts, list[int]]] = []
    for at in sorted(members, key=lambda member: (-_said(library[member]), member)):
        fitting = [
            place
            for place, (facts, _) in enumerate(groups[-_MOST:], max(0, len(groups) - _MOST))
            if (likeness := compare(facts, library[at])) and likeness.kind is Kind.CERTAIN
        ]
        if len(fitting) == 1:
            facts, group = groups[fitting[0]]
            group.append(at)
            groups[fitting[0]] = facts.with_more(library[at]), group
        elif not fitting:
            groups.append((library[at], [at]))
    yield from ((facts, sorted(group)) for facts, group in groups)


def _place(facts: Facts) -> tuple[object, ...]:
    """What two works of one title are told apart by."""
    place = facts.container, facts.volume, facts.issue, facts.first_page, facts.numbers
    return (*place, facts.year, facts.type, facts.doi)


def _said(facts: Facts) -> int:
    """How much a reference says."""
    said = (facts.volume, facts.issue, facts.page, facts.container, facts.doi, facts.title)
    return sum(map(bool, said)) + len(facts.numbers) + len(facts.names) + len(facts.ids)


def _by_doi(facts: Facts) -> str:
    return facts.doi


def _by_id(kind: str) -> Callable[[Facts], str]:
    return lambda facts: facts.id(kind)


def _by_title_and_author(facts: Facts) -> str:
    """A title that many works bear counts with the page or the journal's volume."""
    if not facts.bare:
        return ""
    if facts.is_telling:
        return f"{facts.bare} {facts.family}" if facts.family else ""
    return f"{facts.bare} {facts.family} {facts.year} {facts.volume} {facts.first_page}"


def _by_title_and_year(facts: Facts) -> str:
    if not facts.year or not facts.bare:
        return ""
    if facts.is_telling:
        return f"{facts.bare} {facts.year}"
    return "" if is_column(facts.title) else f"{facts.bare} {facts.year} {facts.family}"


def _by_main_title(facts: Facts) -> str:
    """The title up to a colon or stop, for those that leave the subtitle out."""
    head = _main(facts.title)
    return f"{head} {facts.family}" if facts.family and len(head) >= _LEAST_LETTERS else ""


def _by_beginning(facts: Facts) -> str:
    has_enough = len(facts.bare) >= _LEAST_LETTERS and facts.family and facts.is_telling
    return f"{facts.bare[:_ENDS]} {facts.family}" if has_enough else ""


def _by_end(facts: Facts) -> str:
    has_enough = len(facts.bare) >= _LEAST_LETTERS and facts.family and facts.is_telling
    return f"{facts.bare[-_ENDS:]} {facts.family}" if has_enough else ""


def _by_place(facts: Facts) -> str:
    page = facts.first_page
    return f"{facts.volume} {page} {facts.bare[:1]}" if facts.volume and page else ""


def _by_author_and_place(facts: Facts) -> str:
    page = facts.first_page
    has_place = facts.volume and page and facts.family
    return f"{facts.family} {facts.volume} {page}" if has_place else ""


def _main(title: str) -> str:
    for mark in (":", ". ", "?", " - ", "\u2013", "\u2014", "："):
        title = title.partition(mark)[0]
    return bare(title)


_KEYS: tuple[Callable[[Facts], str], ...] = (
    _by_doi,
    _by_id("pmid"),
    _by_id("pmcid"),
    _by_id("arxiv"),
    _by_title_and_author,
    _by_title_and_year,
    _by_main_title,
    _by_beginning,
    _by_end,
    _by_place,
    _by_author_and_place,
    _by_id("url"),
)
"""What references are looked up by; those with one key in common are compared."""
