"""Find the reference list in a document and split it into its printed references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backmatter.references import list_repairs
from backmatter.references.documents.joining import document_words
from backmatter.references.documents.model import Document, LineKind
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.list_headings import list_headings, opening
from backmatter.references.list_layout import Span, entry_starts
from backmatter.references.list_marks import STYLES, Mark, find_marks, missing, repeated
from backmatter.references.model import Source
from backmatter.references.parsing.parser import parse_reference

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_LOST_MARK = re.compile(r"\s{0,8}[\[［(（]\s{0,2}[\]］)）]\s{0,4}")
_ASIDE = re.compile(r"\s{0,8}[(（\[［【].{2,200}[)）\]］】]\s{0,8}", re.DOTALL)
_INLINE_ASIDE = re.compile(r"(?<=[.。．\d])\s{0,4}[(（]([^()（）\d]{2,60})[)）]\s{0,8}$")
_STOPS = ".。．"
_MIN_SHARE = 0.6
_MIN_HEADLESS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed reference and its offsets in the document's text.

    `start` is where its number begins, `body` where `source.extracted` does.
    """

    source: Source
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the list: `entry`, `furniture` (running heads inside one) or `gap` (the rest)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The list of a document, empty where there is none.

    Attributes:
        entries: The printed references, in order.
        start: Offset of the heading, or of the first entry where there is none.
        end: Offset just after the last entry.
        numbered: Whether the entries carry numbers.
        findings: What is wrong with the list itself.
    """

    entries: tuple[Entry, ...] = ()
    start: int = 0
    end: int = 0
    numbered: bool = False
    findings: tuple[Finding, ...] = ()


def find_list(document: Document) -> ReferenceList:
    """The reference list of a document, split into entries, each repaired onto one line."""
    best: tuple[Sequence[Span], int] = ((), 0)
    for index in list_headings(document):
        line = document.lines[index]
        start = line.start + opening(document.line_text(index)) or line.end
        spans = _split(document, start if opening(document.line_text(index)) else line.end)
        if len(spans) >= len(best[0]):
            best = (spans, line.start)
    if not best[0]:
        spans = _without_heading(document)
        best = (spans, spans[0].start if spans else 0)
    spans, start = best
    if not spans:
        return ReferenceList(findings=(_no_list(document),))
    entries = _entries(document, spans)
    numbered = any(span.number for span in spans)
    findings = tuple(_list_findings(document, spans, entries, numbered))
    return ReferenceList(entries, start, entries[-1].end, numbered, findings)


def regions(document: Document, found: ReferenceList) -> tuple[Region, ...]:
    """The list from its start to its end as adjoining regions, nothing left out."""
    parts: list[Region] = []
    at = found.start
    for entry in found.entries:
        if entry.start > at:
            parts.append(Region("gap", at, entry.start))
        at = entry.start
        for start, end in _furniture(document, entry.start, entry.end):
            parts.append(Region("entry", at, start))
            parts.append(Region("furniture", start, end))
            at = end
        parts.append(Region("entry", at, entry.end))
        at = entry.end
    return tuple(parts)


def _split(document: Document, start: int) -> Sequence[Span]:
    """The entries from an offset on: by their numbers, else by the layout of the lines."""
    lines = [line for line in document.lines if line.end > start and line.kind is LineKind.TEXT]
    if not lines:
        return ()
    marks = find_marks(document.text, (max(start, line.start) for line in lines))
    if marks and _opens_list(marks, [line.start for line in lines], len(lines)):
        return _by_marks(document, marks, max(start, lines[0].start))
    return _trimmed(document, entry_starts(document, start, _section_end(document, start)))


def _opens_list(marks: Sequence[Mark], starts: Sequence[int], lines: int) -> bool:
    """Whether a chain of numbers is the list's own: it begins at its head and goes on."""
    ahead = sum(1 for start in starts if start < marks[0].start)
    if marks[0].number > 1 and ahead == 0 and len(marks) == 1:
        return False
    return ahead <= 3 and (len(marks) > 1 or ahead == 0) and len(marks) * 40 >= lines


def _by_marks(document: Document, marks: Sequence[Mark], start: int) -> Sequence[Span]:
    spans = [
        Span(mark.start, mark.end, following, str(mark.number))
        for mark, following in zip(
            marks, (*(m.start for m in marks[1:]), len(document.text)), strict=True
        )
    ]
    before = document.text[start : marks[0].start]
    lost = _LOST_MARK.match(before)
    if marks[0].number == 2 and (lost or _is_like_reference(before)):
        body = start + (lost.end() if lost else 0)
        spans.insert(0, Span(start, body, marks[0].start, "1"))
    return _trimmed(document, spans)


def _without_heading(document: Document) -> Sequence[Span]:
    """The entries of a file that is a list, or that ends in one under no heading."""
    lines = [line for line in document.lines if line.kind is LineKind.TEXT]
    if not lines:
        return ()
    marks = find_marks(document.text, (line.start for line in lines))
    if marks:
        spans = _by_marks(document, marks, marks[0].start)
        like = sum(1 for s in spans if _is_like_reference(document.text[s.body : s.end]))
        opens = marks[0].start <= lines[0].end
        if like >= _MIN_SHARE * len(spans) and (opens or len(spans) >= _MIN_HEADLESS):
            return spans
    spans = _trimmed(document, entry_starts(document, lines[0].start, len(document.text)))
    read = sum(1 for s in spans if _reads_as_reference(document.text[s.body : s.end]))
    return spans if read >= _MIN_SHARE * len(spans) else ()


def _reads_as_reference(text: str) -> bool:
    """Whether a grammar reads a text as a reference; only prose under no heading needs asking."""
    reference = parse_reference(" ".join(text.split())).reference
    return bool(reference.title and reference.names and reference.type)


def _is_like_reference(text: str) -> bool:
    return 20 < len(text.strip()) < 3000 and _YEAR.search(text) is not None


def _section_end(document: Document, start: int) -> int:
    """The offset of the next heading after an offset, or the end of the text."""
    starts = (document.lines[heading.line].start for heading in document.headings)
    return next((offset for offset in starts if offset > start), len(document.text))


def _trimmed(document: Document, spans: Sequence[Span]) -> Sequence[Span]:
    """The spans with what follows the entries cut off: notes after the last, blank lines."""
    if not spans:
        return ()
    ends = [_last_character(document, span.body, span.end) for span in spans[:-1]]
    stops = sum(1 for end in ends if document.text[end - 1] in _STOPS)
    last = _end_of_last(document, spans[-1], stopped=stops * 2 >= len(ends))
    return [
        Span(span.start, span.body, end, span.number)
        for span, end in zip(spans, (*ends, last), strict=True)
        if end > span.body
    ]


def _last_character(document: Document, start: int, end: int) -> int:
    """The offset after the last character of text, blank and furniture lines left out."""
    index = document.line_at(max(start, end - 1)).number - 1
    while index >= 0 and document.lines[index].start >= start:
        line = document.lines[index]
        content = document.text[max(start, line.start) : min(end, line.end)].rstrip()
        if line.kind is LineKind.TEXT and content.strip():
            return max(start, line.start) + len(content)
        index -= 1
    line = document.lines[max(index, 0)]
    return start + len(document.text[start : min(end, max(line.end, start))].rstrip())


def _end_of_last(document: Document, span: Span, *, stopped: bool) -> int:
    """Where the last entry ends: what stands behind it on the page is no part of it."""
    headed = {heading.line for heading in document.headings}
    first = document.line_at(span.body).number - 1
    end = span.body
    apart = False
    for index in range(first, len(document.lines)):
        line = document.lines[index]
        if line.start >= span.end:
            break
        content = document.text[max(span.body, line.start) : line.end]
        if line.kind is not LineKind.TEXT:
            apart = True
            continue
        complete = end > span.body and _is_complete(document.text[span.body : end], stopped)
        if complete and (apart or index in headed or _ASIDE.fullmatch(content)):
            break
        end = max(span.body, line.start) + len(content.rstrip())
        apart = False
    aside = _INLINE_ASIDE.search(document.text[span.body : end])
    return span.body + aside.start() if aside else end


def _is_complete(text: str, stopped: bool) -> bool:
    """Whether a reference may end here; `stopped` says that those of this list end in a stop."""
    ends = text.rstrip()[-1:]
    return (ends in _STOPS or (not stopped and ends not in ",，;；:：-–")) and len(text) > 15


def _furniture(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    first, last = document.line_at(start).number - 1, document.line_at(end).number
    return [
        (line.start, line.end)
        for line in document.lines[first:last]
        if line.kind is LineKind.FURNITURE and line.start > start and line.end < end
    ]


def _entries(document: Document, spans: Sequence[Span]) -> tuple[Entry, ...]:
    texts = [document.text[span.body : span.end] for span in spans]
    furniture = [
        [(a - span.body, b - span.body) for a, b in _furniture(document, span.body, span.end)]
        for span in spans
    ]
    printed = list_repairs.repaired(texts, furniture, document_words(document))
    return tuple(
        Entry(
            Source(
                file=document.name,
                line=document.line_at(span.start).number,
                end_line=document.line_at(max(span.start, span.end - 1)).number,
                number=span.number,
                extracted=text,
                printed=joined.text,
                repairs=joined.repairs,
            ),
            span.start,
            span.body,
            span.end,
        )
        for span, text, joined in zip(spans, texts, printed, strict=True)
    )


def _no_list(document: Document) -> Finding:
    return Finding(
        "BM101",
        "no reference list found: no heading such as “References” or “参考文献” with entries "
        "under it, and the file is not a list itself",
        location=Location(document.name),
    )


def _list_findings(
    document: Document, spans: Sequence[Span], entries: Sequence[Entry], numbered: bool
) -> Iterable[Finding]:
    if not numbered:
        yield Finding(
            "BM105",
            f"the list of {len(entries)} entries has no numbers; it was split by its layout",
            Severity.INFO,
            Location(document.name, entries[0].source.line or 0),
        )
        return
    marks = [Mark(STYLES[0][0], int(s.number), s.start, s.body) for s in spans if s.number]
    for number in missing(marks):
        after = next(m for m in marks if m.number > number)
        yield Finding(
            "BM102",
            f"the list has no entry {number}",
            location=_location(document, after.start),
        )
    for number in repeated(marks):
        again = [m for m in marks if m.number == number][-1]
        yield Finding(
            "BM103",
            f"two entries have the number {number}",
            location=_location(document, again.start),
        )


def _location(document: Document, offset: int) -> Location:
    line = document.line_at(offset)
    return Location(document.name, line.number, offset - line.start + 1)
