"""Telling cites apart: more names, more of the given names, a condition, a year suffix.

Cites are rendered once and grouped by what they show; only groups of several references are
worked on, so the cost is linear in the number of references (CSL 1.0.2, "Disambiguation").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backmatter.styles.csl.context import PLAIN, Ambiguity, Cite, Context, NameTrace
from backmatter.styles.csl.item import Item
from backmatter.styles.csl.name_format import IN_FULL, WITH_INITIALS
from backmatter.styles.csl.people import Person, initials

if TYPE_CHECKING:
    from backmatter.styles.csl.processor import Processor

_MAX_NAMES = 100


@dataclass(frozen=True, slots=True)
class _Rules:
    """What the style's `cs:citation` asks for."""

    names: bool
    given: bool
    rule: str
    condition: bool
    suffix: bool

    @property
    def any(self) -> bool:
        """Whether anything is to be done at all."""
        return self.names or self.given or self.condition or self.suffix


def disambiguate(processor: Processor, items: Sequence[Item]) -> dict[str, Ambiguity]:
    """What the cite of each reference shows beyond the usual, by key; sets year suffixes."""
    rules = _rules(processor)
    if not rules.any:
        return {}
    return _Work(processor, items, rules).run()


def _rules(processor: Processor) -> _Rules:
    node = processor.tree.area("citation")
    flag = processor.flag
    return _Rules(
        names=flag("citation", "disambiguate-add-names"),
        given=flag("citation", "disambiguate-add-givenname"),
        rule=processor.option("citation", "givenname-disambiguation-rule", "by-cite"),
        condition=bool(node)
        and processor.tree.uses(node, lambda each: bool(each.get("disambiguate"))),
        suffix=flag("citation", "disambiguate-add-year-suffix"),
    )


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
        for item in self.items:
            self._look(item, PLAIN)
        if self.rules.given and self.rules.rule != "by-cite":
            self._global_names()
        for group in self._groups(self.items):
            self._tell_apart(group)
        if self.rules.suffix:
            self._add_suffixes()
        return {key: value for key, value in self.found.items() if value != PLAIN}

    def _look(self, item: Item, ambiguity: Ambiguity) -> str:
        """Render a reference's cite, and keep how it looks."""
        context = Context(item, _BASE_CITE, ambiguity)
        context.suffix_shown = False
        context.trace = []
        text = self.processor.render(context)
        self.found[item.key] = ambiguity
        self.rendered[item.key] = text
        self.traces[item.key] = tuple(context.trace)
        return text

    def _groups(self, items: Iterable[Item]) -> list[list[Item]]:
        """The references whose cites look alike, in groups of two or more."""
        by_text: dict[str, list[Item]] = {}
        for item in items:
            by_text.setdefault(self.rendered[item.key], []).append(item)
        return [group for group in by_text.values() if len(group) > 1]

    def _tell_apart(self, group: list[Item]) -> None:
        """Names, given names and the condition, for one group."""
        left = [group]
        if self.rules.names:
            left = [part for each in left for part in self._more_names(each)]
        if self.rules.given and self.rules.rule == "by-cite":
            left = [part for each in left for part in self._more_given(each)]
        if self.rules.condition:
            for part in left:
                for item in part:
                    self._look(item, replace(self.found[item.key], condition=True))

    def _more_names(self, group: list[Item]) -> list[list[Item]]:
        """Show more names until the references differ; those that never do stay short."""
        left: list[list[Item]] = []
        most = max((t.total for item in group for t in self.traces[item.key]), default=0)
        waiting = group
        start = {item.key: self.found[item.key] for item in group}
        for count in range(1, min(most, _MAX_NAMES) + 1):
            for item in waiting:
                self._show_names(item, count)
            alike = self._groups(waiting)
            unresolved = [item for part in alike for item in part]
            if not unresolved:
                return left
            if len(alike) > 1:
                return left + [p for part in alike for p in self._more_names_from(part)]
            waiting = unresolved
        if self.rules.given and self.rules.rule == "by-cite":
            return [*left, waiting]
        for item in waiting:
            self._look(item, start[item.key])
        return [*left, waiting]

    def _more_names_from(self, part: list[Item]) -> list[list[Item]]:
        return self._more_names(part)

    def _show_names(self, item: Item, count: int) -> None:
        """At least `count` names in every list of the cite."""
        lists = len(self.traces[item.key])
        self._look(item, replace(self.found[item.key], names=(count,) * lists))

    def _more_given(self, group: list[Item]) -> list[list[Item]]:
        """Expand given names one after another until the references differ."""
        waiting = group
        positions = _positions(self.traces[item.key] for item in group)
        for list_index, name_index in positions:
            for level in (WITH_INITIALS, IN_FULL):
                for item in waiting:
                    self._expand(item, list_index, name_index, level)
                alike = self._groups(waiting)
                waiting = [item for part in alike for item in part]
                if not waiting:
                    return []
        return self._groups(waiting)

    def _expand(self, item: Item, list_index: int, name_index: int, level: int) -> None:
        """Show one name's given name to a level."""
        ambiguity = self.found[item.key]
        shape = [list(levels) for levels in ambiguity.given]
        while len(shape) <= list_index:
            shape.append([])
        while len(shape[list_index]) <= name_index:
            shape[list_index].append(0)
        shape[list_index][name_index] = level
        self._look(item, replace(ambiguity, given=tuple(tuple(levels) for levels in shape)))

    def _global_names(self) -> None:
        """Rules other than by-cite: a name is expanded wherever another looks like it."""
        primary = self.rules.rule.startswith("primary-name")
        limit = WITH_INITIALS if self.rules.rule.endswith("-with-initials") else IN_FULL
        people: list[Person] = []
        for item in self.items:
            for trace in self.traces[item.key]:
                names = item.people(trace.variable)
                people.extend(names[:1] if primary else names)
        levels = name_levels(people, limit)
        for item in self.items:
            given: list[tuple[int, ...]] = []
            for trace in self.traces[item.key]:
                names = item.people(trace.variable)
                row = [levels.get(person, 0) for person in names]
                given.append(tuple(row[:1] if primary else row))
            if any(any(row) for row in given):
                self._look(item, replace(self.found[item.key], given=tuple(given)))

    def _add_suffixes(self) -> None:
        """Letters for the years of those that still look alike, in bibliography order."""
        for group in self._groups(self.items):
            for number, item in enumerate(group, 1):
                item.year_suffix = number


_BASE_CITE = Cite("\0", position=1, near_note=True)
"""Ambiguity is judged by how a cite looks the second time (as citeproc-js does)."""


def _positions(traces: Iterable[tuple[NameTrace, ...]]) -> list[tuple[int, int]]:
    """The places of all shown names: list by list, name by name."""
    places: dict[tuple[int, int], None] = {}
    for rows in traces:
        for list_index, trace in enumerate(rows):
            for name_index in range(min(trace.shown, _MAX_NAMES)):
                places[list_index, name_index] = None
    return sorted(places)


def name_levels(people: Iterable[Person], limit: int) -> dict[Person, int]:
    """How far each name must be expanded to differ from all others of the same family name."""
    families: dict[tuple[str, str], dict[Person, None]] = {}
    for person in people:
        if not person.group:
            families.setdefault((person.non_dropping, person.family), {})[person] = None
    levels: dict[Person, int] = {}
    for family in families.values():
        distinct = {(p.given, p.dropping, p.suffix) for p in family}
        if len(distinct) < 2:
            continue
        for person in family:
            short = _short(person)
            alone = sum(_short(other) == short for other in family) == 1
            levels[person] = WITH_INITIALS if alone else limit
    return levels


def _short(person: Person) -> str:
    return initials(person.given, person.family, "", hyphen=False)
