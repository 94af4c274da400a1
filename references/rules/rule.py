"""What a rule is, what it is given, and what it gives.

A rule looks at a `Library`: items in order, each a reference with, where it was read from a
`.bib` file, the entry as it stands there. It yields hits; the registry makes findings of them,
with code, severity and place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from inspect import cleandoc
from typing import NamedTuple, TypeVar, cast

from backmatter.references.bibtex import edits, scanner
from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.findings import Edit, Finding, Fix, Location, Severity
from backmatter.references.model import Citation, Reference
from backmatter.references.rules.known import FIELDS_OF, PRINTED

T = TypeVar("T")


class Place(NamedTuple):
    """The block of a scanned file that an entry or a field stands in."""

    bib: scanner.BibFile
    block: scanner.Block


class Field(NamedTuple):
    """A field of a `.bib` entry as it stands in the file; offsets count characters of its text.

    A tuple, since there are ten of them for every entry.

    Attributes:
        name: The field's name, lower case.
        text: The value between its delimiters, abbreviations resolved, LaTeX as it is.
        start: Where the value begins, after its delimiter.
        end: Where it ends, before its delimiter.
        editable: Whether the file has just `text` there, in one pair of delimiters.
        scanned: The field as scanned; None for a variable of a record that is from no `.bib` file.
        place: Its entry's.
    """

    name: str
    text: str
    start: int = -1
    end: int = -1
    editable: bool = False
    scanned: scanner.Field | None = None
    place: Place | None = None

    def rewritten(self, text: str, *, safe: bool = True) -> Fix | None:
        """The fix that puts a text in the value's place; None where it cannot be edited."""
        return Fix((Edit(self.start, self.end, text),), safe) if self.editable else None

    def bare(self, word: str, *, safe: bool = True) -> Fix | None:
        """The fix that puts a word without delimiters in the value's place, such as `mar`."""
        if not self.editable or self.scanned is None:
            return None
        return Fix((Edit(self.scanned.start, self.scanned.end, word),), safe)

    def renamed(self, name: str, text: str, *, safe: bool = True) -> Fix | None:
        """The fix that makes it another field with another value."""
        if not self.editable or self.scanned is None:
            return None
        rename = edits.rename_field(self.scanned, name)
        if text == self.text:
            return Fix((rename,), safe)
        return Fix((rename, Edit(self.start, self.end, text)), safe)

    def removed(self, *, safe: bool = True) -> Fix | None:
        """The fix that takes the field out."""
        if self.place is None or self.scanned is None:
            return None
        bib, block = self.place
        return Fix((edits.remove_field(bib, self.scanned, block),), safe)


@dataclass(frozen=True, slots=True)
class Entry:
    """A `.bib` entry as it stands in the file, its type in lower case.

    Of a field that stands twice, `fields` has the first.
    """

    type: str
    key: str
    fields: Mapping[str, Field]
    place: Place

    @property
    def start(self) -> int:
        """The offset of its `@`."""
        return self.place.block.start

    @property
    def key_start(self) -> int:
        """The offset of its key."""
        return self.place.block.key_start

    @property
    def end(self) -> int:
        """The offset after its last character."""
        return self.place.block.end

    def retyped(self, name: str, *, safe: bool) -> Fix:
        """The fix that gives it another type."""
        return Fix((edits.rename_type(self.place.bib, self.place.block, name),), safe)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An `@string`: its name as written, where it stands, and how often a value uses it."""

    name: str
    start: int
    used: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A `.bib` file as rules see it: its text, its abbreviations, and all its entries.

    `by_place` finds the entry of a reference: (line, key), since two entries may have one key.
    `encoding` is what its bytes are in, by Python's name; "" for a text that has no bytes.
    `dialect` is for whom it is written.
    """

    name: str
    text: str
    entries: Sequence[Entry]
    abbreviations: Sequence[Abbreviation]
    by_place: Mapping[tuple[int, str], Entry]
    encoding: str = ""
    dialect: Dialect = Dialect.BIBTEX


@dataclass(frozen=True, slots=True)
class Item:
    """A reference and the entry it was read from, None when it is from no `.bib` file."""

    reference: Reference
    entry: Entry | None = None

    @property
    def is_printed(self) -> bool:
        """Whether it was read from a printed list, whose words are the list's and not a field's."""
        return self.entry is None and bool(self.reference.source and self.reference.source.printed)

    def field(self, *names: str) -> Field | None:
        """The first of these fields that the entry itself has with a value; never inherited."""
        if self.entry is not None:
            for name in names:
                found = self.entry.fields.get(name)
                if found is not None and found.text.strip():
                    return found
        return None

    def at(self, variable: str) -> Field | None:
        """The field of the entry that holds a CSL variable."""
        return self.field(*FIELDS_OF.get(variable, (variable.lower(),)))

    def values(self) -> Iterable[Field]:
        """All values: the entry's fields, else the record's variables."""
        if self.entry is not None:
            return self.entry.fields.values()
        return [Field(name, text) for name, text in self.reference.variables.items()]

    def printed(self) -> Iterator[Field]:
        """The values that a reader sees."""
        return (field for field in self.values() if self.entry is None or field.name in PRINTED)


@dataclass(frozen=True, slots=True)
class Library:
    """What a rule looks at: the references in order, and the day on which it looks.

    `citations` are the marks of the document that the references were read from, `file` the
    `.bib` file that they were read from, if they were; `items` joins the two.
    """

    references: Sequence[Reference]
    today: date
    citations: Sequence[Citation] = ()
    file: SourceFile | None = None
    items: Sequence[Item] = field(init=False)
    _known: dict[object, object] = field(default_factory=dict[object, object], init=False)

    def __post_init__(self) -> None:
        places: Mapping[tuple[int, str], Entry] = self.file.by_place if self.file else {}
        items = [
            Item(r, places.get((r.source.line or 0, r.key)) if r.source else None)
            for r in self.references
        ]
        object.__setattr__(self, "items", items)

    def once(self, compute: Callable[[Library], T]) -> T:
        """What several rules need of the whole library, computed for the first that asks."""
        if compute not in self._known:
            self._known[compute] = compute(self)
        return cast("T", self._known[compute])

    @property
    def entries(self) -> Sequence[Entry]:
        """The entries of the `.bib` file, those that are no references (`xdata`) too."""
        return self.file.entries if self.file else ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the message, what it is about, where it stands, what would mend it.

    `at` is a field, or an offset into the file's text; None is the place of the whole item.
    """

    message: str
    item: Item | Entry | None = None
    at: Field | int | None = None
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its code; `page` is its documentation (what, why, a bad and a good example).

    `check` is None for what a reader finds while reading.
    """

    code: str
    name: str
    page: str
    check: Callable[[Library], Iterable[Hit]] | None = None
    severity: Severity = Severity.WARNING

    @property
    def mends(self) -> bool:
        """Whether some of its hits have a fix, of which its page then tells."""
        return "**Fix**" in self.page


def documented(
    code: str,
    name: str,
    check: Callable[[Library], Iterator[Hit]],
    severity: Severity = Severity.WARNING,
) -> Rule:
    """A rule whose page is the docstring of its check."""
    return Rule(code, name, cleandoc(check.__doc__ or "") + "\n", check, severity)


def finding(
    code: str,
    reference: Reference,
    message: str,
    severity: Severity = Severity.WARNING,
    *,
    evidence: str = "",
) -> Finding:
    """A finding about a reference, placed where the reference stands."""
    source = reference.source
    place = Location(source.file, source.line or 0) if source else Location()
    return Finding(code, message, severity, place, reference.label, evidence)
