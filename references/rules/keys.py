"""Rules for cite keys, `@string` abbreviations and the order of entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.findings import Severity
from backmatter.references.rules.known import words
from backmatter.references.rules.rule import Entry, Hit, Library, documented

_SETTING = re.compile(r"[\w-]{1,99}=([A-Za-z]\w{0,99})\s{0,9},")
_FORBIDDEN = re.compile(r"[\s\"#%'(),={}\\~]")
_BIBER_TYPES = words(
    "bookinbook mvbook mvcollection mvproceedings mvreference inreference suppbook "
    "suppcollection suppperiodical xdata set"
)
_BIBER_FIELDS = words(
    "date journaltitle maintitle eventdate eventtitle origdate xdata entryset ids related"
)


def characters(library: Library) -> Iterator[Hit]:
    r"""# BM131: a cite key with characters that LaTeX cannot cite.

    **What.** A key with a blank, a brace, a backslash, or one of `" # % ' ( ) , = ~`.

    **Why.** `\cite` cannot name it, or biber refuses the entry.

    **Bad**

        @article{de~wit2018, title = {A}}

    **Good**

        @article{dewit2018, title = {A}}
    """
    for entry in library.entries:
        if found := _FORBIDDEN.search(entry.key):
            yield Hit(
                f"the key {entry.key[:60]} has {found[0]!r} in it",
                entry,
                entry.key_start,
            )


def missing(library: Library) -> Iterator[Hit]:
    """# BM132: an entry without a key.

    **What.** Nothing stands between the opening brace and the first comma.

    **Why.** Nothing can cite it, and several programs drop such an entry.

    **Bad**

        @article{, title = {A}}

    **Good**

        @article{omlor2018, title = {A}}
    """
    for item in library.items:
        if item.entry and not item.entry.key and not _is_odd_key(library, item.entry):
            yield Hit("has no key: put one after the opening brace", item, item.entry.start)


def _is_odd_key(library: Library, entry: Entry) -> bool:
    """Whether the key looks like a first field: `@abnt-options{abnt-doi=none, …`."""
    if library.file is None or not (found := _SETTING.match(library.file.text, entry.key_start)):
        return False
    return found[1].lower() not in {each.name.lower() for each in library.file.abbreviations}


def letter_case(library: Library) -> Iterator[Hit]:
    """# BM133: two keys that differ in letter case alone.

    **What.** `Omlor2018` and `omlor2018` in one file.

    **Why.** BibTeX takes them for one key and stops with an error; biber takes them for two, so a
    file for BibLaTeX (by its own word or the setting `dialect`) may have them.

    **Bad**

        @article{Omlor2018, title = {A}}
        @article{omlor2018, title = {B}}

    **Good**

        @article{omlor2018a, title = {A}}
        @article{omlor2018b, title = {B}}
    """
    if library.file and library.file.dialect is Dialect.BIBLATEX:
        return
    first: dict[str, str] = {}
    for entry in library.entries:
        earlier = first.setdefault(entry.key.casefold(), entry.key)
        if earlier != entry.key:
            yield Hit(
                f"the key {entry.key} is, but for letter case, also {earlier}",
                entry,
                entry.key_start,
            )


def parent_first(library: Library) -> Iterator[Hit]:
    """# BM134: a parent that stands before its child.

    **What.** An entry names by `crossref` one that stands above it.

    **Why.** BibTeX wants the parent below all its children, and says *A bad cross reference*
    otherwise. biber takes any order, so a file for BibLaTeX is left alone: one that says so, the
    setting `dialect`, or a quarter of its entries with types or fields that only BibLaTeX has
    (`@bookinbook`, `date`, `journaltitle`).

    **Bad**

        @proceedings{p2018, title = {P}, year = 2018}
        @inproceedings{a, title = {A}, crossref = {p2018}}

    **Good**

        @inproceedings{a, title = {A}, crossref = {p2018}}
        @proceedings{p2018, title = {P}, year = 2018}
    """
    if library.file and (library.file.dialect is Dialect.BIBLATEX or _is_for_biber(library)):
        return
    seen: set[str] = set()
    for entry in library.entries:
        field = entry.fields.get("crossref")
        if field and field.text.strip().casefold() in seen:
            yield Hit(
                f"its parent {field.text.strip()} stands above it: move it below", entry, field
            )
        seen.add(entry.key.casefold())


def _is_for_biber(library: Library) -> bool:
    """Whether a quarter of the entries are such that BibTeX's styles could not print them."""
    marked = sum(
        entry.type in _BIBER_TYPES or not _BIBER_FIELDS.isdisjoint(entry.fields)
        for entry in library.entries
    )
    return marked * 4 >= len(library.entries)


def unused(library: Library) -> Iterator[Hit]:
    """# BM130: an abbreviation that nothing uses.

    **What.** An `@string` whose name stands in no value of the file, while others do.

    **Why.** It is a left-over, or its name is misspelt where it is meant. A file of nothing but
    abbreviations is for other files and is left alone.

    **Bad**

        @string{jama = {JAMA}}
        @string{bmj = {BMJ}}
        @article{a, title = {A}, journal = bmj}

    **Good**

        @string{bmj = {BMJ}}
        @article{a, title = {A}, journal = bmj}
    """
    if not library.file or not any(each.used for each in library.file.abbreviations):
        return
    for each in library.file.abbreviations:
        if not each.used:
            yield Hit(f"the abbreviation {each.name} is used nowhere", at=each.start)


RULES = (
    documented("BM130", "string-unused", unused, Severity.INFO),
    documented("BM131", "key-characters", characters),
    documented("BM132", "key-missing", missing),
    documented("BM133", "key-letter-case", letter_case),
    documented("BM134", "parent-first", parent_first, Severity.INFO),
)
