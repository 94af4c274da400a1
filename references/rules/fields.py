"""Rules for entry types and field names: unknown, misspelt, in the wrong type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from backmatter.references.rules.known import ENTRY_TYPES, FIELDS, USUAL
from backmatter.references.rules.rule import Entry, Field, Hit, Library, documented

_SHORT = 5
"""A name of so few letters may have one slip, a longer one two."""

_SEVERAL = 3
"""So many entries with one compound name make no slip."""

_PART = re.compile(r"[-_+:.]")
_ENDINGS = ("title", "date", "pages", "volume", "author", "editor", "note")

_PAPER = ("inproceedings", "incollection", "conference")


def types(library: Library) -> Iterator[Hit]:
    """# BM210: an entry type that is neither BibTeX's nor BibLaTeX's.

    **What.** A type of neither, nor one of those that common style packages add.

    **Why.** The standard styles print such an entry as `misc` or not at all; mostly the type is
    misspelt.

    **Bad**

        @artcle{a, title = {A}}

    **Good**

        @article{a, title = {A}}

    **Fix** (unsafe). The type that it is close to, if it is close to one.
    """
    for entry in library.entries:
        if entry.type in ENTRY_TYPES or entry.type.startswith(("custom", "x-")):
            continue
        right = _nearest(entry.type, ENTRY_TYPES)
        meant = f": did you mean {right}?" if right else ""
        fix = entry.retyped(right, safe=False) if right else None
        message = f"the type {entry.type} is neither BibTeX's nor BibLaTeX's{meant}"
        yield Hit(message, entry, entry.start, fix)


def names(library: Library) -> Iterator[Hit]:
    """# BM211: a field whose name is misspelt.

    **What.** A field that nothing knows, but whose name is one or two slips from a usual one. A
    usual name with one more letter of a row (`titlea`, as BibLaTeX's `editora`) or with a suffix
    (`publisher-l`), and a compound with a usual name that several entries have (`blogtitle`), are
    somebody's own fields.

    **Why.** Its value is printed nowhere.

    **Bad**

        @article{a, title = {A}, jounal = {Eur Spine J}}

    **Good**

        @article{a, title = {A}, journal = {Eur Spine J}}

    **Fix** (unsafe). The usual name, where the entry does not have that field yet.
    """
    uses = Counter(field.name for entry in library.entries for field in entry.fields.values())
    for entry in library.entries:
        for field in entry.fields.values():
            if field.name in FIELDS or not field.text.strip() or _is_coined(field.name, uses):
                continue
            if right := _nearest(field.name, USUAL):
                free = right not in entry.fields
                fix = field.renamed(right, field.text, safe=False) if free else None
                yield Hit(
                    f"the field {field.name} is known to nobody: did you mean {right}?",
                    entry,
                    field,
                    fix,
                )


def _is_coined(name: str, uses: Counter[str]) -> bool:
    """Whether a name that nothing knows is made by rule, not by slip."""
    if (name[-1:] in "abc" and name[:-1] in USUAL) or _PART.split(name, maxsplit=1)[0] in FIELDS:
        return name not in FIELDS
    compound = name.endswith(_ENDINGS) and name not in _ENDINGS
    return compound and uses[name] >= _SEVERAL


def _nearest(name: str, choices: frozenset[str]) -> str:
    """The choice that a name is a slip of, "" for none; first letters hardly ever slip."""
    allowed = 1 if len(name) <= _SHORT else 2
    near = [
        (OSA.distance(name, choice), choice)
        for choice in choices
        if abs(len(choice) - len(name)) <= allowed and len(choice) > 3
    ]
    distance, choice = min(near, default=(99, ""))
    return (
        choice
        if distance <= allowed and distance * 4 < len(choice) and choice[:1] == name[:1]
        else ""
    )


def misplaced(library: Library) -> Iterator[Hit]:
    """# BM212: a field that this type does not print.

    **What.** `journal` in a conference paper or a chapter that has no `booktitle`, `booktitle` in
    an article that has no `journal`, `publisher` in a thesis that has no `school`.

    **Why.** BibTeX prints none of them there: the work stands in the list without its place. Type
    or field is the wrong one.

    **Bad**

        @inproceedings{a, title = {A}, journal = {Proceedings of X}, year = 2018}

    **Good**

        @inproceedings{a, title = {A}, booktitle = {Proceedings of X}, year = 2018}
    """
    for entry in library.entries:
        if "crossref" in entry.fields or "xdata" in entry.fields:
            continue
        if found := _misplaced(entry):
            field, advice = found
            yield Hit(
                f"{field.name} is not printed for the type {entry.type}: {advice}", entry, field
            )


def _misplaced(entry: Entry) -> tuple[Field, str] | None:
    own = entry.fields
    journal = own.get("journal") or own.get("journaltitle")
    if entry.type in _PAPER and journal and journal.text.strip() and "booktitle" not in own:
        return journal, "make it booktitle, or the type article"
    if entry.type == "article" and "booktitle" in own and not journal:
        return own["booktitle"], "make it journal, or the type inproceedings or incollection"
    schools = {"school", "institution"} & own.keys()
    if entry.type in ("phdthesis", "mastersthesis") and "publisher" in own and not schools:
        return own["publisher"], "make it school"
    return None


RULES = (
    documented("BM210", "entry-type", types),
    documented("BM211", "field-name", names),
    documented("BM212", "field-misplaced", misplaced),
)
