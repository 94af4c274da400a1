"""Reading whole documents: the review, field by field and mark by mark, and others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.citations.finder import citations_to_json
from backmatter.references.model import Date, Name, Reference
from backmatter.references.reading import ParsedDocument, parse_document

pytestmark = pytest.mark.needs("shared")


def gold_name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "suffix": name.suffix,
        "non-dropping-particle": name.non_dropping_particle,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}


def gold_date(date: Date) -> dict[str, Any]:
    parts = [[n for n in (part.year, part.month, part.day) if n] for part in date.parts]
    return {"date-parts": parts}


def gold_item(reference: Reference) -> dict[str, Any]:
    """A reference in the form of the gold files."""
    assert reference.source
    item: dict[str, Any] = dict(reference.variables)
    item |= {name: [gold_name(n) for n in names] for name, names in reference.names.items()}
    item |= {name: gold_date(date) for name, date in reference.dates.items()}
    item |= {
        "id": item.pop("citation-number"),
        "type": reference.type,
        "others": "author" in reference.others,
        "printed": reference.source.printed,
    }
    return item


@pytest.fixture(scope="module")
def review(shared: Path) -> ParsedDocument:
    return parse_document(shared / "review" / "review.txt")


def test_every_field_of_every_reference_of_the_review_is_right(
    review: ParsedDocument, shared: Path
) -> None:
    gold = json.loads((shared / "review" / "gold.json").read_text("utf-8"))
    assert [gold_item(reference) for reference in review.references] == gold


def test_every_citation_mark_of_the_review_is_right(review: ParsedDocument, shared: Path) -> None:
    gold = json.loads((shared / "review" / "citations.json").read_text("utf-8"))
    assert json.loads(citations_to_json(review.citations)) == gold


def test_the_review_s_marks_lead_to_keys_of_its_references(review: ParsedDocument) -> None:
    keys = {reference.key for reference in review.references}
    assert len(keys) == 47
    assert all(key in keys for citation in review.citations for key in citation.keys)


def test_the_author_s_slips_are_findings_and_nothing_else_is(review: ParsedDocument) -> None:
    found = [(f.code, f.reference.split()[0], str(f.location)) for f in review.findings]
    file = review.document.name
    assert found == [
        ("BM701", "[23]", f"{file}:684:5"),
        ("BM702", "[33]", f"{file}:736:5"),
        ("BM701", "[43]", f"{file}:795:6"),
    ]


def test_repairs_say_what_was_changed_and_where(review: ParsedDocument) -> None:
    for reference in review.references:
        source = reference.source
        assert source
        for repair in source.repairs:
            assert source.extracted[repair.start : repair.end] == repair.before
        rebuilt, at = "", 0
        for repair in source.repairs:
            rebuilt += source.extracted[at : repair.start] + repair.after
            at = repair.end
        assert rebuilt + source.extracted[at:] == source.printed


def test_a_running_head_inside_an_entry_is_repaired_away_and_named(shared: Path) -> None:
    document = parse_document(shared / "documents" / "yeast-review.txt")
    kinds = {repair.kind for r in document.references if r.source for repair in r.source.repairs}
    assert {"running-head", "soft-hyphen", "line-break"} <= kinds


@pytest.mark.parametrize("name", ["yeast-review", "neuroethics-essay", "gbt7714-mixed-list"])
def test_lists_are_split_without_a_miss_or_an_extra(shared: Path, name: str) -> None:
    gold = json.loads((shared / "documents" / f"{name}.gold.json").read_text("utf-8"))
    read = parse_document(shared / "documents" / f"{name}.txt").references
    assert [r.source.printed for r in read if r.source] == [each["printed"] for each in gold]


@pytest.mark.parametrize("name", ["yeast-review", "neuroethics-essay"])
def test_marks_of_other_documents_are_found_with_their_sections(shared: Path, name: str) -> None:
    gold = json.loads((shared / "documents" / f"{name}.citations.json").read_text("utf-8"))
    read = parse_document(shared / "documents" / f"{name}.txt").citations
    found = [(c.mark, list(c.numbers), (c.section or "").lower(), c.context) for c in read]
    assert found == [
        (each["mark"], each["numbers"], each["section"].lower(), each["context"]) for each in gold
    ]
