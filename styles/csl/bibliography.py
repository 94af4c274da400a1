"""The bibliography: every registered reference, one entry each."""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.styles.csl.context import PLAIN, Ambiguity, Context
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.outputs.output import Output

NO_FORM = "[CSL STYLE ERROR: reference with no printed form.]"
"""What stands for a reference of which the style prints nothing, as in citeproc-js."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the cite key, and the text in the chosen output."""

    key: str
    text: str
    empty: bool = False
    """Whether the style prints nothing for the reference; the text then says so."""


def make_entries(
    processor: Processor, registry: Registry, output: Output, *, links: bool = False
) -> tuple[Entry, ...]:
    """The entries in the style's order, those of which nothing is printed included.

    Args:
        processor: The style.
        registry: The references.
        output: What the entries are written as.
        links: Whether identifiers and addresses become links.
    """
    substitute = _Substitute(processor, registry, links=links)
    return tuple(_entry(processor, item, substitute.entry(item), output) for item in registry.items)


def _entry(processor: Processor, item: Item, text: str, output: Output) -> Entry:
    if text:
        return Entry(item.key, processor.finish(text, output))
    return Entry(item.key, output.escape(f"{item.number}. {NO_FORM}"), empty=True)


class _Substitute:
    """`subsequent-author-substitute`: what stands for names that the entry before had too."""

    def __init__(self, processor: Processor, registry: Registry, *, links: bool) -> None:
        self.links = links
        self.processor = processor
        self.registry = registry
        node = processor.tree.area("bibliography")
        attributes = node.attributes if node else {}
        self.text = attributes.get("subsequent-author-substitute")
        self.rule = attributes.get("subsequent-author-substitute-rule", "complete-all")
        self.previous: tuple[str, ...] = ()

    def entry(self, item: Item) -> str:
        """The entry, its first names replaced where the rule has it."""
        condition = self.registry.ambiguity(item.key).condition
        context = Context(item, ambiguity=Ambiguity(condition=condition) if condition else PLAIN)
        context.links = self.links
        if self.text is None:
            return self.processor.entry_text(context)
        seen: list[tuple[str, ...]] = []

        def replaced(names: tuple[str, ...]) -> tuple[str, ...] | str:
            seen.append(names)
            return self._replaced(names)

        context.dummy_names = replaced
        text = self.processor.entry_text(context)
        self.previous = seen[0] if seen else ()
        return text

    def _replaced(self, names: tuple[str, ...]) -> tuple[str, ...] | str:
        """The names of an entry as they are printed."""
        text = self.text or ""
        if self.rule in ("complete-all", "complete-each"):
            if names != self.previous:
                return names
            return text if self.rule == "complete-all" else (text,) * len(names)
        same = 0
        while same < min(len(names), len(self.previous)) and names[same] == self.previous[same]:
            same += 1
        if self.rule == "partial-first":
            same = min(same, 1)
        return (text,) * same + names[same:]
