"""Rules for files that say themselves that they are BibTeX's."""

from __future__ import annotations

from collections.abc import Iterator

from backmatter.references.bibtex.dialect import Dialect, declared
from backmatter.references.rules.rule import Hit, Library, documented

_EQUAL = {"journaltitle": "journal", "location": "address"}
_MEANT = {
    "journaltitle": ("journal",),
    "date": ("year",),
    "location": ("address",),
    "maintitle": ("booktitle", "series"),
    "eventtitle": ("booktitle",),
}
"""BibLaTeX's field → BibTeX's fields for the same, one of which is enough."""


def biblatex_fields(library: Library) -> Iterator[Hit]:
    """# BM217: a field of BibLaTeX in a file for BibTeX.

    **What.** The file says that it is BibTeX's (JabRef's `databaseType:bibtex`, or
    `% !BIB program = bibtex`), and an entry has `journaltitle`, `date`, `location` … without the
    field that BibTeX knows for it.

    **Why.** BibTeX's styles print nothing for it: the article stands without its journal or year.

    **Bad**

        @comment{jabref-meta: databaseType:bibtex;}
        @article{a, title = {A}, journaltitle = {Eur Spine J}, year = 2018}

    **Good**

        @comment{jabref-meta: databaseType:bibtex;}
        @article{a, title = {A}, journal = {Eur Spine J}, year = 2018}

    **Fix** (safe). BibTeX's name for the field, where only the name differs.
    """
    file = library.file
    if file is None or declared(file.text) is not Dialect.BIBTEX:
        return
    for entry in file.entries:
        if "crossref" in entry.fields:
            continue
        for name, wanted in _MEANT.items():
            field = entry.fields.get(name)
            if field is None or not field.text.strip() or entry.fields.keys() & set(wanted):
                continue
            right = _EQUAL.get(name, "")
            fix = field.renamed(right, field.text) if right else None
            message = f"BibTeX knows no {name}, which is BibLaTeX's: use {' or '.join(wanted)}"
            yield Hit(message, entry, field, fix)


RULES = (documented("BM217", "biblatex-field", biblatex_fields),)
