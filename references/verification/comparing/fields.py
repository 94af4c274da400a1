"""All fields of a reference beside all fields of a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backmatter.references.model import Reference
from backmatter.references.verification.comparing import container, numbers, people, printed, title
from backmatter.references.verification.comparing.match import MISSING, Match
from backmatter.references.verification.comparing.prints import prepare
from backmatter.references.verification.records import Seen, Work
from backmatter.references.verification.results import FieldComparison, Outcome

FIELDS = ("title", "author", "container-title", "issued", "volume", "issue", "page")
"""What is compared, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reference beside a record: one match per field of `FIELDS`."""

    matches: Mapping[str, Match]

    def outcome(self, field: str) -> Outcome:
        """Agree, differ or missing."""
        return self.matches[field].outcome

    def agreeing(self) -> tuple[str, ...]:
        """The fields that agree, in the order of `FIELDS`."""
        return tuple(f for f in FIELDS if self.outcome(f) is Outcome.AGREE)

    def differing(self) -> tuple[str, ...]:
        """The fields that differ, in the order of `FIELDS`."""
        return tuple(f for f in FIELDS if self.outcome(f) is Outcome.DIFFER)


def compare(reference: Reference, work: Work) -> Comparison:
    """Compare each field; what either side lacks is *missing*, never a difference."""
    theirs = work.reference
    author = reference.names.get("author") or reference.names.get("editor") or ()
    same_role = "author" if reference.names.get("author") else "editor"
    record_names = (
        theirs.names.get(same_role) or theirs.names.get("author") or theirs.names.get("editor")
    )
    pages = reference.text("page") or reference.text("number")
    read = {
        "title": title.compare(reference.title, work.titles),
        "author": people.compare(author, record_names or ()),
        "container-title": container.compare(_container(reference), work.containers),
        "issued": numbers.compare_year(reference.year, work.years),
        "volume": numbers.compare_number(reference.text("volume"), theirs.text("volume")),
        "issue": numbers.compare_number(reference.text("issue"), theirs.text("issue")),
        "page": numbers.compare_pages(pages, work.pages),
    }
    if not (reference.source and reference.source.printed):
        return Comparison(read)
    if all(match.outcome is Outcome.AGREE for match in read.values()):
        return Comparison(read)
    text = prepare(reference.source.printed)
    stands = printed.compare(text, work)
    read |= {
        n: m
        for n, m in printed.misread(reference, work, stands).items()
        if read[n].outcome is Outcome.DIFFER
    }
    return Comparison(
        {
            name: printed.merged(match, stands.get(name, MISSING), name, text, work)
            for name, match in read.items()
        }
    )


def as_rows(
    reference: Reference, work: Work, comparison: Comparison
) -> tuple[FieldComparison, ...]:
    """The comparison for showing: ours beside theirs, as both have it."""
    ours, theirs = _shown(reference), _shown(work.reference)
    return tuple(
        FieldComparison(
            name,
            ours[name],
            match.theirs or theirs[name],
            match.outcome,
            match.note,
            _seen_at(work.seen.get(name, ()), match.theirs, ours[name]),
        )
        for name, match in comparison.matches.items()
        if ours[name] or theirs[name]
    )


def _seen_at(sightings: Sequence[Seen], theirs: str, ours: str) -> str:
    """The page that shows the value compared, or the first that shows the field."""
    for seen in sightings:
        if seen.value in (theirs, ours) or (ours.isdecimal() and seen.value.startswith(ours)):
            return seen.address
    return sightings[0].address if sightings else ""


def _container(reference: Reference) -> str:
    return reference.text("container-title") or reference.text("container-title-short")


def _shown(reference: Reference) -> dict[str, str]:
    names = reference.names.get("author") or reference.names.get("editor") or ()
    return {
        "title": reference.title,
        "author": people.shown(names, others="author" in reference.others),
        "container-title": _container(reference),
        "issued": "" if reference.year is None else str(reference.year),
        "volume": reference.text("volume"),
        "issue": reference.text("issue"),
        "page": reference.text("page") or reference.text("number"),
    }
