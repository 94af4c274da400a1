"""Find the reference list in a document and split it into its printed references."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.references.documents.joining import document_words
from backmatter.references.documents.model import Document, LineKind
from backmatter.references.findings import Finding
from backmatter.references.lists import repairs
from backmatter.references.lists.entries import Entry, Part, ReferenceList, furniture_in
from backmatter.references.lists.findings import list_findings, no_list
from backmatter.references.lists.headings import list_headings, opening
from backmatter.references.lists.layout import Span, entry_starts, worth
from backmatter.references.lists.marks import Mark, find_marks
from backmatter.references.lists.pages import entries_on_pages, has_pages, without_tail
from backmatter.references.lists.several import FoundList, find_several, is_like_reference
from backmatter.references.model import Source
from backmatter.references.records import marked_list

_LOST_MARK = re.compile(r"\s{0,8}[\[［(（]\s{0,2}[\]］)）]\s{0,4}")
_ASIDE = re.compile(r"\s{0,8}[(（\[［【].{2,200}[)）\]］】]\s{0,8}", re.DOTALL)
_END_MATTER = re.compile(
    r"\s{0,8}(?:收稿日期|修回日期|基金项目|资助项目|作者简介|通[讯信]作者|责任编辑|本文编辑|编辑[:：\s]|"
    r"附录|致\s?谢|"
    r"received\b.{0,40}\d{4}|accepted\b.{0,40}\d{4}|acknowledge?ments?\b|appendi(?:x|ces)\b|"
    r"author contributions?\b|about the authors?\b|funding\s?:|"
    r"correspond\w{2,8}\s(?:to|author|address)\b|"
    r"conflicts? of interest\b|supplementary (?:material|information)\b|anhang\b|danksagung\b)",
    re.IGNORECASE,
)
_INLINE_ASIDE = re.compile(r"(?<=[.。．\d])\s{0,4}[(（]([^()（）\d]{2,60})[)）]\s{0,8}$")
_STOPS = ".。．"
_MIN_SHARE = 0.6
_MIN_HEADLESS = 3
_MAX_HEADINGS = 8
"""Of more headings of lists than this, the last ones are tried."""

_MIN_WORTH = 0.3
"""What the entries of a list without heading or numbers must be worth each, of 0.8 at best."""


def find_list(document: Document) -> ReferenceList:
    """The reference list of a document, split into entries, each repaired onto one line.

    Where chapters have a list each, or others such as *Further reading* stand beside the main
    one, all of them, in their order.
    """
    if document.entries:
        return marked_list(document)
    lists = find_several(document, _split) or _main_list(document)
    found = [each for each in lists if not each.foreign]
    if not found:
        return ReferenceList(findings=(no_list(document),))
    spans = [span for each in found for span in each.spans]
    entries = _entries(document, spans)
    parts: list[Part] = []
    findings: list[Finding] = []
    for each in found:
        first = parts[-1].last if parts else 0
        last = first + len(each.spans)
        parts.append(Part(first, last, each.start, entries[last - 1].end, each.further))
        numbered = any(span.number for span in each.spans)
        findings.extend(list_findings(document, entries[first:last], numbered=numbered))
    return ReferenceList(
        entries,
        parts[0].start,
        parts[-1].end,
        numbered=any(span.number for span in spans),
        findings=tuple(findings),
        parts=tuple(parts),
        foreign=tuple((each.start, each.spans[-1].end) for each in lists if each.foreign),
    )


def _main_list(document: Document) -> Sequence[FoundList]:
    """The one list of a document, under the heading that leads to the best, or under none."""
    best: tuple[Sequence[Span], int] = ((), 0)
    best_worth = 0.0
    for index in list_headings(document)[-_MAX_HEADINGS:]:
        line = document.lines[index]
        entry_follows = opening(document.line_text(index))
        start = line.start + entry_follows if entry_follows else line.end
        spans = _split(document, start, len(document.text))
        found = worth(document, spans)
        if spans and (not best[0] or found >= best_worth):
            best, best_worth = (spans, line.start), found
    if not best[0] or (best_worth <= 0 and not best[0][0].number):
        # Extraction may have put the heading elsewhere, or there is none.
        spans = _without_heading(document)
        best = (spans, spans[0].start) if spans else best
    return (FoundList(best[1], best[0]),) if best[0] else ()


def _split(document: Document, start: int, end: int) -> Sequence[Span]:
    """The entries between two offsets: by their numbers, else by the layout of the lines."""
    lines = [
        line
        for line in document.lines
        if line.end > start and line.start < end and line.kind is LineKind.TEXT
    ]
    if not lines:
        return ()
    marks = find_marks(document.text[:end], (max(start, line.start) for line in lines))
    if marks and _opens_list(marks, [line.start for line in lines], len(lines)):
        spans = _by_marks(document, marks, max(start, lines[0].start), end)
        return without_tail(document, spans) if has_pages(document) else spans
    if has_pages(document):
        return _trimmed(document, entries_on_pages(document, start, end))
    end = min(end, _section_end(document, start))
    return _trimmed(document, entry_starts(document, start, end))


def _opens_list(marks: Sequence[Mark], starts: Sequence[int], lines: int) -> bool:
    """Whether a chain of numbers is the list's own: it begins at its head and goes on."""
    ahead = sum(1 for start in starts if start < marks[0].start)
    if marks[0].number > 1 and ahead == 0 and len(marks) == 1:
        return False
    return ahead <= 3 and (len(marks) > 1 or ahead == 0) and len(marks) * 40 >= lines


def _by_marks(document: Document, marks: Sequence[Mark], start: int, end: int) -> Sequence[Span]:
    spans = [
        Span(mark.start, mark.end, following, str(mark.number))
        for mark, following in zip(marks, (*(m.start for m in marks[1:]), end), strict=True)
    ]
    before = document.text[start : marks[0].start]
    lost = _LOST_MARK.match(before)
    if marks[0].number == 2 and (lost or is_like_reference(before)):
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
        spans = _by_marks(document, marks, marks[0].start, len(document.text))
        like = sum(1 for s in spans if is_like_reference(document.text[s.body : s.end]))
        opens = marks[0].start <= lines[0].end
        if like >= _MIN_SHARE * len(spans) and (opens or len(spans) >= _MIN_HEADLESS):
            return spans
    spans = _trimmed(document, entry_starts(document, lines[0].start, len(document.text)))
    return spans if worth(document, spans) >= _MIN_WORTH * len(spans) else ()


def _section_end(document: Document, start: int) -> int:
    """Where the section that an offset stands in ends: at a heading of its level, or the end."""
    line = document.line_at(max(0, start - 1)).number - 1
    levels = {heading.line: heading.level for heading in document.headings}
    level = levels.get(line, 1)
    for heading in document.headings:
        if heading.line > line and heading.level <= level:
            return document.lines[heading.line].start
    return len(document.text)


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
        if complete and (apart or index in headed or _is_end_matter(content)):
            break
        end = max(span.body, line.start) + len(content.rstrip())
        apart = False
    aside = _INLINE_ASIDE.search(document.text[span.body : end])
    return span.body + aside.start() if aside else end


def _is_end_matter(line: str) -> bool:
    """Whether a line is what journals print behind a list: dates, editors, funding."""
    return _ASIDE.fullmatch(line) is not None or _END_MATTER.match(line) is not None


def _is_complete(text: str, stopped: bool) -> bool:
    """Whether a reference may end here; `stopped` says that those of this list end in a stop."""
    ends = text.rstrip()[-1:]
    return (ends in _STOPS or (not stopped and ends not in ",，;；:：-–")) and len(text) > 15


def _entries(document: Document, spans: Sequence[Span]) -> tuple[Entry, ...]:
    texts = [document.text[span.body : span.end] for span in spans]
    furniture = [
        [(a - span.body, b - span.body) for a, b in furniture_in(document, span.body, span.end)]
        for span in spans
    ]
    printed = repairs.repaired(texts, furniture, document_words(document))
    return tuple(
        Entry(
            Source(
                file=document.name,
                line=document.line_at(span.start).number,
                page=document.page_at(span.start),
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
