"""Find the citation marks in a document's text and link them to its reference list."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from backmatter.references.citations.author_date import author_date_citations
from backmatter.references.citations.marks import FoundMark, numeric_marks
from backmatter.references.citations.superscripts import superscript_marks
from backmatter.references.citations.unlisted import is_named, named_years, unlisted_works
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

_MIN_CITED = 1 / 3
"""Where names and years lead to fewer of the entries, the text cites in another way."""

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
    keys = _Keys(found, references)
    linked = _numeric(document, found) if found.numbered or not found.entries else ()
    marks = linked or _author_date(document, found)
    if document.entries and document.citations:
        marks = marked_citations(document, found)
    words = document_words(document)
    return tuple(_citation(document, mark, keys, words) for mark in marks)


def citation_findings(
    document: Document,
    found: ReferenceList,
    references: Sequence[Reference],
    citations: Sequence[Citation],
) -> Iterator[Finding]:
    """What is wrong between marks and list: BM401, BM402 and BM403."""
    if not citations or not references:
        return
    yield from _without_entry(document, citations)
    keys = _Keys(found, references)
    cited = {key for citation in citations for key in citation.keys}
    by_name = not document.citations and any(map(str.isalpha, citations[0].mark))
    named = named_years(document.text, _outside(found, len(document.text))) if by_name else {}
    few = len(cited) < _MIN_CITED * len(references)
    if by_name:
        yield from _not_listed(document, found, citations)
    for part in found.parts:
        for index in range(part.first, part.last):
            reference = references[index]
            if part.further or cited & {reference.key, keys.of_entry(index)}:
                continue
            if by_name and (few or is_named(found.entries[index].source.printed, named)):
                continue
            place = Location(document.name, reference.source.line or 0 if reference.source else 0)
            message = "is in the list, but no mark in the text leads to it"
            yield Finding("BM402", message, location=place, reference=reference.label)
    numbered = all(reference.source and reference.source.number for reference in references)
    if numbered and len(found.parts) == 1:
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


class _Keys:
    """The keys of the entries by number: in each list its own, elsewhere those of all lists."""

    def __init__(self, found: ReferenceList, references: Sequence[Reference]) -> None:
        self._found = found
        self._by_part: dict[int, dict[int, str]] = {}
        self._all: dict[int, str] = {}
        self._restarts = False
        for part in found.parts:
            own: dict[int, str] = {}
            for index in range(part.first, part.last):
                number = self.number(index)
                key = references[index].key if references else str(number)
                if number:
                    own.setdefault(number, key)
            self._restarts = self._restarts or not self._all.keys().isdisjoint(own)
            self._by_part[part.first] = own
            self._all = own | self._all

    def number(self, index: int) -> int:
        """The number that marks give an entry, its position in a list without any; 0 for none."""
        printed = self._found.entries[index].source.number
        return int(printed) if printed.isdigit() else 0 if self._found.numbered else index + 1

    def of_mark(self, number: int, offset: int) -> str:
        """The key that a number leads to where a mark stands; "" where it leads to none."""
        own = self._by_part[self._found.part_for(offset).first] if self._by_part else {}
        return own.get(number, "") or ("" if self._restarts else self._all.get(number, ""))

    def of_entry(self, index: int) -> str:
        """The key that marks with the number of an entry have: another's, if it stands twice."""
        part = next(p for p in self._found.parts if p.first <= index < p.last)
        return self._by_part[part.first].get(self.number(index), "")


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
    """The marks of each chapter by its own list, of a document with one list by that."""
    chapters = [part for part in found.parts if not part.further] or list(found.parts)
    marks: list[FoundMark] = []
    begin = 0
    for index, part in enumerate(chapters):
        end = part.start if index + 1 < len(chapters) else len(document.text)
        first, last = (part.first, part.last) if len(chapters) > 1 else (0, len(found.entries))
        entries = [entry.source.printed for entry in found.entries[first:last]]
        for mark in author_date_citations(document.text[begin:end], entries):
            numbers = tuple(number + first for number in mark.numbers)
            shifted = FoundMark(mark.start + begin, mark.end + begin, numbers, mark.works)
            if not _is_aside(document, found, shifted):
                marks.append(shifted)
        begin = end
    return marks


def _is_aside(document: Document, found: ReferenceList, mark: FoundMark) -> bool:
    """Whether a mark stands in a list itself, or in what the page prints around the text."""
    return found.holds(mark.start) or document.line_at(mark.start).kind is LineKind.FURNITURE


def _citation(document: Document, mark: FoundMark, keys: _Keys, words: frozenset[str]) -> Citation:
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
        keys=tuple(keys.of_mark(number, mark.start) for number in mark.numbers),
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


def _not_listed(
    document: Document, found: ReferenceList, citations: Sequence[Citation]
) -> Iterator[Finding]:
    """The works that marks name and no entry is."""
    printed = [entry.source.printed for entry in found.entries]
    spans = [(citation.start, citation.end) for citation in citations]
    for each in unlisted_works(document.text, printed, spans):
        line = document.line_at(each.start)
        if found.holds(each.start) or line.kind is LineKind.FURNITURE:
            continue
        place = Location(document.name, line.number, each.start - line.start + 1)
        message = f"a mark leads to {each.work}, which the list does not have"
        yield Finding("BM401", message, Severity.ERROR, place)


def _outside(found: ReferenceList, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of the text before, between and behind the lists."""
    at = 0
    for part in found.parts:
        yield at, max(at, part.start)
        at = part.end
    yield at, end


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
