"""What a reference is: frozen, typed data, named as CSL 1.0.2 names it.

Everything in backmatter takes and returns these records. They know nothing of
files, formats or styles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

EMPTY: Mapping[str, Any] = MappingProxyType({})

_MARKUP = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?: [^<>]{0,100})?>")

NAME_VARIABLES = frozenset(
    {
        "author",
        "chair",
        "collection-editor",
        "compiler",
        "composer",
        "container-author",
        "contributor",
        "curator",
        "director",
        "editor",
        "editor-translator",
        "editorial-director",
        "executive-producer",
        "guest",
        "host",
        "illustrator",
        "interviewer",
        "narrator",
        "organizer",
        "original-author",
        "performer",
        "producer",
        "recipient",
        "reviewed-author",
        "script-writer",
        "series-creator",
        "translator",
    }
)
"""CSL's name variables (CSL 1.0.2, appendix IV)."""

DATE_VARIABLES = frozenset(
    {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
)
"""CSL's date variables (CSL 1.0.2, appendix IV)."""

NUMBER_VARIABLES = frozenset(
    {
        "chapter-number",
        "citation-number",
        "collection-number",
        "edition",
        "first-reference-note-number",
        "issue",
        "locator",
        "number",
        "number-of-pages",
        "number-of-volumes",
        "page",
        "page-first",
        "part-number",
        "printing-number",
        "section",
        "supplement-number",
        "version",
        "volume",
    }
)
"""CSL's number variables (CSL 1.0.2, appendix IV); their values are strings all the same."""


def without_markup(text: str) -> str:
    """A text without CSL-JSON's inline markup."""
    return _MARKUP.sub("", text) if "<" in text else text


@dataclass(frozen=True, slots=True)
class Name:
    """A person, by its parts, or a group, by `literal`.

    `static_ordering`, `comma_suffix` and `parse_names` are CSL-JSON's flags of the
    same names; `parse_names` is None where the source does not say.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    literal: str = ""
    comma_suffix: bool = False
    static_ordering: bool = False
    parse_names: bool | None = None


@dataclass(frozen=True, slots=True)
class DatePart:
    """A day, a month, a season or a year. `month` is 1-12, `season` 1-4; 0 means not given.

    `year` is negative before the common era (-1 is 1 BC, as CSL-JSON counts), None when unknown.
    """

    year: int | None = None
    month: int = 0
    day: int = 0
    season: int = 0


@dataclass(frozen=True, slots=True)
class Date:
    """A date, a range (two parts; an open end is a part whose year is None), or text.

    `literal` is printed as it stands; `raw` is a string that nothing has parsed yet.
    """

    parts: tuple[DatePart, ...] = ()
    circa: bool = False
    literal: str = ""
    raw: str = ""

    @property
    def year(self) -> int | None:
        """The (first) year, or None."""
        return self.parts[0].year if self.parts else None


@dataclass(frozen=True, slots=True)
class Repair:
    """One change made to the text as extracted, so that it reads as printed.

    `start` and `end` are offsets into `Source.extracted`; `kind` is a short kebab-case
    name (`soft-hyphen`, `line-break`, `running-head` …); `after` is the text put there.
    """

    kind: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reference was printed.

    Lines and columns count from 1; `end_line` is the last line of the reference.
    `extracted` is its text as it stands in the file, `printed` the same on one line with
    extraction artefacts repaired, and `repairs` says what was done. `number` is the
    printed number ("23"), "" in an unnumbered list.
    """

    file: str = ""
    line: int | None = None
    end_line: int | None = None
    page: int | None = None
    number: str = ""
    extracted: str = ""
    printed: str = ""
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference: CSL variables by their CSL names, and what came with them.

    Attributes:
        key: The cite key (CSL-JSON's `id`).
        type: The CSL type, `article-journal`, `book` …; "" when unknown.
        variables: Text and number variables (`title`, `volume`, `DOI`, `language` …); never empty
            strings. Inline markup is CSL-JSON's: `<i> <b> <sup> <sub> <span …>`.
        names: Name variables; never empty tuples.
        dates: Date variables.
        others: The name variables whose list the source closes with *et al.* or 等.
        keywords: The tags; ` > ` separates the levels of a hierarchy.
        fields: What the file format knows and CSL does not, verbatim, by the format's field name.
        source: Where it was printed, if it was read from a document.
        confidence: For a parsed reference, variable → 0..1.
    """

    key: str = ""
    type: str = ""
    variables: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=lambda: EMPTY)
    dates: Mapping[str, Date] = field(default_factory=lambda: EMPTY)
    others: frozenset[str] = frozenset()
    keywords: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    source: Source | None = None
    confidence: Mapping[str, float] = field(default_factory=lambda: EMPTY)

    def text(self, variable: str) -> str:
        """The text or number variable, "" when the reference has none."""
        return self.variables.get(variable, "")

    @property
    def title(self) -> str:
        """The title, "" when there is none."""
        return self.text("title")

    @property
    def plain_title(self) -> str:
        """The title without inline markup, as messages, comparisons and queries want it."""
        return without_markup(self.text("title"))

    @property
    def language(self) -> str:
        """The language as an IETF tag (`en`, `zh-CN`), "" when unknown."""
        return self.text("language")

    @property
    def year(self) -> int | None:
        """The year of issue, or None."""
        issued = self.dates.get("issued")
        return issued.year if issued else None

    @property
    def label(self) -> str:
        """The reference as its user knows it: number, key and first words, for messages."""
        number = f"[{self.source.number}]" if self.source and self.source.number else ""
        words = self.plain_title or (self.source.printed if self.source else "")
        words = words if len(words) <= 40 else words[:39].rstrip() + "…"
        return " ".join(part for part in (number, self.key, f"“{words}”" if words else "") if part)


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation mark in the running text, such as `[3、4]` or `[21~34]`.

    Attributes:
        mark: As printed, brackets included.
        numbers: The printed numbers it stands for, ranges expanded.
        section: The heading of the section it stands in, None before the first heading.
        subsection: The heading of the subsection, None where there is none.
        context: The text before the mark, up to some forty characters, repaired.
        line: The line of the file, from 1.
        column: The column of the mark's first character, from 1.
        start: Offset of the mark's first character in the document's text.
        end: Offset just after the mark.
        space_before: Whether a space separates the mark from the text before it.
        sentence: The whole sentence that carries the mark, repaired.
        keys: The keys of the references it leads to, in the order of `numbers`; "" where the
            list has no such entry.
    """

    mark: str
    numbers: tuple[int, ...]
    section: str | None = None
    subsection: str | None = None
    context: str = ""
    line: int = 0
    column: int = 0
    start: int = 0
    end: int = 0
    space_before: bool = False
    sentence: str = ""
    keys: tuple[str, ...] = ()
