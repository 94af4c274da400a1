"""`check`: fixes written, shown and chosen; comments, settings and files that are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

BIB = (
    "% kept as it is\r\n"
    "@article{omlor2018,\r\n"
    "  author = {Omlor, G. W.},\r\n"
    "  title  = {The {DNA} of disc cells.},\r\n"
    "  journal = {Eur Spine J}, year = 2018,\r\n"
    "  doi = {https://doi.org/10.1002/wdev.343},\r\n"
    "}\r\n"
    "@misc{who, title = {Health}, author = {World Health Organization}}\r\n"
)


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_bytes(BIB.encode())
    return path


def test_fix_mends_in_place_and_touches_nothing_else(run: Run, refs: Path) -> None:
    done = run("check", "refs.bib", "--fix", "--fail-on", "error")
    expected = BIB.replace("cells.}", "cells}").replace("https://doi.org/", "")
    assert refs.read_bytes().decode() == expected
    assert done.code == 0
    assert "2 mended" in done.err
    assert "BM233" in done.out
    again = run("check", "refs.bib", "--fix", "--fail-on", "error")
    assert "0 mended" in again.err
    assert refs.read_bytes().decode() == expected


def test_unsafe_fixes_are_made_only_when_asked_for(run: Run, refs: Path) -> None:
    run("check", "refs.bib", "--fix", "--unsafe-fixes", "--select", "BM233")
    assert refs.read_bytes().decode() == BIB.replace(
        "{World Health Organization}", "{{World Health Organization}}"
    )


def test_diff_shows_and_changes_nothing(run: Run, refs: Path) -> None:
    shown = run("check", "refs.bib", "--diff", "--select", "BM301")
    assert shown.code == 1
    assert shown.out.count("\n-") == 1
    assert "+  doi = {10.1002/wdev.343}," in shown.out
    assert refs.read_bytes().decode() == BIB
    nothing = run("check", "refs.bib", "--diff", "--select", "BM315")
    assert (nothing.code, nothing.out) == (0, "")


def test_fix_goes_elsewhere_with_an_output_or_from_standard_input(run: Run, refs: Path) -> None:
    run("check", "refs.bib", "--fix", "--select", "BM301", "-o", "new.bib")
    assert refs.read_bytes().decode() == BIB
    expected = BIB.replace("https://doi.org/", "").encode()
    assert (refs.parent / "new.bib").read_bytes() == expected
    piped = run("check", "-", "--fix", "--select", "BM301", stdin=BIB.encode())
    assert piped.out.encode() == expected


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-16-le", b"\xff\xfe"), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b"")]
)
def test_fix_keeps_the_encoding(run: Run, refs: Path, encoding: str, mark: bytes) -> None:
    text = BIB.replace("Omlor", "Ömlör")
    refs.write_bytes(mark + text.encode(encoding))
    run("check", "refs.bib", "--fix", "--select", "BM240")
    assert refs.read_bytes() == mark + text.replace("cells.}", "cells}").encode(encoding)


def test_a_comment_takes_findings_of_its_entry_back(run: Run, refs: Path) -> None:
    text = BIB.replace("\r\n@misc", "\r\n% backmatter: ignore BM233\r\n@misc")
    text = text.replace("  doi =", "  % backmatter: ignore BM301, bm24\r\n  doi =")
    refs.write_bytes(text.encode())
    assert run("check", "refs.bib").out == ""
    run("check", "refs.bib", "--fix", "--unsafe-fixes")
    assert refs.read_bytes().decode() == text
    refs.write_bytes(text.replace("BM233", "BM299").encode())
    assert "BM233" in run("check", "refs.bib").out


def test_a_setting_leaves_codes_out_for_some_files(run: Run, refs: Path) -> None:
    (refs.parent / "backmatter.toml").write_text(
        '[per-file-ignores]\n"refs.*" = ["BM2"]\n"old/*.bib" = ["BM3"]\n'
    )
    assert [line.split()[1] for line in run("check", "refs.bib").out.splitlines()] == ["BM301"]
    (refs.parent / "backmatter.toml").write_text('[per-file-ignores]\n"refs.*" = ["BM999"]\n')
    assert run("check", "refs.bib").code == 2


def test_what_is_no_bib_file_is_checked_and_not_mended(run: Run, refs: Path) -> None:
    (refs.parent / "a.json").write_text('[{"id": "a", "type": "article-journal", "title": "T"}]')
    done = run("check", "a.json", "--fix")
    assert done.code == 1
    assert "0 mended" in done.err
    assert "BM201" in done.out


def test_a_baseline_takes_back_what_a_person_has_accepted(run: Run, refs: Path) -> None:
    run("check", "refs.bib", "--select", "BM301", "--baseline", "b.toml", "--update-baseline")
    done = run("check", "refs.bib", "--baseline", "b.toml")
    assert "BM301" not in done.out
    assert "BM240" in done.out
    run("check", "refs.bib", "--baseline", "b.toml", "--fix")
    assert refs.read_bytes().decode() == BIB.replace("cells.}", "cells}")
    wrong = run("check", "refs.bib", "--fix", "--baseline", "b.toml", "--update-baseline")
    assert wrong.code == 2


def test_a_document_must_cite_what_there_is_and_all_of_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(
        "@misc{a, title = {A}}\n@misc{b, title = {B}, crossref = {c}}\n@misc{c, title = {C}}\n"
    )
    (tmp_path / "a.tex").write_text(
        "As \\citet[p.~2]{a,missing} says. % \\cite{b}\n50\\% of \\cite{missing}\n"
    )
    (tmp_path / "b.md").write_text("See [@a; @other, p. 3] and @fig:one, `@code`, me@example.org\n")
    done = run("check", "refs.bib", "--document", "a.tex", "--document", "b.md", "--select", "BM4")
    assert done.out.splitlines() == [
        "a.tex:1:19: BM401 the key missing is cited here, and no entry has it [error]",
        "b.md:1:11: BM401 the key other is cited here, and no entry has it [error]",
        "refs.bib:2: BM402 b “B”: is cited in no document [warning]",
    ]
    (tmp_path / "a.tex").write_text("\\nocite{*}\\cite{a}\n")
    assert run("check", "refs.bib", "--document", "a.tex", "--select", "BM4").out == ""
    assert run("check", "refs.bib", "--document", "refs.bib").code == 2


def test_codes_are_named_as_people_name_them(run: Run, refs: Path) -> None:
    found = run("check", "refs.bib", "--select", "bm24,BM301").out
    assert [line.split()[1] for line in found.splitlines()] == ["BM240", "BM301"]
    assert run("check", "refs.bib", "--ignore", "BM2, bm3").out == ""
    (refs.parent / "backmatter.toml").write_text('ignore = ["BM2"]\n')
    assert "BM240" not in run("check", "refs.bib").out
    assert "BM240" in run("check", "refs.bib", "--select", "BM24").out, "asked for by name"


def test_unsafe_fixes_alone_are_refused(run: Run, refs: Path) -> None:
    done = run("check", "refs.bib", "--unsafe-fixes")
    assert (done.code, "needs --fix or --diff" in done.err) == (2, True)
    assert refs.read_bytes().decode() == BIB


def test_fixing_says_what_it_does_not_mend(run: Run, refs: Path) -> None:
    (refs.parent / "a.txt").write_text(
        "References\n\n[1] Omlor GW. Disc cells. Spine 2018;1:1-9.\n"
    )
    done = run("check", "a.txt", "refs.bib", "--fix")
    assert "a.txt: is no .bib file: checked, not mended" in done.err
    assert "cells}" in refs.read_bytes().decode()


@pytest.mark.parametrize("content", [b"", b"\n", b"% nothing\n"])
def test_an_empty_file_stays_empty(run: Run, refs: Path, content: bytes) -> None:
    refs.write_bytes(content)
    run("check", "refs.bib", "--fix")
    assert refs.read_bytes() == content


def test_what_is_no_text_is_told(run: Run, refs: Path) -> None:
    refs.write_bytes(bytes(range(256)) * 20)
    done = run("check", "refs.bib", "--fix", "--unsafe-fixes", "--diff")
    assert done.code == 1
    assert run("check", "refs.bib").code == 1


def test_a_folder_is_mended_file_by_file(run: Run, refs: Path) -> None:
    (refs.parent / "more").mkdir()
    for name in ("a.bib", "b.bib"):
        (refs.parent / "more" / name).write_bytes(BIB.encode())
    run("check", "more", "--fix", "--select", "BM240")
    for name in ("a.bib", "b.bib"):
        assert "cells}" in (refs.parent / "more" / name).read_bytes().decode()
