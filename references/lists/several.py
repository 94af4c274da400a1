"""Several lists in one document: one for each chapter, or *Further reading* beside the main one.

A line that reads as a heading proves nothing: a table of contents has such lines, and journals
print the end of another article on the same page. A list is one of several only where its entries
look like references, and where the text before it cites it or its heading says that none need be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from backmatter.references.citations.author_date import author_date_citations
from backmatter.references.citations.marks import numeric_marks
from backmatter.references.documents.model import Document
from backmatter.references.lists.headings import further_headings, list_headings, opening
from backmatter.references.lists.layout import Span, worth

_YEAR_OR_ADDRESS = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|https?:/|www\.")
_MOST = 0.8
"""The share of entries that must look like references."""

_CITED = 0.5
_CITED_BY_NAME = 0.3
"""The share of a chapter's list that its text must cite; names are missed more often."""

_MIN_WORTH = 0.3
_MIN_CHAPTER = 80
"""Less text than this between two lists without numbers is no chapter: the list goes on."""

_MAX_LISTS = 100


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list: the offset of its heading, its entries, and what it is to the document.

    `further` says that the text need not cite it, `foreign` that it belongs to another text.
    """

    start: int
    spans: Sequence[Span]
    further: bool = False
    foreign: bool = False


def find_several(
    document: Document, split: Callable[[Document, int, int], Sequence[Span]]
) -> Sequence[FoundList]:
    """The lists of a document where several headings have one; () for all others.

    Args:
        document: The document.
        split: Splits what stands between two offsets into entries.
    """
    further = frozenset(further_headings(document))
    headings = sorted({*list_headings(document), *further})
    if not 1 < len(headings) <= _MAX_LISTS:
        return ()
    bounds = [*(document.lines[index].start for index in headings), len(document.text)]
    lists: list[FoundList] = []
    for index, (start, end) in zip(headings, pairwise(bounds), strict=True):
        after = opening(document.line_text(index))
        spans = split(document, start + after if after else document.lines[index].end, end)
        each = FoundList(start, spans, index in further)
        if _is_list(document, each):
            lists.append(each)
    rivals = sum(1 for each in lists if not each.further) > 1
    found: list[FoundList] = []
    foreign: list[FoundList] = []
    for each in lists:
        if each.further or not rivals or _is_cited(document, each, found):
            found.append(each)
        else:
            foreign.append(replace(each, foreign=True))
    if all(each.further for each in found) or (len(found) == 1 and not rivals):
        return ()
    return sorted((*found, *foreign), key=lambda each: each.start)


def is_like_reference(text: str) -> bool:
    """Whether a text may be one reference, by its length and a year or an address in it."""
    return 20 < len(text.strip()) < 3000 and _YEAR_OR_ADDRESS.search(text) is not None


def _is_list(document: Document, found: FoundList) -> bool:
    spans = found.spans
    if not spans or (len(spans) < 2 and not found.further):
        return False
    like = sum(1 for span in spans if is_like_reference(document.text[span.body : span.end]))
    numbered = bool(spans[0].number)
    looks = numbered or worth(document, spans) >= _MIN_WORTH * len(spans)
    return like >= _MOST * len(spans) and looks


def _is_cited(document: Document, found: FoundList, before: Sequence[FoundList]) -> bool:
    """Whether the text since the list before cites enough of a list, or it goes on from there."""
    numbers = {int(span.number) for span in found.spans if span.number}
    earlier = [int(s.number) for each in before for s in each.spans if s.number]
    if numbers and earlier and min(numbers) == max(earlier) + 1:
        return True
    begin = before[-1].spans[-1].end if before else 0
    text = document.text[begin : found.start]
    if numbers:
        cited = {number for mark in numeric_marks(text) for number in mark.numbers}
        return len(numbers & cited) >= _CITED * len(numbers)
    if before and len(text.strip()) < _MIN_CHAPTER:
        return True
    entries = [" ".join(document.text[s.body : s.end].split()) for s in found.spans]
    named = {number for mark in author_date_citations(text, entries) for number in mark.numbers}
    return len(named) >= _CITED_BY_NAME * len(entries)
