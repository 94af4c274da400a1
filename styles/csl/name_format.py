"""One name in order: given name first, family name first, family name alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backmatter.styles.csl.formatting import Change, wrapper
from backmatter.styles.csl.markers import affix, bare
from backmatter.styles.csl.people import Person, initials, normal_given
from backmatter.styles.csl.style_xml import Node

AS_STYLE, WITH_INITIALS, IN_FULL = 0, 1, 2
"""How much of a given name a cite shows."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a `cs:name-part` does: its fonts and case on each word of it, its affixes around."""

    change: Change | None = None
    prefix: str = ""
    suffix: str = ""

    def word(self, text: str) -> str:
        """One particle or name, without the affixes."""
        return self.change(text) if self.change and text else text

    def whole(self, text: str) -> str:
        """The affixes around what is finished inside."""
        return f"{self.prefix}{text}{self.suffix}" if text else text


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
        institutions: Whether groups have a form of their own (CSL-M's `cs:institution`).
    """

    short: bool
    initialize: bool
    mark: str | None
    hyphen: bool
    order: str
    separator: str
    demote: str
    family: Part
    given: Part
    institutions: bool = False

    def inverted(self, person: Person, index: int) -> bool:
        """Whether the name at this place of the list has its parts turned round."""
        if person.group:
            return False
        return self.order == "all" or (self.order == "first" and index == 0)

    def text(self, person: Person, index: int, level: int = AS_STYLE) -> str:
        """The name at a place of the list, with as much given name as the level asks for."""
        if person.group:
            return person.family if self.institutions else self.family.word(person.family)
        if self.short and level == AS_STYLE:
            return self.family.whole(self._short(person, index))
        given = self._given_text(person, level)
        if person.east_asian:
            return self.family.word(person.family) + given
        if person.static:
            family = self.family.whole(self._particled(person))
            return _words(family, self.given.whole(self.given.word(given)))
        if self.inverted(person, index):
            return self._inverted(person, given)
        return self._plain(person, given)

    def sort_text(self, person: Person, _index: int = 0) -> str:
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
        return normal_given(given, self.mark)

    def _short(self, person: Person, index: int) -> str:
        """The family name; a particle that is demoted stands behind it in a name turned round."""
        demoted = self.demote == "display-and-sort" and self.inverted(person, index)
        if not (demoted and person.non_dropping):
            return self._particled(person)
        particle = self.family.word(person.non_dropping)
        return self.family.word(person.family) + self.separator + particle

    def _particled(self, person: Person) -> str:
        """The non-dropping particle and the family name, each in its font."""
        return _joined(self.family.word(person.non_dropping), self.family.word(person.family))

    def _plain(self, person: Person, given: str) -> str:
        """Given name first."""
        dropping, family = self.given.word(person.dropping), self._particled(person)
        first = self.given.word(given)
        if dropping and self.family.prefix:
            family = _joined(dropping, family)
        elif dropping:
            first = _words(first, dropping)
        first, family = self.given.whole(first), self.family.whole(family)
        if (_sticky(first) and dropping) or bare(first)[-1:].isspace():
            name = first + family
        else:
            name = _words(first, family)
        if not person.suffix:
            return name
        return f"{name}{', ' if person.comma_suffix else ' '}{self._suffix(person)}"

    def _suffix(self, person: Person) -> str:
        """`Jr.`, without its period where initials have none."""
        if self.mark is not None and self.initialize and "." not in self.mark:
            return person.suffix.replace(".", "")
        return person.suffix

    def _inverted(self, person: Person, given: str) -> str:
        """Family name first."""
        after = [self.given.word(given), self.given.word(person.dropping)]
        if self.demote == "display-and-sort":
            family = self.family.word(person.family)
            after.append(self.family.word(person.non_dropping))
        else:
            family = self._particled(person)
        given_part = self.given.whole(_words(*after))
        parts = [self.family.whole(family), given_part, self._suffix(person)]
        return self.separator.join(part for part in parts if part)


def name_form(
    options: Mapping[str, str], node: Node | None, demote: str, *, institutions: bool = False
) -> NameForm:
    """Read the options of `cs:name` and its `cs:name-part` elements."""
    parts = {
        part.get("name"): Part(
            wrapper(part.attributes, affixes=False), part.get("prefix"), part.get("suffix")
        )
        for part in (node.all("name-part") if node else ())
    }
    return NameForm(
        short=options.get("form") == "short",
        initialize=options.get("initialize", "true") != "false",
        mark=options.get("initialize-with"),
        hyphen=options.get("initialize-with-hyphen", "true") != "false",
        order=options.get("name-as-sort-order", ""),
        separator=affix(options.get("sort-separator", ", ")),
        demote=demote,
        family=parts.get("family", Part()),
        given=parts.get("given", Part()),
        institutions=institutions,
    )


def _sticky(particle: str) -> bool:
    """Whether what follows a particle is written together with it."""
    return bare(particle)[-1:] in ("’", "'", "-", "‐", "ʻ")


def _joined(particle: str, family: str) -> str:
    """A particle and what follows it."""
    if not particle:
        return family
    return particle + family if _sticky(particle) else f"{particle} {family}"


def _words(*words: str) -> str:
    return " ".join(word for word in words if word)
