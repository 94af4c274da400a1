"""`index build`, `update` and `match`, and `verify --source index:…`, as a user runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

TITLE = "Slow loading of invented discs: a study in imaginary rabbits"


@pytest.fixture
def works(root: Path) -> Path:
    return root / "tests" / "data" / "synthetic-works.jsonl"


def test_from_records_to_answers(run: Run, works: Path) -> None:
    built = run("index", "build", "a.index", works)
    assert (built.code, built.out, built.err) == (0, "", "a.index: 22 works (22 added)\n")
    again = run("index", "update", "a.index", works)
    assert (again.code, again.err) == (0, "a.index: 22 works (0 added)\n")
    Path("references.jsonl").write_text(
        json.dumps({"id": "one", "title": TITLE}) + "\nbroken\n", encoding="utf-8"
    )
    matched = run("index", "match", "a.index", "references.jsonl", "-f", "jsonl")
    assert matched.code == 0
    assert matched.err == "references.jsonl:2: no JSON; unchecked\n"
    first, second = map(json.loads, matched.out.splitlines())
    assert (first["id"], first["doi"], first["verdict"]) == (
        "one",
        "10.5555/ic.2018.001",
        "verified",
    )
    assert second == {
        "id": 2,
        "doi": None,
        "verdict": "unchecked",
        "fields": [],
        "candidates": [],
    }
    run("index", "match", "a.index", "-", "-o", "out.jsonl", stdin=json.dumps(first).encode())
    assert Path("out.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_a_list_of_retractions(run: Run, works: Path) -> None:
    run("index", "build", "a.index", works)
    row = {"doi": "10.5555/ic.2018.001", "notice": "", "nature": "Retraction", "date": ""}
    Path("list.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    line = json.dumps({"title": TITLE}).encode()
    matched = run("index", "match", "a.index", "-", "--retractions", "list.jsonl", stdin=line)
    assert json.loads(matched.out)["verdict"] == "retracted"


def test_verify_against_an_index(run: Run, works: Path) -> None:
    run("index", "build", "a.index", works)
    Path("refs.bib").write_text(f"@article{{quill, title = {{{TITLE}}}, year = 2018}}")
    result = run("verify", "refs.bib", "--source", "index:a.index")
    assert result.code == 0
    assert result.out.startswith("verified     quill")
    assert result.err == "1 reference: 1 verified (Crossref (local index))\n"


def test_a_file_that_is_cut_off_ends_with_code_2(run: Run, works: Path) -> None:
    Path("part.json").write_text('{"items": [' + works.read_text().splitlines()[0] + ', {"DOI')
    built = run("index", "build", "a.index", "part.json")
    assert built.code == 2
    assert built.err.startswith("part.json:1: BM128 no JSON from here to the end")
    assert built.err.endswith("a.index: 1 work (1 added, 1 could not be read)\n")


def test_where_nothing_can_be_indexed_every_reason_is_told(run: Run) -> None:
    Path("x.jsonl").write_text("{}\nbroken\n", encoding="utf-8")
    built = run("index", "build", "a.index", "x.jsonl")
    assert built.code == 2
    assert built.err.splitlines() == [
        "x.jsonl:1: BM128 a record without a well-formed DOI; left out",
        "x.jsonl:2: BM128 no JSON; left out",
        "backmatter: a.index: no record of a work was found in what was given; nothing is written",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("match", "none.index", "x.jsonl"), "none.index: no such index; make one with"),
        (("update", "none.index", "x.jsonl"), "none.index: no such index"),
        (("build", "a.index", "none"), "none: no such file or folder"),
        (("match", "x.jsonl", "x.jsonl"), "x.jsonl: is no index made by backmatter index build"),
    ],
)
def test_what_a_user_can_mend(arguments: tuple[str, ...], said: str, run: Run) -> None:
    Path("x.jsonl").write_text("{}\n", encoding="utf-8")
    result = run("index", *arguments)
    assert result.code == 2
    assert said in result.err
