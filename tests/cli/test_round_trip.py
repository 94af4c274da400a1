"""The signature test: the list that was printed comes back, through BibTeX, to the character."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from backmatter.references.reading import parse_document

if TYPE_CHECKING:
    from tests.cli.conftest import Run

JOURNAL = "chinese-journal-of-spine-and-spinal-cord"

PUT_RIGHT = {
    "23": ("[J]. Transplantation. 2021,", "[J]. Transplantation, 2021,"),
    "33": ("Suzuki RK, Sand TT. ", "Suzuki RK, et al. "),
    "43": ("degeneration[J], J Nano", "degeneration[J]. J Nano"),
}
"""The author's own slips: what is printed, and what the journal's style makes of it."""


def test_the_printed_list_comes_back_through_bibtex(run: Run, root: Path) -> None:
    review = root / "references" / "data" / "review" / "review.txt"
    assert run("parse", review, "-o", "refs.bib").code == 0
    formatted = run("format", "refs.bib", "--style", JOURNAL)
    assert formatted.code == 0
    expected: list[str] = []
    for reference in parse_document(review).references:
        assert reference.source
        number, printed = reference.source.number, reference.source.printed
        slip, mended = PUT_RIGHT.get(number, ("", ""))
        assert slip in printed
        expected.append(f"{number}. {printed.replace(slip, mended, 1)}")
    assert formatted.out.splitlines() == expected
    assert len(expected) == 47


def test_titles_in_sentence_case_when_asked(run: Run) -> None:
    Path("refs.bib").write_text(
        "@article{a, title = {The {Ghost} of a TGF House: An Essay}}\n"
        "@article{b, title = {Die Theorie der Wärme und des Lichts}}\n"
        "@article{c, title = {Defects in Japan and elsewhere}}\n"
        "@inproceedings{d, title = {On Cells}, booktitle = {Advances in the Study of Cells}}\n",
        encoding="utf-8",
    )
    plain = run("convert", "refs.bib", "-f", "biblatex").out
    assert "The {Ghost} of a {TGF} House: An Essay" in plain
    lowered = run("convert", "refs.bib", "-f", "biblatex", "--sentence-case").out
    assert [line.split(" = ")[1] for line in lowered.splitlines() if "title =" in line] == [
        "{The {Ghost} of a {TGF} house: An essay},",
        "{Die Theorie der Wärme und des Lichts},",
        "{Defects in {Japan} and elsewhere},",
        "{On cells},",
        "{Advances in the study of cells},",
    ]
