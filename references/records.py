"""Lists and citations that a file marks up itself, and the records that it holds of its entries.

What a manager or a publisher wrote into the file beats what could be read from the print; only
what the record leaves out is taken from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from backmatter.references.citations.marks import FoundMark
from backmatter.references.documents.model import Document
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.lists.entries import Entry, Part, ReferenceList
from backmatter.references.model import Reference, Source


def marked_list(document: Document) -> ReferenceList:
    """The reference list that the file marks up; `document.entries` must not be empty."""
    entries: list[Entry] = []
    for marked in document.entries:
        text = document.text[marked.start : marked.end]
        line = document.line_at(marked.start)
        source = Source(
            file=document.name,
            line=line.number,
            end_line=line.number,
            page=document.page_at(marked.start),
            number=marked.number,
            extracted=text,
            printed=text,
        )
        entries.append(Entry(source, line.start, marked.start, marked.end))
    numbered = all(entry.source.number.isdigit() for entry in entries)
    start, end = entries[0].start, entries[-1].end
    part = Part(0, len(entries), start, end)
    return ReferenceList(tuple(entries), start, end, numbered, parts=(part,))


def marked_citations(document: Document, found: ReferenceList) -> Sequence[FoundMark]:
    """The citations that the file marks up, their numbers as the list has them."""
    numbers: dict[str, int] = {}
    for position, (marked, entry) in enumerate(
        zip(document.entries, found.entries, strict=True), 1
    ):
        number = entry.source.number
        numbers[marked.id] = int(number) if number.isdigit() else position
    return [
        FoundMark(mark.start, mark.end, leading)
        for mark in document.citations
        if (leading := tuple(numbers[id_] for id_ in mark.ids if id_ in numbers))
    ]


def with_record(document: Document, index: int, reference: Reference) -> Reference:
    """A reference as read from print, with the fields of the file's own record put over it."""
    if not document.entries or document.entries[index].record is None:
        return reference
    record = item_to_reference(document.entries[index].record or {})
    confidence = {**reference.confidence}
    for name in (*record.variables, *record.names, *record.dates):
        confidence[name] = 1.0
    return replace(
        reference,
        type=record.type or reference.type,
        variables={**reference.variables, **record.variables},
        names={**reference.names, **record.names},
        dates={**reference.dates, **record.dates},
        others=frozenset() if "author" in record.names else reference.others,
        confidence=confidence,
    )
