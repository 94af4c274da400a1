"""DOIs: strict form, repair of damaged ones, comparison (ISO 26324; DOI Handbook, section 2).

A DOI is `10.`, a registrant code, `/` and a suffix. The suffix may hold any printable character:
old SICI suffixes have `<>;:()[]` in them. Letter case of ASCII letters does not count.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from backmatter.references.model import Repair

MAX_LENGTH = 512
"""Longer ones are refused: no registered DOI comes near."""

_FORM = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}){0,6}/[!-~\u00a1-\ud7ff\uf900-\ufffd]{1,500}")
_PLAIN = re.compile(r"10\.\d{4,9}/(?:[A-Za-z0-9.()/:;_-]{0,499}[A-Za-z0-9])")
"""A DOI in which there is nothing to repair, as most are."""
_PREFIX = re.compile(
    r"(?:(?:https?:)?//)?(?:www\.)?(?:dx\.)?doi\.org/(?:doi:)?|(?:urn:|info:)?doi(?:\.org)?[:/=]|doi\s{0,3}(?=10\.)",
    re.IGNORECASE,
)
_HIDDEN = {
    "\u00ad": "soft-hyphen",
    "\u200b": "zero-width",
    "\u200c": "zero-width",
    "\u200d": "zero-width",
    "\u2060": "zero-width",
    "\ufeff": "zero-width",
}
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63", "-")
_SLASHES = dict.fromkeys("\u2044\u2215\u29f8", "/")
_TRAILING = ".,;:!?'\"*_\u2018\u2019\u201c\u201d\u00bb\u203a\u3002\u3001\uff0c\uff1b\u300d\u300f"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}

Piece = tuple[str, int, int]
"""A character as it is now, and the half-open range of the original text that it came from."""


@dataclass(frozen=True, slots=True)
class Doi:
    """A DOI in its repaired form, letter case as printed.

    Attributes:
        text: `10.1002/wdev.343`.
        repairs: What was changed, with offsets into the text given.
        alternatives: Other readings, where a line break makes it uncertain whether a hyphen
            belongs to the DOI; the likeliest is `text`.
    """

    text: str
    repairs: tuple[Repair, ...] = ()
    alternatives: tuple[str, ...] = ()


def is_valid(doi: str) -> bool:
    """Whether it is a DOI in strict form: no prefix, no space, no control or hidden character."""
    return len(doi) <= MAX_LENGTH and doi.isprintable() and _FORM.fullmatch(doi) is not None


def key(doi: str) -> str:
    """The DOI for comparing and for indexes: ASCII letters in lower case, nothing else changed."""
    if doi.isascii():
        return doi.lower()
    return "".join(char.lower() if char.isascii() else char for char in doi)


def same(one: str, other: str) -> bool:
    """Whether two DOIs are the same; the letter case of ASCII letters does not count."""
    return key(one) == key(other)


def encoded(doi: str) -> str:
    """The DOI as one segment of a URL's path, the slash percent-encoded too."""
    return quote(doi, safe="")


def url(doi: str) -> str:
    """The DOI as a link: `https://doi.org/10.1002/wdev.343`."""
    return "https://doi.org/" + quote(doi, safe="/:;()[]")


def parse_doi(text: str) -> Doi | None:
    """Read a text that is meant to be one DOI, such as a field's value; None when it is none.

    Repaired, and told in `repairs`: a prefix (`doi:`, `https://dx.doi.org/`), full-width
    characters, dashes, soft hyphens and zero-width characters, line breaks and spaces, percent
    encoding, HTML entities, and stops, quotes or unpaired brackets glued to the end. Runs in
    time linear in the text's length.
    """
    if len(text) > 4 * MAX_LENGTH:
        return None
    if _PLAIN.fullmatch(text):
        return Doi(text) if is_valid(text) else None
    return repaired([(char, at, at + 1) for at, char in enumerate(text)], text)


def repaired(pieces: list[Piece], original: str) -> Doi | None:
    """The DOI that pieces of a text spell, once repaired; None when they spell none."""
    repairs: list[Repair] = []
    pieces = list(_without_prefix(list(_plain(pieces, repairs)), repairs))
    pieces, joints = _joined(pieces, repairs)
    pieces = _decoded(pieces, repairs)
    pieces = _trimmed(pieces, repairs)
    doi = "".join(char for char, _, _ in pieces)
    if not is_valid(doi):
        return None
    kept = len(pieces)
    other = [doi[:at] + insert + doi[at + drop :] for at, drop, insert in joints if 0 < at < kept]
    merged = tuple(_merged(sorted(repairs, key=lambda r: (r.start, r.end)), original))
    return Doi(doi, merged, tuple(alt for alt in other if is_valid(alt)))


def _plain(pieces: Iterable[Piece], repairs: list[Repair]) -> Iterator[Piece]:
    """Full-width forms, odd dashes and slashes made plain; hidden characters dropped."""
    for char, start, end in pieces:
        code = ord(char[0])
        if char in _HIDDEN:
            repairs.append(Repair(_HIDDEN[char], start, end, char, ""))
            continue
        plain, kind = char, ""
        if 0xFF01 <= code <= 0xFF5E:
            plain, kind = chr(code - 0xFEE0), "full-width"
        elif char in _DASHES:
            plain, kind = _DASHES[char], "dash"
        elif char in _SLASHES:
            plain, kind = _SLASHES[char], "slash"
        if kind:
            repairs.append(Repair(kind, start, end, char, plain))
        yield plain, start, end


def _without_prefix(pieces: list[Piece], repairs: list[Repair]) -> Iterator[Piece]:
    """What follows `doi:`, `https://doi.org/` and the like, of which there may be several."""
    text = "".join(char for char, _, _ in pieces)
    at = len(text) - len(text.lstrip(" \t\r\n\u00a0\u3000<([{\"'"))
    while found := _PREFIX.match(text, at):
        at = found.end()
        at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n\u00a0:"))
    if at:
        repairs.append(Repair("prefix", pieces[0][1], pieces[at - 1][2], text[:at], ""))
    yield from pieces[at:]


def _joined(
    pieces: list[Piece], repairs: list[Repair]
) -> tuple[list[Piece], list[tuple[int, int, str]]]:
    """Spaces and line breaks closed up; for each hyphen at a break, how else it may be read.

    A hyphen between letters at the end of a line is the typesetter's, one beside a digit the
    DOI's own: `s12967-⏎016` keeps it, `biop-⏎ha` loses it.
    """
    result: list[Piece] = []
    joints: list[tuple[int, int, str]] = []
    at = 0
    while at < len(pieces):
        char, start, end = pieces[at]
        if not char.isspace():
            result.append((char, start, end))
            at += 1
            continue
        stop = at
        while stop < len(pieces) and pieces[stop][0].isspace():
            stop += 1
        gap = "".join(piece[0] for piece in pieces[at:stop])
        broken = "\n" in gap or "\r" in gap
        before = len(result)
        repairs.append(
            Repair("line-break" if broken else "space", start, pieces[stop - 1][2], gap, "")
        )
        if broken and before > 1 and result[-1][0] == "-" and stop < len(pieces):
            if result[-2][0].isalpha() and pieces[stop][0].isalpha():
                _, hyphen_start, hyphen_end = result.pop()
                repairs.append(Repair("line-break-hyphen", hyphen_start, hyphen_end, "-", ""))
                joints.append((before - 1, 0, "-"))
            else:
                joints.append((before - 1, 1, ""))
        at = stop
    return result, joints


def _decoded(pieces: list[Piece], repairs: list[Repair]) -> list[Piece]:
    """Percent encoding (where it is part of a URL's spelling) and HTML entities undone."""
    result: list[Piece] = []
    at = 0
    while at < len(pieces):
        char, start, end = pieces[at]
        ahead = "".join(piece[0] for piece in pieces[at : at + 6])
        if found := re.match(r"%[2-7][0-9A-Fa-f]", ahead):
            plain, kind, used = chr(int(found[0][1:], 16)), "percent-encoding", 3
        elif found := re.match(r"&(?:lt|gt|amp|quot|#39);", ahead):
            plain, kind, used = html.unescape(found[0]), "html-entity", found.end()
        else:
            result.append((char, start, end))
            at += 1
            continue
        end = pieces[at + used - 1][2]
        repairs.append(Repair(kind, start, end, ahead[:used], plain))
        result.append((plain, start, end))
        at += used
    return result


def _trimmed(pieces: list[Piece], repairs: list[Repair]) -> list[Piece]:
    """Without the stops, quotes and unpaired closing brackets that the citing text glued on."""
    open_count = dict.fromkeys(_PAIRS.values(), 0)
    close_count = dict.fromkeys(_PAIRS, 0)
    for char, _, _ in pieces:
        if char in open_count:
            open_count[char] += 1
        elif char in close_count:
            close_count[char] += 1
    end = len(pieces)
    while end:
        char = pieces[end - 1][0]
        if char in close_count and close_count[char] > open_count[_PAIRS[char]]:
            close_count[char] -= 1
        elif char in open_count:
            open_count[char] -= 1
        elif char not in _TRAILING:
            break
        end -= 1
    if 0 < end < len(pieces):
        tail = "".join(char for char, _, _ in pieces[end:])
        repairs.append(Repair("trailing", pieces[end][1], pieces[-1][2], tail, ""))
    return pieces[:end]


def _merged(repairs: Iterable[Repair], original: str) -> Iterator[Repair]:
    """Neighbouring repairs of one kind as one, `before` as the text given has it."""
    last: Repair | None = None
    for repair in repairs:
        if last and last.kind == repair.kind and last.end == repair.start:
            last = Repair(last.kind, last.start, repair.end, "", last.after + repair.after)
            continue
        if last:
            yield _quoted(last, original)
        last = repair
    if last:
        yield _quoted(last, original)


def _quoted(repair: Repair, original: str) -> Repair:
    before = original[repair.start : repair.end]
    return Repair(repair.kind, repair.start, repair.end, before, repair.after)
