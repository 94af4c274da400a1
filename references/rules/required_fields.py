"""Rules for fields that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.rules.known import ENTRY_TYPES, words
from backmatter.references.rules.rule import Hit, Item, Library, documented

_CONTAINER = {
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "chapter": "book",
    "paper-conference": "proceedings",
}
_MAY_LACK_YEAR = {"webpage", "post", "post-weblog", "dataset", "software", ""}
_MAY_LACK_AUTHOR = words(
    "misc manual booklet online electronic www webpage standard map legislation legal legal_case "
    "jurisdiction bill regulation treaty proceedings collection reference periodical dataset "
    "software video movie audio image archive database newspaper artwork performance hearing "
    "constitution legadminmaterial legmaterial broadcast document"
)
"""Types of which neither BibTeX nor BibLaTeX asks for an author, or many have none."""

_TO_COME = re.compile(
    r"\b(?:in press|in print|forthcoming|to appear|to be published|submitted|accepted|in prep"
    r"|im Druck|im Erscheinen|à paraître)\b|待发表|已录用|в печати",
    re.IGNORECASE,
)

_DATA_ONLY = words(
    "set xdata bibnote control ieeetranbstctl customa customb customc customd custome customf"
)


def check(library: Library) -> Iterator[Hit]:
    """# BM201: a field that the type needs is missing.

    **What.** A reference without a title, without anybody who made it, without a year; a journal
    article without its journal, a chapter without its book, a conference paper without its
    proceedings, a thesis without its school, a report without its institution.

    **Why.** A style prints what there is: a missing year or journal leaves a reader unable to find
    the work, and most styles print a hole or a wrong stop in its place.

    **Bad**

        @article{mohanty2019defects, author = {Mohanty, S.}, title = {Defects}, year = {2019}}

    **Good**

        @article{mohanty2019defects, author = {Mohanty, S.}, title = {Defects}, year = {2019},
          journal = {Wiley Interdiscip Rev Dev Biol}}

    A web page or a data set without a year, a work that is in press, and a work that has no
    author but a container or a publisher are not reported; nor is an entry of a type that is
    neither BibTeX's nor BibLaTeX's (BM210 tells that), since nobody knows what it needs. What an
    entry inherits by `crossref` or `xdata` counts as its own.
    """
    for item in library.items:
        if item.entry and (_is_of_own_kind(item.entry.type) or _lacks_parent(item)):
            continue
        if missing := list(_missing(item)):
            yield Hit(f"has no {' and no '.join(missing)}", item)


def _is_of_own_kind(kind: str) -> bool:
    """Whether nobody asks the type for a title: it holds data for others, or is of no standard."""
    return kind in _DATA_ONLY or kind not in ENTRY_TYPES


def _missing(item: Item) -> Iterator[str]:
    reference = item.reference
    if not reference.title and not reference.text("container-title"):
        yield "title"
    made_by = reference.names or any(
        reference.text(name) for name in ("publisher", "container-title", "authority")
    )
    kind = item.entry.type if item.entry else reference.type
    if not made_by and kind not in _MAY_LACK_AUTHOR:
        yield "author"
    dated = reference.dates or reference.text("status") or _other_date(item)
    if not dated and reference.type not in _MAY_LACK_YEAR:
        yield "year"
    if _lacks_container(item):
        yield _CONTAINER[reference.type]
    if reference.type == "thesis" and not reference.text("publisher"):
        yield "school"
    if (
        item.entry
        and item.entry.type in ("techreport", "report")
        and not reference.text("publisher")
    ):
        yield "institution"


def _lacks_parent(item: Item) -> bool:
    """Whether its parent is not in the file, which BM124 tells: what it holds is not known."""
    return "crossref" in item.reference.fields or "xdata" in item.reference.fields


def _other_date(item: Item) -> bool:
    """Whether the year stands where the record does not look, or a note says it is to come."""
    if item.field("date", "year", "pubstate", "urldate", "origdate"):
        return True
    note = item.field("note", "howpublished", "addendum")
    return note is not None and _TO_COME.search(note.text) is not None


def _lacks_container(item: Item) -> bool:
    reference = item.reference
    if item.entry and item.entry.type in ("periodical", "review"):
        return False
    if reference.type not in _CONTAINER or reference.text("container-title"):
        return False
    if (field := item.field("journal", "journaltitle", "booktitle")) and field.text.strip():
        return False  # a command of a package such as AASTeX's \apj
    # BibTeX's @inbook names the book in its title, and what part of it by chapter or pages.
    in_book = item.entry is not None and item.entry.type == "inbook"
    return not (in_book and item.field("chapter", "pages"))


RULES = (documented("BM201", "required-fields", check),)
