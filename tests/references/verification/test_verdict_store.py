"""A verdict is kept for what was judged, with its source and date, and not beyond."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from backmatter.references.library.catalogue import Catalogue, Standing, build
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.verification.results import Cause, Result, Verdict
from backmatter.references.verification.verdict_store import content_of, is_readable, keep

A = Reference(
    key="a",
    type="article-journal",
    variables={"title": "Slow discs", "DOI": "10.5555/a"},
    names={"author": (Name("Wang", "L"),)},
    dates={"issued": Date((DatePart(2018),))},
)


def standing(path: Path, reference: Reference) -> str:
    catalogue: Catalogue = build([reference])
    if is_readable(path):
        catalogue.know(path)
    (found,) = catalogue.standings([0])
    catalogue.close()
    return str(found)


def test_a_verdict_stays_with_the_content_it_was_given_for(tmp_path: Path) -> None:
    path = tmp_path / "new" / "verdicts.sqlite"
    assert standing(path, A) == "unchecked"
    assert not keep(path, [Result(A, Verdict.VERIFIED, "", asked="2026-01-02T03:04:05Z")], "X", "")
    assert standing(path, A) == "verified (X, 2026-01-02)"
    tagged = replace(A, key="b", keywords=("disc",), variables={**A.variables, "abstract": "…"})
    assert standing(path, tagged) == "verified (X, 2026-01-02)"


@pytest.mark.parametrize(
    "changed",
    [
        replace(A, variables={**A.variables, "title": "Slow disks"}),
        replace(A, variables={**A.variables, "DOI": "10.5555/b"}),
        replace(A, variables={**A.variables, "volume": "3"}),
        replace(A, names={"author": (Name("Wang", "M"),)}),
        replace(A, names={"editor": (Name("Wang", "L"),)}),
        replace(A, dates={"issued": Date((DatePart(2019),))}),
        replace(A, others=frozenset({"author"})),
        replace(A, type="book"),
    ],
)
def test_what_was_changed_is_unchecked_again(tmp_path: Path, changed: Reference) -> None:
    path = tmp_path / "verdicts.sqlite"
    keep(path, [Result(A, Verdict.VERIFIED, "")], "Crossref", "2026-01-01")
    assert standing(path, changed) == "unchecked"


def test_the_last_verdict_counts_and_an_unchecked_is_none(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.sqlite"
    keep(path, [Result(A, Verdict.VERIFIED, "")], "Crossref", "2026-01-01")
    keep(path, [Result(A, Verdict.UNCHECKED, "", cause=Cause.OFFLINE)], "Crossref", "2026-01-02")
    assert standing(path, A) == "verified (Crossref, 2026-01-01)"
    keep(path, [Result(A, Verdict.DIFFERS, "")], "evidence", "2026-01-03")
    assert standing(path, A) == "differs (evidence, 2026-01-03)"


def test_a_retraction_is_taken_back_by_its_own_source_only(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.sqlite"
    keep(path, [Result(A, Verdict.RETRACTED, "")], "Crossref", "2026-01-01")
    keep(path, [Result(A, Verdict.VERIFIED, "")], "evidence", "2026-01-02")
    assert standing(path, A) == "retracted (Crossref, 2026-01-01)"
    keep(path, [Result(A, Verdict.VERIFIED, "")], "Crossref", "2026-01-03")
    assert standing(path, A) == "verified (Crossref, 2026-01-03)"


def test_what_a_reference_says_itself_goes_before_a_verdict(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.sqlite"
    tagged = replace(A, keywords=("retracted",))
    keep(path, [Result(A, Verdict.VERIFIED, "")], "Crossref", "2026-01-01")
    assert standing(path, tagged) == "retracted (tag)"
    keep(path, [Result(A, Verdict.RETRACTED, "")], "Crossref", "2026-01-02")
    assert standing(path, tagged) == "retracted (Crossref, 2026-01-02)"


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"x" * 5000])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "verdicts.sqlite"
    path.write_bytes(content)
    assert not is_readable(path)
    assert not keep(path, [Result(A, Verdict.VERIFIED, "")], "Crossref", "2026-01-01")
    assert standing(path, A) == "verified (Crossref, 2026-01-01)"


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    said = keep(tmp_path / "file" / "x", [Result(A, Verdict.VERIFIED, "")], "Crossref", "")
    assert "verdicts are not kept" in said


def test_a_digest_is_of_any_text() -> None:
    assert len(content_of(Reference(variables={"title": "\ud800"}))) == 16
    assert str(Standing(Verdict.UNCHECKED)) == "unchecked"
