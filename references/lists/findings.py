"""What is wrong with a list's numbers: BM101, BM102, BM103 and BM105."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backmatter.references.documents.model import Document
from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.lists.entries import Entry


def no_list(document: Document) -> Finding:
    """What is said of a document without a list: BM101."""
    return Finding(
        "BM101",
        "no reference list found: no heading such as “References” or “参考文献” with entries "
        "under it, and the file is not a list itself",
        location=Location(document.name),
    )


def list_findings(
    document: Document, entries: Sequence[Entry], *, numbered: bool
) -> Iterator[Finding]:
    """Numbers missing or standing twice; for a list without any, that it has none."""
    if not numbered:
        yield Finding(
            "BM105",
            f"the list of {len(entries)} entries has no numbers; it was split by its layout",
            Severity.INFO,
            Location(document.name, entries[0].source.line or 0),
        )
        return
    before: set[int] = set()
    for entry in entries:
        if not entry.source.number:
            continue
        number = int(entry.source.number)
        if number in before:
            message = f"two entries have the number {number}"
            yield Finding("BM103", message, location=_place(document, entry))
        for lost in range(max(before, default=number) + 1, number):
            message = f"the list has no entry {lost}"
            yield Finding("BM102", message, location=_place(document, entry))
        before.add(number)


def _place(document: Document, entry: Entry) -> Location:
    line = document.line_at(entry.start)
    return Location(document.name, line.number, entry.start - line.start + 1)
