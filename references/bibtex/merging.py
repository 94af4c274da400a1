"""Entries for one work made into one: the first keeps its place and gets what the others have more.

Values agree when they are the same letters and digits in the same groups; letter case, braces,
punctuation and white space aside, the first is kept. Tags are joined, other keys go into `ids`.
What does not agree is a conflict, which somebody else must settle; unsettled, nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from backmatter.references.bibtex import edits
from backmatter.references.bibtex.keywords import add_keywords, keywords
from backmatter.references.bibtex.renaming import rename_keys
from backmatter.references.bibtex.scanner import BibFile, Block, Field
from backmatter.references.findings import Edit
from backmatter.references.formats.bibtex_fields import ALIASES
from backmatter.references.identifiers import doi as dois
from backmatter.references.latex import decode

TYPE = "type"
"""The name under which entry types are in conflict."""

_COMMENT = "% comment"
_TAGS = frozenset({"keywords", "keyword"})
_NOTES = frozenset(
    "timestamp owner creationdate modificationdate date-added date-modified".split()  # noqa: SIM905
)
"""What programs note about an entry; that of the first stays."""

_LIST = re.compile(r"\s*,\s*")
_GROUP = re.compile(r"[^\W_]+")
_VALUE = "\x00"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which two entries for one work do not agree; values as written in the file."""

    name: str
    kept: Block
    other: Block
    ours: str
    theirs: str


Settle = Callable[[Conflict], str | None]
"""Gives the value that counts, `ours` or `theirs`, or None where nobody can say."""


@dataclass(slots=True)
class Merged:
    """What merging comes to.

    Attributes:
        edits: What changes in the text.
        renames: Key of an entry that is gone → key of the one that has its place.
        conflicts: What keeps entries apart.
    """

    edits: list[Edit] = field(default_factory=list[Edit])
    renames: dict[str, str] = field(default_factory=dict[str, str])
    conflicts: list[Conflict] = field(default_factory=list[Conflict])


def merge(bib: BibFile, groups: Sequence[Sequence[Block]], settle: Settle) -> Merged:
    """Make each group of entries one; an entry with a conflict that stays is left as it is.

    Args:
        bib: The text, scanned.
        groups: Entries for one work each, in the order of the file.
        settle: Asked for each conflict.
    """
    merged = Merged()
    gone: list[Block] = []
    for group in groups:
        one = _Merging(bib, group, settle)
        merged.conflicts += one.conflicts
        merged.edits += one.edits()
        gone += one.gone
        merged.renames |= {e.key: one.key for e in one.gone if e.key and e.key != one.key}
    places = [(entry.start, entry.end) for entry in gone]
    changed = {(edit.start, edit.end) for edit in merged.edits}
    for edit in rename_keys(bib, {}, _lasting(merged.renames, bib, gone)):
        inside = any(start <= edit.start < end for start, end in places)
        if not inside and (edit.start, edit.end) not in changed:
            merged.edits.append(edit)
    return merged


def _lasting(renames: Mapping[str, str], bib: BibFile, gone: Sequence[Block]) -> dict[str, str]:
    """The renames of keys that no entry has any more."""
    taken = {entry.start for entry in gone}
    left = {entry.key.lower() for entry in bib.entries if entry.start not in taken}
    return {old: new for old, new in renames.items() if old.lower() not in left}


class _Merging:
    """One group on its way to one entry."""

    def __init__(self, bib: BibFile, group: Sequence[Block], settle: Settle) -> None:
        self._bib, self._settle = bib, settle
        self._first = group[0]
        self.gone: list[Block] = []
        self.conflicts: list[Conflict] = []
        self._values: dict[str, str] = {
            _name(f): self._written(f) for f in reversed(self._first.fields)
        }
        self._own = dict(self._values)
        self._names: dict[str, str] = {_name(f): f.name for f in self._first.fields}
        self._type = self._first.type
        self.key = self._first.key
        for other in group[1:]:
            self._try(other)

    def edits(self) -> Iterator[Edit]:
        """The changes of the first entry, and the others taken out."""
        bib, first = self._bib, self._first
        if self._type != first.type:
            yield edits.rename_type(bib, first, self._type)
        if self.key != first.key:
            yield edits.rename_key(bib, first, self.key)
        for name, written in self._values.items():
            own = self._own.get(name)
            if own is None:
                added = edits.add_field(bib, first, self._names[name], _VALUE)
                text = re.sub(f'["{{]{_VALUE}["}}]', lambda _, w=written: w, added.text)
                yield Edit(added.start, added.end, text)
            elif own != written:
                place = edits.field_of(first, self._names[name])
                if place is not None:
                    yield Edit(place.start, place.end, written)
        tags = [each.tag for other in self.gone for each in keywords(bib, other)]
        yield from add_keywords(bib, first, tags)
        yield from (edits.remove_entry(bib, other) for other in self.gone)

    def _try(self, other: Block) -> None:
        """Take another entry, or leave it and be as before when a conflict stays."""
        before = dict(self._values), dict(self._names), self._type, self.key
        known = len(self.conflicts)
        self.key = self.key or other.key
        self._take(other)
        if len(self.conflicts) == known:
            self.gone.append(other)
        else:
            self._values, self._names, self._type, self.key = before

    def _take(self, other: Block) -> None:
        """What another entry has, into ours."""
        if _shape(other.type) != _shape(self._type):
            chosen = self._choose(TYPE, other, self._type, other.type)
            self._type = chosen or self._type
        if self._has_comment(other):
            self._choose(_COMMENT, other, "", self._bib.text[other.start : other.end])
        ids = self._ids(self._values.get("ids", ""))
        ids += self._take_fields(other)
        if other.key and other.key != self.key:
            ids.append(other.key)
        if ids:
            self._values["ids"] = f"{{{', '.join(dict.fromkeys(ids))}}}"
            self._names.setdefault("ids", "ids")

    def _take_fields(self, other: Block) -> list[str]:
        """The fields of another entry, into ours; its other keys are given back."""
        ids: list[str] = []
        seen: dict[str, str] = {}
        for each in other.fields:
            name, written = _name(each), self._written(each)
            if not _agree(name, seen.setdefault(name, written), written):  # it stands twice
                self._choose(each.name, other, seen[name], written)
            elif name == "ids":
                ids += self._ids(written)
            elif name in _TAGS and keywords(self._bib, other):
                continue
            elif (told := self._told_otherwise(name)) is not None:
                if told != _digits(written)[: len(told)]:
                    self._choose(each.name, other, told, written)
            elif name not in self._values:
                self._values[name] = written
                self._names[name] = each.name
            elif not (name in _NOTES or _agree(name, self._values[name], written)):
                chosen = self._choose(each.name, other, self._values[name], written)
                self._values[name] = chosen or self._values[name]
        return ids

    def _told_otherwise(self, name: str) -> str | None:
        """The year that ours gives by `date`, where theirs gives it by `year`."""
        if name != "year" or name in self._values or "date" not in self._values:
            return None
        return _digits(self._values["date"])[:4]

    def _choose(self, name: str, other: Block, ours: str, theirs: str) -> str | None:
        conflict = Conflict(name, self._first, other, ours, theirs)
        chosen = self._settle(conflict)
        if chosen is None:
            self.conflicts.append(conflict)
        return chosen

    def _has_comment(self, entry: Block) -> bool:
        """Whether a `%` comment stands between the fields, which would be lost."""
        text, at = self._bib.text, entry.start
        for each in entry.fields:
            if "%" in text[at : each.start]:
                return True
            at = each.end
        return "%" in text[at : entry.end]

    def _written(self, each: Field) -> str:
        return self._bib.text[each.start : each.end]

    def _ids(self, written: str) -> list[str]:
        return [key for key in _LIST.split(written.strip('{}" \n')) if key]


def _name(each: Field) -> str:
    """A field's name as BibLaTeX has it, so that `journal` and `journaltitle` are one."""
    name = each.name.lower()
    return ALIASES.get(name, name)


def _shape(entry_type: str) -> str:
    name = entry_type.lower()
    return {"conference": "inproceedings", "www": "online", "electronic": "online"}.get(name, name)


def _agree(name: str, ours: str, theirs: str) -> bool:
    """Whether two values say the same."""
    if ours == theirs:
        return True
    if "#" in ours + theirs or ours[:1] not in '{"0123456789' or theirs[:1] not in '{"0123456789':
        return ours.lower() == theirs.lower()  # abbreviations: only their names are known here
    texts = [decode(written.strip('{}"')) for written in (ours, theirs)]
    if name == "doi":
        return dois.same(*(text.rpartition("doi.org/")[2].strip() for text in texts))
    return _groups(texts[0]) == _groups(texts[1])


def _digits(written: str) -> str:
    return "".join(re.findall("[0-9]", written))


def _groups(text: str) -> list[str]:
    return [group.casefold() for group in _GROUP.findall(text)]
