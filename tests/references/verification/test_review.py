"""The review against a stub that knows nothing, and one that knows what was seen of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.model import Reference
from backmatter.references.reading import parse_document
from backmatter.references.verification.results import Cause, Result, Verdict
from stub_server import StubServer

Check = Callable[..., list[Result]]
CHINESE = {"7", "10", "11", "12", "18", "20", "31"}


@pytest.fixture(scope="module")
def references() -> tuple[Reference, ...]:
    root = Path(__file__).resolve().parents[3]
    review = root / "references" / "data" / "review" / "review.txt"
    return parse_document(review.read_bytes(), "review.txt").references


def number(result: Result) -> str:
    source = result.reference.source
    return source.number if source else ""


def test_a_source_that_knows_nothing_accuses_no_chinese_journal(
    check: Check, references: tuple[Reference, ...]
) -> None:
    with StubServer([], pool="plus") as stub:
        results = check(stub, *references)
        assert len(stub.log) == 47
    unchecked = {number(r) for r in results if r.verdict is Verdict.UNCHECKED}
    assert unchecked == CHINESE
    assert {r.cause for r in results if number(r) in CHINESE} == {Cause.NOT_COVERED}
    assert all("not covered by Crossref" in r.reason for r in results if number(r) in CHINESE)
    assert {r.verdict for r in results if number(r) not in CHINESE} == {Verdict.NOT_FOUND}


def record(row: dict[str, Any]) -> dict[str, Any]:
    """A record in Crossref's form, made from what was seen of a work, and from nothing else."""
    first = {name: seen[0]["value"] for name, seen in row["fields"].items()}
    year = first.get("issued", "")[:4]
    return {
        "DOI": first["DOI"],
        "type": "journal-article",
        "title": [first["title"]] if "title" in first else [],
        "author": first.get("author", []),
        "container-title": [first["container-title"]] if "container-title" in first else [],
        "issued": {"date-parts": [[int(year)]]} if year else {"date-parts": [[None]]},
        **{name: first[name] for name in ("volume", "issue", "page") if name in first},
    }


def test_records_made_from_what_was_seen_are_found_by_the_print(
    check: Check, references: tuple[Reference, ...], root: Path
) -> None:
    evidence = root / "references" / "data" / "review" / "evidence.jsonl"
    rows = [json.loads(line) for line in evidence.read_text(encoding="utf-8").splitlines()]
    seen = {
        row["number"]: record(row) for row in rows if row["established"] and "DOI" in row["fields"]
    }
    with StubServer(list(seen.values()), pool="plus") as stub:
        results = check(stub, *references)
    found = {number(r): r.doi for r in results if r.verdict is Verdict.VERIFIED}
    wanted = {n: work["DOI"] for n, work in seen.items()}
    assert all(wanted.get(n) == doi for n, doi in found.items()), "a DOI of another work was given"
    # 11 is known by its translated title alone, which no print of the list shows.
    assert set(wanted) - set(found) == {"11"}
    others = {number(r): r.verdict for r in results if number(r) not in found}
    assert {others[n] for n in CHINESE} == {Verdict.UNCHECKED}
    assert len(results) == 47
