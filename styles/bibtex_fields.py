"""What a `.bib` file says beyond CSL and GB/T 7714 prints: marks, holders, CSTR, archives.

A reader keeps the fields that CSL has no variable for in `Reference.fields`, under their own
names, and the entry type under `@` where the CSL type does not tell it.
"""

from __future__ import annotations

from dataclasses import replace

from backmatter.references.model import Reference

_ENTRY_TYPE = "@"

_MARKS = {"proceedings": "C", "mvproceedings": "C", "collection": "G", "archive": "A"}
"""Entry types that CSL has no type of their own for, and GB/T 7714 a mark (annex of codes)."""

_VARIABLES = {"mark": "mark", "cstr": "CSTR", "medium": "medium"}
"""Fields that become variables of a style's own."""

_ARCHIVES = ("archiveprefix", "eprinttype")
_HOSTED = frozenset({"map", "standard"})


def use_bibtex_fields(reference: Reference) -> Reference:
    """The reference with those fields as variables and names; without such fields itself."""
    fields = reference.fields
    if not fields:
        return reference
    variables = dict(reference.variables)
    if mark := _MARKS.get(fields.get(_ENTRY_TYPE, "")):
        variables["mark"] = mark
    for name, variable in _VARIABLES.items():
        if value := fields.get(name, ""):
            variables[variable] = value
    if reference.type == "article":
        archive = next((fields[name] for name in _ARCHIVES if fields.get(name)), "")
        if archive:
            variables.setdefault("archive", archive)
    if reference.type in _HOSTED and fields.get("booktitle"):
        variables.setdefault("container-title", _plain(fields["booktitle"]))
    changed = replace(reference, variables=variables)
    return _held(changed, fields.get("holder", "")) if reference.type == "patent" else changed


def _held(reference: Reference, holder: str) -> Reference:
    """A patent by its holders, whom GB/T 7714 names first (8.10), not by its inventors."""
    if not holder:
        return reference
    from backmatter.references.formats.bibtex_names import read_names

    holders, others = read_names(holder)
    closed = frozenset({"author"}) if others else frozenset[str]()
    return replace(
        reference,
        names={**reference.names, "author": holders},
        others=(reference.others - {"author"}) | closed,
    )


def _plain(latex: str) -> str:
    from backmatter.references.latex import decode

    return decode(latex)
