"""Positions of cites in a document: first, subsequent, ibid, near note (CSL 1.0.2, "Choose")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    for index, cluster in enumerate(clusters):
        previous = out[index - 1] if index else None
        cites: list[Cite] = []
        for place, cite in enumerate(cluster.cites):
            before = cites[-1] if place else _lone_cite(previous)
            position = FIRST if cite.key not in first_notes else _position(cite, before)
            near = cite.key in last_notes and cluster.note - last_notes[cite.key] <= distance
            first_notes.setdefault(cite.key, cluster.note)
            cites.append(
                replace(
                    cite,
                    position=position if cite.position is None else cite.position,
                    near_note=near if cite.near_note is None else cite.near_note,
                )
            )
        for cite in cites:
            last_notes[cite.key] = cluster.note
        out.append(replace(cluster, cites=tuple(cites)))
    return tuple(out), first_notes


def _lone_cite(cluster: Cluster | None) -> Cite | None:
    """The cite that a citation after this one may mean by ibid."""
    if cluster is None or not cluster.cites:
        return None
    keys = {cite.key for cite in cluster.cites}
    return cluster.cites[-1] if len(keys) == 1 else None


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
