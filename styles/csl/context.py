"""What a rendering function is told: the reference, the cite, and how far to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from backmatter.styles.csl.item import Item

CALLED = 1
"""In `Context.called`: some variable was asked for."""
FILLED = 2
"""In `Context.called`: some variable had a value."""


@dataclass(frozen=True, slots=True)
class Cite:
    """One reference in a citation.

    Attributes:
        key: The cite key.
        locator: The place in the work, such as `12-14`.
        label: What the locator counts, CSL's locator type.
        prefix: Text before, may hold markup.
        suffix: Text after.
        suppress_author: Leave the names out: the text has them already.
        author_only: Print the names alone.
        composite: Names in the text, the rest after them: `Doe (2020)`.
        position: 0 first, 1 subsequent, 2 ibid, 3 ibid with locator; None while undecided.
        near_note: Whether the last citation of it is near, None while undecided.
    """

    key: str
    locator: str = ""
    label: str = ""
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    author_only: bool = False
    composite: bool = False
    position: int | None = None
    near_note: bool | None = None


class Ambiguity(NamedTuple):
    """How much more than usual a cite shows, to be told from others; a tuple, as it is a key.

    Attributes:
        names: For each list of names in the cite, how many names are shown at least.
        given: For each list, for each name: 0 as the style has it, 1 initials, 2 in full.
        condition: How many tests of `disambiguate="true"` hold, in the order of the style.
    """

    names: tuple[int, ...] = ()
    given: tuple[tuple[int, ...], ...] = ()
    condition: int = 0


PLAIN = Ambiguity()
_NO_CITE = Cite("")


class Context:
    """The state of one rendering of one reference.

    Attributes:
        item: The reference.
        cite: The cite, an empty one in a bibliography.
        ambiguity: What disambiguation asks for.
        called: `CALLED` and `FILLED`, as far as the innermost group is concerned.
        conditions: How many tests of `disambiguate` have been made.
        consumed: The number variable that a label has printed already (CSL-M's `%s`).
        suppressed: Variables that a substitution has used up.
        recording: Where variables are noted while a substitution is tried.
        name_lists: How many lists of names have been printed.
        year_printed: Whether a year suffix has been printed.
        suffix_shown: Whether year suffixes are to be printed at all.
        hide_names: Whether the first list of names is to be left out.
        links: Whether identifiers and addresses become links.
        sorting: Whether a sort key is being made.
        name_limits: A sort key's own `names-min`, `names-use-first` and `names-use-last`.
        trace: Where the lists of names that were printed are noted, None when nobody asks.
        first_names: The first list of names that was printed, as it was printed.
        named: Whether that list is of names, not of what stands for them.
        dummy_names: What stands for the first list of names (subsequent-author-substitute).
    """

    __slots__ = (
        "ambiguity",
        "called",
        "cite",
        "conditions",
        "consumed",
        "dummy_names",
        "first_names",
        "hide_names",
        "item",
        "links",
        "name_limits",
        "name_lists",
        "named",
        "recording",
        "sorting",
        "suffix_shown",
        "suppressed",
        "trace",
        "year_printed",
    )

    def __init__(self, item: Item, cite: Cite = _NO_CITE, ambiguity: Ambiguity = PLAIN) -> None:
        self.item = item
        self.cite = cite
        self.ambiguity = ambiguity
        self.called = 0
        self.conditions = 0
        self.consumed = ""
        self.suppressed: set[str] | None = None
        self.recording: list[str] | None = None
        self.name_lists = 0
        self.year_printed = False
        self.suffix_shown = True
        self.hide_names = cite.suppress_author
        self.sorting = False
        self.links = False
        self.name_limits: tuple[int, int, bool] | None = None
        self.first_names = ""
        self.named = False
        self.trace: list[NameTrace] | None = None
        self.dummy_names: Callable[[tuple[str, ...]], tuple[str, ...] | str] | None = None

    def is_used(self, variable: str) -> bool:
        """Whether a substitution has printed the variable already."""
        if self.suppressed is not None and variable in self.suppressed:
            return True
        return self.recording is not None and variable in self.recording

    def ask(self, variable: str, value: str) -> str:
        """Note that a variable was asked for, and give its value unless it is used up."""
        if not value:
            self.called |= CALLED
            return ""
        if self.is_used(variable):
            self.called |= CALLED
            return ""
        if self.recording is not None:
            self.recording.append(variable)
        self.called |= CALLED | FILLED
        return value


class NameTrace(NamedTuple):
    """One printed list of names, as disambiguation needs it; a tuple, as there are very many.

    Attributes:
        variable: The name variable.
        shown: How many names are printed.
        total: How many there are.
    """

    variable: str
    shown: int
    total: int


Render = Callable[[Context], str]
"""A compiled element: from the context to a string with marks."""
