"""A whole text merged: its groups, and what has to follow in the rest of it.

Fields that name keys follow the entries that have their places, each in its own file where several
were joined; a key that a later file uses for another work is changed there; an abbreviation that
is used earlier than it is defined moves to the front.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from backmatter.references.bibtex import abbreviations, edits
from backmatter.references.bibtex.joining import Joined
from backmatter.references.bibtex.merging import Conflict, Group, LeftOut, Merging, Settle
from backmatter.references.bibtex.renaming import NAMING, rename_keys, renamed_in
from backmatter.references.bibtex.scanner import BibFile, Block, Kind, blocks
from backmatter.references.errors import InputError
from backmatter.references.findings import Edit


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """An entry whose key an earlier file has for another work, and its new key."""

    entry: Block
    key: str


@dataclass(slots=True)
class Merged:
    """What merging comes to.

    Attributes:
        edits: What changes in the text.
        renames: Key that no entry has any more → key of the one that has its place.
        conflicts: What keeps entries apart.
        left_out: What the entries that stay do not say.
        rekeyed: Entries that got another key.
        gone: How many entries went into others.
    """

    edits: list[Edit] = field(default_factory=list[Edit])
    renames: dict[str, str] = field(default_factory=dict[str, str])
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    rekeyed: list[Rekeyed] = field(default_factory=list[Rekeyed])
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Library:
    """A text with as much of its blocks as merging needs.

    Attributes:
        joined: The text, and the files that it is made of.
        bib: The blocks that may change, and all abbreviations.
        entries: Start and key of every entry, in order.
    """

    joined: Joined
    bib: BibFile
    entries: Sequence[tuple[int, str]]


def library(joined: Joined, wanted: frozenset[int] | None = None) -> Library:
    """The blocks of a text that merging needs.

    Args:
        joined: The text.
        wanted: The entries to be merged, counted from 0; None for all.
    """
    kept: list[Block] = []
    entries: list[tuple[int, str]] = []
    seen: set[str] = set()
    for block in blocks(joined.text):
        if block.kind is Kind.ENTRY:
            is_named = block.key.lower() in seen
            seen.add(block.key.lower())
            is_wanted = wanted is None or len(entries) in wanted
            entries.append((block.start, block.key))
            names_others = any(f.name.lower() in NAMING for f in block.fields)
            if is_wanted or is_named or names_others:
                kept.append(block)
        elif block.kind is Kind.STRING:
            kept.append(block)
    return Library(joined, BibFile(joined.text, tuple(kept)), entries)


def merge(whole: Library, groups: Sequence[Group], settle: Settle) -> Merged:
    """Make each group of entries one; an entry with a conflict that stays is left as it is.

    Raises:
        InputError: When an abbreviation that would have to move is defined twice.
    """
    merged = Merged()
    counts = Counter(key.lower() for _, key in whole.entries)
    into: dict[int, str] = {}
    taken: list[tuple[int, str]] = []
    changed: dict[int, str] = {}
    made: list[Merging] = []
    for group in _parents_last(whole, groups):
        inside = Counter(entry.key.lower() for entry in group.entries)

        def is_free(key: str, inside: Counter[str] = inside) -> bool:
            return counts[key.lower()] <= inside[key.lower()]

        one = Merging(whole.bib, group, settle, is_free)
        merged.conflicts += one.conflicts
        merged.left_out += one.left_out
        made.append(one)
        merged.gone += len(one.gone)
        into |= {entry.start: one.key for entry in one.gone}
        changed[one.first.start] = one.key
        taken += [(one.first.start, written) for written in one.taken]
    renames = _renames(whole, merged, into, _new_keys(whole, into, changed, merged))

    def follow(written: str, at: int) -> str:
        return renamed_in(written, renames[whole.joined.file_at(at)])

    for one in made:
        merged.edits += one.edits(follow)
    merged.edits += _following(whole, merged.edits, into, renames)
    merged.edits += _moved_definitions(whole, taken)
    return merged


def _parents_last(whole: Library, groups: Sequence[Group]) -> Iterator[Group]:
    """The groups; where others name one in `crossref`, its last entry stays.

    BibTeX wants a parent after all its children.
    """
    text = whole.joined.text
    parents = {
        text[each.start : each.end].strip('{}" ').lower()
        for block in whole.bib.entries
        for each in block.fields
        if each.name.lower() == "crossref"
    }
    for group in groups:
        if group.preprints or not any(e.key.lower() in parents for e in group.entries):
            yield group
        else:
            yield Group(sorted(group.entries, key=lambda entry: -entry.start))


def _new_keys(
    whole: Library, into: Mapping[int, str], changed: Mapping[int, str], merged: Merged
) -> dict[int, str]:
    """Where an entry that stays begins → its new key, for those whose key another file has."""
    owners: dict[str, int] = {}
    used = {key.lower() for _, key in whole.entries}
    by_start = {block.start: block for block in whole.bib.blocks}
    found: dict[int, str] = {}
    for start, key in whole.entries:
        final = changed.get(start, key)
        if start in into or not final:
            continue
        file = whole.joined.file_at(start)
        if owners.setdefault(final.lower(), file) == file:
            continue
        found[start] = _free(final, used)
        used.add(found[start].lower())
        merged.rekeyed.append(Rekeyed(by_start[start], found[start]))
        if final == by_start[start].key:
            merged.edits.append(edits.rename_key(whole.bib, by_start[start], found[start]))
    return found


def _free(key: str, used: set[str]) -> str:
    """The key with a letter after it that no other has: `a` to `z`, then `aa`."""
    number = 0
    while True:
        number += 1
        letters, rest = "", number
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("a") + letter) + letters
        if (key + letters).lower() not in used:
            return key + letters


def _renames(
    whole: Library, merged: Merged, into: Mapping[int, str], new_keys: Mapping[int, str]
) -> list[dict[str, str]]:
    """For each file: key → the key of the entry that it means now; `merged.renames` is filled."""
    everywhere: dict[str, str] = {}
    left: set[str] = set()
    own: list[dict[str, str]] = [{} for _ in whole.joined.starts]
    for start, key in whole.entries:
        if not key:
            continue
        names = own[whole.joined.file_at(start)]
        names.setdefault(key, into.get(start) or new_keys.get(start, key))
        if start not in into:
            left.add(key.lower())
        elif into[start] != key:
            everywhere.setdefault(key, into[start])
    merged.renames |= {old: new for old, new in everywhere.items() if old.lower() not in left}
    return [{o: n for o, n in (merged.renames | names).items() if o != n} for names in own]


def _following(
    whole: Library, made: Sequence[Edit], into: Mapping[int, str], renames: Sequence[dict[str, str]]
) -> Iterator[Edit]:
    """The fields that name keys, after the entries that have their places now."""
    changed = sorted((edit.start, edit.end) for edit in made if edit.end > edit.start)
    starts = (*whole.joined.starts, len(whole.joined.text) + 1)
    for file, names in enumerate(renames):
        part = [
            block
            for block in whole.bib.blocks
            if starts[file] <= block.start < starts[file + 1] and block.start not in into
        ]
        for edit in rename_keys(BibFile(whole.joined.text, tuple(part)), {}, names):
            before = bisect_right(changed, (edit.start, len(whole.joined.text)))
            if before == 0 or changed[before - 1][1] <= edit.start:
                yield edit


def _moved_definitions(whole: Library, taken: Sequence[tuple[int, str]]) -> Iterator[Edit]:
    """The abbreviations that an entry uses now and that are defined after it, moved to the front.

    Raises:
        InputError: When one of them is defined twice.
    """
    defined: dict[str, list[Block]] = {}
    for block, each in abbreviations.definitions(whole.bib):
        defined.setdefault(each.name.lower(), []).append(block)
    if not defined or not taken:
        return
    text, moved = whole.joined.text, dict[int, Block]()
    wanted = [(at, name) for at, written in taken for name in _used(written)]
    while wanted:
        at, name = wanted.pop()
        blocks_of = defined.get(name, [])
        if not blocks_of or blocks_of[0].start < at or blocks_of[0].start in moved:
            continue
        if len({text[b.start : b.end] for b in blocks_of}) > 1:
            raise InputError(
                f"{whole.joined.place(blocks_of[-1].start)}: the abbreviation {name} is defined "
                "twice, and an entry that now uses it stands before both; rename one first"
            )
        block = blocks_of[0]
        moved[block.start] = block
        wanted += [(at, word) for f in block.fields for word in _used(text[f.start : f.end])]
    front = whole.entries[0][0]
    break_ = "\r\n" if "\r\n" in text else "\n"
    for start in sorted(moved):
        block = moved[start]
        yield Edit(front, front, text[block.start : block.end] + break_)
        yield edits.remove_entry(whole.bib, block)


def _used(written: str) -> list[str]:
    return [written[a:b].lower() for a, b in abbreviations.uses(written, 0, len(written))]
