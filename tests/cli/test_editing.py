"""Commands that change `.bib` files: where the result goes, and that nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.references import files as writing
from backmatter.references.files import write_atomic

Run = Callable[..., Any]

UNTIDY = "@Misc{a, title = {A}}\n@misc{b, title = {B}}\n"
TIDY = "@misc{a,\n  title = {A},\n}\n\n@misc{b,\n  title = {B},\n}\n"


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    write_atomic(path, UNTIDY)
    return path


def test_to_stdout_to_a_file_and_in_place(run: Run, bib: Path) -> None:
    assert run("tidy", bib).out == TIDY
    assert run("tidy", bib, "-o", "out.bib").out == ""
    assert (bib.parent / "out.bib").read_text("utf-8") == TIDY
    assert bib.read_text("utf-8") == UNTIDY
    assert run("tidy", "-", stdin=UNTIDY.encode()).out == TIDY
    result = run("tidy", bib, "--write")
    assert (result.code, result.out, result.err) == (0, "", "1 of 1 file changed\n")
    assert bib.read_text("utf-8") == TIDY
    assert run("tidy", bib, "-o", bib, "--indent", "tab").code == 0
    assert bib.read_text("utf-8") == TIDY.replace("  ", "\t")


def test_a_diff_shows_and_says_so_by_its_exit_code(run: Run, bib: Path) -> None:
    result = run("tidy", bib, "--diff")
    assert result.code == 1
    assert "-@Misc{a, title = {A}}\n" in result.out
    assert bib.read_text("utf-8") == UNTIDY
    write_atomic(bib, TIDY)
    assert (run("tidy", bib, "--diff").code, run("tidy", bib, "--diff").out) == (0, "")


def test_folders_stand_for_their_bib_files(run: Run, bib: Path) -> None:
    write_atomic(bib.parent / "more.bib", TIDY)
    assert run("tidy", bib.parent, "--write").err == "1 of 2 files changed\n"
    assert bib.read_text("utf-8") == TIDY


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["refs.bib", "refs.bib"], "several files: change them with --write"),
        (["-", "--write"], "standard input cannot be changed"),
        (["refs.bib", "--write", "-o", "x"], "leave out -o"),
        (["refs.json"], "refs.json: is no .bib file"),
        (["empty"], "empty: no .bib file in this folder"),
        (["refs.bib", "--indent", "much"], "much: a number up to 16, or tab"),
        (["nowhere.bib"], "nowhere.bib: no such file"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, bib: Path, arguments: list[str], message: str
) -> None:
    write_atomic(bib.parent / "refs.json", "[]")
    (bib.parent / "empty").mkdir()
    result = run("tidy", *arguments)
    assert result.code == 2
    assert message in " ".join(result.err.replace("│", " ").split())
    assert bib.read_text("utf-8") == UNTIDY


def test_a_full_disk_leaves_the_old_file(
    run: Run, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    result = run("tidy", bib, "--write")
    assert result.code == 2
    assert "refs.bib: cannot be written: No space left on device" in result.err
    assert bib.read_text("utf-8") == UNTIDY
    assert list(bib.parent.glob(".refs*")) == []


@pytest.mark.needs("shared")
def test_without_rules_every_real_file_comes_out_as_it_is(
    run: Run, shared: Path, tmp_path: Path
) -> None:
    for path in sorted((shared / "bib-corpus").glob("*.bib")):
        assert run("tidy", path, "--no-rules", "-o", "out.bib").code == 0
        assert (tmp_path / "out.bib").read_bytes() == path.read_bytes(), path.name


LIBRARY = """\
@string{s = "Spine"}

@article{z, author = {Zhang, Wei and Li, M}, year = 2001, journal = s}
@book{b, editor = {张, 伟}, title = {书}, year = {2003}}
% in translation
@article{å, author = {Ångström, A}, year = 1999}
@xdata{x, publisher = {P}}
@misc{none}
"""


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("key", "b none x z å"),
        ("author", "å b z x none"),
        ("author,-year", "å b z x none"),
        ("-year", "b z å x none"),
        ("type,year", "å z b none x"),
        ("title", "b z å x none"),
    ],
)
def test_sort_by_fields(run: Run, tmp_path: Path, by: str, keys: str) -> None:
    write_atomic(tmp_path / "refs.bib", LIBRARY)
    result = run("sort", "refs.bib", "--by", by)
    assert result.code == 0
    found = [line.partition("{")[2].partition(",")[0] for line in result.out.splitlines()]
    assert " ".join(key.rstrip("}") for key in found if key and "=" not in key) == keys
    assert "% in translation\n@article{å" in result.out
    assert result.out.startswith('@string{s = "Spine"}\n\n')


def test_sort_knows_its_fields(run: Run, bib: Path) -> None:
    assert "colour: choose one of key, type, author" in run("sort", bib, "--by", "colour").err


def test_keys_by_a_pattern_with_all_that_cites_them(run: Run, tmp_path: Path) -> None:
    bib = (
        "@string{s = {x}}\n"
        "@inproceedings{old, crossref = {Book}, author = {Doe, J}, title = {On Cells}, "
        "year = 2001}\n"
        "@proceedings{book, title = {Proceedings}, editor = {Roe, R}, year = 2001} % the book\n"
        "@misc{old, author = {Doe, J}, title = {Cells}, year = 2001}\n"
        "@misc{title = {Nothing}}\n"
    )
    write_atomic(tmp_path / "refs.bib", bib)
    write_atomic(tmp_path / "t.tex", "\\cite{book,old}\n")
    write_atomic(tmp_path / "t.md", "[@old]\n")
    shown = run("keys", "refs.bib", "--diff", "--update-document", "t.tex")
    assert shown.code == 1
    assert "+\\cite{roe2001proceedings,doe2001cells}\n" in shown.out
    assert (tmp_path / "t.tex").read_text() == "\\cite{book,old}\n"
    arguments = ("--write", "--update-document", "t.tex", "--update-document", "t.md")
    result = run("keys", "refs.bib", *arguments)
    assert (result.code, result.err) == (
        0,
        "t.tex: 2 citations renamed\nt.md: 1 citation renamed\n4 keys new\n",
    )
    assert (tmp_path / "refs.bib").read_text() == (
        bib.replace("{old, c", "{doe2001cells, c")
        .replace("{Book}", "{roe2001proceedings}")
        .replace("{book", "{roe2001proceedings")
        .replace("{old", "{doe2001cellsa")
        .replace("{title =", "{nothingnd,title =")
    )
    assert (tmp_path / "t.md").read_text() == "[@doe2001cells]\n"
    assert run("keys", "refs.bib", *arguments).err == "0 keys new\n"


def test_keys_for_those_that_have_none(run: Run, tmp_path: Path) -> None:
    bib = "@misc{mine, author = {Doe}}\n@misc{,\n  author = {Doe},\n  title = {Cells}\n}\n"
    write_atomic(tmp_path / "refs.bib", bib)
    result = run("keys", "refs.bib", "--missing", "--pattern", "auth.lower | title")
    assert (result.out, result.err) == (bib.replace("{,", "{doe,"), "1 key new\n")
    wrong = run("keys", "refs.bib", "--update-document", "t.tex")
    assert (wrong.code, "goes with --write or --diff" in wrong.err) == (2, True)
    assert "no function author" in run("keys", "refs.bib", "--pattern", "author").err
    empty = run("keys", "refs.bib", "--pattern", "")
    assert (empty.code, empty.out, "pattern, column 1" in empty.err) == (2, "", True)


TAGGED = """\
@misc{a, title = {Rats}, keywords = {animal > rat, toread}}
@misc{b, title = {Mice},
  keywords = {animal > mouse},
}
@misc{c, title = {No tag}} % mine
"""


def test_tags_are_counted(run: Run, tmp_path: Path) -> None:
    write_atomic(tmp_path / "refs.bib", TAGGED)
    result = run("tags", "list", "refs.bib")
    assert (result.out, result.err) == (
        "animal > mouse\t1\nanimal > rat\t1\ntoread\t1\n",
        "3 tags\n",
    )
    assert (
        run("tags", "list", "refs.bib", "--tree").out == "animal 2\n  mouse 1\n  rat 1\ntoread 1\n"
    )


def test_tags_change_in_place(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    write_atomic(path, TAGGED)
    added = run("tags", "add", "refs.bib", "small", "--where", "rats OR missing:tag", "--write")
    assert (added.code, added.err) == (0, "2 references changed\n")
    expected = TAGGED.replace("toread", "toread, small").replace(
        "{No tag}", "{No tag}, keywords = {small}"
    )
    expected = expected.replace(
        "title = {No tag}, keywords = {small}", "keywords = {small}, title = {No tag}"
    )
    assert path.read_text() == expected
    assert run("tags", "rename", "refs.bib", "animal", "species>beast").out == expected.replace(
        "animal >", "species > beast >"
    )
    removed = run("tags", "remove", "refs.bib", "animal", "--write")
    assert removed.err == "2 references changed\n"
    assert path.read_text() == expected.replace("animal > rat, ", "").replace(
        "  keywords = {animal > mouse},\n", ""
    )
    assert run("tags", "add", "refs.bib", "a, b").code == 2
