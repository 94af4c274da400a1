"""The facts of the entries of a `.bib` text, with little else in memory."""

from __future__ import annotations

from dataclasses import replace

from backmatter.references.bibtex.dialect import Dialect, declared
from backmatter.references.duplicates.facts import Facts, facts_of
from backmatter.references.formats import bibtex_blocks, bibtex_inheritance, bibtex_reader
from backmatter.references.garbage import collector_paused

_NEEDED = frozenset(
    (
        *(
            "address",
            "author",
            "booksubtitle",
            "booktitle",
            "booktitleaddon",
            "chapter",
            "crossref",
        ),
        *("date", "doi", "archiveprefix", "edition", "editor", "eid", "entrysubtype", "eprint"),
        *("eprinttype", "eventtitle", "howpublished", "institution", "isbn", "issue"),
        *("issuesubtitle", "issuetitle", "issuetitleaddon", "journal", "journalsubtitle"),
        *("journaltitle", "langid", "langidopts", "language", "mainsubtitle", "maintitle"),
        *("maintitleaddon", "month", "number", "options", "organization", "pages", "part"),
        *("pmcid", "pmid", "publisher", "school", "series", "subtitle", "title", "titleaddon"),
        *("type", "url", "verba", "version", "volume", "xdata", "year"),
    )
)


def facts_in(text: str, dialect: Dialect = Dialect.BIBTEX) -> list[Facts]:
    """What each entry says of its work, in order; nothing for those that only hold data."""
    dialect = declared(text) or dialect
    with collector_paused():
        entries = [
            replace(entry, fields={n: v for n, v in entry.fields.items() if n in _NEEDED})
            for entry in bibtex_blocks.entries(text)
        ]
        found: list[Facts] = []
        resolved = iter(bibtex_inheritance.inherit(entries, "", []))
        for entry in entries:
            if entry.type == "xdata":
                found.append(Facts())
                continue
            own, fields = next(resolved)
            reference = bibtex_reader.entry_to_reference(
                own, fields, "", like_pandoc=False, dialect=dialect
            )
            found.append(facts_of(reference, has_own_doi="doi" in own.fields))
    return found
