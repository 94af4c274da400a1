"""What a query asks, as a tree; `str` prints it in the language that `query.py` reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ()),
    ("author", ("authors",)),
    ("editor", ("editors",)),
    ("journal", ("container-title", "container")),
    ("publisher", ()),
    ("year", ()),
    ("volume", ()),
    ("issue", ()),
    ("page", ("pages",)),
    ("doi", ()),
    ("isbn", ()),
    ("url", ()),
    ("key", ("id",)),
    ("type", ()),
    ("tag", ("tags", "keyword", "keywords")),
    ("lang", ("language",)),
    ("abstract", ()),
    ("note", ()),
)
"""The fields that can be asked for, each with its other names."""


@dataclass(frozen=True, slots=True)
class Text:
    """A word or (`phrase`) a quoted phrase; `prefix` finds every word that begins so.

    `field` is one of the names of `FIELDS`, "" for any of them.
    """

    text: str
    field: str = ""
    phrase: bool = False
    prefix: bool = False

    def __str__(self) -> str:
        text = f'"{re.sub(_QUOTABLE, _escaped, self.text)}"' if self.phrase else self.text
        return f"{self.field + ':' if self.field else ''}{text}{'*' if self.prefix else ''}"


@dataclass(frozen=True, slots=True)
class Years:
    """A year of issue from `low` to `high`, both included; None leaves an end open."""

    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        if self.low == self.high:
            return f"year:{self.low}"
        low, high = ("" if year is None else str(year) for year in (self.low, self.high))
        return f"year:{low}..{high}"


@dataclass(frozen=True, slots=True)
class Missing:
    """References that lack the field."""

    field: str

    def __str__(self) -> str:
        return f"missing:{self.field}"


@dataclass(frozen=True, slots=True)
class Is:
    """References whose last verdict is this one, a value of `Verdict`."""

    verdict: str

    def __str__(self) -> str:
        return f"is:{self.verdict}"


@dataclass(frozen=True, slots=True)
class Not:
    """References that the part does not find."""

    part: Query

    def __str__(self) -> str:
        return f"-{_inside(self.part)}"


@dataclass(frozen=True, slots=True)
class All:
    """References that every part finds; at least two parts, none of them an `All`."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Any) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Any:
    """References that some part finds; at least two parts, none of them an `Any`."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Query = Text | Years | Missing | Is | Not | All | Any


def all_of(*parts: Query) -> Query:
    """The parts joined by *and*; nested ones become one level, a single one stays itself."""
    flat = [q for part in parts for q in (part.parts if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(tuple(flat))


def any_of(*parts: Query) -> Query:
    """The parts joined by *or*; nested ones become one level, a single one stays itself."""
    flat = [q for part in parts for q in (part.parts if isinstance(part, Any) else (part,))]
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


_QUOTABLE = re.compile(r'["“”\\]')


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _inside(query: Query) -> str:
    return f"({query})" if isinstance(query, All | Any) else str(query)
