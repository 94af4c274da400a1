"""What a `.bib` file says beyond CSL and GB/T 7714 prints: marks, holders, CSTR, archives.

A reader keeps the fields that CSL has no variable for in `Reference.fields`, under their own
names, and the entry type under `@` where the CSL type does not tell it. In records of Zotero the
same stands in the note, as Better BibTeX has it: a line `tex.entrytype: proceedings`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from backmatter.references.model import Name, Reference

_ENTRY_TYPE = "@"

_MARKS = {"proceedings": "C", "mvproceedings": "C", "collection": "G", "archive": "A"}
"""Entry types that CSL has no type of their own for, and GB/T 7714 a mark (annex of codes)."""

_VARIABLES = {"mark": "mark", "cstr": "CSTR", "medium": "medium"}
"""Fields that become variables of a style's own."""

_IN_NOTE = re.compile(
    r"^tex\.(entrytype|mark|cstr|holder|medium)[ \t]*[:=][ \t]*(\S.*)$", re.MULTILINE
)
_ARCHIVES = ("archiveprefix", "eprinttype")
_HOSTED = frozenset({"map", "standard"})


def fields_of(reference: Reference) -> Mapping[str, str]:
    """The fields beyond CSL, those of the note among them."""
    note = reference.text("note")
    if "tex." not in note:
        return reference.fields
    found = {name: value.strip() for name, value in _IN_NOTE.findall(note)}
    if "entrytype" in found:
        found[_ENTRY_TYPE] = found.pop("entrytype").lower()
    return {**reference.fields, **found}


def type_of(reference: Reference, fields: Mapping[str, str]) -> str:
    """The CSL type; a whole journal is one, whatever the entry was read as (8.4)."""
    return "periodical" if fields.get(_ENTRY_TYPE) == "periodical" else reference.type


def marks_and_archives(reference: Reference, fields: Mapping[str, str]) -> dict[str, str]:
    """The variables that the fields of a reference add."""
    found = dict[str, str]()
    if mark := _MARKS.get(fields.get(_ENTRY_TYPE, "")):
        found["mark"] = mark
    for name, variable in _VARIABLES.items():
        if value := fields.get(name):
            found[variable] = value
    archive = next((fields[name] for name in _ARCHIVES if fields.get(name)), "")
    if reference.type == "article" and archive and not reference.text("archive"):
        found["archive"] = archive
    book = fields.get("booktitle")
    if reference.type in _HOSTED and book and not reference.text("container-title"):
        from backmatter.references.latex import decode

        found["container-title"] = decode(book)
    return found


def held_by(holder: str) -> tuple[tuple[Name, ...], bool]:
    """The holders of a patent, whom GB/T 7714 names first (8.10); whether others close them."""
    from backmatter.references.formats.bibtex_names import read_names

    return read_names(holder)
