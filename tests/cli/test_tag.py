"""`tag` shows, explains and writes tags, and never loses what a file holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.files import write_atomic

Run = Callable[..., Any]

VOCABULARY = """
[[terms]]
id = "rat"
facet = "species"
label.en = "Rat"

[[terms]]
id = "exosomes"
facet = "mechanism"
label.en = "Exosomes"
label.zh = "外泌体"
"""

ITEMS = [
    {"id": "a", "type": "article-journal", "title": "Exosomes in a rat", "keyword": "mine"},
    {"id": "b", "type": "article-journal", "title": "外泌体综述"},
    {"id": "c", "type": "book", "title": "Nothing \u202eof it"},
]

DOCUMENT = """退变

1 外泌体

外泌体用于大鼠[1]。

参考文献

1. Freeman BJC. Disc cell therapy[J]. Spine, 2016, 41(1): 1-9.
2. Omlor GW. Disc repair in a rat[J]. Eur Spine J, 2018, 27(2): 11-19.
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_atomic(tmp_path / "v.toml", VOCABULARY)
    write_atomic(tmp_path / "refs.json", json.dumps(ITEMS))
    write_atomic(tmp_path / "doc.txt", DOCUMENT)
    return tmp_path


def test_a_table_shows_the_tags_and_how_often_each_was_given(run: Run, files: Path) -> None:
    result = run("tag", files / "refs.json", "--vocabulary", "v.toml")
    assert result.code == 0
    assert result.out.splitlines() == [
        "\ta\tExosomes in a rat\trat, exosomes",
        "\tb\t外泌体综述\texosomes",
        "\tc\tNothing \\u202eof it\t",
        "",
        "species\trat 1",
        "mechanism\texosomes 2",
    ]
    assert "2 of 3 references tagged from v" in result.err


def test_explain_gives_place_words_and_synonym(run: Run, files: Path) -> None:
    result = run("tag", "doc.txt", "--vocabulary", files / "v.toml", "--explain", "--quiet")
    assert result.code == 0
    assert "    heading 2-5: “外泌体” is “外泌体” (exosomes), in “1 外泌体”" in result.out
    assert "    title 17-20: “rat” is “Rat” (rat), in “Disc repair in a rat”" in result.out


def test_tagged_references_come_out_in_a_format(run: Run, files: Path) -> None:
    result = run("tag", files / "refs.json", "--vocabulary", "v.toml", "-o", "out.json")
    assert (result.code, result.out) == (0, "")
    keywords = [item.get("keyword") for item in json.loads((files / "out.json").read_text())]
    assert keywords == ["mine, rat, exosomes", "exosomes", None]
    shown = run("tag", files / "refs.json", "--vocabulary", "v.toml", "-f", "jsonl")
    assert [json.loads(line)["id"] for line in shown.out.splitlines()] == ["a", "b", "c"]


def test_write_adds_to_the_keywords_once(run: Run, files: Path) -> None:
    for _ in range(2):
        assert run("tag", "refs.json", "--vocabulary", "v.toml", "--write").code == 0
        items = json.loads((files / "refs.json").read_text())
        assert [item.get("keyword") for item in items] == [
            "mine, rat, exosomes",
            "exosomes",
            None,
        ]


def test_a_file_that_gets_no_tag_is_not_touched(run: Run, files: Path) -> None:
    text = '[ {"id": "c", "type": "book", "title": "Nothing"} ]'
    write_atomic(files / "none.json", text)
    assert run("tag", "none.json", "--vocabulary", "v.toml", "--write").code == 0
    assert (files / "none.json").read_text() == text


BIB = """@article{a,
  title = {A rat},
  year = {2020},
}
"""


def test_a_bib_file_gets_its_keywords(run: Run, files: Path) -> None:
    write_atomic(files / "refs.bib", BIB)
    assert run("tag", "refs.bib", "--vocabulary", "v.toml", "--write").code == 0
    assert "  keywords = {rat},\n" in (files / "refs.bib").read_text()


@pytest.mark.parametrize(
    "more",
    [
        "% mine, all mine\n",
        '@string{jx = "Journal X"}\r\n',
        "@article{b, title = {Cut off\n",
        "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n}\n",
    ],
)
def test_what_else_a_bib_file_holds_stays(run: Run, files: Path, more: str) -> None:
    for text in (more + BIB, BIB + more):
        write_atomic(files / "refs.bib", text)
        assert run("tag", "refs.bib", "--vocabulary", "v.toml", "--write").code == 0
        expected = text.replace("{2020},\n", "{2020},\n  keywords = {rat},\n")
        assert (files / "refs.bib").read_bytes().decode() == expected


def test_write_never_loses_what_another_file_holds(run: Run, files: Path) -> None:
    ris = "TY  - JOUR\nTI  - A rat\nER  - \nmy words\nTY  - CHAP\nTI  - B\nER  - \n"
    write_atomic(files / "refs.ris", ris)
    write_atomic(files / "refs.bib", BIB)
    result = run("tag", "refs.bib", "refs.ris", "--vocabulary", "v.toml", "--write")
    assert result.code == 2
    assert "refs.ris: --write would lose or change" in " ".join(result.err.split())
    assert (files / "refs.ris").read_text() == ris
    assert (files / "refs.bib").read_text() == BIB


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["refs.json"], "which vocabulary"),
        (["refs.json", "--vocabulary", "nowhere"], "no vocabulary of this name ships"),
        (["doc.txt", "--vocabulary", "v.toml", "--write"], "has no keywords to write to"),
        (["-", "--vocabulary", "v.toml", "--write"], "has no keywords to write to"),
        (["refs.json", "--vocabulary", "v.toml", "--write", "-o", "x"], "leave out -o"),
        (["refs.json", "--vocabulary", "v.toml", "-f", "pdf"], "choose one of"),
        (["missing.json", "--vocabulary", "v.toml"], "no such file"),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Run, files: Path, arguments: list[str], words: str
) -> None:
    before = (files / "refs.json").read_bytes()
    result = run("tag", *arguments, stdin=b"[]")
    assert result.code == 2
    assert words in " ".join(result.err.replace("│", " ").split())
    assert (files / "refs.json").read_bytes() == before


def test_the_settings_name_the_vocabulary(run: Run, files: Path) -> None:
    write_atomic(files / "backmatter.toml", 'vocabulary = "v.toml"\n')
    assert "2 of 3 references" in run("tag", "refs.json").err
