"""Positions of cites in a document: first, subsequent, ibid, near note (CSL 1.0.2, "Choose")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def with_positions(
    clusters: Sequence[Cluster], distance: int
) -> tuple[tuple[Cluster, ...], dict[str, int]]:
    """The clusters with the positions of their cites, and the first note of each reference.

    Args:
        clusters: In document order; cites that have a position keep it.
        distance: `near-note-distance`.
    """
    first_notes: dict[str, int] = {}
    last_notes: dict[str, int] = {}
    out: list[Cluster] = []
    for cluster in clusters:
        cites: list[Cite] = []
        for place, cite in enumerate(cluster.cites):
            before = cites[-1] if place else _lone_cite(out, cluster.note)
            position = FIRST if cite.key not in first_notes else _position(cite, before)
            near = cite.key in last_notes and cluster.note - last_notes[cite.key] <= distance
            first_notes.setdefault(cite.key, cluster.note)
            last_notes[cite.key] = cluster.note
            cites.append(_placed(cite, position, near=near))
        out.append(Cluster(tuple(cites), cluster.note, cluster.name))
    return tuple(out), first_notes


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
