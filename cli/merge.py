"""`backmatter merge`: several entries for one work made into one."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from backmatter.cli import config, console, editing
from backmatter.cli.editing import Bibs, Diff, Documents, Target, Write
from backmatter.cli.merge_dialogue import Dialogue
from backmatter.cli.options import Output
from backmatter.references.errors import InputError
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.dialect import Dialect
    from backmatter.references.bibtex.joining import Joined
    from backmatter.references.bibtex.merged import Library, Merged
    from backmatter.references.bibtex.merging import Group
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import Block
    from backmatter.references.duplicates.decided import Decided
    from backmatter.references.duplicates.finding import Found, Pair

EXAMPLES = (
    "backmatter merge refs.bib --diff",
    "backmatter merge mine.bib theirs.bib -o ours.bib",
    "backmatter merge refs.bib --write --update-document thesis.tex",
)

_SHOWN = 70
_DIFFERENCES = 4


def command(
    files: Bibs,
    documents: Documents = None,
    write: Write = False,
    diff: Diff = False,
    output: Output = None,
) -> None:
    """Make one entry of several for the same work, and one library of several files.

    The first entry stays and gets the fields, tags and keys that it lacks. Where values differ in
    more than letter case, braces and punctuation, you are asked which one counts, and about
    entries that are nearly the same whether they are one work. Where there is nobody to ask,
    these stay as they are, and a message says why.
    """
    from backmatter.references.bibtex.joining import join
    from backmatter.references.bibtex.merged import merge

    target = Target(output, write, diff)
    read = editing.read_bibs(files, scanned=False)
    if write and len(read) > 1:
        raise typer.BadParameter("several files become one; say where with -o, without --write")
    joined = join([(file.name, file.text) for file in read])
    file = read[0] if len(read) == 1 else _as_file(read, joined)
    target.check([file])
    work = _prepared(joined, config.dialect_for(file.name))
    asks = not diff and _is_terminal(files)
    dialogue = Dialogue(work.library.bib)
    open_pairs = list(_asked(work, dialogue) if asks else work.found.pairs)
    groups = [work.group(at) for at in work.decided.groups()]
    merged = merge(work.library, groups, dialogue.settle if asks else lambda _: None)
    changed = editing.update_documents(documents or (), merged.renames, target)
    _tell(joined, merged)
    if not asks:
        for pair in open_pairs:
            console.message(_why_open(work, pair), style="yellow")
    text = file.edited(merged.edits)
    editing.finish([file], [text], target, changed)
    console.message(_summary(merged, open_pairs, asks=asks))


@dataclass(frozen=True, slots=True)
class _Work:
    """A library with what was found in it; `blocks` are the entries that were found, by place."""

    library: Library
    blocks: dict[int, Block]
    found: Found
    decided: Decided

    def group(self, at: int) -> Group:
        """The group that an entry is in, as it is decided by now."""
        from backmatter.references.bibtex.merging import Group

        entries = [self.blocks[each] for each in self.decided.members(at)]
        preprints = (self.blocks[each].start for each in self.decided.preprints(at))
        return Group(entries, frozenset(preprints))

    def pair(self, pair: Pair) -> Group:
        """The entries of a pair as a group, the published one first."""
        from backmatter.references.bibtex.merging import Group
        from backmatter.references.duplicates.comparing import Kind

        both = [self.blocks[pair.earlier], self.blocks[pair.later]]
        if pair.likeness.kind is not Kind.VERSION:
            return Group(both)
        preprint = both.pop(pair.likeness.preprint)
        return Group([*both, preprint], frozenset((preprint.start,)))


def _prepared(joined: Joined, dialect: Dialect) -> _Work:
    """What is found in a text; of the records no more is kept."""
    from backmatter.references.bibtex.merged import library
    from backmatter.references.duplicates.decided import Decided
    from backmatter.references.duplicates.finding import find
    from backmatter.references.duplicates.in_bib import facts_in
    from backmatter.references.rules.standing_duplicates import standing

    facts = facts_in(joined.text, dialect, joined.starts)
    found = standing(find(facts), joined.text)
    wanted = {at for group in found.groups for at in group}
    wanted |= {at for pair in found.pairs for at in (pair.earlier, pair.later)}
    whole = library(joined, frozenset(wanted))
    by_start = {block.start: block for block in whole.bib.blocks}
    blocks = {at: by_start[whole.entries[at][0]] for at in wanted}
    return _Work(whole, blocks, found, Decided(facts, found))


def _as_file(read: Sequence[OpenBib], joined: Joined) -> OpenBib:
    """Several files as one, in the encoding of the first.

    Raises:
        InputError: When that has no place for a character of the others.
    """
    from backmatter.references.bibtex.encoding import BibText
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.bibtex.scanner import BibFile

    source = BibText(joined.text, read[0].source.encoding, read[0].source.mark)
    name = " + ".join(file.name for file in read)
    try:
        content = source.encode(joined.text, name)
    except InputError as error:
        raise InputError(f"{error}, or name a file in UTF-8 before it") from None
    return OpenBib(name, content, source, BibFile(joined.text, ()))


def _is_terminal(files: Sequence[str]) -> bool:
    """Whether there is a person to ask, who also sees the question."""
    is_there = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    return is_there and "-" not in files and not console.is_quiet()


def _asked(work: _Work, dialogue: Dialogue) -> Iterator[Pair]:
    """Ask about all that is open; the pairs that stay two are given back."""
    from backmatter.references.bibtex.merging import Merging

    for at in work.decided.groups():
        Merging(work.library.bib, work.group(at), dialogue.settle)
    for pair in work.found.pairs:
        if work.decided.is_one(pair):
            continue
        kept, other = work.pair(pair).entries
        if not dialogue.is_one_work(kept, other, _claim(pair, kept, other)):
            yield pair
            continue
        work.decided.agree(pair)
        Merging(work.library.bib, work.group(pair.earlier), dialogue.settle)


def _claim(pair: Pair, kept: Block, other: Block) -> str:
    """`b is nearly the same as a (title, author)`, with what speaks for it."""
    from backmatter.references.duplicates.comparing import Kind

    is_version = pair.likeness.kind is Kind.VERSION
    relation = "is a preprint of" if is_version else "is nearly the same as"
    reasons = ", ".join(pair.likeness.by)
    return f"{other.key} {relation} {kept.key} (same {reasons})"


def _why_open(work: _Work, pair: Pair) -> str:
    """What a pair has in common and in what it differs."""
    from backmatter.references.bibtex.merging import Merging

    group = work.pair(pair)
    kept, other = group.entries
    trial = Merging(work.library.bib, group, lambda _: None)
    values = [(c.name, _one_line(c.ours) or "none", _one_line(c.theirs)) for c in trial.conflicts]
    apart = [f"{name}: {ours} or {theirs}" for name, ours, theirs in values]
    more = len(apart) - _DIFFERENCES
    differ = f"; they differ in {', '.join(apart[:_DIFFERENCES])}" if apart else ""
    differ += f" and {more} more" if more > 0 else ""
    return f"{work.library.joined.place(other.start)}: {_claim(pair, kept, other)}{differ}"


def _tell(joined: Joined, merged: Merged) -> None:
    """What could not be done, and what is not in the entries that stay."""
    for each in joined.renamed:
        console.message(
            f"{each.file}: the abbreviation {each.old} means something else in an earlier file; "
            f"it is {each.new} now",
            style="yellow",
        )
    for conflict in merged.conflicts:
        ours, theirs = _one_line(conflict.ours), _one_line(conflict.theirs)
        console.message(
            f"{joined.place(conflict.other.start)}: {conflict.other.key} is the same work as "
            f"{conflict.kept.key}, but they differ in {conflict.name}: {ours or 'none'} or "
            f"{theirs}",
            style="yellow",
        )
    for each in merged.rekeyed:
        console.message(
            f"{joined.place(each.entry.start)}: {each.entry.key} is another work in an earlier "
            f"file, and is {each.key} now; change what cites it",
            style="yellow",
        )
    for each in merged.left_out:
        if each.is_telling or console.is_verbose():
            console.message(
                f"{joined.place(each.other.start)}: not in {each.kept.key} is the {each.name} of "
                f"{each.other.key}: {_one_line(each.value)}"
            )


def _summary(merged: Merged, left: Sequence[Pair], *, asks: bool) -> str:
    """`3 entries merged into others; 1 left, see above; 2 pairs nearly the same …`."""
    from backmatter.references.duplicates.comparing import Kind

    parts = [f"{merged.gone} entr{'y' if merged.gone == 1 else 'ies'} merged into others"]
    if apart := len({conflict.other.start for conflict in merged.conflicts}):
        parts.append(f"{apart} left, see above")
    versions = sum(pair.likeness.kind is Kind.VERSION for pair in left)
    near = len(left) - versions
    counts = [f"{counted(near, 'pair')} nearly the same"] if near else []
    counts += [f"{counted(versions, 'preprint')} of others"] if versions else []
    if counts:
        end = " left" if asks else ": at a terminal merge asks about them"
        parts.append(" and ".join(counts) + end)
    return "; ".join(parts)


def _one_line(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
