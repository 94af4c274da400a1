"""Telling cites apart: more names, more of the given names, a condition, a year suffix.

Cites are rendered once and grouped by what they show; only groups of several references are
worked on, so the cost is linear in the number of references (CSL 1.0.2, "Disambiguation").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, cast

from backmatter.styles.csl.context import PLAIN, Ambiguity, Cite, Context, NameTrace
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.markers import TERM
from backmatter.styles.csl.name_format import IN_FULL, WITH_INITIALS
from backmatter.styles.csl.people import Person, initials

if TYPE_CHECKING:
    from backmatter.styles.csl.compile import StyleTree
    from backmatter.styles.csl.processor import Processor

_MAX_NAMES = 100
_MAX_CONDITIONS = 4
_MAX_LOOKS = 16

_State = tuple[Ambiguity, str, tuple[NameTrace, ...]]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the style's `cs:citation` asks for."""

    names: bool
    given: bool
    rule: str
    condition: bool
    suffix: bool
    numbered: bool

    @property
    def any(self) -> bool:
        """Whether anything is to be done at all."""
        return self.names or self.given or self.condition or self.suffix


def disambiguate(processor: Processor, items: Sequence[Item]) -> dict[str, Ambiguity]:
    """What the cite of each reference shows beyond the usual, by key; sets year suffixes."""
    rules = _rules(processor.tree)
    if not rules.any:
        return {}
    return _Work(processor, items, rules).run()


@lru_cache(maxsize=64)
def _rules(tree: StyleTree) -> _Rules:
    node = tree.area("citation")

    def flag(area: str, name: str) -> bool:
        return tree.option(area, name) == "true"

    return _Rules(
        names=flag("citation", "disambiguate-add-names"),
        given=flag("citation", "disambiguate-add-givenname"),
        rule=tree.option("citation", "givenname-disambiguation-rule", "by-cite"),
        condition=bool(node) and tree.uses(node, lambda each: bool(each.get("disambiguate"))),
        suffix=flag("citation", "disambiguate-add-year-suffix"),
        numbered=bool(node)
        and tree.uses(node, lambda each: each.get("variable") == "citation-number"),
    )


class _Look(NamedTuple):
    """How a cite looks before anything is done to tell it from others; `Item.look`."""

    text: str
    traces: tuple[NameTrace, ...]
    people: tuple[Person, ...]
    """Whose names are told from others by rules other than by-cite."""


class _Work:
    """One run over all references."""

    def __init__(self, processor: Processor, items: Sequence[Item], rules: _Rules) -> None:
        self.processor = processor
        self.items = items
        self.rules = rules
        self.found: dict[str, Ambiguity] = {}
        self.rendered: dict[str, str] = {}
        self.traces: dict[str, tuple[NameTrace, ...]] = {}

    def run(self) -> dict[str, Ambiguity]:
        """All steps, in the order of the specification."""
        looks = [self._first_look(item) for item in self.items]
        for item, look in zip(self.items, looks, strict=True):
            self.rendered[item.key] = look.text
            self.traces[item.key] = look.traces
        self.found = dict.fromkeys(self.rendered, PLAIN)
        if self.rules.given and self.rules.rule != "by-cite":
            self._global_names(looks)
        for group in self._groups(self.items):
            self._tell_apart(group)
        if self.rules.suffix:
            self._add_suffixes()
        return {k: v for k, v in self.found.items() if v is not PLAIN and v != PLAIN}

    def _first_look(self, item: Item) -> _Look:
        """How the cite looks by itself; kept, as it depends on nothing but the reference."""
        if item.look is None or self.rules.numbered:
            text, traces = self._render(item, PLAIN)
            names = [item.people(trace.variable) for trace in traces]
            people = tuple(p for row in names for p in (row[:1] if self._primary else row))
            item.look = _Look(text, traces, people)
        return cast("_Look", item.look)

    @property
    def _primary(self) -> bool:
        """Whether only the first name of a list is expanded."""
        return self.rules.rule.startswith("primary-name")

    def _look(self, item: Item, ambiguity: Ambiguity) -> None:
        """Let a reference's cite show so much; what was tried before is not rendered again."""
        if item.looks is None:
            item.looks = {}
        kept = item.looks.get(ambiguity)
        if kept is None or self.rules.numbered:
            kept = self._render(item, ambiguity)
            if len(item.looks) < _MAX_LOOKS:
                item.looks[ambiguity] = kept
        self.found[item.key] = ambiguity
        self.rendered[item.key] = kept[0]
        self.traces[item.key] = cast("tuple[NameTrace, ...]", kept[1])

    def _render(self, item: Item, ambiguity: Ambiguity) -> tuple[str, tuple[NameTrace, ...]]:
        """How a reference's cite looks."""
        context = Context(item, _BASE_CITE, ambiguity)
        context.suffix_shown = False
        context.trace = []
        text = self.processor.render(context).replace(TERM, "")
        return text, tuple(context.trace)

    def _groups(self, items: Iterable[Item]) -> list[list[Item]]:
        """The references whose cites look alike, in groups of two or more."""
        by_text: dict[str, list[Item]] = {}
        for item in items:
            by_text.setdefault(self.rendered[item.key], []).append(item)
        return [group for group in by_text.values() if len(group) > 1]

    def _tell_apart(self, group: list[Item]) -> None:
        """Names, given names and the condition, for one group."""
        left = [group]
        if (self.rules.names or self._by_cite) and self._names_differ(group):
            left = self._more_names(group)
        if self.rules.condition:
            for part in left:
                self._more_conditions(part, 1)

    @property
    def _by_cite(self) -> bool:
        """Whether given names are expanded cite by cite."""
        return self.rules.given and self.rules.rule == "by-cite"

    def _names_differ(self, group: list[Item]) -> bool:
        """Whether there is any difference in the names that are printed."""
        first = self._all_names(group[0])
        return any(self._all_names(item) != first for item in group[1:])

    def _all_names(self, item: Item) -> list[tuple[Person, ...]]:
        return [item.people(trace.variable) for trace in self.traces[item.key]]

    def _split(
        self, group: list[Item], change: Callable[[Ambiguity], Ambiguity]
    ) -> list[list[Item]]:
        """Try a change on all of a group: the parts it falls into, or [] when it does not help.

        A change that does not help is taken back.
        """
        before = {item.key: self._state(item) for item in group}
        for item in group:
            self._look(item, change(self.found[item.key]))
        parts: dict[str, list[Item]] = {}
        for item in group:
            parts.setdefault(self.rendered[item.key], []).append(item)
        if len(parts) > 1:
            return list(parts.values())
        for item in group:
            self._restore(item, before[item.key])
        return []

    def _state(self, item: Item) -> _State:
        return self.found[item.key], self.rendered[item.key], self.traces[item.key]

    def _restore(self, item: Item, state: _State) -> None:
        self.found[item.key], self.rendered[item.key], self.traces[item.key] = state

    def _more_names(self, group: list[Item]) -> list[list[Item]]:
        """Show more and more names until the group falls apart; then go on with each part.

        A part that nothing tells apart any further stays as short as it became alone.
        """
        lists = max(len(self.traces[item.key]) for item in group)
        start = {item.key: self._state(item) for item in group}
        for index in range(lists):
            rows = [self.traces[item.key] for item in group]
            first = min((row[index].shown for row in rows if index < len(row)), default=0)
            most = max((row[index].total for row in rows if index < len(row)), default=0)
            last = min(most, _MAX_NAMES) if self.rules.names else first
            for count in range(max(first, 1), max(last, first, 1) + 1):
                parts = self._try_count(group, index, count)
                if parts:
                    return self._go_on(parts)
        for item in group:
            self._restore(item, start[item.key])
        return [group]

    def _try_count(self, group: list[Item], index: int, count: int) -> list[list[Item]]:
        """`count` names in one list, then each of them with more of its given name."""
        parts = self._split(group, lambda a: _with_count(a, index, count))
        if parts:
            return parts
        for item in group:
            self._look(item, _with_count(self.found[item.key], index, count))
        if not self._by_cite:
            return []
        for name in range(count):
            for level in (WITH_INITIALS, IN_FULL):
                parts = self._split(group, _expansion(index, name, level))
                if parts:
                    return parts
        return []

    def _go_on(self, parts: list[list[Item]]) -> list[list[Item]]:
        """The parts that are still alike, after what more names can do for them."""
        left: list[list[Item]] = []
        for part in parts:
            if len(part) > 1:
                left += self._more_names(part) if self._names_differ(part) else [part]
        return left

    def _more_conditions(self, group: list[Item], count: int) -> None:
        """Let more tests of `disambiguate` hold, one after the other."""
        for number in range(count, _MAX_CONDITIONS + 1):
            parts = self._split(group, lambda a, n=number: a._replace(condition=n))
            for part in parts:
                if len(part) > 1:
                    self._more_conditions(part, number + 1)
            if parts:
                return

    def _global_names(self, looks: Sequence[_Look]) -> None:
        """Rules other than by-cite: a name is expanded wherever another looks like it."""
        limit = WITH_INITIALS if self.rules.rule.endswith("-with-initials") else IN_FULL
        levels = name_levels(chain.from_iterable(look.people for look in looks), limit)
        for item, look in zip(self.items, looks, strict=True):
            if levels.keys().isdisjoint(look.people):
                continue
            given: list[tuple[int, ...]] = []
            for trace in look.traces:
                names = item.people(trace.variable)
                names = names[:1] if self._primary else names
                given.append(tuple(levels.get(person, 0) for person in names))
            self._look(item, self.found[item.key]._replace(given=tuple(given)))

    def _add_suffixes(self) -> None:
        """Letters for the years of those that still look alike, in bibliography order."""
        for group in self._groups(self.items):
            for number, item in enumerate(group, 1):
                item.year_suffix = number


_BASE_CITE = Cite("\0", position=1, near_note=True)
"""Ambiguity is judged by how a cite looks the second time (as citeproc-js does)."""


def _with_count(ambiguity: Ambiguity, index: int, count: int) -> Ambiguity:
    """At least `count` names in the list at `index`."""
    names = list(ambiguity.names) + [0] * (index + 1 - len(ambiguity.names))
    names[index] = max(names[index], count)
    return ambiguity._replace(names=tuple(names))


def _expansion(index: int, name: int, level: int) -> Callable[[Ambiguity], Ambiguity]:
    """The change that shows one name's given name to a level."""

    def change(ambiguity: Ambiguity) -> Ambiguity:
        rows = [list(row) for row in ambiguity.given]
        rows += [[] for _ in range(index + 1 - len(rows))]
        row = rows[index]
        row += [0] * (name + 1 - len(row))
        row[name] = level
        return ambiguity._replace(given=tuple(tuple(row) for row in rows))

    return change


def name_levels(people: Iterable[Person], limit: int) -> dict[Person, int]:
    """How far each name must be expanded to differ from all others of the same family name."""
    families: dict[tuple[str, str], list[Person]] = {}
    for person in dict.fromkeys(people):
        if not person.group:
            families.setdefault((person.non_dropping, person.family), []).append(person)
    levels: dict[Person, int] = {}
    for family in families.values():
        if len(family) < 2 or len({(p.given, p.dropping, p.suffix) for p in family}) < 2:
            continue
        shorts = Counter(_short(p) for p in family)
        if limit == WITH_INITIALS and len(shorts) < 2:
            continue
        for person in family:
            levels[person] = WITH_INITIALS if shorts[_short(person)] == 1 else limit
    return levels


def _short(person: Person) -> str:
    return initials(person.given, person.family, "", hyphen=False)
