"""Lines to match, and their answers."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.verification.index.build import build
from backmatter.references.verification.index.items import Answered, match, read_item
from backmatter.references.verification.sources.index import IndexSource, load

TITLE = "Slow loading of invented discs: a study in imaginary rabbits"
TEXT = f"Quill AB, Vole B, Wren C. {TITLE}. J Invent Cartil. 2018;12(3):101-10."
CSL = {"title": TITLE, "author": [{"family": "Quill"}], "issued": {"date-parts": [[2018]]}}


@pytest.fixture(scope="module")
def source(index_file: Path) -> IndexSource:
    return load(index_file)


def answered(source: IndexSource, *lines: object) -> list[Answered]:
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return list(match(texts, source, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC)))


@pytest.mark.parametrize(
    "item",
    [
        CSL,
        {"text": TEXT},
        {"text": TEXT, "csl": None, "doi": "10.5555/not.looked.at", "verdict": "not-found"},
        {"text": "something else", "csl": CSL},
    ],
)
def test_the_forms_of_a_line(item: dict[str, Any], source: IndexSource) -> None:
    (one,) = answered(source, {"id": "x1", **item})
    assert one.answer == {
        "id": "x1",
        "doi": "10.5555/ic.2018.001",
        "verdict": "verified",
        "fields": [],
        "candidates": one.answer["candidates"],
    }


def test_one_answer_a_line_in_order(source: IndexSource) -> None:
    wrong = CSL | {"volume": "13", "issued": {"date-parts": [[2008]]}}
    found = answered(source, {"id": 7, **wrong}, "", "no json", "[1]", {"id": "e"}, CSL, TEXT)
    assert [(each.line, each.answer["id"], each.answer["verdict"]) for each in found] == [
        (1, 7, "differs"),
        (3, 3, "unchecked"),
        (4, 4, "unchecked"),
        (5, "e", "unchecked"),
        (6, 6, "verified"),
        (7, 7, "unchecked"),
    ]
    assert found[0].answer["fields"] == ["issued", "volume"]
    assert [each.problem for each in found[1:3]] == ["no JSON", "no JSON object"]


def test_unchecked_names_no_work(source: IndexSource) -> None:
    (one,) = answered(source, CSL | {"DOI": "10.5281/zenodo.1"})
    assert (one.answer["doi"], one.answer["verdict"]) == (None, "unchecked")


def test_a_refused_record_is_a_candidate_with_the_reason(source: IndexSource) -> None:
    (one,) = answered(source, {"title": "Slow loading of real discs: a study in rabbits, part II"})
    assert one.answer["verdict"] == "not-found"
    assert one.answer["candidates"][0]["doi"] == "10.5555/ic.2018.001"
    assert sorted(one.answer["candidates"][0]) == ["doi", "refused", "title", "year"]


@given(
    st.text(max_size=80)
    | st.dictionaries(
        st.sampled_from(["id", "text", "csl", "title"]),
        st.text() | st.none() | st.integers() | st.dictionaries(st.text(), st.text()),
    )
)
def test_any_line_is_an_item_or_refused(value: object) -> None:
    line = value if isinstance(value, str) else json.dumps(value)
    try:
        item = read_item(line, 5)
    except ValueError:
        return
    assert isinstance(item.id, str | int)


def test_two_processes_read_one_index_at_once(index_file: Path, tmp_path: Path) -> None:
    lines = tmp_path / "references.jsonl"
    lines.write_text((json.dumps(CSL) + "\n") * 50, encoding="utf-8")
    run = "from backmatter.cli.app import main; main()"
    command = [sys.executable, "-c", run, "index", "match", str(index_file), str(lines)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    outputs = [each.communicate()[0] for each in both]
    assert [each.returncode for each in both] == [0, 0]
    assert outputs[0] == outputs[1]
    assert outputs[0].count(b'"verdict": "verified"') == 50


@pytest.mark.needs("shared")
def test_the_development_set(shared: Path, tmp_path: Path) -> None:
    """What must hold on the matching set, by its own scorer."""
    index, answers = tmp_path / "dev.index", tmp_path / "answers.jsonl"
    works = [shared / "crossref" / name for name in ("works.jsonl.gz", "synthetic-works.jsonl")]
    assert build(index, works).works == 14_326
    gold = shared / "matching" / "dev.jsonl.gz"
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        found = match(lines, load(index), clock=lambda: datetime(2026, 1, 2, tzinfo=UTC))
        answers.write_text("".join(json.dumps(each.answer) + "\n" for each in found))
    command = [sys.executable, shared / "matching" / "score.py", gold, answers]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert report["missing"] == 0
    assert report["doi_precision"] >= 0.995
    assert report["doi_recall"] >= 0.995
    assert report["verdict_accuracy"] >= 0.98
    assert report["differs_fields_exact"] >= 0.95
    assert report["false_accusation_rate"] == 0
    assert not any(
        " -> retracted" in key and key != "retracted -> retracted" for key in report["confusion"]
    )
