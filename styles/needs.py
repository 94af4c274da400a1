"""What a style prints and references lack: fields of their type, names left behind an *et al.*."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backmatter.references.model import Reference
from backmatter.styles.csl.compile import StyleTree
from backmatter.styles.csl.style_xml import Node
from backmatter.styles.style import Style

USUAL: dict[str, tuple[str, ...]] = {
    "article-journal": ("author", "title", "container-title", "issued", "volume", "page"),
    "article-magazine": ("title", "container-title", "issued"),
    "article-newspaper": ("title", "container-title", "issued"),
    "book": ("author editor", "title", "publisher", "publisher-place", "issued"),
    "chapter": ("author", "title", "container-title", "publisher", "issued", "page"),
    "paper-conference": ("author", "title", "container-title", "issued"),
    "thesis": ("author", "title", "publisher", "issued"),
    "report": ("title", "publisher", "issued"),
    "patent": ("title", "number", "issued"),
    "standard": ("title", "number"),
    "webpage": ("title", "URL"),
}
"""CSL type → the variables that a work of the type has; of several with a blank, one is enough."""

_PAGELESS = ("DOI", "number", "article-number")
"""An article that has one of these may have no pages: articles of online journals have numbers."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A reference, and what the style would print of it if it were there.

    Attributes:
        reference: The reference.
        variables: CSL's names of the variables; `author` with an ellipsis stands for the names
            behind an *et al.* of which the style prints some.
    """

    reference: Reference
    variables: tuple[str, ...]


def lacking(style: Style, references: Iterable[Reference]) -> tuple[Lack, ...]:
    """The references of which the style's list would print more than there is, in their order."""
    tree = style.processor.tree
    area = tree.area("bibliography")
    if area is None:
        return ()
    printed = {name for names in USUAL.values() for each in names for name in each.split()}
    printed = {name for name in printed if _prints(tree, area, name)}
    most = _names_printed(tree, area)
    found = (Lack(each, tuple(_lacks(each, printed, most))) for each in references)
    return tuple(lack for lack in found if lack.variables)


def _lacks(reference: Reference, printed: set[str], most: int | None) -> Iterator[str]:
    present = {*reference.variables, *reference.names, *reference.dates}
    for each in USUAL.get(reference.type, ()):
        names = each.split()
        may_be_left_out = each == "page" and not present.isdisjoint(_PAGELESS)
        if present.isdisjoint(names) and not printed.isdisjoint(names) and not may_be_left_out:
            yield names[0]
    given = len(reference.names.get("author", ()))
    if given and "author" in reference.others and (most is None or given < most):
        yield "author …"


def _prints(tree: StyleTree, area: Node, variable: str) -> bool:
    return tree.uses(area, lambda node: variable in node.get("variable").split())


def _names_printed(tree: StyleTree, area: Node) -> int | None:
    """How many names of a long list the style prints at most; None for all."""
    numbers = [tree.option("bibliography", "et-al-use-first")]

    def collect(node: Node) -> bool:
        if node.name in ("name", "names"):
            numbers.append(node.get("et-al-use-first"))
        return False

    tree.uses(area, collect)
    counts = [int(number) for number in numbers if number.isdigit()]
    return max(counts) if counts else None
