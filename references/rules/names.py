"""Rules for names of persons and institutions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from backmatter.references.findings import Edit, Fix
from backmatter.references.formats.bibtex_names import split_list
from backmatter.references.model import Name
from backmatter.references.rules.rule import Field, Hit, Item, Library, documented

_CLOSERS = {"etal", "others", "andothers", "等", "et", "al", "etalii", "以及其他"}
_LIST_ET_AL = re.compile(
    r"(?:[,\s]{1,20}|\s{1,20}and\s{1,20})(?:and\s{1,20})?\{?\s?et\.?\s?al\.?\s?\}?\s{0,20}$"
    r"|[,，\s]{0,20}等\s{0,20}$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?:[A-ZÀ-Þ]\.?[-\s]?){1,4}")
_DOTTED_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.[-\s]?){1,4}")
_INSTITUTION = re.compile(
    r"\b(?:Organi[sz]ation|University|Universit(?:y|ät|é|à|ät)|Universidad|Institut[eo]?s?|Committee|"
    r"Ministry|Department|Dept|Association|Council|Agency|Foundation|Corporation|Consortium|"
    r"Commission|Bureau|Laborator(?:y|ies)|Federation|Academy|Initiative|Collaboration|Society|"
    r"Authority|Programme|Administration|Alliance|Working Group|Study Group|Research Group|"
    r"Development Team|Core Team|Task Force|Inc|GmbH|Ltd|LLC|Corp|Technologies|Software Team)\b\.?"
)
_SURNAMES = {"Council", "Commission", "Academy", "Laboratory", "Department"}


class _Named(NamedTuple):
    """A name and where it stands: the item, the field of its list, and its position there."""

    item: Item
    variable: str
    name: Name
    field: Field | None
    position: int

    @property
    def written(self) -> str:
        """The name as the field has it, "" where that is not certain."""
        written = split_list(self.field.text) if self.field else []
        count = len(self.item.reference.names[self.variable])
        return written[self.position] if len(written) in (count, count + 1) else ""

    def fix(self, text: str, *, safe: bool) -> Fix | None:
        """The fix that writes the name otherwise; None where its place is not certain."""
        field, written = self.field, self.written
        if not field or not field.editable or not written or field.text.count(written) != 1:
            return None
        start = field.start + field.text.index(written)
        return Fix((Edit(start, start + len(written), text),), safe)


def _people(library: Library) -> Iterator[_Named]:
    """All names of a library, each with its place; inherited ones belong to the parent."""
    for item in library.items:
        for variable, names in item.reference.names.items():
            field = item.at(variable)
            if item.entry is None or field is not None:
                for position, name in enumerate(names):
                    yield _Named(item, variable, name, field, position)


def _shown(name: Name) -> str:
    return name.literal or " ".join(part for part in (name.given, name.family) if part)


def no_name(library: Library) -> Iterator[Hit]:
    """# BM205: a name that is no name.

    **What.** An author called *et al.*, *others*, 等 or *and others*, a name made of digits, or one
    with `;` or ` and ` inside.

    **Why.** A list cut short is written `and others` in BibTeX, and every style then prints *et
    al.* in the reference's language; as a name it is sorted, inverted and abbreviated (`al., E.`).
    Several names in one are printed as one.

    **Bad**

        @article{a, title = {A}, author = {Okuda, S. and Nagamoto, Y. and et al.}}

    **Good**

        @article{a, title = {A}, author = {Okuda, S. and Nagamoto, Y. and others}}

    **Fix** (safe). `and others` in the place of *et al.* at the end of the list.
    """
    for each in _people(library):
        if (problem := _problem(each.name)) and not _is_braced(each.written):
            fix = None
            if each.field and "others" in problem and (end := _LIST_ET_AL.search(each.field.text)):
                fix = each.field.rewritten(each.field.text[: end.start()] + " and others")
            yield Hit(
                f"{each.variable} {_shown(each.name)!r} {problem}", each.item, each.field, fix
            )


def _is_braced(written: str) -> bool:
    """Whether one pair of braces holds a whole name: it is an institution's, or so meant."""
    depth = 0
    for at, char in enumerate(written):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return at > 0 and at == len(written) - 1
    return False


def _problem(name: Name) -> str:
    text = _shown(name)
    if re.sub(r"[\W_]+", "", text.casefold()) in _CLOSERS:
        return "stands for more names: write `and others`"
    if not any(char.isalpha() for char in text):
        return "has no letter"
    if not name.literal and (_LIST_ET_AL.search(text) or _LIST_ET_AL.search(name.given)):
        return "ends in et al.: write `and others` after the name"
    if not name.literal and (";" in text or re.search(r"\sand\s", text)):
        return "seems to be several names: separate them with ` and `"
    return ""


def capitals(library: Library) -> Iterator[Hit]:
    """# BM230: a name all in capitals.

    **What.** A person's family name of four letters or more in capitals, while the list has names
    that are not.

    **Why.** It is printed so, unlike its neighbours; a style that wants capitals sets them itself.

    **Bad**

        @article{a, title = {A}, author = {OMLOR, G. W. and Lorenz, S.}}

    **Good**

        @article{a, title = {A}, author = {Omlor, G. W. and Lorenz, S.}}

    **Fix** (unsafe). The first letter alone is left a capital.
    """
    people = [each for each in _people(library) if each.name.given and _is_cased(each.name)]
    loud = [each for each in people if _is_loud(each.name) and not _is_acronym(each)]
    if len(loud) * 2 > len(people) > 1:
        return
    for _, group in groupby(loud, key=lambda each: (id(each.item), each.variable)):
        names = list(group)
        first = names[0]
        fixes = [each.fix(_calm(each), safe=False) for each in names]
        edits = tuple(edit for fix in fixes if fix for edit in fix.edits)
        fix = Fix(edits, safe=False) if None not in fixes else None
        shown = ", ".join(_shown(each.name) for each in names[:3])
        shown += ", …" if len(names) > 3 else ""
        message = f"{first.variable} {shown}: the family name is all in capitals"
        yield Hit(message, first.item, first.field, fix)


def _is_cased(name: Name) -> bool:
    return name.family.casefold() != name.family.upper()


def _is_loud(name: Name) -> bool:
    letters = "".join(char for char in name.family if char.isalpha())
    return len(letters) > 3 and letters.isupper() and "." not in name.family


def _is_acronym(each: _Named) -> bool:
    """Whether braces keep the capitals (`{SAGE}`), or a stroke joins them (`ACM/SIGGRAPH`)."""
    return each.name.given.endswith("/") or f"{{{each.name.family}}}" in each.written


def _calm(each: _Named) -> str:
    """The name as written, with its capitals lowered but for the first letter of each word."""
    family = each.name.family
    calm = re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), family)
    return each.written.replace(family, calm)


def lone_initials(library: Library) -> Iterator[Hit]:
    """# BM231: a name of initials alone.

    **What.** An author of whom there is nothing but initials, such as `G. W.`

    **Why.** The family name got lost, often because a comma stands where ` and ` belongs.

    **Bad**

        @article{a, title = {A}, author = {Omlor and G. W.}}

    **Good**

        @article{a, title = {A}, author = {Omlor, G. W.}}
    """
    for each in _people(library):
        text = _shown(each.name)
        if not each.name.literal and _DOTTED_INITIALS.fullmatch(text):
            yield Hit(
                f"{each.variable} {text} is only initials: its family name is missing",
                each.item,
                each.field,
            )


def swapped(library: Library) -> Iterator[Hit]:
    """# BM232: given name and family name exchanged.

    **What.** A family name that is initials beside a given name that is a whole word
    (`G. W., Omlor`).

    **Why.** The list is sorted by initials, and prints `O. G. W.`

    **Bad**

        @article{a, title = {A}, author = {G. W., Omlor}}

    **Good**

        @article{a, title = {A}, author = {Omlor, G. W.}}

    **Fix** (unsafe). The two change places.
    """
    for each in _people(library):
        name = each.name
        if not name.given or not _DOTTED_INITIALS.fullmatch(name.family) or len(name.given) < 4:
            continue
        if _INITIAL.fullmatch(name.given) or ("," not in each.written and each.field):
            continue
        before, _, after = each.written.partition(",")
        fix = (
            each.fix(f"{after.strip()}, {before.strip()}", safe=False)
            if each.written.count(",") == 1
            else None
        )
        yield Hit(
            f"{each.variable} {name.family}, {name.given} has its parts exchanged",
            each.item,
            each.field,
            fix,
        )


def institutions(library: Library) -> Iterator[Hit]:
    """# BM233: an institution taken for a person.

    **What.** An author without braces whose words are an institution's: *World Health
    Organization*, *Ministry of Health and Welfare*.

    **Why.** BibTeX reads the last word as a family name and the others as given names, and prints
    *Organization, W. H.*; an ` and ` inside splits the name in two.

    **Bad**

        @misc{a, title = {A}, author = {World Health Organization}}

    **Good**

        @misc{a, title = {A}, author = {{World Health Organization}}}

    **Fix** (unsafe). Braces around the name.
    """
    for each in _people(library):
        name = each.name
        text = _shown(name)
        if name.literal or name.suffix or not name.given:
            continue
        found = _INSTITUTION.search(text)
        if not found or "." in name.given[:3] or "," in each.written:
            continue
        if found[0] in _SURNAMES and found.start() == len(name.given) + 1:
            continue  # Joan Council is a person
        fix = each.fix(f"{{{each.written}}}", safe=False) if each.written[:1] != "{" else None
        advice = "put it in braces" if each.item.entry else "give it as one name"
        message = f"{each.variable} {text} is read as a person: {advice}"
        yield Hit(message, each.item, each.field, fix)


def twice(library: Library) -> Iterator[Hit]:
    """# BM234: a person twice in one list of authors.

    **What.** The same name stands twice among the authors or the editors of one entry.

    **Why.** Mostly a slip of copying; rarely two persons share a name.

    **Bad**

        @article{a, title = {A}, author = {Omlor, Georg and Lorenz, Sven and Omlor, Georg}}

    **Good**

        @article{a, title = {A}, author = {Omlor, Georg and Lorenz, Sven}}
    """
    for item in library.items:
        for variable, names in item.reference.names.items():
            seen = Counter[Name]()
            for name in names:
                seen[name] += 1
                # Initials are too few to tell persons apart: Wang Y and Wang Y may be two.
                whole = name.literal or len(name.given.strip(". ")) > 3
                field = item.at(variable)
                if seen[name] == 2 and whole and (field or item.entry is None):
                    yield Hit(f"{variable} {_shown(name)} stands twice", item, field)


RULES = (
    documented("BM205", "names", no_name),
    documented("BM230", "name-capitals", capitals),
    documented("BM231", "name-initials", lone_initials),
    documented("BM232", "name-swapped", swapped),
    documented("BM233", "institution", institutions),
    documented("BM234", "name-twice", twice),
)
