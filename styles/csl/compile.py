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
from backmatter.styles.csl.context import Context, Render
from backmatter.styles.csl.locale import Locale
from backmatter.styles.csl.numbers import Number, expand_labels
from backmatter.styles.csl.pages import page_ranger
from backmatter.styles.csl.style_xml import Node

Parts = Callable[[Context], list[str]]
"""A compiled sequence: the non-empty strings of its elements, in order."""

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

    def __post_init__(self) -> None:
        for node in self.root.all("macro"):
            self.macros.setdefault(node.get("name"), node)

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
        self._macros: dict[tuple[str, int], Parts] = {}
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

    def render(self, node: Node) -> Render:
        """The function of one rendering element other than `cs:choose`."""
        make = _ELEMENTS.get(node.name)
        if make is None:
            self.warn(node, f"cs:{node.name} is not a rendering element; left out")
            return lambda _ctx: ""
        return make(self, node)

    def parts(self, nodes: Iterable[Node]) -> Parts:
        """The function of a sequence of elements; a `cs:choose` yields its branch's elements."""
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise StyleError(f"{self.tree.name}: elements are nested too deeply")
        steps: list[tuple[Parts | None, Render | None]] = [
            (self._choose(node), None) if node.name == "choose" else (None, self.render(node))
            for node in nodes
        ]
        self._depth -= 1
        return _sequence(steps)

    def macro(self, node: Node) -> Parts:
        """The function of the macro that an element calls."""
        name = node.get("macro")
        key = (name, id(self.substituting))
        if key in self._macros:
            return self._macros[key]
        macro = self.tree.macros.get(name)
        if macro is None:
            self.warn(node, f"the macro “{name}” does not exist")
            return lambda _ctx: []
        if name in self._open:
            self.warn(node, f"the macro “{name}” calls itself")
            return lambda _ctx: []
        self._open.append(name)
        depth, self._depth = self._depth, 0
        compiled = self.parts(macro.children)
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

    def _choose(self, node: Node) -> Parts:
        """The elements of the first branch whose test holds."""
        branches = [
            (compile_condition(branch), self.parts(branch.children))
            for branch in node.children
            if branch.name in ("if", "else-if")
        ]
        last = node.child("else")
        otherwise = self.parts(last.children) if last else None
        if len(branches) == 1:
            test, then = branches[0]
            if otherwise is None:
                return lambda ctx: then(ctx) if test(ctx) else []
            return lambda ctx: then(ctx) if test(ctx) else otherwise(ctx)

        def run(ctx: Context) -> list[str]:
            for test, then in branches:
                if test(ctx):
                    return then(ctx)
            return otherwise(ctx) if otherwise else []

        return run

    def _has_explicit_suffix(self) -> bool:
        """Whether the area prints `year-suffix` itself, so that years do not carry it."""
        node = self.tree.area(self.area)
        return bool(node) and self.tree.uses(node, lambda n: n.get("variable") == "year-suffix")


def _sequence(steps: list[tuple[Parts | None, Render | None]]) -> Parts:
    """One function for several elements."""
    renders = [render for _, render in steps if render is not None]
    if len(renders) == len(steps):
        if len(renders) == 1:
            only = renders[0]
            return lambda ctx: [text] if (text := only(ctx)) else []
        return lambda ctx: [text for render in renders if (text := render(ctx))]
    if len(steps) == 1:
        branch = steps[0][0]
        return branch or (lambda _ctx: [])

    def run(ctx: Context) -> list[str]:
        out: list[str] = []
        for branch, render in steps:
            if branch is not None:
                out += branch(ctx)
            elif render is not None and (text := render(ctx)):
                out.append(text)
        return out

    return run


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


_ELEMENTS: Mapping[str, Callable[..., Render]] = {
    "date": dates.compile_date,
    "group": elements.compile_group,
    "label": labels.compile_label,
    "names": names.compile_names,
    "number": elements.compile_number,
    "text": elements.compile_text,
}
