"""Read a document: its list, each reference of it, its citation marks, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backmatter.references.citations.doubtful import doubtful_citations
from backmatter.references.citations.finder import citation_findings, find_citations
from backmatter.references.documents.model import Document
from backmatter.references.documents.reader import read_document
from backmatter.references.findings import Finding, Location
from backmatter.references.house_style import style_findings
from backmatter.references.keys import with_keys
from backmatter.references.lists.entries import ReferenceList, locate
from backmatter.references.lists.finder import find_list
from backmatter.references.model import Citation, Reference
from backmatter.references.parsing.parser import Parsed, parse_references
from backmatter.references.records import with_record


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document and all that was read from it; `references` are in the list's order."""

    document: Document
    reference_list: ReferenceList
    references: tuple[Reference, ...]
    citations: tuple[Citation, ...]
    findings: tuple[Finding, ...]


def parse_document(source: Path | bytes, name: str = "") -> ParsedDocument:
    """Read a document's references and citations.

    Args:
        source: The file, or what stands in it.
        name: The name to show for it.

    Raises:
        InputError: When it cannot be read as a document. A document without a list is no
            error: its record has no references, and a finding says so.
    """
    document = read_document(source, name)
    found = find_list(document)
    parsed = list(parse_references([entry.source for entry in found.entries], one_list=True))
    references = with_keys(
        [with_record(document, index, each.reference) for index, each in enumerate(parsed)]
    )
    parsed = [replace(p, reference=r) for p, r in zip(parsed, references, strict=True)]
    citations = find_citations(document, found, references)

    def place(index: int, offset: int) -> Location:
        return locate(document, found.entries[index], offset)

    findings = (
        *document.findings,
        *found.findings,
        *_reading_findings(parsed, place),
        *style_findings(parsed, place),
        *citation_findings(document, found, references, citations),
        *doubtful_citations(document, found, references, citations),
    )
    in_order = sorted(findings, key=lambda f: (f.location.line, f.location.column, f.code))
    return ParsedDocument(document, found, references, citations, tuple(in_order))


def _reading_findings(
    parsed: Sequence[Parsed], place: Callable[[int, int], Location]
) -> Iterator[Finding]:
    """What could not be read of each entry, with the keys and places that it has by now."""
    for index, each in enumerate(parsed):
        offset = each.unread[0][0] if each.unread else 0
        for finding in each.findings:
            yield replace(finding, reference=each.reference.label, location=place(index, offset))
