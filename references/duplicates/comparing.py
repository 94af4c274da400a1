"""Two references beside each other: one work for certain, perhaps, two versions, or neither.

As in Fellegi and Sunter (A theory for record linkage, 1969) each fact that agrees speaks for one
work and each that differs against it. Before that, some things end the question: `Part 1` and
`Part 2`, a work and its erratum, two editions. *Certain* is stricter than any sum: nothing that
both say may differ, so that a program may act on it without asking.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from backmatter.references.duplicates import telling, titles
from backmatter.references.duplicates.facts import Facts
from backmatter.references.duplicates.titles import Title
from backmatter.references.verification.comparing import container, numbers, people
from backmatter.references.verification.comparing.match import MISSING, Match, agree, differ
from backmatter.references.verification.results import Outcome

NEAR = 9.5
"""From this sum on two references are shown to a person as nearly the same."""

_VERSION = 7.5
_TITLES = {
    Title.MISSING: (0.0, 0.0),
    Title.LIKE: (2.0, 0.0),
    Title.PART: (4.5, 1.0),
    Title.SLIP: (5.0, 2.0),
    Title.SAME: (6.0, 3.0),
}
"""What a title weighs: one that tells a work, and one that many bear."""

_AGREES = {
    "author": 3.0,
    "year": 2.0,
    "journal": 1.0,
    "volume": 1.5,
    "issue": 0.5,
    "page": 3.0,
    "URL": 2.0,
    "ISBN": 2.0,
}
_DIFFERS = {
    "author": -4.0,
    "year": -3.0,
    "journal": -2.0,
    "volume": -2.0,
    "issue": -1.0,
    "page": -3.0,
    "DOI": -6.0,
}
_SAME_ID = 8.0
_MORE = 1.5
"""For a title that hardly two works bear, and for a short one that is no column's."""

_YEARS_TO_PRINT = 4
_TELLING_DIGITS = 2
_IDS = (("pmid", "PMID"), ("pmcid", "PMCID"), ("arxiv", "arXiv number"))
_ALONE = frozenset(
    ("book", "dataset", "patent", "report", "software", "standard", "thesis", "webpage")
)
"""Types that are not mistaken for one another, nor for an article."""

_YEARLY = frozenset(("book", "report", "software", "standard"))
"""Types that come out anew under the same title in another year."""

_MISTAKEN = (frozenset(("book", "report")), frozenset(("report", "webpage")))


class Kind(IntEnum):
    """What two references are to each other."""

    VERSION = 1
    NEAR = 2
    CERTAIN = 3


class Likeness(NamedTuple):
    """Two references that are one work, or may be.

    Attributes:
        kind: How sure it is.
        by: What they have in common, for people: `DOI`, `title`, `author` …
        apart: In what they differ, by the same names.
        preprint: For two versions, which of them is the preprint: 0 the first, 1 the second.
    """

    kind: Kind
    by: tuple[str, ...]
    apart: tuple[str, ...] = ()
    preprint: int = 0


class _Compared(NamedTuple):
    """All that is known of two references side by side; `id` names the identifier they share."""

    one: Facts
    other: Facts
    title: Title
    is_telling: bool
    id: str
    fields: dict[str, Match]

    def agrees(self, name: str) -> bool:
        return name in self.fields and self.fields[name].outcome is Outcome.AGREE

    def differing(self) -> list[str]:
        return [name for name, m in self.fields.items() if m.outcome is Outcome.DIFFER]

    def is_year_off_by_one(self) -> bool:
        return abs((self.one.year or 0) - (self.other.year or 0)) == 1

    def title_and_id(self) -> float:
        total = _TITLES[self.title][not self.is_telling] + (_SAME_ID if self.id else 0.0)
        if self.title is not Title.SAME:
            return total
        title = self.one.title
        is_more = telling.is_long(title) if self.is_telling else not telling.is_column(title)
        return total + (_MORE if is_more else 0.0)

    def likeness(self, kind: Kind) -> Likeness:
        agreeing = [name for name, m in self.fields.items() if m.outcome is Outcome.AGREE]
        by = [name for name in (self.id, titles.NAMES[self.title], *agreeing) if name]
        return Likeness(kind, tuple(dict.fromkeys(by)), tuple(self.differing()))


def compare(one: Facts, other: Facts) -> Likeness | None:
    """What two references are to each other; None for two works."""
    same_id = _same_id(one, other)
    title = titles.compare(one, other, is_same_id=bool(same_id))
    if title is Title.OTHER or _are_two(one, other, is_same_id=bool(same_id)):
        return None
    is_telling = one.is_telling and other.is_telling
    both = _Compared(one, other, title, is_telling, same_id, _fields(one, other))
    if one.is_preprint != other.is_preprint:
        found = both.likeness(Kind.VERSION)._replace(preprint=int(other.is_preprint))
        return found if _are_versions(both) else None
    if _is_certain(both):
        return both.likeness(Kind.CERTAIN)
    is_near = (bool(same_id) or not _is_elsewhere(both)) and _sum(both) >= NEAR
    return both.likeness(Kind.NEAR) if is_near else None


def _sum(both: _Compared) -> float:
    total = both.title_and_id()
    for name, match in both.fields.items():
        if match.outcome is Outcome.AGREE:
            total += _AGREES.get(name, 0.0)
        elif match.outcome is Outcome.DIFFER and not (name == "year" and both.is_year_off_by_one()):
            total += _DIFFERS.get(name, 0.0)
    return total


def _is_certain(both: _Compared) -> bool:
    """Whether a program may take two references for one work without asking."""
    one, other = both.one, both.other
    apart = both.differing()
    if apart and not (both.id and apart == ["year"] and both.is_year_off_by_one()):
        return False
    if {one.type, other.type} & _ALONE and not _is_one_book(one, other):
        return False
    if both.id:
        is_same = both.title in (Title.SAME, Title.MISSING)
        return is_same or (both.agrees("page") and both.agrees("author"))
    if both.title is not Title.SAME or not (both.agrees("author") and both.agrees("year")):
        return False
    names_a_work = both.is_telling or (one.type in _ALONE and not telling.is_column(one.title))
    return names_a_work or both.agrees("page") or (one.key != "" and one == other)


def _is_one_book(one: Facts, other: Facts) -> bool:
    """Whether two are of one type, and not a work in volumes and one of these."""
    return one.type == other.type and bool(one.volume) == bool(other.volume)


def _is_elsewhere(both: _Compared) -> bool:
    """Whether two stand at two places of a journal, as a column that comes again does.

    One number may be a slip, and two where the page is the same; `2` and `??` are no such page.
    """
    apart = {*both.differing()}
    is_moved = not apart.isdisjoint(("volume", "issue"))
    if "page" in apart or not is_moved:
        return is_moved
    if not both.agrees("page"):
        return {"year", "volume"} <= apart
    digits = sum(map(str.isdigit, both.one.first_page))
    return digits < _TELLING_DIGITS or {"year", "volume", "issue"} <= apart


def _are_versions(both: _Compared) -> bool:
    """Whether a preprint has become the other one."""
    one, other = both.one, both.other
    preprint, published = (one, other) if one.is_preprint else (other, one)
    if not published.container:
        return False
    years = (published.year or 0) - (preprint.year or 0)
    if both.fields["year"] is not MISSING and not -1 <= years <= _YEARS_TO_PRINT:
        return False
    total = both.title_and_id()
    if both.fields["author"].outcome is not Outcome.MISSING:
        total += (_AGREES if both.agrees("author") else _DIFFERS)["author"]
    return total >= _VERSION


def _same_id(one: Facts, other: Facts) -> str:
    """The name of the identifier that both have; addresses and ISBNs are none."""
    if one.doi and one.doi == other.doi:
        return "DOI"
    for kind, name in _IDS:
        if (found := one.id(kind)) and found == other.id(kind):
            return name
    return ""


def _are_two(one: Facts, other: Facts, *, is_same_id: bool) -> bool:
    """Whether something tells two works apart, however alike the rest is."""
    if one.key in other.related or other.key in one.related:
        return True
    theirs = dict(other.numbers)
    if any(theirs.get(name, text) != text for name, text in one.numbers):
        return True
    if one.type == other.type == "book" and one.volume and other.volume != one.volume:
        return bool(other.volume)
    if is_same_id:
        return False
    years = (one.year, other.year)
    types = frozenset((one.type, other.type)) - {""}
    if one.is_preprint != other.is_preprint:
        return False
    is_mixed = len(types) > 1 and bool(types & _ALONE) and types not in _MISTAKEN
    return is_mixed or (bool(types & _YEARLY) and None not in years and years[0] != years[1])


def _fields(one: Facts, other: Facts) -> dict[str, Match]:
    """The fields side by side; of the authors the first."""
    found = {
        "author": people.compare(one.names[:1], other.names[:1]),
        "year": numbers.compare_year(one.year, [other.year] if other.year is not None else []),
        "journal": _containers(one, other),
        "volume": _equal(one.volume, other.volume),
        "issue": _equal(one.issue, other.issue),
        "page": numbers.compare_pages(one.page, [other.page]),
        "DOI": _equal(one.doi, other.doi),
    }
    if found["page"].outcome is Outcome.DIFFER and one.first_page == other.first_page:
        found["page"] = agree()
    for kind, name in (("url", "URL"), ("isbn", "ISBN")):
        if (mine := one.id(kind)) and mine == other.id(kind):
            found[name] = agree()
    return found


def _containers(one: Facts, other: Facts) -> Match:
    if not other.container or (one.is_preprint and other.is_preprint):
        return MISSING  # servers go by many names, and one work may stand on two of them
    return container.compare(one.container, [other.container])


def _equal(one: str, other: str) -> Match:
    if not one or not other:
        return MISSING
    return agree() if one == other else differ(0.0)
