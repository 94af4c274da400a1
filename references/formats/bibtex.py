"""BibTeX and BibLaTeX: `.bib` files in and out.

Reading takes both dialects and the fields that the GB/T 7714 styles add; writing has one form,
which BibTeX takes as it is and biber validates without a warning (docs/decisions/040-bibtex.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from backmatter.references.bibtex.dialect import Dialect, declared
from backmatter.references.findings import Finding, Location
from backmatter.references.formats import (
    bibtex_blocks,
    bibtex_inheritance,
    bibtex_names,
    bibtex_reader,
    bibtex_writer,
)
from backmatter.references.formats.bibtex_blocks import Entry
from backmatter.references.formats.bibtex_fields import NAMES
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.garbage import collector_paused
from backmatter.references.model import Reference

Known = dict[tuple[object, ...], Reference]
"""What an entry says → its record."""


def read(
    text: str,
    file: str = "",
    *,
    like_pandoc: bool = False,
    dialect: Dialect = Dialect.BIBTEX,
    known: Known | None = None,
) -> ReadResult:
    """The entries of a `.bib` text, in order; what is broken or doubtful is a finding.

    Args:
        text: The decoded text.
        file: Its name, for messages and as the place of each record.
        like_pandoc: Do as Pandoc does beyond mapping fields: English titles in sentence case,
            typographic apostrophes, a short title from what stands before a colon, and no URL or
            DOI where the entry's options switch it off.
        dialect: Who splits the names, where the text does not say for whom it is written.
        known: What the same call made of other states of the text; entries that are in it are not
            read again, the others are added.
    """
    dialect = declared(text) or dialect
    broken, missing, names = list[Finding](), list[Finding](), list[Finding]()
    read_entry = partial(
        bibtex_reader.entry_to_reference, file=file, like_pandoc=like_pandoc, dialect=dialect
    )
    if known is not None:
        read_entry = partial(_remembered, known, dialect, read_entry)
    with collector_paused():
        entries = _watched(bibtex_blocks.entries(text, file, broken), file, names)
        if bibtex_inheritance.may_inherit(text):
            entries = list(entries)
        resolved = bibtex_inheritance.inherit(entries, file, missing)
        references = tuple(read_entry(entry, fields) for entry, fields in resolved)
    if text.strip() and "@" not in text:
        message = "holds no entry; is it the right file? An entry begins like @article{key,"
        names.append(Finding("BM127", message, location=Location(file)))
    return ReadResult(references, (*broken, *missing, *names))


def records(text: str, file: str = "", dialect: Dialect = Dialect.BIBTEX) -> Iterator[Reference]:
    """The same records one by one, for those who keep little of each and want no findings."""
    dialect = declared(text) or dialect
    entries: Iterable[Entry] = bibtex_blocks.entries(text)
    if bibtex_inheritance.may_inherit(text):
        entries = list(entries)
    for entry, fields in bibtex_inheritance.inherit(entries, "", []):
        yield bibtex_reader.entry_to_reference(
            entry, fields, file, like_pandoc=False, dialect=dialect
        )


def _remembered(
    known: Known,
    dialect: Dialect,
    read_entry: Callable[[Entry, dict[str, str]], Reference],
    entry: Entry,
    fields: dict[str, str],
) -> Reference:
    """The record of an entry; of one that says the same as an earlier one, that one's."""
    content = (dialect, entry.type, entry.key, *entry.fields.items(), *fields.items())
    reference = known.get(content)
    if reference is None:
        known[content] = reference = read_entry(entry, fields)
    source = reference.source
    if source is None or (source.line, source.end_line) == (entry.line, entry.end_line):
        return reference
    return replace(reference, source=replace(source, line=entry.line, end_line=entry.end_line))


def write(references: Sequence[Reference]) -> str:
    """A `.bib` text; a record without a key gets one.

    `read` gives the records back, but for what BibTeX cannot hold: confidence, repairs and the
    original place of a printed reference, CSL's flags on names, which of two kinds a particle is
    when names of one record differ in it, `nocase` markup, white space beyond single spaces.
    """
    return bibtex_writer.write(references)


def _watched(entries: Iterable[Entry], file: str, findings: list[Finding]) -> Iterator[Entry]:
    """The entries; names that BibTeX or biber would refuse are told, and read all the same."""
    for entry in entries:
        for field in NAMES:
            for name in bibtex_names.split_list(entry.fields.get(field, "")):
                if fault := bibtex_names.problem(name):
                    message = f"{field}: {name[:40]} is no name: {fault}"
                    place = Location(file, entry.line, 1)
                    findings.append(Finding("BM125", message, location=place, reference=entry.key))
        yield entry


FORMAT = Format("bibtex", (".bib",), "BibTeX and BibLaTeX", read, write)
