"""# BM201: a field that the type needs is missing.

**What.** A reference without a title, without anybody who made it, without a year, or a
journal article without its journal, a chapter without its book, a thesis without its school.

**Why.** A style prints what there is: a missing year or journal leaves a reader unable to find
the work, and most styles print a hole or a wrong stop in its place.

**Bad**

    @article{mohanty2019defects, author = {Mohanty, S.}, title = {Defects in …}, year = {2019}}

**Good**

    @article{mohanty2019defects, author = {Mohanty, S.}, title = {Defects in …}, year = {2019},
      journal = {Wiley Interdiscip Rev Dev Biol}}

A web page or a data set without a year, and a work that has no author but a container or a
publisher, are not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backmatter.references.findings import Finding
from backmatter.references.model import Reference
from backmatter.references.rules.rule import Library, Rule, finding

_CONTAINER = {
    "article-journal": "journal",
    "article-magazine": "magazine",
    "article-newspaper": "newspaper",
    "chapter": "book",
}
_MAY_LACK_YEAR = {"webpage", "post", "post-weblog", "dataset", "software", ""}


def check(library: Library) -> Iterator[Finding]:
    """One finding for each reference that lacks something, naming all that it lacks."""
    for reference in library.references:
        if missing := list(_missing(reference)):
            yield finding("BM201", reference, f"has no {' and no '.join(missing)}")


def _missing(reference: Reference) -> Iterable[str]:
    if not reference.title and not reference.text("container-title"):
        yield "title"
    made_by = reference.names or any(
        reference.text(name) for name in ("publisher", "container-title", "authority")
    )
    if not made_by:
        yield "author"
    if not reference.dates and reference.type not in _MAY_LACK_YEAR:
        yield "year"
    if reference.type in _CONTAINER and not reference.text("container-title"):
        yield _CONTAINER[reference.type]
    if reference.type == "thesis" and not reference.text("publisher"):
        yield "school"


RULE = Rule("BM201", "required-fields", __doc__ or "", check)
