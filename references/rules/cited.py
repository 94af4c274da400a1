"""Manuscripts beside `.bib` files: citations that lead nowhere, entries that nothing cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.identifiers import doi as dois
from backmatter.references.manuscripts import CitedWork, Manuscript
from backmatter.references.model import Reference
from backmatter.references.words import folded

_ALIKE = 92
"""From this likeness (0-100) on, two titles are one; a typed list may have a slip."""

_SHORT = 12
"""A title of fewer letters must be the same to the letter."""


def citation_findings(
    manuscripts: Sequence[Manuscript], references: Sequence[Reference], parents: frozenset[str]
) -> Iterator[Finding]:
    """Where manuscripts and `.bib` files do not fit: BM401 and BM402.

    Args:
        manuscripts: What each manuscript cites; what is wrong within one is passed on.
        references: All references of the `.bib` files.
        parents: Keys that entries name by `crossref`, `xref` or `xdata`; they need not be cited.
    """
    entries = _Entries(references)
    cited: set[str] = set()
    for manuscript in manuscripts:
        yield from manuscript.findings
        yield from _of_keys(manuscript, entries, cited)
        yield from _of_works(manuscript, entries, cited)
    if "*" in cited:
        return
    for reference in references:
        if reference.key and reference.key not in cited and reference.key not in parents:
            source = reference.source
            place = Location(source.file, source.line or 0) if source else Location()
            message = "is cited in no document"
            yield Finding("BM402", message, Severity.WARNING, place, reference.label)


def _of_keys(manuscript: Manuscript, entries: _Entries, cited: set[str]) -> Iterator[Finding]:
    for each in manuscript.keys:
        unknown = each.key not in entries.by_key and each.key != "*"
        if unknown and each.certain and each.key not in cited:
            message = f"the key {each.key} is cited here, and no entry has it"
            yield Finding("BM401", message, Severity.ERROR, each.place)
        if each.certain or not unknown:
            cited.add(each.key)


def _of_works(manuscript: Manuscript, entries: _Entries, cited: set[str]) -> Iterator[Finding]:
    missed: set[str] = set()
    for each in manuscript.works:
        found = entries.of(each.work)
        cited.update(found)
        shown = _shown(each)
        if not found and shown and shown not in missed:
            missed.add(shown)
            message = f"{shown} is cited here, and no entry of the .bib file is that work"
            yield Finding("BM401", message, Severity.ERROR, each.place)


def _shown(cited: CitedWork) -> str:
    """A work for a message: its number, its key, its title and year; "" for one without any."""
    work = cited.work
    number = f"[{cited.number}]" if cited.number else ""
    title = f"“{work.plain_title[:60]}”" if work.plain_title else ""
    year = f"({work.year})" if title and work.year else ""
    key = "" if cited.number else work.key
    return " ".join(part for part in (number, key, title, year) if part)


class _Entries:
    """The entries of the `.bib` files, found by key, by DOI or by title."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.by_key = {reference.key for reference in references}
        self._by_doi = defaultdict[str, list[str]](list)
        self._by_title = defaultdict[str, list[Reference]](list)
        for reference in references:
            if doi := reference.text("DOI"):
                self._by_doi[dois.key(doi)].append(reference.key)
            if title := _letters(reference):
                self._by_title[title].append(reference)

    def of(self, work: Reference) -> Sequence[str]:
        """The keys of the entries that are this work, none where there is no such entry."""
        if work.key in self.by_key and not work.source:
            return [work.key]
        if (doi := work.text("DOI")) and (found := self._by_doi.get(dois.key(doi))):
            return found
        title = _letters(work)
        if title in self._by_title:
            titles = [title]
        else:
            titles = [other for other in self._by_title if title and _is_same(title, other)]
        named = (reference for other in titles for reference in self._by_title[other])
        return [reference.key for reference in named if _years_fit(work, reference)]


def _letters(reference: Reference) -> str:
    return "".join(folded(reference.plain_title))


def _is_same(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _SHORT:
        return one == other
    if one.startswith(other) or other.startswith(one):  # a subtitle may be left out
        return True
    return fuzz.ratio(one, other, score_cutoff=_ALIKE) > 0


def _years_fit(one: Reference, other: Reference) -> bool:
    """Whether the years are at most one apart (online, then in print), or not both known."""
    return one.year is None or other.year is None or abs(one.year - other.year) <= 1
