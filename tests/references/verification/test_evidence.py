"""Evidence files, and the one that is bundled: it says what pages show, and no more."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.errors import InputError
from backmatter.references.model import Reference
from backmatter.references.verification.results import Cause, Outcome, Result, Verdict
from backmatter.references.verification.sources.evidence import (
    EvidenceSource,
    load,
    parse_rows,
    review_evidence,
)
from backmatter.references.verification.verify import verify

Cite = Callable[..., Reference]
PAGE = "https://page.example/1"


def row(**changes: Any) -> str:
    fields = {
        "title": [{"value": "Slow discs", "address": PAGE, "excerpt": "Slow discs"}],
        "issued": [
            {"value": "2018 May", "address": PAGE, "excerpt": "2018 May"},
            {"value": "2017-12-01", "address": "https://page.example/2", "excerpt": "1 Dec 2017"},
        ],
        "DOI": [{"value": "10.5555/a", "address": PAGE, "excerpt": "10.5555/a"}],
    }
    data = {"reference": {"title": "Slow discs"}, "established": True, "fields": fields}
    return json.dumps(data | changes)


def judge(references: list[Reference], *rows: str) -> list[Result]:
    source = EvidenceSource(tuple(parse_rows("\n".join(rows))))
    return list(verify(references, source, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC)))


def test_fields_that_agree_are_verified_by_the_page_they_were_seen_on(cite: Cite) -> None:
    (result,) = judge([cite(title="Slow Discs.", year=2017)], row())
    assert (result.verdict, result.doi) == (Verdict.VERIFIED, "10.5555/a")
    assert "Crossref" not in result.source
    assert PAGE in result.source
    assert {f.field: f.seen_at for f in result.fields}["issued"] == "https://page.example/2"
    assert result.asked == ""


def test_a_field_that_was_seen_otherwise_differs(cite: Cite) -> None:
    (result,) = judge([cite(title="Slow discs", year=2020)], row())
    assert (result.verdict, result.differing) == (Verdict.DIFFERS, ("issued",))


@pytest.mark.parametrize(
    "changes", [{"fields": {}}, {"established": False}, {"reference": {"title": "Quick"}}]
)
def test_no_compared_field_or_no_certainty_is_unchecked(
    cite: Cite, changes: dict[str, Any]
) -> None:
    (result,) = judge([cite(title="Slow discs", year=2018)], row(**changes))
    assert (result.verdict, result.cause) == (Verdict.UNCHECKED, Cause.NO_EVIDENCE)
    assert not result.is_failure


def test_works_that_it_must_not_be_taken_for_are_told(cite: Cite) -> None:
    other = {
        "doi": "10.5555/b",
        "address": PAGE,
        "excerpt": "Quick discs",
        "reason": "another title",
    }
    (result,) = judge([cite(title="Slow discs")], row(**{"not-this-work": [other]}))
    assert [(c.doi, c.refused) for c in result.candidates] == [("10.5555/b", "another title")]


def test_another_doi_than_the_one_seen_differs(cite: Cite) -> None:
    (result,) = judge([cite(title="Slow discs", year=2018, DOI="10.5555/z")], row())
    assert (result.verdict, result.differing) == (Verdict.DIFFERS, ("DOI",))
    assert result.fields[-1].seen_at == PAGE


def test_a_reference_is_found_by_its_doi_too(cite: Cite) -> None:
    (result,) = judge([cite(title="slow discs!", DOI="10.5555/A", year=2018)], row())
    assert result.verdict is Verdict.VERIFIED


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "{}",
        '{"reference": {}}',
        row(fields={"DOI": [{"value": "x", "address": "y"}]}),
        row(fields={"title": [{"value": "no address"}]}),
    ],
)
def test_a_broken_line_is_told_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "e.jsonl"
    path.write_text(row() + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"e\.jsonl:3: is no evidence"):
        load(path)


def review(shared: Path) -> list[Reference]:
    from backmatter.references.formats.csl_json import item_to_reference

    gold = json.loads((shared / "review" / "gold.json").read_text(encoding="utf-8"))
    return [item_to_reference(item) for item in gold]


@pytest.mark.needs("shared")
def test_the_reviews_references_by_bundled_evidence(shared: Path) -> None:
    source = review_evidence()
    results = verify(review(shared), source, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC))
    verdicts = [result.verdict for result in results]
    assert len(verdicts) == 47
    assert verdicts.count(Verdict.VERIFIED) == 29
    assert [n for n, v in enumerate(verdicts, 1) if v is Verdict.DIFFERS] == [22]
    for result in results:
        agreeing = [f for f in result.fields if f.outcome is Outcome.AGREE]
        assert (result.verdict is not Verdict.VERIFIED) or agreeing
        assert "Crossref" not in result.source
        assert result.verdict is Verdict.UNCHECKED or all(f.seen_at for f in agreeing)


@pytest.mark.needs("shared")
def test_the_bundled_evidence_says_no_more_than_was_seen(shared: Path, root: Path) -> None:
    """Every value and every excerpt stands in the reviewed evidence; every DOI and all rows do."""
    seen = (shared / "review" / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    bundled = (root / "references" / "data" / "review" / "evidence.jsonl").read_text(
        encoding="utf-8"
    )
    rows = [json.loads(line) for line in bundled.splitlines()]
    reviewed = [json.loads(line) for line in seen]
    assert [int(each["number"]) for each in rows] == [each["n"] for each in reviewed]
    for ours, theirs in zip(rows, reviewed, strict=True):
        saw = " ".join(source["saw"] for source in theirs["sources"])
        addresses = {source["address"] for source in theirs["sources"]}
        dois = [s["value"] for s in ours["fields"].get("DOI", [])]
        assert dois == ([theirs["doi"]] if theirs["doi"] else [])
        assert ours["established"] == (theirs["confidence"] is not None)
        for sightings in ours["fields"].values():
            for sighting in sightings:
                assert sighting["address"] in addresses
                for part in sighting["excerpt"].split(" … "):
                    assert part in saw
        named = {name for name, value in theirs["fields_seen"].items() if value}
        assert set(ours["fields"]) - {"DOI", "number"} <= named
