"""`format`: single citations as one document, and BibTeX's styles in the same command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

DATA = Path(__file__).resolve().parents[1] / "data" / "bst"
BIB = """
@book{doe2020, author = {Doe, Jane and Roe, Rick}, title = {A Book}, publisher = {Pub},
  year = 2020}
@article{doe2020b, author = {Doe, Jane and Roe, Rick}, title = {An Article},
  journal = {Things}, year = 2020, volume = 3, pages = {1--9}}
@article{li2019, author = {Li, Ming}, title = {Third}, journal = {Things}, year = 2019}
"""


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def cite(run: Run, refs: Path, style: str, *citations: str) -> Any:
    return run("format", refs, "--style", style, *(f"--cite={each}" for each in citations))


def test_citations_are_printed_one_a_line_and_nothing_else(run: Run, refs: Path) -> None:
    result = cite(run, refs, "apa", "[see @doe2020, p. 5; @li2019]", "@li2019", "[-@li2019]")
    assert (result.code, result.err) == (0, "")
    assert result.out == "(see Doe & Roe, 2020, p. 5; Li, 2019)\nLi (2019)\n(2019)\n"


def test_citations_together_are_one_document(run: Run, refs: Path) -> None:
    result = cite(run, refs, "apa", "[@doe2020]", "[@doe2020b]")
    assert sorted(result.out.split("\n")[:2]) == ["(Doe & Roe, 2020a)", "(Doe & Roe, 2020b)"]
    numbered = cite(run, refs, "ieee", "[@li2019]", "[@doe2020]", "[@li2019, p. 3]")
    assert numbered.out == "[1]\n[2]\n[1, p. 3]\n"


def test_each_citation_is_a_note_of_its_own_in_a_note_style(run: Run, refs: Path) -> None:
    result = cite(run, refs, "chicago-notes-bibliography", "[@li2019]", "[@doe2020]", "[@li2019]")
    first, _, third = result.out.splitlines()
    assert first.startswith("Ming Li, “Third,”")
    assert third == "Li, “Third.”"


def test_citations_follow_the_kind_of_output(run: Run, refs: Path) -> None:
    result = run("format", refs, "-s", "apa", "--to", "html", "-c", "@doe2020")
    assert result.out == "Doe &#38; Roe (2020)\n"


def test_an_unknown_key_is_an_error_with_the_nearest_key(run: Run, refs: Path) -> None:
    result = cite(run, refs, "apa", "[@doe2020]", "[@doe2021]")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "backmatter: no reference has this key; did you mean @doe2020?\n  [@doe2021]\n    ^\n"
    )


def test_a_citation_that_cannot_be_read_is_an_error_with_its_place(run: Run, refs: Path) -> None:
    result = cite(run, refs, "apa", "[@doe2020, p. 5")
    assert result.code == 2
    assert result.err == "backmatter: this bracket is not closed\n  [@doe2020, p. 5\n  ^\n"


def test_bibtex_styles_have_no_citations(run: Run, refs: Path) -> None:
    result = cite(run, refs, "pybtex:plain", "@doe2020")
    assert result.code == 2
    assert "LaTeX makes the citations" in result.err


def test_a_bst_file_prints_the_bib_file_as_bibtex_does(run: Run) -> None:
    result = run("format", DATA / "works.bib", "--style", DATA / "small.bst")
    assert result.code == 0
    assert "First Child, Journal of Children" not in result.out
    assert "See [" in result.out, "crossref is read from the file"
    assert "no author in misc-few" in result.err


def test_a_bst_file_prints_other_formats_too(run: Run, tmp_path: Path) -> None:
    items = (
        '[{"id": "a", "type": "book", "title": "Tîtle", "author": [{"family": "Ö", "given": "A"}]'
    )
    (tmp_path / "refs.json").write_text(
        f'{items}, "issued": {{"date-parts": [[2001]]}}}}]', "utf-8"
    )
    result = run("format", "refs.json", "-s", DATA / "small.bst", "--to", "latex")
    assert '\\bibitem[{\\"O}]{a}' in result.out
    assert "{\\em T{\\^i}tle}, 2001." in result.out


def test_pybtex_styles_need_no_tex(run: Run, refs: Path) -> None:
    result = run("format", refs, "--style", "pybtex:plain")
    assert result.out.startswith("[1] Jane Doe and Rick Roe.")
    assert result.code == 0


def test_html_in_a_file_is_a_page_that_names_its_encoding(run: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text(
        '[{"id": "a", "type": "book", "title": "题 & <b>"}]', encoding="utf-8"
    )
    assert run("format", "refs.json", "-s", "apa", "-o", "list.html").code == 0
    page = (tmp_path / "list.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert '<meta charset="utf-8">' in page
    fragment = run("format", "refs.json", "-s", "apa", "--to", "html").out
    assert fragment.startswith('<div class="csl-bib-body">')
    assert fragment.strip() in page


def test_an_ending_that_is_no_output_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text('[{"id": "a", "type": "book", "title": "T"}]')
    assert run("format", "refs.json", "-s", "apa", "-o", "list.pdf").code == 2
    assert not (tmp_path / "list.pdf").exists()
