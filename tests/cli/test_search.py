"""`search` finds, counts, and gives what it found in any format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.files import write_atomic

Run = Callable[..., Any]

ITEMS = [
    {
        "id": "xing2021",
        "type": "article-journal",
        "title": "Exosome hydrogel",
        "author": [
            {"family": "Xing", "given": "H"},
            {"family": "Zhang", "given": "Z"},
            {"family": "Han", "given": "Q"},
        ],
        "issued": {"date-parts": [[2021]]},
        "keyword": "animal-model, exosomes",
    },
    {
        "id": "zhang2014",
        "type": "article-journal",
        "title": "脐血外泌体",
        "author": [{"family": "张", "given": "娟"}],
        "issued": {"date-parts": [[2014]]},
    },
]


@pytest.fixture
def refs(tmp_path: Path) -> str:
    write_atomic(tmp_path / "refs.json", json.dumps(ITEMS))
    return "refs.json"


def test_hits_are_shown_as_lines_outside_a_terminal(run: Run, refs: str) -> None:
    result = run("search", refs, "tag:animal-model year>=2018 外泌体")
    assert result.code == 0
    assert result.out == "xing2021\tXing H …\t2021\tExosome hydrogel\tanimal-model, exosomes\n"
    assert result.err == "1 of 2 references match\n"


def test_an_author_who_matches_is_shown_with_all_the_others(run: Run, refs: str) -> None:
    assert "\tXing H, Zhang Z, Han Q\t" in run("search", refs, "author:han").out


def test_finding_nothing_is_no_error(run: Run, refs: str) -> None:
    result = run("search", refs, "nowhere")
    assert (result.code, result.out) == (0, "")
    assert result.err == "no reference matches nowhere\n"


def test_count_prints_the_number_alone(run: Run, refs: str) -> None:
    assert run("search", refs, "外泌体", "--count", "--quiet").out == "2\n"
    assert run("search", refs, "nowhere", "--count", "--quiet").out == "0\n"


def test_hits_come_out_in_a_format(run: Run, refs: str, tmp_path: Path) -> None:
    shown = run("search", refs, "year:2014", "-f", "csl-json")
    assert [item["id"] for item in json.loads(shown.out)] == ["zhang2014"]
    assert run("search", refs, "year:2014", "-o", "out.jsonl").out == ""
    assert json.loads((tmp_path / "out.jsonl").read_text())["id"] == "zhang2014"


def test_several_files_are_searched_as_one(run: Run, refs: str, tmp_path: Path) -> None:
    more = [{"id": "li", "type": "book", "title": "Exosomes"}]
    write_atomic(tmp_path / "more.json", json.dumps(more))
    assert run("search", refs, "more.json", "title:exosome", "--count").out == "2\n"


def test_a_vocabulary_tags_before_the_search(run: Run, refs: str, tmp_path: Path) -> None:
    vocabulary = '[[terms]]\nid = "cord"\nfacet = "f"\nlabel.zh = "脐血"\n'
    write_atomic(tmp_path / "v.toml", vocabulary)
    assert run("search", refs, "tag:cord", "--count").out == "0\n"
    assert run("search", refs, "tag:cord", "--count", "--vocabulary", "v.toml").out == "1\n"


def test_a_query_that_cannot_be_read_is_told_with_a_caret(run: Run, refs: str) -> None:
    result = run("search", refs, "外泌体 (a")
    assert (result.code, result.out) == (2, "")
    assert "query, column 5: this parenthesis is not closed" in result.err
    assert "\n  外泌体 (a\n         ^" in result.err


@pytest.mark.needs("shared")
def test_the_review_is_searched_by_tag_year_and_word(run: Run, shared: Path) -> None:
    review = str(shared / "review" / "review.txt")
    name = "intervertebral-disc-regeneration"
    assert run("tag", review, "--vocabulary", name, "-o", "refs.json").code == 0
    result = run("search", "refs.json", "tag:animal-model year>=2018 外泌体")
    assert [line.split("\t")[0] for line in result.out.splitlines()] == ["xing2021injectable"]


def test_hits_are_sorted_by_a_field(run: Run, refs: str) -> None:
    keys = [
        line.split("\t")[0]
        for line in run("search", refs, "外泌体", "--sort", "year").out.split("\n")
    ]
    assert keys[:2] == ["zhang2014", "xing2021"]
    newest = run("search", refs, "外泌体", "--sort=-year").out
    assert newest.startswith("xing2021")
    assert run("search", refs, "x", "--sort", "colour").code == 2


def test_facets_say_what_the_hits_have_in_common(run: Run, refs: str) -> None:
    assert run("search", refs, "外泌体", "--facets").out == (
        "tag\tanimal-model\t1\ntag\texosomes\t1\nyear\t2014\t1\nyear\t2021\t1\n"
    )


def test_a_large_file_is_read_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
    many = [{"id": f"a{n}", "type": "book", "title": "Disc " + "x" * 1000} for n in range(300)]
    write_atomic(tmp_path / "large.json", json.dumps(many))
    assert run("search", "large.json", "disc", "--count", "--quiet").out == "300\n"
    (kept,) = (tmp_path / "cache" / "catalogues").iterdir()
    assert (
        run("search", "large.json", "a7 OR key:a7", "-f", "jsonl", "--quiet").out.count("\n") == 1
    )
    assert list((tmp_path / "cache" / "catalogues").iterdir()) == [kept]
    many[7]["title"] = "Knee"
    write_atomic(tmp_path / "large.json", json.dumps(many))
    assert run("search", "large.json", "disc", "--count", "--quiet").out == "299\n"
