"""Entries for one work made into one: the first keeps its place and gets what the others have more.

What agrees (`agreeing`) stays as the first has it. Tags are joined, other keys go into `ids`. What
does not agree is a conflict, which somebody else must settle; unsettled, nothing is changed. Of a
preprint that goes into its article nothing is taken that belongs to the preprint alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from backmatter.references.bibtex import edits
from backmatter.references.bibtex.agreeing import LISTS, agree, both, entry_type, field_name
from backmatter.references.bibtex.keywords import add_keywords, keywords
from backmatter.references.bibtex.renaming import NAMING
from backmatter.references.bibtex.scanner import BibFile, Block, Field
from backmatter.references.duplicates.facts import arxiv_number, is_server
from backmatter.references.findings import Edit

TYPE = "type"
"""The name under which entry types are in conflict."""

COMMENT = "% comment"
"""The name under which an entry is in conflict that holds a comment."""

_TAGS = frozenset({"keywords", "keyword"})
_NOTES = frozenset(
    "timestamp owner creationdate modificationdate date-added date-modified".split()  # noqa: SIM905
)
"""What programs note about an entry; that of the first stays."""

_OF_PREPRINT = frozenset(
    (
        *("date", "day", "doi", "edition", "eid", "eventdate", "howpublished", "institution"),
        *("isbn", "issn", "issue", "issuetitle", "journalsubtitle", "journaltitle", "location"),
        *("month", "number", "organization", "pages", "part", "pubstate", "publisher", "school"),
        *("series", "type", "url", "urldate", "version", "volume", "year"),
    )
)
"""What a preprint says of its own publication, which would be wrong for the article."""

_NUMBERED = ("doi", "journaltitle", "volume", "number", "url", "howpublished", "note")
"""Where the arXiv number stands in a preprint that has no `eprint`."""

_LIST = re.compile(r"\s*,\s*")
_VALUE = "\x00"


@dataclass(frozen=True, slots=True)
class Group:
    """Entries for one work, the one that stays first.

    Attributes:
        entries: All of them.
        preprints: Where those begin that are preprints of the first.
    """

    entries: Sequence[Block]
    preprints: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which two entries for one work do not agree; values as written in the file."""

    name: str
    kept: Block
    other: Block
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What an entry said that went into another one, and that this one does not say."""

    name: str
    kept: Block
    other: Block
    value: str

    @property
    def is_telling(self) -> bool:
        """Whether it is more than what a program notes for itself."""
        return self.name.lower() not in _NOTES


Settle = Callable[[Conflict], str | None]
"""Gives the value that counts, one of the two or both in one; None where nobody can say."""


class Merging:
    """One group on its way to one entry.

    Attributes:
        key: The key that the one entry has.
        gone: The entries that went into it.
        conflicts: What keeps the others apart.
        left_out: What is said by none of the entries that stay.
        taken: The values, as written, that came from other entries.
    """

    def __init__(
        self,
        bib: BibFile,
        group: Group,
        settle: Settle,
        is_free: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """Merge a group.

        Args:
            bib: The text, scanned.
            group: The entries.
            settle: Asked for each conflict.
            is_free: Whether no entry outside the group has a key.
        """
        self._bib, self._settle, self._is_free = bib, settle, is_free
        self._preprints = group.preprints
        self.first = group.entries[0]
        self.gone: list[Block] = []
        self.conflicts: list[Conflict] = []
        self.left_out: list[LeftOut] = []
        self._values: dict[str, str] = {
            field_name(f): self._written(f) for f in reversed(self.first.fields)
        }
        self._own = dict(self._values)
        self._origins: dict[str, int] = {}
        self._names: dict[str, str] = {field_name(f): f.name for f in self.first.fields}
        self._type = self.first.type
        self.key = self.first.key
        for other in group.entries[1:]:
            self._try(other)

    @property
    def taken(self) -> list[str]:
        """The values that came from other entries."""
        return [w for name, w in self._values.items() if self._own.get(name) != w]

    def edits(self, follow: Callable[[str, int], str] = lambda w, _: w) -> Iterator[Edit]:
        """The changes of the first entry, and the others taken out.

        Args:
            follow: Gives a value that names keys as it is to be, by where the entry begins that
                it came from.
        """
        bib, first = self._bib, self.first
        if self._type != first.type:
            yield edits.rename_type(bib, first, self._type)
        if self.key != first.key:
            yield edits.rename_key(bib, first, self.key)
        for name, value in self._values.items():
            own = self._own.get(name)
            written = follow(value, self._origins[name]) if name in self._origins else value
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
        values = dict(self._values)
        before = dict(self._names), self._type, self.key
        known, left = len(self.conflicts), len(self.left_out)
        self.key = self.key or other.key
        self._take(other)
        if len(self.conflicts) == known:
            self.gone.append(other)
            new = [name for name in NAMING if self._values.get(name) != values.get(name)]
            self._origins |= dict.fromkeys(new, other.start)
        else:
            self._values = values
            self._names, self._type, self.key = before
            del self.left_out[left:]

    def _take(self, other: Block) -> None:
        """What another entry has, into ours."""
        is_preprint = other.start in self._preprints
        if not is_preprint and entry_type(other.type) != entry_type(self._type):
            chosen = self._choose(TYPE, other, self._type, other.type)
            self._type = chosen or self._type
        if self._has_comment(other):
            self._choose(COMMENT, other, "", self._bib.text[other.start : other.end])
        ids = self._ids(self._values.get("ids", ""))
        ids += self._take_fields(other, is_preprint=is_preprint)
        if is_preprint:
            self._take_number(other)
        if other.key and other.key != self.key:
            if self._is_free(other.key):
                ids.append(other.key)
            else:
                self.left_out.append(LeftOut("key", self.first, other, other.key))
        if ids:
            self._values["ids"] = f"{{{', '.join(dict.fromkeys(ids))}}}"
            self._names.setdefault("ids", "ids")

    def _take_fields(self, other: Block, *, is_preprint: bool) -> list[str]:
        """The fields of another entry, into ours; its other keys are given back."""
        ids: list[str] = []
        seen: dict[str, str] = {}
        for each in other.fields:
            name, written = field_name(each), self._written(each)
            if not agree(name, seen.setdefault(name, written), written):  # it stands twice
                self._choose(each.name, other, seen[name], written)
            elif name == "ids":
                ids += self._ids(written)
            elif name in _TAGS and keywords(self._bib, other):
                continue
            elif is_preprint and name in _OF_PREPRINT:
                if name not in self._values or not agree(name, self._values[name], written):
                    self.left_out.append(LeftOut(each.name, self.first, other, written))
            elif (told := self._told_otherwise(name)) is not None:
                if told != _digits(written)[: len(told)]:
                    self._choose(each.name, other, told, written)
            else:
                self._take_field(each.name, name, other, written)
        return ids

    def _take_field(self, shown: str, name: str, other: Block, written: str) -> None:
        ours = self._values.get(name)
        if ours is None:
            self._values[name] = written
            self._names[name] = shown
        elif agree(name, ours, written):
            return
        elif name in _NOTES:
            self.left_out.append(LeftOut(shown, self.first, other, written))
        elif name in LISTS and (joined := both(name, ours, written)):
            self._values[name] = joined
        else:
            self._values[name] = self._choose(shown, other, ours, written) or ours

    def _take_number(self, preprint: Block) -> None:
        """The preprint's number into `eprint`, where it has it elsewhere."""
        if "eprint" in self._values:
            return
        own = {field_name(f): self._written(f).strip('{}" ') for f in preprint.fields}
        number = server = ""
        if any("arxiv" in own.get(name, "").lower() for name in (*_NUMBERED, "publisher")):
            number = next((n for name in _NUMBERED if (n := arxiv_number(own.get(name, "")))), "")
            server = "arXiv"
        elif "doi" in own:
            names = (own.get(name, "") for name in ("journaltitle", "publisher", "institution"))
            server = next((name for name in names if is_server(name)), "")
            number = own["doi"] if server else ""
        if number:
            has_long_names = any(
                f.name.lower() in ("journaltitle", "date") for f in self.first.fields
            )
            self._values |= {"eprint": f"{{{number}}}", "eprinttype": f"{{{server}}}"}
            self._names["eprint"] = "eprint"
            self._names["eprinttype"] = "eprinttype" if has_long_names else "archiveprefix"

    def _told_otherwise(self, name: str) -> str | None:
        """The year that ours gives by `date`, where theirs gives it by `year`."""
        if name != "year" or name in self._values or "date" not in self._values:
            return None
        return _digits(self._values["date"])[:4]

    def _choose(self, name: str, other: Block, ours: str, theirs: str) -> str | None:
        conflict = Conflict(name, self.first, other, ours, theirs)
        chosen = self._settle(conflict)
        if chosen is None:
            self.conflicts.append(conflict)
        elif chosen not in (both(name, ours, theirs), theirs) and theirs:
            self.left_out.append(LeftOut(name, self.first, other, theirs))
        elif chosen == theirs and ours:
            self.left_out.append(LeftOut(name, self.first, self.first, ours))
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


def _digits(written: str) -> str:
    return "".join(re.findall("[0-9]", written))
