"""The shape of a reference: of the variables and types that a style names, those that it has.

Most elements of a style are for other references than the one at hand: for other types, or for
variables that it lacks. The variables and types that a style names are numbered, one bit each;
a reference's shape has the bits of what it is and has, so that one `&` tells whether an element
can print anything, and most tests of `cs:if` are decided once for all references of a shape
(see `sequences`).
"""

from __future__ import annotations

from dataclasses import dataclass

from backmatter.styles.csl.item import Item
from backmatter.styles.csl.style_xml import Node

SHORT_FORMS = {"title": "title-short", "container-title": "container-title-short"}
"""The variables with a short form of another name than `…-short`."""

_NEEDING = (
    "has-day",
    "has-month-or-season",
    "has-year-only",
    "is-multiple",
    "is-numeric",
    "is-plural",
    "is-uncertain-date",
)
"""Tests that fail for a variable that a reference does not have."""
_OTHERS = ("context", "locale", "locator", "position")
"""Tests that look at something else than the reference's variables."""
_OUTSIDE = frozenset(
    [
        "citation-label",
        "citation-number",
        "first-reference-note-number",
        "locator",
        "year-suffix",
    ]
)
"""Variables whose values do not come from the reference alone."""


@dataclass(frozen=True, slots=True)
class ShapeTest:
    """The test of a `cs:if`, as far as a reference's shape decides it.

    Attributes:
        match: The attribute `match`.
        exact: Bits of which the shape has one or not: the test holds or not.
        needed: Bits without which the test fails; with them it may hold.
        others: Whether there are tests that a shape says nothing of.
    """

    match: str
    exact: tuple[int, ...]
    needed: tuple[int, ...]
    others: bool

    @property
    def bits(self) -> int:
        """All that it looks at."""
        bits = 0
        for each in (*self.exact, *self.needed):
            bits |= each
        return bits

    def holds(self, shape: int) -> bool | None:
        """Whether the test holds for a shape, None where the shape does not tell."""
        values: list[bool | None] = [bool(shape & bits) for bits in self.exact]
        values += [None if shape & bits else False for bits in self.needed]
        if self.others:
            values.append(None)
        if not values:
            return True
        some = self.match in ("any", "none")
        decided = some in values
        if None in values and not decided:
            return None
        holds = decided == some
        # One test alone is turned round by whatever is not "all" or "any".
        lone = len(values) == 1 and self.match not in ("all", "any")
        return not holds if lone or self.match in ("none", "nand") else holds


class Vocabulary:
    """The variables and types that a style names, one bit each."""

    def __init__(self, root: Node) -> None:
        names, types = _named(root)
        self._types = {name: 1 << place for place, name in enumerate(types)}
        self._variables = {name: 1 << place for place, name in enumerate(names, len(types))}

    def shape(self, item: Item) -> int:
        """The bits of what a reference is and has."""
        bits = self._types.get(item.type, 0)
        known = self._variables
        for variable in (*item.texts, *item.names):
            bits |= known.get(variable, 0)
        for variable, date in item.dates.items():
            if variable in known and (date.parts or item.date(variable) is not None):
                bits |= known[variable]
        return bits

    def bits(self, variable: str) -> int:
        """What a reference must have one of to have a variable; 0 where no shape tells."""
        if variable in _OUTSIDE or variable not in self._variables:
            return 0
        bits = self._variables[variable]
        return bits | self._variables["page"] if variable == "page-first" else bits

    def asked(self, node: Node) -> int:
        """What a reference must have one of for an element with a variable to print; 0: unknown."""
        bits = 0
        for variable in node.get("variable").split():
            own = self.bits(variable)
            if not own:
                return 0
            bits |= own
        return bits | self.bits(_short(node)) if node.get("form") == "short" else bits

    def test(self, node: Node) -> ShapeTest | None:
        """The test of a `cs:if`; None where asking it has an effect."""
        if node.get("disambiguate"):
            return None
        exact = [self.bits(word) for word in node.get("variable").split()]
        needed = [
            self.bits(word)
            for name in _NEEDING
            if name in node.attributes
            for word in node.get(name).split()
        ]
        others = any(map(node.get, _OTHERS)) or not all((*exact, *needed))
        if types := dict.fromkeys(node.get("type").split()):
            exact.append(sum(self._types[name] for name in types))
        match = node.get("match", "all")
        return ShapeTest(match, tuple(filter(None, exact)), tuple(filter(None, needed)), others)


def _short(node: Node) -> str:
    """The variable that holds the short form."""
    variable = node.get("variable")
    return SHORT_FORMS.get(variable, f"{variable}-short")


def _named(root: Node) -> tuple[dict[str, None], dict[str, None]]:
    """The variables and the types that a style names."""
    names: dict[str, None] = {"page": None}
    types: dict[str, None] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        if node.name in ("if", "else-if"):
            types |= dict.fromkeys(node.get("type").split())
            for test in filter(node.attributes.__contains__, _NEEDING):
                names |= dict.fromkeys(node.get(test).split())
        if node.get("variable"):
            names |= dict.fromkeys(node.get("variable").split())
            if node.get("form") == "short":
                names[_short(node)] = None
    return names, types
