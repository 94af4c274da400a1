"""The facts of the entries of a `.bib` text, with little else in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from backmatter.references.bibtex.dialect import Dialect, declared
from backmatter.references.bibtex.scanner import line_and_column
from backmatter.references.duplicates.facts import Facts, facts_of
from backmatter.references.formats import bibtex_blocks, bibtex_inheritance, bibtex_reader
from backmatter.references.formats.bibtex_blocks import Entry
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
        *(
            "date",
            "doi",
            "archiveprefix",
            "entryset",
            "related",
            "xref",
            "edition",
            "editor",
            "eid",
            "entrysubtype",
            "eprint",
        ),
        *("eprinttype", "eventtitle", "howpublished", "institution", "isbn", "issue"),
        *("issuesubtitle", "issuetitle", "issuetitleaddon", "journal", "journalsubtitle"),
        *("journaltitle", "langid", "langidopts", "language", "mainsubtitle", "maintitle"),
        *("maintitleaddon", "month", "number", "options", "organization", "pages", "part"),
        *("pmcid", "pmid", "publisher", "school", "series", "subtitle", "title", "titleaddon"),
        *("type", "url", "verba", "version", "volume", "xdata", "year"),
    )
)


def facts_in(
    text: str, dialect: Dialect = Dialect.BIBTEX, starts: Sequence[int] = (0,)
) -> list[Facts]:
    """What each entry says of its work, in order; nothing for those that only hold data.

    Args:
        text: The text.
        dialect: Who splits the names, where the text does not say for whom it is written.
        starts: Where each of several joined files begins: in each, keys mean its own entries.
    """
    dialect = declared(text) or dialect
    with collector_paused():
        entries = [
            replace(entry, fields={n: v for n, v in entry.fields.items() if n in _NEEDED})
            for entry in bibtex_blocks.entries(text)
        ]
        lines = [line_and_column(text, start)[0] for start in starts]
        files = [
            list(part)
            for _, part in groupby(entries, lambda entry: bisect_right(lines, entry.line))
        ]
        return [facts for file in files for facts in _facts_of_file(file, entries, dialect)]


def _facts_of_file(
    file: Sequence[Entry], everything: Sequence[Entry], dialect: Dialect
) -> Iterator[Facts]:
    """The facts of the entries of one file; parents are looked for in the others, too."""
    resolved = iter(bibtex_inheritance.inherit([*file, *_parents(file, everything)], "", []))
    for entry in file:
        if entry.type == "xdata":
            yield Facts()
            continue
        own, fields = next(resolved)
        reference = bibtex_reader.entry_to_reference(
            own, fields, "", like_pandoc=False, dialect=dialect
        )
        yield facts_of(reference, has_own_doi="doi" in own.fields)


def _parents(file: Sequence[Entry], everything: Sequence[Entry]) -> list[Entry]:
    if len(file) == len(everything):
        return []
    own = {entry.key.lower() for entry in file}
    named = {
        key.strip().lower()
        for entry in file
        for name in ("crossref", "xdata")
        for key in entry.fields.get(name, "").split(",")
    }
    return [entry for entry in everything if entry.key.lower() in named - own]
