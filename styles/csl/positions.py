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

    Citations added at the end go on from where it stands; any other change starts anew.

    Attributes:
        placed: The clusters with the positions of their cites.
        first_notes: For each reference, the number of the note that first cites it.
    """

    def __init__(self, distance: int) -> None:
        self.distance = distance
        self.placed: list[Cluster] = []
        self.first_notes: dict[str, int] = {}
        self._last_notes: dict[str, int] = {}
        self._given: list[Cluster] = []

    def update(self, clusters: Sequence[Cluster]) -> None:
        """Place these clusters, given in document order; cites that have a position keep it."""
        known = len(self._given)
        if len(clusters) < known or any(map(is_not, self._given, clusters)):
            self.placed, self.first_notes, self._last_notes = [], {}, {}
            known = 0
        for cluster in clusters[known:]:
            self._add(cluster)
        self._given = list(clusters)

    def _add(self, cluster: Cluster) -> None:
        cites: list[Cite] = []
        for place, cite in enumerate(cluster.cites):
            before = cites[-1] if place else _lone_cite(self.placed, cluster.note)
            known = cite.key in self.first_notes
            position = _position(cite, before) if known else FIRST
            near = known and cluster.note - self._last_notes[cite.key] <= self.distance
            self.first_notes.setdefault(cite.key, cluster.note)
            self._last_notes[cite.key] = cluster.note
            cites.append(_placed(cite, position, near=near))
        self.placed.append(Cluster(tuple(cites), cluster.note, cluster.name))


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


def _lone_cite(before: Sequence[Cluster], note: int) -> Cite | None:
    """The cite that a citation may mean by ibid: the only one of the note before it."""
    if not before or not before[-1].cites:
        return None
    last = before[-1]
    others = last.note not in (0, note) and len(before) > 1 and before[-2].note == last.note
    if len(last.cites) == 1 and not others:
        return last.cites[0]
    keys = {cite.key for cite in last.cites}
    index = len(before) - 2
    while index >= 0 and last.note not in (0, note) and before[index].note == last.note:
        keys.update(cite.key for cite in before[index].cites)
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
