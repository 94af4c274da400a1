"""The compiler: a style's elements become functions from a context to a string.

A style is compiled once for each area (citation, bibliography) and locale that is needed; a
macro is compiled at its first use and then shared by all its callers, so that compiling stays
linear however often macros call one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from backmatter.references.errors import StyleError
from backmatter.styles.csl import dates, elements, labels, names
from backmatter.styles.csl.conditions import compile_condition
from backmatter.styles.csl.context import Render
from backmatter.styles.csl.formatting import wrapper
from backmatter.styles.csl.locale import Locale
from backmatter.styles.csl.markers import affix
from backmatter.styles.csl.numbers import Number, expand_labels
from backmatter.styles.csl.pages import page_ranger
from backmatter.styles.csl.presence import Vocabulary
from backmatter.styles.csl.sequences import (
    Branch,
    Choice,
    Element,
    ElementSequence,
    Group,
    Parts,
    Step,
)
from backmatter.styles.csl.style_xml import Node

_MAX_DEPTH = 60

NAME_OPTIONS = frozenset(
    [
        "and",
        "delimiter-precedes-et-al",
        "delimiter-precedes-last",
        "et-al-min",
        "et-al-use-first",
        "et-al-use-last",
        "et-al-subsequent-min",
        "et-al-subsequent-use-first",
        "initialize",
        "initialize-with",
        "name-as-sort-order",
        "sort-separator",
    ]
)
"""Options of `cs:name` that may stand on any ancestor under the same name."""
_RENAMED_OPTIONS = {"name-form": "form", "name-delimiter": "delimiter"}


@dataclass(slots=True, eq=False)
class StyleTree:
    """A style as read: its root and what is looked up in it."""

    name: str
    root: Node
    macros: dict[str, Node] = field(default_factory=dict[str, Node])
    vocabulary: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        for node in self.root.all("macro"):
            self.macros.setdefault(node.get("name"), node)
        self.vocabulary = Vocabulary(self.root)

    @property
    def locales(self) -> list[Node]:
        """The style's own `cs:locale` elements."""
        return list(self.root.all("locale"))

    def area(self, name: str) -> Node | None:
        """`cs:citation` or `cs:bibliography`."""
        return self.root.child(name)

    def option(self, area: str, name: str, default: str = "") -> str:
        """An option of an area; the style's own where the area has none."""
        node = self.area(area)
        inherited = self.root.get(name, default)
        return node.get(name, inherited) if node else inherited

    def uses(self, node: Node, test: Callable[[Node], bool]) -> bool:
        """Whether an element, or a macro it calls, passes a test."""
        seen: set[str] = set()
        waiting = [node]
        while waiting:
            for each in waiting.pop().walk():
                if test(each):
                    return True
                macro = each.get("macro")
                if macro and macro not in seen and macro in self.macros:
                    seen.add(macro)
                    waiting.append(self.macros[macro])
        return False


class Compiler:
    """Compiles the elements of one area of a style for one locale.

    `locale_of` gives the locale of another language, for et al. in a reference's own, and the
    style's own for "".
    """

    def __init__(
        self, tree: StyleTree, area: str, locale: Locale, locale_of: Callable[[str], Locale]
    ) -> None:
        self.tree = tree
        self.area = area
        self.locale = locale
        self.locale_of = locale_of
        self.warnings: list[str] = []
        self.name_options = _inherited_options(tree, area)
        self.names_delimiter = tree.option(area, "names-delimiter")
        # Ranges have one dash in a list, that of the style's own language.
        dash = locale_of("").term("page-range-delimiter") or "–"
        self.range_pages = page_ranger(tree.root.get("page-range-format"), dash)
        self.range_numbers = page_ranger("", dash)
        self.substituting: Node | None = None
        self.explicit_suffix = self._has_explicit_suffix()
        self._macros: dict[tuple[str, int], ElementSequence] = {}
        self._open: list[str] = []
        self._depth = 0

    @property
    def demote_particle(self) -> str:
        """`demote-non-dropping-particle`."""
        return self.tree.root.get("demote-non-dropping-particle", "display-and-sort")

    def warn(self, node: Node, message: str) -> None:
        """Note what is wrong with an element of the style, once."""
        text = f"{self.tree.name}:{node.line}: {message}"
        if text not in self.warnings:
            self.warnings.append(text)

    def parts(self, nodes: Iterable[Node]) -> Parts:
        """The function of a sequence of elements; a `cs:choose` yields its branch's elements."""
        return self.sequence(nodes).run

    def sequence(self, nodes: Iterable[Node]) -> ElementSequence:
        """Elements in order."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise StyleError(f"{self.tree.name}: elements are nested too deeply")
        steps = [self._step(node) for node in nodes]
        self._depth -= 1
        return ElementSequence(tuple(steps))

    def macro(self, node: Node) -> ElementSequence:
        """The elements of the macro that an element calls."""
        name = node.get("macro")
        key = (name, id(self.substituting))
        if key in self._macros:
            return self._macros[key]
        macro = self.tree.macros.get(name)
        if macro is None:
            self.warn(node, f"the macro “{name}” does not exist")
            return ElementSequence(())
        if name in self._open:
            self.warn(node, f"the macro “{name}” calls itself")
            return ElementSequence(())
        self._open.append(name)
        depth, self._depth = self._depth, 0
        compiled = self.sequence(macro.children)
        self._depth = depth
        self._open.pop()
        self._macros[key] = compiled
        return compiled

    def plain_number(self, number: Number, variable: str) -> str:
        """A number variable as text: en dashes in ranges, the locale's terms for its labels."""
        text = number.text
        if number.label and number.label != variable:
            text = f"{self.locale.term(number.label, 'short') or ''} {text}"
        return self.range_numbers(expand_labels(text, self.locale))

    def _step(self, node: Node) -> Step:
        """One element."""
        if node.name == "choose":
            return self._choose(node)
        if node.name == "group":
            inside, delimiter = self.sequence(node.children), affix(node.get("delimiter"))
            return Group(inside, delimiter, wrapper(node.attributes))
        if node.name == "text" and node.get("macro") and not node.get("variable"):
            return Group(self.macro(node), "", wrapper(node.attributes))
        asks = self.tree.vocabulary.asked(node)
        if node.name == "names":
            render, substitutes = _NAMES(self, node)
            return Element(render, asks, value=True, substitutes=substitutes)
        make = _ELEMENTS.get(node.name)
        if make is None:
            self.warn(node, f"cs:{node.name} is not a rendering element; left out")
            return ElementSequence(())
        variable = node.get("variable")
        value = bool(variable) and node.name != "label"
        constant = not value and (bool(asks) or variable in ("", "locator"))
        return Element(make(self, node), asks, value, constant)

    def _choose(self, node: Node) -> Choice:
        """The branches and their tests."""
        known = self.tree.vocabulary.test
        branches = [
            Branch(compile_condition(branch), known(branch), self.sequence(branch.children))
            for branch in node.children
            if branch.name in ("if", "else-if")
        ]
        last = node.child("else")
        return Choice(tuple(branches), self.sequence(last.children if last else ()))

    def _has_explicit_suffix(self) -> bool:
        """Whether the area prints `year-suffix` itself, so that years do not carry it."""
        node = self.tree.area(self.area)
        return bool(node) and self.tree.uses(node, lambda n: n.get("variable") == "year-suffix")


def _inherited_options(tree: StyleTree, area: str) -> dict[str, str]:
    """The options of `cs:name` that the style and the area set for all names."""
    options: dict[str, str] = {}
    for node in (tree.root, tree.area(area)):
        for key, value in (node.attributes if node else {}).items():
            if key in NAME_OPTIONS:
                options[key] = value
            elif key in _RENAMED_OPTIONS:
                options[_RENAMED_OPTIONS[key]] = value
    options["initialize-with-hyphen"] = tree.root.get("initialize-with-hyphen", "true")
    return options


_NAMES: Callable[..., tuple[Render, tuple[ElementSequence, ...]]] = names.compile_names
_ELEMENTS: Mapping[str, Callable[..., Render]] = {
    "date": dates.compile_date,
    "label": labels.compile_label,
    "number": elements.compile_number,
    "text": elements.compile_text,
}
