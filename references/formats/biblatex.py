"""BibLaTeX: the entries that `bibtex` writes, under BibLaTeX's own names of types and fields.

BibTeX's names, which biber takes too, are only old names to it (BibLaTeX manual, sections 2.1.2
and 2.2.5); who keeps a library for biber alone wants the new ones, and one `date`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.formats import bibtex, bibtex_writer
from backmatter.references.formats.bibtex_dates import MONTHS
from backmatter.references.formats.bibtex_fields import ALIASES
from backmatter.references.formats.format import Format
from backmatter.references.model import Reference

_TYPES = {
    "conference": "inproceedings",
    "electronic": "online",
    "mastersthesis": "thesis",
    "phdthesis": "thesis",
    "techreport": "report",
    "www": "online",
}
_DEGREES = {"mastersthesis": "mathesis", "phdthesis": "phdthesis"}
_FIELDS = {**ALIASES, "school": "institution"}
_DATE = ("year", "month", "day")


def write(references: Sequence[Reference]) -> str:
    """A `.bib` text for BibLaTeX; `bibtex.read` gives the records back as it does for BibTeX's."""
    return bibtex_writer.written(map(_renamed, bibtex_writer.entries(references)))


def _renamed(entry: bibtex_writer.WrittenEntry) -> bibtex_writer.WrittenEntry:
    entry_type, key, fields = entry
    renamed: dict[str, str] = {}
    date = _date(fields)
    for name, value in fields.items():
        if date and name in _DATE:
            renamed["date"] = date
            continue
        own = _FIELDS.get(name, name)
        renamed[name if own in fields else own] = value
    if degree := _DEGREES.get(entry_type):
        renamed.setdefault("type", degree)
    return _TYPES.get(entry_type, entry_type), key, renamed


def _date(fields: Mapping[str, str]) -> str:
    """Year, month and day as one ISO date; "" where they are not plainly that."""
    year, month, day = (fields.get(name, "") for name in _DATE)
    if "date" in fields or not year.isdecimal() or (month and month not in MONTHS):
        return ""
    parts = [year.zfill(4)]
    if month:
        parts.append(f"{MONTHS.index(month) + 1:02}")
    if day and month:
        parts.append(day.zfill(2))
    return "-".join(parts) if len(parts) == sum(map(bool, (year, month, day))) else ""


FORMAT = Format("biblatex", (), "BibLaTeX", partial(bibtex.read, dialect=Dialect.BIBLATEX), write)
