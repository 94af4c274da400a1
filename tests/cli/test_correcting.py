"""`verify --fix`, `--complete` and `--diff`: what is written into a `.bib` file, and what never."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stub_server import StubServer

Run = Callable[..., Any]

NO_DOI = """% my references
@article{quill2018slow,
  author  = "Quill, Ada B. and Vole, Bruno and Wren, Carla",
  title   = "Slow loading of invented discs: a study in imaginary rabbits",
  journal = "J Invent Cartil", year = 2018, volume = "12", number = "3",
  pages   = "101--111",
  note    = {mine,  as it   is}
}
"""

pytestmark = pytest.mark.usefixtures("stub")


def write(text: str, name: str = "refs.bib") -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)


def test_a_missing_doi_and_wrong_pages_are_put_right_and_nothing_else(run: Run) -> None:
    file = write(NO_DOI)
    result = run("verify", file, "--fix")
    expected = NO_DOI.replace("101--111", "101--110").replace(
        "  note    = {mine", '  doi    = "10.5555/ic.2018.001",\n  note    = {mine'
    )
    assert file.read_text(encoding="utf-8") == expected
    assert result.code == 0
    assert '-  pages   = "101--111",' in result.out
    assert '+  pages   = "101--110",' in result.out
    assert "2 changes made in 1 file" in result.err
    again = run("verify", file, "--fix")
    assert (again.code, again.out) == (0, "")
    assert run("verify", file).out.startswith("verified")


def test_diff_shows_the_same_and_writes_nothing(run: Run) -> None:
    file = write(NO_DOI)
    shown = run("verify", file, "--diff")
    assert shown.code == 1
    assert file.read_text(encoding="utf-8") == NO_DOI
    assert shown.out == run("verify", file, "--fix").out


def test_a_doi_that_leads_elsewhere_is_replaced_where_the_right_one_is_certain(run: Run) -> None:
    file = write(NO_DOI.replace("note ", "doi = {10.5555/ic.2011.010}, note "))
    assert run("verify", file, "--fix").code == 0
    assert "doi = {10.5555/ic.2018.001}" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ours", "theirs", "field"),
    [("2018", "2018", ""), ("2008", "2018", "year"), ("2008", "2018", "issued")],
)
def test_what_is_not_certain_is_changed_only_when_accepted(
    run: Run, ours: str, theirs: str, field: str
) -> None:
    text = NO_DOI.replace("year = 2018", f"year = {ours}").replace("101--111", "101--110")
    file = write(text)
    run("verify", file, "--fix")
    assert f"year = {ours}" in file.read_text(encoding="utf-8")
    if field:
        assert run("verify", file, "--fix", "--accept", field).code == 0
        assert f"year = {{{theirs}}}" in file.read_text(encoding="utf-8")


def test_a_title_is_the_authors_own(run: Run) -> None:
    file = write(NO_DOI.replace("imaginary rabbits", "imaginary habits"))
    before = file.read_text(encoding="utf-8")
    assert run("verify", file, "--fix").code == 1
    assert file.read_text(encoding="utf-8") == before, "the title differs: which work is it?"
    assert run("verify", file, "--fix", "--accept", "title").code == 0
    after = file.read_text(encoding="utf-8")
    assert "imaginary rabbits" in after
    assert "10.5555/ic.2018.001" in after, "with the title accepted it is certain"


def test_retraction_and_concern_become_tags(run: Run) -> None:
    file = write(
        "@article{a, author={Magpie, Fay and Crane, Gus}, year={2015}, keywords={disc; cells},\n"
        " title={Fictional exosomes reverse imagined degeneration}, doi={10.5555/ic.2015.003}}\n"
        "@article{b, title={Growth factors in a disc that was never there},\n"
        " doi={10.5555/ic.2016.004}}\n"
    )
    result = run("verify", file, "--fix")
    text = file.read_text(encoding="utf-8")
    assert "keywords={disc; cells; retracted}" in text
    assert "keywords={expression-of-concern}" in text
    assert result.code == 1, "a tag does not make a retracted work right"
    run("verify", file, "--fix")
    assert file.read_text(encoding="utf-8") == text


def test_complete_fills_what_the_reference_lacks(run: Run) -> None:
    file = write(
        "@article{a,\n  author = {Quill, A. B. and others},\n"
        "  title = {Slow loading of invented discs: a study in imaginary rabbits},\n"
        "  journaltitle = {J Invent Cartil},\n  date = {2018},\n}\n"
    )
    result = run("verify", file, "--complete")
    text = file.read_text(encoding="utf-8")
    assert "author = {Quill, Ada B. and Vole, Bruno and Wren, Carla}" in text
    assert "journaltitle = {Journal of Invented Cartilage}" in text
    assert "date = {2018}" in text
    for field in ("volume = {12}", "number = {3}", "pages = {101--110}"):
        assert field in text
    assert "doi = {10.5555/ic.2018.001}" in text
    assert result.code == 0
    assert run("verify", file, "--complete").out == ""


def test_complete_never_contradicts(run: Run) -> None:
    file = write(NO_DOI.replace('volume = "12"', 'volume = "99"'))
    run("verify", file, "--complete")
    assert 'volume = "99"' in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "verb"), [("list.txt", "parse"), ("refs.json", "convert")])
def test_documents_and_other_formats_are_refused_before_anything_is_asked(
    run: Run, stub: StubServer, name: str, verb: str
) -> None:
    content = "[]" if name.endswith("json") else "References\n1. Quill A. Slow discs. 2018.\n"
    result = run("verify", write(content, name), "--fix")
    assert result.code == 2
    assert f"backmatter {verb} {name} -o refs.bib" in result.err
    assert stub.log == []
    assert run("verify", "-", "--fix", stdin=b"@article{a, title={T}}").code == 2


def test_accept_goes_with_fix_and_knows_its_fields(run: Run) -> None:
    file = write(NO_DOI)
    assert run("verify", file, "--accept", "year").code == 2
    assert run("verify", file, "--fix", "--accept", "spelling").code == 2


def test_the_report_goes_to_o(run: Run) -> None:
    file = write(NO_DOI)
    result = run("verify", file, "--fix", "-o", "report.json")
    assert result.out.startswith("--- a/refs.bib")
    assert '"verdict"' in Path("report.json").read_text(encoding="utf-8")


def test_what_a_baseline_accepts_is_not_corrected(run: Run) -> None:
    file = write(NO_DOI)
    run("verify", file, "--baseline", "ok.toml", "--update-baseline")
    accepted = Path("ok.toml").read_text(encoding="utf-8")
    assert "page 101-111" in accepted
    result = run("verify", file, "--baseline", "ok.toml", "--fix")
    expected = NO_DOI.replace(
        "  note    = {mine", '  doi    = "10.5555/ic.2018.001",\n  note    = {mine'
    )
    assert file.read_text(encoding="utf-8") == expected, "the DOI goes in, the pages stay"
    assert result.code == 0
    both = run("verify", file, "--baseline", "ok.toml", "--update-baseline", "--fix")
    assert (both.code, "not with --fix" in both.err) == (2, True)
