"""Entries equal to what Debian's `bibtex` prints (packages texlive-binaries and texlive-base)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from backmatter.styles.bst.bbl import BblItem, parse_bbl
from backmatter.styles.bst.files import find_bst, read_bst
from backmatter.styles.bst.interpreter import run

DATA = Path(__file__).resolve().parents[2] / "data" / "bst"
STYLES = ("plain", "alpha", "unsrt", "abbrv", "ieeetr", "apalike", "acm", "siam")

BYTES = {"han-names", "utf-names", "utf-title"}
"""The entries of hard.bib with letters beyond ASCII, of which BibTeX sees the bytes."""


def of_bibtex(style: str, bib: str, folder: Path) -> dict[str, BblItem]:
    """What the program makes of all entries of a database, by key, in order."""
    (folder / "works.bib").write_text(bib, encoding="utf-8")
    aux = f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{works}}\n"
    (folder / "works.aux").write_text(aux, encoding="utf-8")
    subprocess.run(
        ["bibtex", "-terse", "works"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    bbl = (folder / "works.bbl").read_bytes().decode("utf-8", "replace")
    return {item.key: item for item in parse_bbl(bbl).items}


def of_ours(style: str, bib: str) -> dict[str, BblItem]:
    script = read_bst(find_bst(f"{style}.bst"))
    return {item.key: item for item in parse_bbl(run(script, style, [bib]).bbl).items}


@pytest.mark.needs("bibtex", "kpsewhich")
@pytest.mark.parametrize("style", STYLES)
def test_entries_equal_those_of_bibtex(style: str, tmp_path: Path) -> None:
    bib = (DATA / "works.bib").read_text(encoding="utf-8")
    real = of_bibtex(style, bib, tmp_path)
    ours = of_ours(style, bib)
    assert list(ours.values()) == list(real.values())
    assert len(real) == 50


@pytest.mark.needs("bibtex", "kpsewhich")
@pytest.mark.parametrize("style", STYLES)
def test_hard_entries_equal_but_for_letters_beyond_ascii(style: str, tmp_path: Path) -> None:
    bib = (DATA / "hard.bib").read_text(encoding="utf-8")
    real = of_bibtex(style, bib, tmp_path)
    ours = of_ours(style, bib)
    assert [k for k in ours if k not in BYTES] == [k for k in real if k not in BYTES]
    assert {k for k in ours if ours[k] != real[k]} <= BYTES
    assert "utf-title" in {k for k in ours if ours[k] != real[k]}
    assert len(real) == 28


@pytest.mark.needs("bibtex", "kpsewhich")
@pytest.mark.parametrize(
    ("style", "key", "of_bibtex_itself", "of_backmatter"),
    [
        ("plain", "utf-title", "Ünïcode Ànd case", "Ünïcode ànd case"),
        ("plain", "han-names", "逸驰 周 and 丹 张", "周逸驰 and 张丹"),
        ("abbrv", "utf-names", "Émile Übel and Z.~Ångström", "É.~Übel and Z.~Ångström"),
    ],
)
def test_letters_beyond_ascii_are_letters_to_us(
    style: str, key: str, of_bibtex_itself: str, of_backmatter: str, tmp_path: Path
) -> None:
    bib = (DATA / "hard.bib").read_text(encoding="utf-8")
    assert of_bibtex_itself in of_bibtex(style, bib, tmp_path)[key].latex
    assert of_backmatter in of_ours(style, bib)[key].latex


@pytest.mark.needs("bibtex", "kpsewhich")
def test_labels_are_cut_between_letters_not_within(tmp_path: Path) -> None:
    bib = (DATA / "hard.bib").read_text(encoding="utf-8")
    assert of_ours("alpha", bib)["utf-names"].label == "ÜÅ02"
    assert "\ufffd" in of_bibtex("alpha", bib, tmp_path)["utf-names"].label
