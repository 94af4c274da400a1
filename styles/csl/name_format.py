"""One name in order: given name first, family name first, family name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backmatter.styles.csl.formatting import Change, wrapper
from backmatter.styles.csl.markers import affix
from backmatter.styles.csl.people import Person, initials, normal_given
from backmatter.styles.csl.style_xml import Node

AS_STYLE, WITH_INITIALS, IN_FULL = 0, 1, 2
"""How much of a given name a cite shows."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """How single names look.

    Attributes:
        short: Whether only family names are printed.
        initialize: Whether given names become initials.
        mark: `initialize-with`, None when the style has none.
        hyphen: `initialize-with-hyphen`.
        order: `name-as-sort-order`: "", "first" or "all".
        separator: `sort-separator`, ready to join.
        demote: `demote-non-dropping-particle`.
        family: The change that the name-part family makes.
        given: The change that the name-part given makes.
    """

    short: bool
    initialize: bool
    mark: str | None
    hyphen: bool
    order: str
    separator: str
    demote: str
    family: Change | None
    given: Change | None

    def inverted(self, index: int) -> bool:
        """Whether the name at this place of the list has its family name first."""
        return self.order == "all" or (self.order == "first" and index == 0)

    def text(self, person: Person, index: int, level: int = AS_STYLE) -> str:
        """The name at a place of the list, with as much given name as the level asks for."""
        if person.group:
            return person.family
        if self.short and level == AS_STYLE:
            return self._family(_joined(person.non_dropping, person.family))
        given = self._given_text(person, level)
        if person.east_asian:
            return self._family(person.family) + (self._given(given) if given else "")
        if person.static:
            return _words(self._family(_joined(person.non_dropping, person.family)), given)
        return self._inverted(person, given) if self.inverted(index) else self._plain(person, given)

    def sort_text(self, person: Person) -> str:
        """The name as a sort key: family, particles as demoted, given, suffix."""
        if person.group:
            return person.family
        given = self._given_text(person, AS_STYLE) if not self.short else ""
        if person.east_asian:
            return person.family + given
        family = person.family
        if self.demote == "never":
            return _words(_joined(person.non_dropping, family), given, person.suffix)
        after = _words(given, person.dropping, person.non_dropping)
        return _words(family, after, person.suffix)

    def _given_text(self, person: Person, level: int) -> str:
        """The given name in full or as initials."""
        given = person.given
        if not given or self.mark is None or person.east_asian:
            return given
        if level == IN_FULL:
            return given
        if self.initialize or (level == WITH_INITIALS and self.short):
            return initials(given, person.family, self.mark, hyphen=self.hyphen)
        return normal_given(given, self.mark, person.family)

    def _plain(self, person: Person, given: str) -> str:
        """Given name first."""
        first = self._given(_words(given, person.dropping)) if given or person.dropping else ""
        family = self._family(_joined(person.non_dropping, person.family))
        name = _joined(first, family) if _sticky(first) else _words(first, family)
        if not person.suffix:
            return name
        return f"{name}{', ' if person.comma_suffix else ' '}{person.suffix}"

    def _inverted(self, person: Person, given: str) -> str:
        """Family name first."""
        demoted = self.demote == "display-and-sort"
        if demoted:
            family = self._family(person.family)
            after = _words(given, person.dropping, person.non_dropping)
        else:
            family = self._family(_joined(person.non_dropping, person.family))
            after = _words(given, person.dropping)
        parts = [family, self._given(after) if after else "", person.suffix]
        return self.separator.join(part for part in parts if part)

    def _family(self, text: str) -> str:
        return self.family(text) if self.family and text else text

    def _given(self, text: str) -> str:
        return self.given(text) if self.given and text else text


def name_form(options: Mapping[str, str], node: Node | None, demote: str) -> NameForm:
    """Read the options of `cs:name` and its `cs:name-part` elements."""
    parts = {p.get("name"): wrapper(p.attributes) for p in (node.all("name-part") if node else ())}
    return NameForm(
        short=options.get("form") == "short",
        initialize=options.get("initialize", "true") != "false",
        mark=options.get("initialize-with"),
        hyphen=options.get("initialize-with-hyphen", "true") != "false",
        order=options.get("name-as-sort-order", ""),
        separator=affix(options.get("sort-separator", ", ")),
        demote=demote,
        family=parts.get("family"),
        given=parts.get("given"),
    )


def _sticky(particle: str) -> bool:
    """Whether what follows a particle is written together with it."""
    return particle[-1:] in ("’", "'", "-", "‐", "ʻ")


def _joined(particle: str, family: str) -> str:
    """A particle and what follows it."""
    if not particle:
        return family
    return particle + family if _sticky(particle) else f"{particle} {family}"


def _words(*words: str) -> str:
    return " ".join(word for word in words if word)
