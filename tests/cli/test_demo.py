"""The demo is worth its two screens, and leaves whole files behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backmatter.cli.demo import STYLES

if TYPE_CHECKING:
    from tests.cli.conftest import Result, Run


@pytest.fixture
def demo(run: Run) -> Result:
    """The demo, run once in an empty folder."""
    return run("demo", "out")


def test_the_demo_fits_two_screens_and_tells_the_whole_journey(demo: Result) -> None:
    assert demo.code == 0
    lines = demo.out.splitlines()
    assert len(lines) <= 88
    assert max(map(len, lines)) <= 100
    for words in (
        "47 references (7 Chinese), 36 citation marks",
        "44 of 47 are equal to the character",
        "the others stay unchecked",
    ):
        assert words in demo.out


def test_the_demo_leaves_every_result_as_a_file(demo: Result, tmp_path: Path) -> None:
    assert demo.code == 0
    out = tmp_path / "out"
    assert (out / "refs.bib").read_text(encoding="utf-8").count("@") == 47
    assert len(json.loads((out / "refs.json").read_text(encoding="utf-8"))) == 47
    assert len(json.loads((out / "citations.json").read_text(encoding="utf-8"))) == 36
    assert (out / "findings.txt").read_text(encoding="utf-8").count("BM7") == 3
    assert "exosomes" in (out / "tags.txt").read_text(encoding="utf-8")
    assert "unchecked" in (out / "verdicts.txt").read_text(encoding="utf-8")
    for name, _ in STYLES:
        assert len((out / "lists" / f"{name}.txt").read_text(encoding="utf-8").splitlines()) == 47
        assert (out / "lists" / f"{name}.html").stat().st_size > 10_000


def test_a_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    result = run("demo", "taken")
    assert result.code == 2
    assert result.err.startswith("backmatter: taken: cannot be made: ")
