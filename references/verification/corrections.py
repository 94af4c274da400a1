"""What a verdict lets be put right without asking anybody, and what it can fill in.

A correction is certain when there is no doubt which work is meant and none about the value
(`docs/decisions/142`); whatever else differs is the author's, and is changed only where
`accept` names the field. Completions add what the reference lacks and never contradict it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from backmatter.references.findings import Finding
from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Date, DatePart, Reference
from backmatter.references.verification.comparing.words import words
from backmatter.references.verification.results import Outcome, Result, Verdict
from backmatter.references.verification.retractions import CONCERN, retraction_of

ACCEPTABLE = {
    "title": "title",
    "author": "author",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "container-title": "container-title",
    "year": "issued",
    "date": "issued",
    "issued": "issued",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "pages": "page",
    "page": "page",
}
"""The names, BibTeX's and CSL's, by which a field that differs can be accepted."""

RETRACTED_TAG = "retracted"
CONCERN_TAG = "expression-of-concern"

_PLACE = ("issued", "container-title", "volume", "page")
_FILLED = ("volume", "issue", "page", "publisher")
_OF_DOIS = frozenset({"BM302", "BM303", "BM505"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a reference.

    Attributes:
        field: The CSL variable, `keyword` for a tag.
        after: The reference with it.
    """

    field: str
    after: Reference


def corrections(
    result: Result, accept: Collection[str] = (), kept: Collection[Finding] = ()
) -> tuple[Change, ...]:
    """What is certain, and what of the rest is accepted.

    Args:
        result: The verdict.
        accept: CSL variables (values of `ACCEPTABLE`) that may be overwritten where they differ.
        kept: Findings about the reference that are to stay: a person has said why.

    Returns:
        The changes, the accepted ones first, since with them more may be certain; each starts
        from what the one before gave.
    """
    accepting = _chained(result, map(_accepting, sorted(accept)), kept)
    done = {change.field for change in accepting}
    agreed = replace(
        result,
        reference=accepting[-1].after if accepting else result.reference,
        fields=tuple(
            replace(row, outcome=Outcome.AGREE) if row.field in done else row
            for row in result.fields
        ),
    )
    return (*accepting, *_chained(agreed, (_doi, _page, *_TAGS), kept))


def completions(result: Result, kept: Collection[Finding] = ()) -> tuple[Change, ...]:
    """What the matched record has and the reference lacks, and a style may need.

    `kept` is as in `corrections`.
    """
    if not is_certain(result):
        return ()
    steps = (_doi, _authors, _container, *map(_filling, _FILLED), _year)
    return _chained(result, steps, kept)


def is_certain(result: Result) -> bool:
    """Whether there is no doubt about the work: title, authors and a part of the place agree."""
    outcome = _outcomes(result)
    if result.matched is None or outcome.get("title") is not Outcome.AGREE:
        return False
    agree = outcome.get("author") is Outcome.AGREE
    return agree and any(outcome.get(name) is Outcome.AGREE for name in _PLACE)


def mends(change: Change, finding: Finding) -> bool:
    """Whether a finding about the same reference is gone after the change."""
    if change.field == "DOI":
        return finding.code in _OF_DOIS
    return finding.code == "BM501" and f": {change.field} " in finding.message


Step = Callable[[Result, Reference], Change | None]
"""Looks at the verdict and the reference so far; the change to be made, None for none."""


def _chained(
    result: Result, steps: Iterable[Step], kept: Collection[Finding]
) -> tuple[Change, ...]:
    reference, changes = result.reference, list[Change]()
    for step in steps:
        change = step(result, reference)
        if change and not any(mends(change, finding) for finding in kept):
            changes.append(change)
            reference = change.after
    return tuple(changes)


def _doi(result: Result, reference: Reference) -> Change | None:
    """The DOI that is missing, or the right one for one that leads elsewhere."""
    if not result.doi or not is_certain(result):
        return None
    if result.printed_doi and dois.same(result.printed_doi, result.doi):
        return None
    if result.printed_doi and (not reference.text("DOI") or result.verdict is Verdict.DIFFERS):
        return None  # it stands in a link or a note; or a page only gives another one
    return _with_text(reference, "DOI", result.doi)


def _page(result: Result, reference: Reference) -> Change | None:
    """The pages, where the volume and the year are those of the record."""
    outcome = _outcomes(result)
    sure = (outcome.get("volume"), outcome.get("issued")) == (Outcome.AGREE, Outcome.AGREE)
    if not (is_certain(result) and sure and outcome.get("page") is Outcome.DIFFER):
        return None
    theirs = _text_of(result, "page")
    if "-" in reference.text("page") and "-" not in theirs:
        return None  # a first page alone says less than what is there
    return _with_text(reference, "page", theirs)


def _accepting(field: str) -> Step:
    """The record's value of a field that differs and may be overwritten."""

    def step(result: Result, reference: Reference) -> Change | None:
        if result.matched is None or _outcomes(result).get(field) is not Outcome.DIFFER:
            return None
        if field == "author":
            return _with_authors(result.matched, reference)
        if field == "issued":
            return _with_year(result, reference)
        return _with_text(reference, field, _text_of(result, field))

    return step


def _retracted(result: Result, reference: Reference) -> Change | None:
    return _tagged(reference, RETRACTED_TAG) if retraction_of(result.notices) else None


def _in_doubt(result: Result, reference: Reference) -> Change | None:
    has_concern = any(notice.kind in CONCERN for notice in result.notices)
    return _tagged(reference, CONCERN_TAG) if has_concern else None


_TAGS: tuple[Step, ...] = (_retracted, _in_doubt)


def _authors(result: Result, reference: Reference) -> Change | None:
    """All authors, where *et al.* closes the list of the reference."""
    if result.matched is None or "author" not in reference.others:
        return None
    return _with_authors(result.matched, reference)


def _container(result: Result, reference: Reference) -> Change | None:
    """The journal's full name for an abbreviated one."""
    ours, theirs = reference.text("container-title"), _text_of(result, "container-title")
    if _outcomes(result).get("container-title") is not Outcome.AGREE:
        return None
    if not _is_abbreviated(ours, theirs):
        return None
    return _with_text(reference, "container-title", theirs)


def _filling(field: str) -> Step:
    """A field that the reference lacks."""

    def step(result: Result, reference: Reference) -> Change | None:
        if reference.text(field) or (field == "page" and reference.text("number")):
            return None
        if field == "publisher" and reference.type.startswith("article"):
            return None  # no style prints a journal's
        return _with_text(reference, field, _text_of(result, field))

    return step


def _year(result: Result, reference: Reference) -> Change | None:
    return None if "issued" in reference.dates else _with_year(result, reference)


def _with_text(reference: Reference, field: str, value: str) -> Change | None:
    if not value or reference.text(field) == value:
        return None
    return Change(field, replace(reference, variables={**reference.variables, field: value}))


def _with_authors(matched: Reference, reference: Reference) -> Change | None:
    """The record's authors; not fewer than there are, nor for a list that it does not have."""
    names = matched.names.get("author", ())
    if len(names) < len(reference.names.get("author", ())) or not names:
        return None
    is_longer = len(names) > len(reference.names.get("author", ()))
    after = replace(
        reference,
        names={**reference.names, "author": names},
        others=reference.others - {"author"} if is_longer else reference.others,
    )
    return Change("author", after) if after != reference else None


def _with_year(result: Result, reference: Reference) -> Change | None:
    year = result.matched.year if result.matched else None
    if year is None or reference.year == year:
        return None
    date = Date((DatePart(year),))
    return Change("issued", replace(reference, dates={**reference.dates, "issued": date}))


def _tagged(reference: Reference, tag: str) -> Change | None:
    if tag in reference.keywords:
        return None
    return Change("keyword", replace(reference, keywords=(*reference.keywords, tag)))


def _text_of(result: Result, field: str) -> str:
    """The record's value; for pages its article number where it has no pages."""
    if result.matched is None:
        return ""
    value = result.matched.text(field)
    return value or (result.matched.text("number") if field == "page" else "")


def _outcomes(result: Result) -> dict[str, Outcome]:
    return {row.field: row.outcome for row in result.fields}


def _is_abbreviated(ours: str, theirs: str) -> bool:
    """Whether each of our words begins one of theirs, in order, and some are cut short."""
    if not ours or len(ours) >= len(theirs):
        return False
    whole = iter(words(theirs))
    return all(any(word.startswith(short) for word in whole) for short in words(ours))
