"""Rules for entries that name other entries."""

from __future__ import annotations

from collections.abc import Iterator

from backmatter.references.rules.rule import Hit, Library, documented

_RELATIONS = ("related", "xref", "entryset")


def missing(library: Library) -> Iterator[Hit]:
    """# BM135: an entry names another that is not there.

    **What.** `related`, `xref` or the members of an `entryset` name a key that no entry of the
    file has. (A parent that `crossref` or `xdata` names has BM124.)

    **Why.** Biber leaves the relation out with a warning that is easily missed; a set lacks a
    member in the list.

    **Bad**

        @book{a, title = {A}, related = {b}, relatedtype = {translationof}}

    **Good**

        @book{a, title = {A}, related = {b}, relatedtype = {translationof}}
        @book{b, title = {B}}
    """
    keys = {entry.key for entry in library.entries}
    keys |= {
        alias.strip()
        for entry in library.entries
        if "ids" in entry.fields
        for alias in entry.fields["ids"].text.split(",")
    }
    for entry in library.entries:
        for name in _RELATIONS:
            field = entry.fields.get(name)
            for key in field.text.split(",") if field else ():
                if key.strip() and key.strip() not in keys:
                    message = f"{name} names {key.strip()}, and no entry has that key"
                    yield Hit(message, entry, field)


RULES = (documented("BM135", "relation-missing", missing),)
