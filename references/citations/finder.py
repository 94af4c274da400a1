"""Find the citation marks in a document's text and link them to its reference list."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from backmatter.references.citations.author_date import author_date_citations
from backmatter.references.citations.marks import FoundMark, numeric_marks
from backmatter.references.citations.superscripts import superscript_marks
from backmatter.references.documents.joining import document_words, join_lines
from backmatter.references.documents.model import Document, LineKind
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.lists.entries import ReferenceList
from backmatter.references.model import Citation, Reference
from backmatter.references.records import marked_citations

CONTEXT = 40
"""How many characters before a mark `Citation.context` holds."""

_MAX_LATE = 0.25
"""Above this share of numbers out of order, the list follows another order."""

_REACH = 500
"""How far a mark's context and sentence are looked for, in characters."""

_SENTENCE_END = re.compile(r"[。！？]|[.!?][\"”’)]?(?=\s{1,4}[A-ZÀ-Þ“\"(]|\s{0,4}\n\s{0,4}\n|$)")


def find_citations(
    document: Document, found: ReferenceList, references: Sequence[Reference] = ()
) -> tuple[Citation, ...]:
    """The citation marks outside the list, in the order of the text, linked to its entries.

    Args:
        document: The document.
        found: Its list, by `lists.find_list`.
        references: The entries as read, in the list's order, whose keys the citations get; the
            printed numbers stand in for keys where it is empty.
    """
    keys = _keys(found, references)
    linked = _numeric(document, found) if found.numbered or not found.entries else ()
    marks = linked or _author_date(document, found)
    if document.entries and document.citations:
        marks = marked_citations(document, found)
    words = document_words(document)
    return tuple(_citation(document, mark, keys, words) for mark in marks)


def citation_findings(
    document: Document, references: Sequence[Reference], citations: Sequence[Citation]
) -> Iterator[Finding]:
    """What is wrong between marks and list: BM401, BM402 and BM403."""
    if not citations or not references:
        return
    yield from _without_entry(document, citations)
    cited = {number for citation in citations for number in citation.numbers}
    for position, reference in enumerate(references, 1):
        source = reference.source
        number = int(source.number) if source and source.number else position
        if number not in cited:
            place = Location(document.name, source.line or 0 if source else 0)
            message = "is in the list, but no mark in the text leads to it"
            yield Finding("BM402", message, location=place, reference=reference.label)
    if all(reference.source and reference.source.number for reference in references):
        yield from _out_of_order(document, citations)


def citations_to_json(citations: Sequence[Citation]) -> str:
    """The marks as JSON: a list of objects, non-ASCII text as it is, ending in a newline."""
    items = [
        {
            "mark": citation.mark,
            "numbers": list(citation.numbers),
            "section": citation.section,
            "subsection": citation.subsection,
            "context": citation.context,
            "line": citation.line,
            "space_before": citation.space_before,
        }
        for citation in citations
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _keys(found: ReferenceList, references: Sequence[Reference]) -> dict[int, str]:
    keys: dict[int, str] = {}
    for position, entry in enumerate(found.entries):
        number = entry.source.number
        key = references[position].key if references else number or str(position + 1)
        keys.setdefault(int(number) if number else position + 1, key)
    return keys


def _numeric(document: Document, found: ReferenceList) -> Sequence[FoundMark]:
    known = {int(entry.source.number) for entry in found.entries if entry.source.number}
    marks = [
        mark
        for mark in numeric_marks(document.text)
        if not _is_aside(document, found, mark) and not _is_index(document, found, mark)
    ]
    if not known:
        return marks
    # A number far beyond the list is no citation but a value in brackets.
    limit = 2 * max(known) + 10
    if not any(known.issuperset(mark.numbers) for mark in marks):
        raised = superscript_marks(document.text, frozenset(known))
        return [mark for mark in raised if not _is_aside(document, found, mark)]
    return [m for m in marks if known.issuperset(m.numbers) or max(m.numbers) <= limit]


def _is_index(document: Document, found: ReferenceList, mark: FoundMark) -> bool:
    """Whether a number indexes a variable, which elsewhere has a letter there: `T[i]`, `T[1]`."""
    variable = document.text[mark.start - 1 : mark.start]
    if not variable.isalpha():
        return False
    # Capitals in brackets are the marks of document types, such as `[J]`.
    indexed = re.compile(rf"{re.escape(variable)}[\[［](?![A-ZＡ-Ｚ])[^\W\d]{{1,2}}[\]］]")
    return indexed.search(document.text, 0, found.start or len(document.text)) is not None


def _author_date(document: Document, found: ReferenceList) -> Sequence[FoundMark]:
    entries = [entry.source.printed for entry in found.entries]
    marks = author_date_citations(document.text, entries)
    return [mark for mark in marks if not _is_aside(document, found, mark)]


def _is_aside(document: Document, found: ReferenceList, mark: FoundMark) -> bool:
    """Whether a mark stands in the list itself, or in what the page prints around the text."""
    if found.entries and found.start <= mark.start < found.end:
        return True
    return document.line_at(mark.start).kind is LineKind.FURNITURE


def _citation(
    document: Document, mark: FoundMark, keys: dict[int, str], words: frozenset[str]
) -> Citation:
    text = document.text
    section, subsection, opens = _section(document, mark.start)
    line = document.line_at(mark.start)
    before = _joined(document, max(opens, mark.start - _REACH // 2), mark.start, words)
    start, end = _sentence(document, opens, mark)
    return Citation(
        mark=text[mark.start : mark.end],
        numbers=mark.numbers,
        section=section,
        subsection=subsection,
        context=before.rstrip()[-CONTEXT:],
        line=line.number,
        column=mark.start - line.start + 1,
        start=mark.start,
        end=mark.end,
        space_before=text[mark.start - 1 : mark.start].isspace(),
        sentence=_joined(document, start, end, words),
        keys=tuple(keys.get(number, "") for number in mark.numbers),
    )


def _section(document: Document, offset: int) -> tuple[str | None, str | None, int]:
    """The section and subsection that an offset stands in, and where the innermost begins."""
    line = document.line_at(offset).number - 1
    index = bisect_right(document.headings, line, key=lambda heading: heading.line)
    section = subsection = None
    opens = document.lines[document.headings[index - 1].line].end if index else 0
    for heading in reversed(document.headings[:index]):
        if heading.level == 1:
            section = heading.text
            break
        if heading.level == 2 and subsection is None:
            subsection = heading.text
    return section, subsection, opens


def _joined(document: Document, start: int, end: int, words: frozenset[str]) -> str:
    first, last = document.line_at(start).number - 1, document.line_at(end).number
    furniture = [
        (line.start - start, line.end - start)
        for line in document.lines[first:last]
        if line.kind is LineKind.FURNITURE
    ]
    return join_lines(document.text[start:end], words, furniture).text


def _sentence(document: Document, opens: int, mark: FoundMark) -> tuple[int, int]:
    text = document.text
    start = max(opens, mark.start - _REACH)
    for match in _SENTENCE_END.finditer(text, start, mark.start):
        start = match.end()
    after = _SENTENCE_END.search(text, mark.end, min(len(text), mark.end + _REACH))
    return start, after.end() if after else mark.end


def _without_entry(document: Document, citations: Sequence[Citation]) -> Iterator[Finding]:
    for citation in citations:
        lost = [n for n, key in zip(citation.numbers, citation.keys, strict=True) if not key]
        if lost:
            numbers = ", ".join(str(number) for number in lost)
            message = f"the mark {citation.mark} leads to {numbers}, which the list does not have"
            place = Location(document.name, citation.line, citation.column)
            yield Finding("BM401", message, Severity.ERROR, place, evidence=citation.context)


def _out_of_order(document: Document, citations: Sequence[Citation]) -> Iterator[Finding]:
    """Numbers whose first mark comes after that of a higher one, in a list numbered by citation."""
    first: dict[int, Citation] = {}
    for citation in citations:
        for number in citation.numbers:
            first.setdefault(number, citation)
    order = list(first)
    in_order = _longest_increasing(order)
    late = [number for number in order if number not in in_order]
    if len(late) > _MAX_LATE * len(order):
        place = Location(document.name, citations[0].line, citations[0].column)
        message = "the list is not numbered in the order of citation"
        yield Finding("BM403", message, Severity.INFO, place)
        return
    for number in late:
        citation = first[number]
        message = f"{number} is cited for the first time here, out of its order"
        place = Location(document.name, citation.line, citation.column)
        yield Finding("BM403", message, location=place, evidence=citation.context)


def _longest_increasing(numbers: Sequence[int]) -> frozenset[int]:
    """The numbers of a longest increasing subsequence: those that need not be moved."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    number = ends[-1] if ends else None
    while number is not None:
        kept.add(number)
        number = before[number]
    return frozenset(kept)
