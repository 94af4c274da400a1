"""The tags of an entry, in its `keywords` field: added, taken out and renamed one by one.

Other tags, the separators between them and their line breaks stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from backmatter.references.bibtex import edits
from backmatter.references.bibtex.scanner import BibFile, Block, Field
from backmatter.references.errors import InputError
from backmatter.references.findings import Edit
from backmatter.references.formats.csl_custom import keyword_separator
from backmatter.references.latex import decode, encode

LEVEL = ">"
"""What separates the levels of a tag; it is written with a space on either side."""

_FIELDS = ("keywords", "keyword")
_SEPARATOR = re.compile(r"\s*[,，;；]\s*")
_MARK = re.compile("[,，;；]")
_PARTS = re.compile(r"[{},，;；]")
_DEPTH = {"{": 1, "}": -1}


class Keyword(NamedTuple):
    """A tag of an entry: what it says, and where it stands in the file."""

    tag: str
    start: int
    end: int


def checked_tag(text: str) -> str:
    """A tag as it is written: one space on either side of `>`, none at its ends.

    Raises:
        InputError: When it is empty, has an empty level, or holds what separates tags.
    """
    levels = [" ".join(level.split()) for level in text.split(LEVEL)]
    if not all(levels) or _SEPARATOR.search(text):
        raise InputError(f"{text!r}: a tag is words without comma or semicolon; > between levels")
    return f" {LEVEL} ".join(levels)


def levels_of(tag: str) -> tuple[tuple[str, ...], ...]:
    """A tag and those above it, the top first, each by its levels."""
    levels = _levels(tag)
    return tuple(levels[: end + 1] for end in range(len(levels)))


def is_at_or_below(tag: str, top: str) -> bool:
    """Whether a tag is the other one, or stands below it in the hierarchy."""
    levels, wanted = _levels(tag), _levels(top)
    return levels[: len(wanted)] == wanted


def renamed_tag(tag: str, old: str, new: str) -> str:
    """A tag after `old` and all below it have been renamed."""
    if not is_at_or_below(tag, old):
        return tag
    return f" {LEVEL} ".join((*_levels(new), *_levels(tag)[len(_levels(old)) :]))


def keywords(bib: BibFile, entry: Block) -> tuple[Keyword, ...]:
    """The tags of an entry; none where abbreviations make up the field."""
    field = _field(entry)
    if field is None or not _is_plain(bib, field):
        return ()
    return tuple(_split(bib.text, field.start + 1, field.end - 1))


def add_keywords(bib: BibFile, entry: Block, tags: Sequence[str]) -> Iterator[Edit]:
    """The edit that adds the tags that the entry does not have."""
    field = _field(entry)
    has = {each.tag for each in keywords(bib, entry)}
    new = [encode(tag) for tag in dict.fromkeys(tags) if tag not in has]
    if not new:
        return
    if field is None:
        yield edits.add_field(bib, entry, "keywords", ", ".join(new))
    elif not _is_plain(bib, field):
        if any(tag not in bib.text[field.start : field.end] for tag in new):
            yield Edit(field.end, field.end, f" # {{, {', '.join(new)}}}")
    else:
        yield _appended(bib, field, new)


def change_keywords(
    bib: BibFile, entry: Block, change: Callable[[str], str | None]
) -> Iterator[Edit]:
    """The edits that rename tags, or take them out.

    Args:
        bib: The text, scanned.
        entry: One of its entries.
        change: Gives for a tag what it is to be, itself for no change, None to take it out.
    """
    found = keywords(bib, entry)
    wanted = [change(each.tag) for each in found]
    kept: list[tuple[Keyword, str]] = []
    gone: list[Keyword] = []
    seen = {each.tag for each, tag in zip(found, wanted, strict=True) if tag == each.tag}
    for each, tag in zip(found, wanted, strict=True):
        if tag is None or (tag in seen and tag != each.tag):
            gone.append(each)
        else:
            kept.append((each, tag))
            seen.add(tag)
    field = _field(entry)
    if gone and not kept and field is not None:
        yield edits.remove_field(bib, field, entry)
        return
    yield from (Edit(e.start, e.end, encode(tag)) for e, tag in kept if tag != e.tag)
    yield from _without(found, gone)


def _without(found: Sequence[Keyword], gone: Sequence[Keyword]) -> Iterator[Edit]:
    """Tags taken out, each with the separator after it; at the end, with the one before it."""
    last_kept = max((place for place, each in enumerate(found) if each not in gone), default=-1)
    for place, each in enumerate(found[:last_kept]):
        if each in gone:
            yield Edit(each.start, found[place + 1].start, "")
    if last_kept + 1 < len(found):
        yield Edit(found[last_kept].end, found[-1].end, "")


def _field(entry: Block) -> Field | None:
    return next(filter(None, (edits.field_of(entry, name) for name in _FIELDS)), None)


def _levels(tag: str) -> tuple[str, ...]:
    return tuple(level.strip() for level in tag.split(LEVEL))


def _is_plain(bib: BibFile, field: Field) -> bool:
    """Whether a value is one piece with delimiters."""
    written = bib.text[field.start : field.end]
    depth = 0
    for place, character in enumerate(written[:-1]):
        depth += _DEPTH.get(character, 0)
        if place and depth == 0 and character in '"}':
            return False
    return written[0] in '{"'


def _split(text: str, start: int, end: int) -> Iterator[Keyword]:
    """The tags between two offsets; what is in braces holds no separator."""
    separators = keyword_separator(text[start:end]).pattern
    depth, begin = 0, start
    for match in _PARTS.finditer(text, start, end):
        depth += _DEPTH.get(match[0], 0)
        if depth == 0 and match[0] in separators:
            yield from _keyword(text, begin, match.start())
            begin = match.end()
    yield from _keyword(text, begin, end)


def _keyword(text: str, start: int, end: int) -> Iterator[Keyword]:
    written = text[start:end]
    if tag := decode(written).strip():
        first = start + len(written) - len(written.lstrip())
        yield Keyword(tag, first, start + len(written.rstrip()))


def _appended(bib: BibFile, field: Field, new: Sequence[str]) -> Edit:
    """Tags put after those that a field has, with what stands between these."""
    text, start, end = bib.text, field.start + 1, field.end - 1
    inside = text[start:end]
    found = tuple(_split(text, start, end))
    if not found:
        return Edit(start, end, ", ".join(new))
    separator = text[found[-2].end : found[-1].start] if len(found) > 1 else ""
    if not _SEPARATOR.fullmatch(separator):
        separator = "; " if _is_separated_by(inside, ";") else ", "
    end = start + len(inside.rstrip())
    last = found[len(found) - 1]
    ends_with_one = _SEPARATOR.fullmatch(text, last.end, end)
    before = _MARK.sub("", separator) if ends_with_one else separator
    return Edit(end, end, before + separator.join(new))


def _is_separated_by(text: str, mark: str) -> bool:
    separators = keyword_separator(text)
    return separators.search(mark) is not None and separators.search(text) is not None
