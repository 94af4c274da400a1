"""A `.bib` text checked again and again while it is mended: only what has changed is looked at.

Entries that say the same as before are not read again, and rules that look at one entry at a time
are run on the others alone. Scanning, and the rules that compare entries, take the whole text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.findings import Edit, Finding, Fix
from backmatter.references.formats import bibtex
from backmatter.references.garbage import collector_paused
from backmatter.references.rules import registry
from backmatter.references.rules.bibfile import source_file
from backmatter.references.rules.ignoring import without_ignored
from backmatter.references.rules.rule import Entry, Field, Hit, Item, Library, Rule, SourceFile


class _Kept(NamedTuple):
    """A hit without its file: of which item or entry it is, with offsets from that one's start."""

    unit: int
    is_item: bool
    message: str
    at: int | None
    fix: Fix | None


@dataclass(frozen=True, slots=True)
class _State:
    """A text that was checked, and what the rules that look at one entry at a time found."""

    text: str
    library: Library
    reading: Sequence[Finding]
    around: Sequence[str]
    kept: Mapping[str, Sequence[_Kept]]


class Rechecker:
    """Checks the states of a text; each gives what `bibfile.check_text` would give."""

    def __init__(
        self,
        name: str,
        today: date,
        encoding: str = "",
        dialect: Dialect = Dialect.BIBTEX,
    ) -> None:
        self._name, self._today = name, today
        self._encoding, self._dialect = encoding, dialect
        self._known: bibtex.Known = {}
        self._last: _State | None = None

    def check(self, text: str) -> tuple[Finding, ...]:
        """What reading the text and all rules find; the fixes count characters of the text."""
        return self._check(text, registry.RULES)

    def mendable(self, text: str) -> tuple[Finding, ...]:
        """The same, but for the rules that never have a fix."""
        return self._check(text, [rule for rule in registry.RULES if rule.mends])

    def _check(self, text: str, rules: Sequence[Rule]) -> tuple[Finding, ...]:
        with collector_paused():
            state = self._state(text)
            last, library = self._last, state.library
            known: Mapping[str, Sequence[_Kept]] = last.kept if last is not None else {}
            changed, whole = _Changed(last, state), _Changed(None, state)
            finding = registry.findings_in(library)
            kept: dict[str, Sequence[_Kept]] = {}
            found = list(state.reading)
            for rule in rules:
                if rule.check is None:
                    continue
                if rule.code in registry.ALONE:
                    kept[rule.code] = (changed if rule.code in known else whole).kept(rule)
                    hits = (_restored(each, library) for each in kept[rule.code])
                else:
                    hits = iter(rule.check(library))
                found += (finding(rule, hit) for hit in hits)
            self._last = replace(state, kept=kept)
            return without_ignored(found, library.file) if library.file else tuple(found)

    def _state(self, text: str) -> _State:
        """A text, read; the last one is not read again."""
        if self._last is not None and self._last.text == text:
            return self._last
        result = bibtex.read(text, self._name, dialect=self._dialect, known=self._known)
        file = source_file(text, self._name, self._encoding, self._dialect)
        library = Library(result.references, self._today, file=file)
        return _State(text, library, result.findings, _around(file), {})


class _Changed:
    """The part of a library that is not as it was, as a library of its own."""

    def __init__(self, last: _State | None, state: _State) -> None:
        library = state.library
        self._last = last if last is not None and _is_alike(last, state) else None
        self._items = list(range(len(library.items)))
        self._entries = list(range(len(library.entries)))
        if last is not None and self._last is not None:
            before = last.library
            self._entries = [
                at
                for at, (old, new) in enumerate(zip(before.entries, library.entries, strict=True))
                if _text(old) != _text(new)
            ]
            self._items = [
                at
                for at, (old, new) in enumerate(zip(before.items, library.items, strict=True))
                if not _is_same(old, new)
            ]
        file = library.file and replace(
            library.file, entries=[library.entries[at] for at in self._entries]
        )
        references = [library.references[at] for at in self._items]
        self._part = Library(references, library.today, file=file)
        self._places = {
            id(item): at for item, at in zip(self._part.items, self._items, strict=True)
        }
        self._places |= {
            id(entry): at for entry, at in zip(self._part.entries, self._entries, strict=True)
        }
        self._whole = {True: set(self._items), False: set(self._entries)}

    def kept(self, rule: Rule) -> Sequence[_Kept]:
        """What a rule finds in the changed part, and what it found before in the rest."""
        old = self._last.kept[rule.code] if self._last is not None else ()
        kept = [each for each in old if each.unit not in self._whole[each.is_item]]
        kept += (self._new(hit) for hit in (rule.check(self._part) if rule.check else ()))
        return sorted(kept, key=lambda each: each.unit)

    def _new(self, hit: Hit) -> _Kept:
        start = _start(hit.item)
        at = hit.at.start if isinstance(hit.at, Field) else hit.at
        is_item = isinstance(hit.item, Item)
        return _Kept(
            self._places[id(hit.item)],
            is_item,
            hit.message,
            None if at is None or at < 0 else at - start,
            _moved(hit.fix, -start),
        )


def _around(file: SourceFile) -> list[str]:
    """What stands between the entries: abbreviations among it, which all entries may use."""
    pieces: list[str] = []
    done = 0
    for entry in file.entries:
        pieces.append(file.text[done : entry.start])
        done = entry.end
    return [*pieces, file.text[done:]]


def _is_alike(last: _State, state: _State) -> bool:
    """Whether entry for entry can be compared, and means the same where its text is the same."""
    old, new = last.library.file, state.library.file
    return (
        last.around == state.around
        and len(last.library.items) == len(state.library.items)
        and bool(old and new and old.dialect is new.dialect)
    )


def _is_same(old: Item, new: Item) -> bool:
    """Whether an item is as it was; a record that was not read again shares its variables."""
    one, other = old.reference, new.reference
    return (
        one.variables is other.variables
        and one.key == other.key
        and old.entry is not None
        and new.entry is not None
        and _text(old.entry) == _text(new.entry)
    )


def _text(entry: Entry) -> str:
    return entry.place.bib.text[entry.start : entry.end]


def _start(about: Item | Entry | None) -> int:
    entry = about.entry if isinstance(about, Item) else about
    return entry.start if entry else 0


def _restored(kept: _Kept, library: Library) -> Hit:
    """A hit in the file as it is now."""
    about = library.items[kept.unit] if kept.is_item else library.entries[kept.unit]
    start = _start(about)
    at = None if kept.at is None else kept.at + start
    return Hit(kept.message, about, at, _moved(kept.fix, start))


def _moved(fix: Fix | None, by: int) -> Fix | None:
    if fix is None:
        return None
    return Fix(tuple(Edit(e.start + by, e.end + by, e.text) for e in fix.edits), fix.safe)
