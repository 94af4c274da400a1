"""A document's citations in order: insert, move, delete, and print them again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import is_not

from backmatter.references.model import Reference
from backmatter.styles.csl.bibliography import Entry, make_entries
from backmatter.styles.csl.citations import render_cluster
from backmatter.styles.csl.positions import Cluster, Placement
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.outputs.output import Output

_NEAR = 5


class DocumentSession:
    """The citations of one document, in order, and the references they cite.

    Numbers, positions and ambiguities are settled anew when something is asked for after a
    change. References that are not cited are left out unless registered as uncited.
    """

    def __init__(self, processor: Processor) -> None:
        self.processor = processor
        self.clusters: list[Cluster] = []
        self.registry = Registry(processor)
        self._references: dict[str, Reference] = {}
        self._uncited: list[str] = []
        distance = processor.option("citation", "near-note-distance")
        near = int(distance) if distance.isdigit() and len(distance) < 6 else _NEAR
        self._placement = Placement(near)
        self._known: list[Reference] = []
        self._dirty = True

    def add_references(self, references: Iterable[Reference], *, uncited: bool = False) -> None:
        """Make references known, and with `uncited` part of the bibliography in any case."""
        for reference in references:
            self._references[reference.key] = reference
            if uncited and reference.key not in self._uncited:
                self._uncited.append(reference.key)
        self._dirty = True

    def insert(self, index: int, cluster: Cluster) -> None:
        """Put a citation before the one at `index`; at the end when there is none."""
        self.clusters.insert(index, cluster)
        self._dirty = True

    def replace_all(self, clusters: Sequence[Cluster]) -> None:
        """Make these the citations of the document."""
        self.clusters = list(clusters)
        self._dirty = True

    def move(self, index: int, to: int) -> None:
        """Move a citation to another place."""
        self.clusters.insert(to, self.clusters.pop(index))
        self._dirty = True

    def delete(self, index: int) -> None:
        """Take a citation out."""
        del self.clusters[index]
        self._dirty = True

    @property
    def placed(self) -> tuple[Cluster, ...]:
        """The citations with the positions of their cites."""
        self.settle()
        return tuple(self._placement.placed)

    def citation(self, index: int, output: Output) -> str:
        """The citation at `index`, printed."""
        self.settle()
        return render_cluster(self.processor, self.registry, self._placement.placed[index], output)

    def citations(self, output: Output) -> tuple[str, ...]:
        """All citations, printed."""
        return tuple(self.citation(index, output) for index in range(len(self.clusters)))

    def entries(self, output: Output) -> tuple[Entry, ...]:
        """The bibliography."""
        self.settle()
        return make_entries(self.processor, self.registry, output)

    def settle(self) -> None:
        """Number, place and tell apart what is cited."""
        if not self._dirty:
            return
        keys = [cite.key for cluster in self.clusters for cite in cluster.cites]
        cited = dict.fromkeys([*keys, *self._uncited])
        known = [self._references[key] for key in cited if key in self._references]
        self._placement.update(self.clusters)
        if len(known) != len(self._known) or any(map(is_not, known, self._known)):
            self.registry.update(known)
            self._known = known
        first_notes = self._placement.first_notes
        for item in self.registry.items:
            item.first_note = first_notes.get(item.key, 0)
        self._dirty = False
