"""The characters of a PDF with their places, by PDFium; no other module knows that library.

Coordinates come out in points as the page is shown: x to the right, y downwards from the top,
a rotated page turned upright.
"""

from __future__ import annotations

import ctypes
import importlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from backmatter.references.documents.pdf_guard import check_streams
from backmatter.references.errors import InputError

MAX_PAGES = 5000
MAX_CHARACTERS = 8_000_000
"""Of a document; the longest books have about five million."""

MAX_PAGE_CHARACTERS = 300_000
_TRAILER = b"%%EOF"
_TRAILER_REACH = 4096
_SPACES = frozenset({0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x3000, *range(0x2000, 0x200C), 0x202F})
_PASSWORD_ERROR = 4
_MIN_SIZE = 1.0
_SAMPLE = 20
_MIN_LETTERS = 20
_HALF_SHARE = 0.5
_FULL_SHARE = 0.88
_BOLD = (b"bold", b"black", b"heavy", b"semib", b"hei")
"""What the names of bold fonts contain; Hei is the bold face of Chinese."""


class Glyph(NamedTuple):
    """One character: its edges, its baseline and its font size, all in points.

    `text` is one character, or several for a ligature; `height` is that of its ink. `spaced`
    says that a space stands before it in the order in which the file draws it.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    height: float
    bold: bool
    upright: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class PageGlyphs:
    """A page: its number from 1, its size in points, and its characters as drawn."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]


class _Run(NamedTuple):
    """What the characters of one text object share."""

    size: float
    bold: bool
    angle: int


def read_pages(data: bytes, name: str) -> Iterator[PageGlyphs]:
    """The pages of a PDF, one after the other.

    Raises:
        InputError: When it is no PDF, is damaged, needs a password, or is larger than any book.
    """
    check_streams(data, name)
    library = _library()
    document = library.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if library.FPDF_GetLastError() == _PASSWORD_ERROR:
            raise InputError(f"{name}: is protected by a password; save it without one first")
        raise InputError(f"{name}: is not a PDF that can be read: damaged, or cut short")
    try:
        if _TRAILER not in data[-_TRAILER_REACH:]:
            raise InputError(f"{name}: is cut short: the end of the PDF is missing")
        count = int(library.FPDF_GetPageCount(document))
        if count == 0:
            raise InputError(f"{name}: is a PDF without pages: damaged, or cut short")
        if count > MAX_PAGES:
            raise InputError(f"{name}: has {count:,} pages, more than the {MAX_PAGES:,} allowed")
        total = 0
        for index in range(count):
            page = _read_page(library, document, index, name)
            total += len(page.glyphs)
            if total > MAX_CHARACTERS:
                raise InputError(f"{name}: has more than {MAX_CHARACTERS:,} characters")
            yield page
    finally:
        library.FPDF_CloseDocument(document)


def _library() -> Any:
    """PDFium's functions, which have no types of their own."""
    return importlib.import_module("pypdfium2.raw")  # here, for it loads several megabytes


def _read_page(library: Any, document: Any, index: int, name: str) -> PageGlyphs:
    page = library.FPDF_LoadPage(document, index)
    if not page:
        return PageGlyphs(index + 1, 0.0, 0.0, ())
    try:
        turn = int(library.FPDFPage_GetRotation(page)) % 4
        width = float(library.FPDF_GetPageWidthF(page))
        height = float(library.FPDF_GetPageHeightF(page))
        text = library.FPDFText_LoadPage(page)
        if not text:
            return PageGlyphs(index + 1, width, height, ())
        try:
            if library.FPDFText_CountChars(text) > MAX_PAGE_CHARACTERS:
                raise InputError(
                    f"{name}: page {index + 1} has more than {MAX_PAGE_CHARACTERS:,} characters"
                )
            turn = (turn + _lean(library, text, turn)) % 4
            glyphs = _resized(
                list(_glyphs(library, text, turn, _upright(turn, _box(library, page))))
            )
        finally:
            library.FPDFText_ClosePage(text)
        return PageGlyphs(index + 1, width, height, glyphs)
    finally:
        library.FPDF_ClosePage(page)


def _box(library: Any, page: Any) -> tuple[float, float, float, float]:
    """The visible box in the page's own coordinates: left, bottom, right, top."""
    rectangle = library.FS_RECTF()
    library.FPDF_GetPageBoundingBox(page, ctypes.byref(rectangle))
    return rectangle.left, rectangle.bottom, rectangle.right, rectangle.top


def _upright(
    turn: int, box: tuple[float, float, float, float]
) -> Callable[[float, float], tuple[float, float]]:
    """What takes a point of the page's own coordinates to the page as shown, y downwards."""
    left, bottom, right, top = box
    if turn == 1:
        return lambda x, y: (y - bottom, x - left)
    if turn == 2:
        return lambda x, y: (right - x, y - bottom)
    if turn == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _glyphs(
    library: Any, text: Any, turn: int, place: Callable[[float, float], tuple[float, float]]
) -> Iterator[Glyph]:
    numbers = [ctypes.c_double() for _ in range(6)]
    left, right, bottom, top, x, y = numbers
    left_at, right_at, bottom_at, top_at, x_at, y_at = map(ctypes.byref, numbers)
    runs: dict[int, _Run] = {}
    spaced = False
    high = 0
    for index in range(int(library.FPDFText_CountChars(text))):
        code = int(library.FPDFText_GetUnicode(text, index))
        if code in _SPACES:
            spaced = True
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code == 0 or library.FPDFText_IsGenerated(text, index):
            continue
        library.FPDFText_GetCharBox(text, index, left_at, right_at, bottom_at, top_at)
        library.FPDFText_GetCharOrigin(text, index, x_at, y_at)
        owner = library.FPDFText_GetTextObject(text, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value or 0
        run = runs.get(address)
        if run is None:
            run = runs[address] = _run(library, text, index, owner, turn)
        first, last = place(left.value, bottom.value), place(right.value, top.value)
        yield Glyph(
            _LIGATURES.get(code) or chr(code),
            min(first[0], last[0]),
            max(first[0], last[0]),
            place(x.value, y.value)[1],
            run.size or max(abs(last[1] - first[1]), _MIN_SIZE),
            abs(last[1] - first[1]),
            run.bold,
            run.angle == 0,
            spaced,
        )
        spaced = False


def _resized(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The characters with the sizes that they are seen in.

    Some fonts (Founder's, in Chinese journals) draw their characters at half the em; of any
    other font's letters the tallest tenth fill more than six tenths of it. Where most letters
    of a page are of that kind, so are the marks around them.
    """
    heights: dict[float, list[float]] = {}
    for glyph in glyphs:
        if glyph.text.isalnum():
            heights.setdefault(glyph.size, []).append(glyph.height)
    shares = {
        size: sorted(found)[len(found) * 9 // 10] / size
        for size, found in heights.items()
        if len(found) >= _MIN_LETTERS
    }
    small = {size: share for size, share in shares.items() if 0.1 < share < _HALF_SHARE}
    letters = sum(map(len, heights.values()))
    if 2 * sum(len(heights[size]) for size in small) <= letters:
        return tuple(glyphs)
    factor = max(small.values()) / _FULL_SHARE
    normal = shares.keys() - small.keys()
    return tuple(
        glyph if glyph.size in normal else glyph._replace(size=glyph.size * factor)
        for glyph in glyphs
    )


_LIGATURES = {
    0x02: "-",  # PDFium's own code for a hyphen at a line's end
    0xFFFE: "-",
    0xAD: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
"""What is drawn as one character but written as several, and hyphens under other codes."""


def _lean(library: Any, text: Any, turn: int) -> int:
    """The quarter turns that most of a page's text leans by, as shown: tables set sideways."""
    angles: list[int] = []
    for index in range(0, int(library.FPDFText_CountChars(text)), _SAMPLE):
        owner = library.FPDFText_GetTextObject(text, index)
        if owner:
            angles.append(_run(library, text, index, owner, turn).angle)
    common = max(range(4), key=angles.count)
    return common if angles.count(common) > len(angles) / 2 else 0


def _run(library: Any, text: Any, index: int, owner: Any, turn: int) -> _Run:
    """Size in points, weight and angle (in quarter turns, as shown) of a character's object."""
    if not owner:
        return _Run(0.0, bold=False, angle=0)
    matrix = library.FS_MATRIX()
    library.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
    size = float(library.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.c, matrix.d)
    angle = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) if matrix.a or matrix.b else 0
    font = library.FPDFTextObj_GetFont(owner)
    buffer = ctypes.create_string_buffer(128)
    library.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    name = buffer.value.lower()
    bold = any(word in name for word in _BOLD)
    return _Run(size if size >= _MIN_SIZE else 0.0, bold, (angle - turn) % 4)
