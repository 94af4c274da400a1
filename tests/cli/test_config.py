"""Settings are found upwards from the input, and a wrong one is told by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backmatter.cli import config
from backmatter.references.errors import InputError

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def no_chosen_file() -> None:
    config.use(None)


def test_settings_are_found_upwards_in_either_file(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.backmatter]\nstyle = "apa"\n')
    assert config.load(inner / "refs.bib").style == "apa"
    (tmp_path / "a" / "backmatter.toml").write_text('style = "nature"\nfail-on = "error"\n')
    assert config.load(inner / "refs.bib") == config.Config(style="nature", fail_on="error")
    assert config.load(inner).style == "nature"


def test_a_file_named_on_the_command_line_goes_before_all(tmp_path: Path) -> None:
    (tmp_path / "backmatter.toml").write_text('style = "apa"\n')
    (tmp_path / "other.toml").write_text('ignore = ["BM2"]\n')
    config.use(tmp_path / "other.toml")
    assert config.load(tmp_path / "refs.bib") == config.Config(ignore=("BM2",))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('stlye = "apa"', "no such setting: stlye"),
        ("style = 3", "style must be a string"),
        ('ignore = "BM2"', "ignore must be a list of strings"),
        ("per-file-ignores = []", "per-file-ignores must be a table of lists of strings"),
        ('per-file-ignores = {"a.bib" = "BM2"}', r"per-file-ignores\.a\.bib must be a list"),
        ("style = ", "is not valid TOML"),
    ],
)
def test_a_wrong_setting_is_told_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "backmatter.toml").write_text(text)
    with pytest.raises(InputError, match=rf"backmatter\.toml: {message}"):
        config.load(tmp_path / "refs.bib")


def test_a_broken_pyproject_of_somebody_else_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[broken")
    assert config.load(tmp_path / "refs.bib") == config.Config()


def test_the_dialect_of_bib_files(run: Run) -> None:
    Path("refs.bib").write_text(
        "@book{A, title={T}, publisher={P}, year=2001, author={De la Fontaine, Jean}}\n"
        "@book{a, title={U}, publisher={P}, year=2001, author={Roe, Ann}}\n",
        encoding="utf-8",
    )
    assert '"family": "Fontaine"' in run("convert", "refs.bib", "-f", "csl-json").out
    assert "BM133" in run("check", "refs.bib").out
    Path("backmatter.toml").write_text('dialect = "biblatex"\n', encoding="utf-8")
    assert '"family": "De la Fontaine"' in run("convert", "refs.bib", "-f", "csl-json").out
    assert "BM133" not in run("check", "refs.bib").out
    Path("backmatter.toml").write_text('dialect = "latex"\n', encoding="utf-8")
    result = run("check", "refs.bib")
    assert (result.code, result.err) == (
        2,
        "backmatter: setting dialect: latex: choose one of bibtex, biblatex\n",
    )
