"""PDF files with a text layer.

Each page is read column by column, its running head and foot marked; every line keeps its place
on the page. A page without text is a picture: it is passed over, and the document says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from backmatter.references.documents.detours import mark_detours
from backmatter.references.documents.model import Document, Line, LineKind, Place
from backmatter.references.documents.pdf_columns import columns
from backmatter.references.documents.pdf_furniture import PageParts, split_pages
from backmatter.references.documents.pdf_glyphs import PageGlyphs, read_pages
from backmatter.references.documents.pdf_headings import find_headings, leading
from backmatter.references.documents.pdf_lines import Piece, TextLine, line_of, lines, pieces
from backmatter.references.documents.pdf_wide import has_wide_latin, narrowed, spelled
from backmatter.references.errors import InputError
from backmatter.references.findings import Finding, Location

_PARAGRAPH_GAP = 1.4
"""A blank line stands for a distance this many times the usual one between lines."""

_MIN_PAGE_CHARACTERS = 8
"""A page with fewer is a picture with a stamp or a page number laid over it."""


@dataclass(frozen=True, slots=True)
class _Set:
    """A line as set on a page."""

    line: TextLine
    kind: LineKind
    place: Place


def read_pdf(data: bytes, name: str) -> Document:
    """A PDF as a document.

    Raises:
        InputError: When it is damaged or cut short, needs a password, is too large, or has no
            page with a text layer.
    """
    read = list(read_pages(data, name))
    empty = [page.number for page in read if len(page.glyphs) < _MIN_PAGE_CHARACTERS]
    if len(empty) == len(read):
        raise InputError(
            f"{name}: has no text layer ({_pages(len(read))}): its pages are pictures; "
            "run OCR on it first"
        )
    wide = has_wide_latin(page.glyphs for page in read)
    if wide:
        read = [replace(page, glyphs=spelled(page.glyphs)) for page in read]
    drawn = [pieces(page.glyphs) for page in read]
    parts = split_pages(drawn, [page.height for page in read])
    placed = [line for page, part in zip(read, parts, strict=True) for line in _page(page, part)]
    if wide:
        texts = narrowed([each.line.text for each in placed])
        placed = [_with_text(each, text) for each, text in zip(placed, texts, strict=True)]
    text, document_lines = _composed(placed)
    document_lines = mark_detours(text, document_lines)
    return Document(
        name,
        text,
        "pdf",
        document_lines,
        find_headings(text, document_lines),
        tuple(_findings(name, read, empty)),
    )


def _with_text(each: _Set, text: str) -> _Set:
    return replace(each, line=replace(each.line, text=text))


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def _findings(name: str, read: Sequence[PageGlyphs], empty: Sequence[int]) -> Iterator[Finding]:
    if empty:
        shown = ", ".join(str(number) for number in empty[:12])
        more = f" and {len(empty) - 12} more" if len(empty) > 12 else ""
        yield Finding(
            "BM106",
            f"{len(empty)} of {_pages(len(read))} have no text layer and were passed over; "
            f"run OCR on them: page {shown}{more}",
            location=Location(name),
        )


def _page(page: PageGlyphs, parts: PageParts) -> Iterator[_Set]:
    for row in parts.head:
        yield _set(page, line_of(row), LineKind.FURNITURE, 0.0, page.width)
    for column in columns(parts.body):
        for line in lines(column.pieces):
            yield _set(page, line, LineKind.TEXT, column.left, column.right)
    for row in parts.foot:
        yield _set(page, line_of(row), LineKind.FURNITURE, 0.0, page.width)
    for piece in _sideways(page):
        yield _set(page, line_of([piece]), LineKind.FURNITURE, 0.0, page.width)


def _sideways(page: PageGlyphs) -> list[Piece]:
    """What stands on its side in a margin, such as an archive's stamp."""
    return pieces(g._replace(upright=True) for g in page.glyphs if not g.upright)


def _set(page: PageGlyphs, line: TextLine, kind: LineKind, left: float, right: float) -> _Set:
    place = Place(
        page.number,
        line.left,
        line.right,
        line.baseline,
        line.size,
        line.bold,
        left,
        right,
    )
    return _Set(line, kind, place)


def _composed(placed: Iterable[_Set]) -> tuple[str, tuple[Line, ...]]:
    """The lines as one text, a blank line between paragraphs that stand apart."""
    placed = [each for each in placed if each.line.text]
    usual = leading([Line(0, 0, 0, each.kind, each.place) for each in placed])
    found: list[Line] = []
    parts: list[str] = []
    offset = 0

    def add(text: str, kind: LineKind, place: Place | None) -> None:
        nonlocal offset
        found.append(Line(len(found) + 1, offset, offset + len(text), kind, place))
        parts.append(text)
        offset += len(text) + 1

    before: Place | None = None
    for each in placed:
        if each.kind is LineKind.TEXT:
            if before and _stands_apart(before, each.place, usual):
                add("", LineKind.BLANK, None)
            before = each.place
        add(each.line.text, each.kind, each.place)
    return "\n".join(parts), tuple(found)


def _stands_apart(before: Place, place: Place, usual: float) -> bool:
    if before.page != place.page or place.baseline <= before.baseline:
        return False
    step = (place.baseline - before.baseline) / max(before.size, place.size)
    return step > _PARAGRAPH_GAP * usual
