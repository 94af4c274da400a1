"""A page's characters put together: pieces of a line first, then whole lines.

A piece is what was drawn in one go without a gap wider than a word space; the gaps between
pieces are what columns are found by. Lines are made of the pieces of one column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backmatter.references.documents.joining import is_cjk
from backmatter.references.documents.pdf_glyphs import Glyph

_WIDE_GAP = 0.95
"""A gap of this many ems parts two pieces; word spaces in justified lines are narrower."""

_WORD_GAP = 0.17
"""Between pieces, a gap of this many ems is a space."""

_LABEL = re.compile(r"[\[［(（【]?\d{1,3}[\]］)）】]?[.．、:]?|[•·▪■□○●►–—*]")
"""A list's number or bullet, which belongs to the text behind it, however far off."""

_LABEL_GAP = 4.0
_MAX_LABEL = 6
_MAX_BESIDE = 100
"""How many pieces of a line are looked at for what stands raised beside them."""

_SAME_BASELINE = 0.12
_SAME_SIZE_SHIFT = 0.28
"""How far two characters of one size may differ in height, in ems; brackets do in some fonts."""

_RAISED = (0.12, 0.75)
_SMALL = 0.86
"""A raised piece is a superscript up to this share of the size of what it is raised above."""

_BOLD_SHARE = 0.8
_OPENING = frozenset("[［(（【")
"""After these a raised number is a mark already, whatever its height."""

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line: its text, edges, baseline and font size in points.

    `bold` counts its bold characters; `spaced` says that the file draws a space before it.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: int
    spaced: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a column; `size` is that of most of its characters."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """The upright characters of a page as pieces, in the order in which they are drawn."""
    found: list[Piece] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.upright:
            continue
        if run and not _continues(run, glyph):
            found.append(_piece(run))
            run = []
        run.append(glyph)
    if run:
        found.append(_piece(run))
    return found


def rows(column: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces that stand on one line each, from the top down."""
    found: list[list[Piece]] = []
    mains: list[Piece] = []
    for piece in sorted(column, key=lambda p: (p.baseline, p.left)):
        for at in range(len(found) - 1, max(-1, len(found) - 7), -1):
            if _shares_line(found[at], mains[at], piece):
                found[at].append(piece)
                mains[at] = max(mains[at], piece, key=lambda p: (p.size, len(p.text)))
                break
        else:
            found.append([piece])
            mains.append(piece)
    return found


def lines(column: Iterable[Piece]) -> list[TextLine]:
    """The pieces of one column as lines, from the top down."""
    return sorted(map(line_of, rows(column)), key=lambda line: line.baseline)


def line_of(row: Sequence[Piece]) -> TextLine:
    """Pieces that share a line, put together; raised digits become superscript ones."""
    row = sorted(row, key=lambda p: p.left)
    largest = max(p.size for p in row)
    main = max(row, key=lambda p: (len(p.text) if p.size >= 0.8 * largest else 0, p.size))
    letters = sum(len(p.text.replace(" ", "")) for p in row)
    return TextLine(
        "".join(_texts(row, main)).strip(),
        row[0].left,
        max(p.right for p in row),
        main.baseline,
        main.size,
        sum(p.bold for p in row) > _BOLD_SHARE * letters,
    )


def _continues(run: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a character goes on where those before it ended."""
    before = run[-1]
    size = max(before.size, glyph.size)
    alike = abs(before.size - glyph.size) <= (1 - _SMALL) * size
    shift = abs(before.baseline - glyph.baseline)
    if shift > (_SAME_SIZE_SHIFT if alike else _SAME_BASELINE) * size:
        return False
    gap = glyph.left - before.right
    if len(run) <= _MAX_LABEL and gap >= _WIDE_GAP * size:
        return (
            gap < _LABEL_GAP * size and _LABEL.fullmatch("".join(g.text for g in run)) is not None
        )
    return alike and -0.5 * size < gap < _WIDE_GAP * size


def _piece(run: Sequence[Glyph]) -> Piece:
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in run:
        if before and _is_same_again(before, glyph):
            continue
        if before and glyph.spaced and not (_is_east(before.text[-1]) and _is_east(glyph.text[0])):
            parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    sizes = sorted(glyph.size for glyph in run)
    return Piece(
        "".join(parts),
        min(glyph.left for glyph in run),
        max(glyph.right for glyph in run),
        run[0].baseline,
        sizes[len(sizes) // 2],
        sum(glyph.bold for glyph in run),
        run[0].spaced,
    )


def _is_east(character: str) -> bool:
    """Whether spaces beside a character mean nothing: Han and marks, not full-width letters."""
    return is_cjk(character) and not (
        "！" <= character <= "～" and character not in "（），．：；？！［］"
    )


def _is_same_again(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character was only drawn twice, for a bold look."""
    near = abs(before.left - glyph.left) < 0.06 * glyph.size
    return near and before.text == glyph.text and glyph.right > glyph.left


def _shares_line(row: Sequence[Piece], main: Piece, piece: Piece) -> bool:
    """Whether a piece stands on a line: level with it, or raised or lowered beside it."""
    size = max(main.size, piece.size)
    shift = abs(main.baseline - piece.baseline)
    if shift <= _SAME_BASELINE * size:
        return True
    smaller = min(main.size, piece.size) <= _SMALL * size
    if shift >= (_RAISED[1] if smaller else 0.3) * size:
        return False
    return any(
        -0.3 * size < piece.left - p.right < 0.8 * size
        or -0.3 * size < p.left - piece.right < 0.8 * size
        for p in row[-_MAX_BESIDE:]
    )


def _texts(row: Sequence[Piece], main: Piece) -> Iterator[str]:
    before: Piece | None = None
    for piece in row:
        raised = main.baseline - piece.baseline
        superscript = (
            raised > _RAISED[0] * main.size
            and piece.size <= _SMALL * main.size
            and not _OPENING.intersection(piece.text + (before.text[-1] if before else ""))
        )
        if before is not None:
            gap = piece.left - before.right
            wide = gap > _WORD_GAP * main.size
            spaced = piece.spaced and gap > 0
            tight = is_cjk(before.text[-1]) and is_cjk(piece.text[0]) and gap < main.size
            if (wide or spaced) and not tight and not (superscript and gap < 0.4 * main.size):
                yield " "
        yield piece.text.translate(_SUPERSCRIPTS) if superscript else piece.text
        before = piece
