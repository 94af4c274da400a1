"""All references of a run: their order, their numbers, their ambiguities.

References are registered in the order in which they are cited; the bibliography's sort keys
put them in order and number them; then cites that look alike are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable

from backmatter.references.model import Reference
from backmatter.styles.csl.context import PLAIN, Ambiguity
from backmatter.styles.csl.disambiguation import disambiguate
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.sorting import sort_items


class Registry:
    """The references of one bibliography or session.

    Attributes:
        items: In bibliography order.
        ambiguities: By key, what a cite shows beyond the usual.
    """

    def __init__(self, processor: Processor) -> None:
        self.processor = processor
        self.items: list[Item] = []
        self.ambiguities: dict[str, Ambiguity] = {}
        self._prepared: dict[str, Item] = {}
        self._places: dict[str, int] = {}

    def __getitem__(self, key: str) -> Item:
        return self._prepared[key]

    def __contains__(self, key: str) -> bool:
        return key in self._prepared

    def place(self, key: str) -> int:
        """The place of a reference in the bibliography."""
        return self._places[key]

    def ambiguity(self, key: str) -> Ambiguity:
        """What a cite of this reference shows beyond the usual."""
        return self.ambiguities.get(key, PLAIN)

    def update(self, references: Iterable[Reference]) -> None:
        """Register exactly these references, in this order; sort, number and tell apart."""
        prepared: dict[str, Item] = {}
        for reference in references:
            known = self._prepared.get(reference.key)
            same = known is not None and known.reference is reference
            item = known if known is not None and same else self.processor.prepare(reference)
            prepared[reference.key] = item
        self._prepared = prepared
        self.items = list(prepared.values())
        self._sort()
        self._places = {item.key: place for place, item in enumerate(self.items)}
        self.ambiguities = disambiguate(self.processor, self.items)

    def _sort(self) -> None:
        """Number in order of citation, sort by the bibliography's keys, number again."""
        for number, item in enumerate(self.items, 1):
            item.number = number
            item.year_suffix = 0
            item.first_note = 0
        keys = self.processor.sort_keys("bibliography")
        if not keys:
            return
        order = sort_items(self.items, keys, self.processor.sort_language)
        self.items = [self.items[place] for place in order]
        # A descending key on the citation number counts down (as citeproc-js has it).
        directions = [key.descending for key in keys if key.is_number]
        down = bool(directions) and directions[-1]
        for place, item in enumerate(self.items):
            item.number = len(self.items) - place if down else place + 1
