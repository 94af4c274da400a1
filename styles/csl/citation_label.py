"""`citation-label`: a label made of names and year (`RoNo78`) where the record has none.

Letters as in citeproc-js and the alpha style of BibTeX: four of a lone name, two and two, two
and one and one, one each of the first four; then the last two figures of the year.
"""

from __future__ import annotations

from backmatter.styles.csl.item import Item
from backmatter.styles.csl.markers import bare

_LETTERS = ((4,), (2, 2), (2, 1, 1), (1, 1, 1, 1))
_ROLES = ("author", "editor", "translator", "compiler")


def citation_label(item: Item) -> str:
    """The label, without a year suffix."""
    own = item.text("citation-label")
    if own:
        return own
    people = next((people for role in _ROLES if (people := item.people(role))), ())
    if not people:
        return ""
    counts = _LETTERS[min(len(people), len(_LETTERS)) - 1]
    parts = [
        bare(person.family).replace(" ", "")[:count]
        for person, count in zip(people, counts, strict=False)
    ]
    date = item.date("issued")
    year = date.year if date else None
    return "".join(parts) + (f"{abs(year) % 100:02d}" if year is not None else "")
