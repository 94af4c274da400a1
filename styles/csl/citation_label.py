"""`citation-label`: a label made of names and year (`RoNo78`) where the record has none.

Letters as in citeproc-js and the alpha style of BibTeX: four of a lone name, two and two, two
and one and one, one each of the first four; then the last two figures of the year.
"""

from __future__ import annotations

from backmatter.styles.csl.item import Item
from backmatter.styles.csl.markers import bare

_LETTERS = ((4,), (2, 2), (2, 1, 1), (1, 1, 1, 1))
_ARTICLES = frozenset({"a", "an", "the"})
_ROLES = ("author", "editor", "translator", "compiler")


def citation_label(item: Item) -> str:
    """The label, without a year suffix."""
    own = item.text("citation-label")
    if own:
        return own
    people = next((people for role in _ROLES if (people := item.people(role))), ())
    date = item.date("issued")
    year = f"{abs(date.year or 0) % 100:02d}" if date else "00"
    if not people:
        words = [word for word in bare(item.text("title")).split() if word.lower() not in _ARTICLES]
        return words[0][:4] + year if words else ""
    counts = _LETTERS[min(len(people), len(_LETTERS)) - 1]
    parts = [
        bare(person.family).replace(" ", "")[:count]
        for person, count in zip(people, counts, strict=False)
    ]
    return "".join(parts) + year
