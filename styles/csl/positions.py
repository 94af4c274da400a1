"""Positions of cites in a document: first, subsequent, ibid, near note (CSL 1.0.2, "Choose")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import is_not

from backmatter.styles.csl.context import Cite

FIRST, SUBSEQUENT, IBID, IBID_WITH_LOCATOR = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Cluster:
    """A citation: the cites that stand together, and where they stand.

    Attributes:
        cites: The cites, as the author gave them.
        note: The number of the note, 0 for a citation in the text.
        name: What the caller calls it.
    """

    cites: tuple[Cite, ...]
    note: int = 0
    name: str = ""


class Placement:
    """The positions of all cites of a document.

    A change is followed only as far as it reaches: to the citations that come right after it,
    and to those that cite what it cites.

    Attributes:
        placed: The clusters with the positions of their cites.
        first_notes: For each reference, the number of the note that first cites it.
    """

    def __init__(self, distance: int) -> None:
        self.distance = distance
        self.placed: list[Cluster] = []
        self.first_notes: dict[str, int] = {}
        self._given: list[Cluster] = []
        self._keys: list[tuple[str, ...]] = []

    def update(self, clusters: Sequence[Cluster]) -> None:
        """Place these clusters, given in document order; cites that have a position keep it."""
        given = self._given
        start = _same(given, clusters)
        left = _same(given[start:][::-1], clusters[start:][::-1])
        old, new = len(given) - left, len(clusters) - left
        taken, added = given[start:old], list(clusters[start:new])
        # A move is two changes: together they reach less far than all that lies between.
        if len(taken) == len(added) > 2 and _same(taken[1:], added) == len(taken) - 1:
            self._change(start, start + 1, [])
            self._change(new - 1, new - 1, added[-1:])
        elif len(taken) == len(added) > 2 and _same(taken, added[1:]) == len(taken) - 1:
            self._change(old - 1, old, [])
            self._change(start, start, added[:1])
        elif taken or added:
            self._change(start, old, added)

    def _change(self, start: int, old: int, added: list[Cluster]) -> None:
        """Put clusters in the place of those from `start` to `old`."""
        taken, new = self._given[start:old], start + len(added)
        self._given[start:old] = added
        self._keys[start:old] = [tuple(cite.key for cite in each.cites) for each in added]
        self.placed[start:old] = added
        reach = _reach(self._given, start, new, {each.note for each in (*taken, *added)})
        near = self._given[start:reach]
        touched = {cite.key for each in (*taken, *near) for cite in each.cites}
        for key in touched:
            self.first_notes.pop(key, None)
        self._place(touched, start)

    def _place(self, touched: set[str], start: int) -> None:
        """Go through all cites of some references, and place those from `start` on."""
        last_notes: dict[str, int] = {}
        for index, keys in enumerate(self._keys):
            if touched.isdisjoint(keys):
                continue
            cluster = self._given[index]
            note = cluster.note
            cites: list[Cite] = []
            for place, cite in enumerate(cluster.cites):
                if cite.key not in touched:
                    cites.append(self.placed[index].cites[place])
                    continue
                known = cite.key in last_notes
                near = known and note - last_notes[cite.key] <= self.distance
                self.first_notes.setdefault(cite.key, note)
                last_notes[cite.key] = note
                if index < start:
                    continue
                before = cites[-1] if place else _lone_cite(self.placed, index, note)
                position = _position(cite, before) if known else FIRST
                cites.append(_placed(cite, position, near=near))
            if index >= start:
                self.placed[index] = Cluster(tuple(cites), note, cluster.name)


def _same(old: Sequence[Cluster], new: Sequence[Cluster]) -> int:
    """How many clusters two lists begin with in common."""
    pairs = enumerate(map(is_not, old, new))
    return next((index for index, other in pairs if other), min(len(old), len(new)))


def _reach(clusters: Sequence[Cluster], start: int, new: int, notes: set[int]) -> int:
    """Up to where ibid may have changed: the next citation, and those behind it in one note."""
    if start:
        notes.add(clusters[start - 1].note)
    reach = min(new + 1, len(clusters))
    while reach < len(clusters) and clusters[reach - 1].note and clusters[reach - 1].note in notes:
        reach += 1
    return reach


def _placed(cite: Cite, position: int, *, near: bool) -> Cite:
    """The cite with its position, unless it has one; written out, as `replace` is slow."""
    return Cite(
        cite.key,
        cite.locator,
        cite.label,
        cite.prefix,
        cite.suffix,
        cite.suppress_author,
        cite.author_only,
        cite.composite,
        position if cite.position is None else cite.position,
        near if cite.near_note is None else cite.near_note,
    )


def _lone_cite(clusters: Sequence[Cluster], place: int, note: int) -> Cite | None:
    """The cite that the citation at a place may mean by ibid: the only one of the note before."""
    last = clusters[place - 1] if place else None
    if last is None or not last.cites:
        return None
    in_note = last.note not in (0, note)
    others = in_note and place > 1 and clusters[place - 2].note == last.note
    if len(last.cites) == 1 and not others:
        return last.cites[0]
    keys = {cite.key for cite in last.cites}
    index = place - 2
    while index >= 0 and in_note and clusters[index].note == last.note:
        keys.update(cite.key for cite in clusters[index].cites)
        index -= 1
    return last.cites[-1] if len(keys) == 1 else None


def _position(cite: Cite, before: Cite | None) -> int:
    """The position of a repeated cite after the one before it."""
    if before is None or before.key != cite.key:
        return SUBSEQUENT
    if not before.locator:
        return IBID_WITH_LOCATOR if cite.locator else IBID
    if not cite.locator:
        return SUBSEQUENT
    same = (before.locator, before.label or "page") == (cite.locator, cite.label or "page")
    return IBID if same else IBID_WITH_LOCATOR
