"""`tag --suggest` proposes, and what it proposes becomes a vocabulary that `tag` takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.files import write_atomic

Run = Callable[..., Any]

BIB = """@misc{a, title = {Exosomes in a rat}, keywords = {stem cells}}
@misc{b, title = {A rat with exosomes}}
@misc{c, title = {Stem cells \u202e of a kind}, keywords = {cells}}
@misc{d, title = {外泌体综述}, keywords = {stem cells}}
@misc{e, title = {外泌体}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_atomic(tmp_path / "refs.bib", BIB)
    return tmp_path


def test_a_table_shows_terms_and_what_speaks_for_them(run: Run, folder: Path) -> None:
    result = run("tag", folder / "refs.bib", "--suggest")
    assert result.code == 0
    assert result.out.splitlines() == [
        "2\tstem cells\tkeyword 2\ta, d",
        "2\t外泌体\ttitle 2\td, e",
        "2\texosomes\ttitle 2\ta, b",
        "2\trat\ttitle 2\ta, b",
    ]
    assert "4 terms, from 5 references" in result.err


def test_one_round_from_suggestions_to_tags(run: Run, folder: Path) -> None:
    assert run("tag", folder / "refs.bib", "--suggest", "-o", "mine.toml").code == 0
    result = run("tag", "refs.bib", "--vocabulary", "mine.toml")
    assert [line.split("\t")[3] for line in result.out.splitlines()[:5]] == [
        "exosomes, rat",
        "exosomes, rat",
        "stem-cells",
        "waimiti",
        "waimiti",
    ]
    nothing = run("tag", "refs.bib", "--vocabulary", "mine.toml", "--suggest")
    assert (nothing.code, nothing.out) == (0, "")
    assert "no term recurs in 5 references that the vocabulary lacks" in nothing.err


def test_json_says_where_each_term_stands(run: Run, folder: Path) -> None:
    items = json.loads(run("tag", "refs.bib", "--suggest", "--most", "4", "-f", "json").out)
    assert items[2] == {
        "label": "exosomes",
        "language": "en",
        "parent": "",
        "references": 2,
        "titles": [
            {"key": "a", "title": "Exosomes in a rat", "start": 0, "end": 8},
            {"key": "b", "title": "A rat with exosomes", "start": 11, "end": 19},
        ],
        "keywords": [],
        "subjects": [],
    }
    assert run("tag", "refs.bib", "--suggest", "-o", "out.json").out == ""
    assert json.loads((folder / "out.json").read_text(encoding="utf-8")) == items


def test_explain_proposes_tags_for_each_reference(run: Run, folder: Path) -> None:
    write_atomic(folder / "v.toml", '[[terms]]\nid = "rat"\nfacet = "species"\nlabel.en = "Rat"\n')
    result = run("tag", "refs.bib", "--vocabulary", "v.toml", "--suggest", "--explain")
    assert result.code == 0
    assert result.out.splitlines()[:3] == [
        "a “Exosomes in a rat”",
        "  rat",
        "    title 14-17: “rat” is “Rat” (rat), in “Exosomes in a rat”",
    ]
    assert "c “Stem cells \\u202e of a kind”\n  stem cells\n    title 0-10: " in result.out
    assert "\u202e" not in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--write"], "--suggest only proposes"),
        (["-f", "bibtex"], "choose one of table, toml, json"),
        (["-o", "x.bib"], "choose one of .toml, .json"),
        (["--explain", "-f", "json"], "leave out -o and -f"),
        (["--most", "0"], "--most"),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Run, folder: Path, arguments: list[str], words: str
) -> None:
    result = run("tag", "refs.bib", "--suggest", *arguments)
    assert result.code == 2
    assert words in " ".join(result.err.replace("│", " ").split())
    assert (folder / "refs.bib").read_text(encoding="utf-8") == BIB


@pytest.mark.parametrize(
    "command", [["remove", "refs.bib", "zz"], ["rename", "refs.bib", "zz", "y"]]
)
def test_a_tag_that_no_reference_has_is_told(run: Run, folder: Path, command: list[str]) -> None:
    assert (folder / "refs.bib").is_file()
    result = run("tags", *command, "--write")
    assert result.code == 0
    assert "no reference has the tag zz; backmatter tags list shows" in result.err
    there = run("tags", "remove", "refs.bib", "cells", "--where", "key:a", "--write")
    assert "no reference that key:a finds has the tag cells" in there.err
    assert "no reference" not in run("tags", "remove", "refs.bib", "cells", "--write").err
