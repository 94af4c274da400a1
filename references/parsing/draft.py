"""A reference while it is being read: fields, where they stand, and how sure each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from backmatter.references.model import Date, Name

Value = str | Date | tuple[Name, ...]


_SELF_EVIDENT = frozenset(
    (
        *("DOI", "ISBN", "PMCID", "PMID", "URL"),
        *("accessed", "citation-number", "issued", "issue", "page", "volume"),
    )
)
"""Fields that are known by their own form, whatever stands around them."""

LEAST_CONFIDENCE = 0.001
"""No field that was read has no confidence at all."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its value, its offsets in the printed text, and its confidence, 0 to 1."""

    variable: str
    value: Value
    start: int
    end: int
    confidence: float


@dataclass(slots=True)
class Draft:
    """What a grammar has read so far; grammars write it, nobody else.

    Attributes:
        type: The CSL type, "" while unknown.
        fields: By variable; the first reading of a variable stands.
        others: Name variables whose list ends in *et al.*
        covered: Spans that were understood: the fields, and labels and marks between them.
    """

    type: str = ""
    fields: dict[str, Field] = field(default_factory=dict[str, Field])
    others: set[str] = field(default_factory=set[str])
    covered: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    def put(
        self, variable: str, value: Value, start: int, end: int, confidence: float = 0.95
    ) -> None:
        """Add a field, unless it is empty or has been read before; it is covered either way."""
        if value and variable not in self.fields:
            self.fields[variable] = Field(variable, value, start, end, confidence)
        self.covered.append((start, end))

    def cover(self, start: int, end: int) -> None:
        """Say that a span is understood."""
        self.covered.append((start, end))

    def take(self, other: Draft) -> None:
        """Add what another draft has read."""
        for each in other.fields.values():
            self.put(each.variable, each.value, each.start, each.end, each.confidence)
        self.type = self.type or other.type
        self.others |= other.others
        self.covered.extend(other.covered)

    def trusted(self, trust: float) -> Draft:
        """The same with the confidence of texts and names multiplied by `trust`."""
        scaled = {
            name: each
            if name in _SELF_EVIDENT
            else replace(each, confidence=max(LEAST_CONFIDENCE, round(each.confidence * trust, 3)))
            for name, each in self.fields.items()
        }
        return replace(self, fields=scaled)

    def uncovered(self, text: str) -> Iterable[tuple[int, int]]:
        """The parts of a text that nothing was read from and that hold a letter or digit."""
        at = 0
        for start, end in (*sorted(self.covered), (len(text), len(text))):
            if start > at and any(character.isalnum() for character in text[at:start]):
                yield at, start
            at = max(at, end)
