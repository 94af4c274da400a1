"""Journals turned round or in two forms, issues in the volume, DOIs in capitals, relations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backmatter.references.findings import Finding
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.registry import check
from backmatter.references.rules.rule import Library

LibraryOf = Callable[[str], Library]


def mended(text: str, code: str, library_of: LibraryOf) -> str:
    def of_rule(changed: str) -> list[Finding]:
        return [each for each in check(library_of(changed)) if each.code == code]

    return fix(text, of_rule, unsafe=True).text


@pytest.mark.parametrize(
    ("code", "written", "right"),
    [
        (
            "BM262",
            "booktitle = {Web Intelligence (WI-IAT), 2010 IEEE International Conference on}",
            "booktitle = {2010 IEEE International Conference on Web Intelligence (WI-IAT)}",
        ),
        (
            "BM262",
            "journaltitle = {Chemistry, Journal of}",
            "journaltitle = {Journal of Chemistry}",
        ),
        ("BM227", "volume = {SSC-4(2)}", "number = {2}, volume = {SSC-4}"),
        ("BM227", "volume = {29 (2)}", "number = {2}, volume = {29}"),
        ("BM227", "volume = {7:6}", "number = {6}, volume = {7}"),
        ("BM227", "volume = {10, Issue 3}", "number = {3}, volume = {10}"),
        ("BM227", "volume = {110 ( Pt 1)}", "number = {1}, volume = {110}"),
        ("BM227", "volume = {12(3-4)}", "number = {3-4}, volume = {12}"),
        ("BM228", "volume = {12}, issue = {3/4}", "volume = {12}, number = {3/4}"),
    ],
)
def test_a_value_is_put_right(code: str, written: str, right: str, library_of: LibraryOf) -> None:
    assert mended(f"@article{{a, {written}}}\n", code, library_of) == f"@article{{a, {right}}}\n"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("BM262", "@article{a, journal = {Chemistry, Physics and Biology of}}"),
        ("BM262", "@article{a, title = {Growth, and what comes of}}"),
        ("BM262", "@inproceedings{a, booktitle = {Advances in Vision, Graphics, and Games}}"),
        ("BM227", "@article{a, volume = {15(4)}, number = {4}}"),
        ("BM227", "@article{a, volume = {12-13}}"),
        ("BM227", "@article{a, volume = {98A}}"),
        ("BM227", "@periodical{a, volume = {1984, 1(1)-}}"),
        ("BM227", "@book{a, volume = {3(2)}}"),
        ("BM227", "@article{a, volume = {30(72)}}"),
        ("BM227", "@article{a, volume = {7:215}}"),
        ("BM307", "@article{a, doi = {10.1093/BIOINFORMATICS/BTAA1}}"),
        (
            "BM307",
            "@article{a, doi = {10.1021/JP973181S}}\n@article{b, doi = {10.1021/acs.est.5b}}",
        ),
        ("BM307", "@article{a, doi = {10.1016/S0021-9258(19)50500-1}}"),
        ("BM135", "@book{a, related = {b}}\n@book{b, ids = {c}}\n@book{d, related = {c}}"),
        ("BM135", "@book{a, related = {}}"),
        ("BM228", "@article{a, issue = {Spring}}"),
        ("BM228", "@article{a, issue = {Supplement 4}}"),
        ("BM228", "@article{a, issue = {4}, number = {12}}"),
        ("BM228", "@periodical{a, issue = {4}}"),
        ("BM217", "@article{a, journaltitle = {J}, date = {2001}}"),
        ("BM217", "% !BIB program = biber\n@article{a, journaltitle = {J}, date = {2001}}"),
        (
            "BM217",
            "% !BIB program = bibtex\n@article{a, journaltitle = {J}, journal = {J}, year = 2001}",
        ),
    ],
)
def test_what_only_looks_so_is_left_alone(code: str, text: str, library_of: LibraryOf) -> None:
    assert code not in {each.code for each in check(library_of(text))}


def test_one_doi_in_two_ways_is_written_in_one(library_of: LibraryOf) -> None:
    text = "@book{a, doi = {10.1000/Ab}}\n@book{b, doi = {10.1000/ab}}\n"
    assert mended(text, "BM307", library_of) == text.replace("/Ab", "/ab")


def test_the_rarer_form_of_a_journal_becomes_the_usual_one(library_of: LibraryOf) -> None:
    full = "@article{%s, title = {%s}, journal = {Bone \\& Joint Journal}}\n"
    text = (
        full % ("a", "A")
        + full % ("b", "B")
        + "@article{c, title = {C}, journal = {Bone Joint J}}\n"
    )
    assert mended(text, "BM260", library_of) == text.replace(
        "Bone Joint J}", "Bone \\& Joint Journal}"
    )


def test_a_conference_turned_round_with_its_year_is_told_but_not_mended(
    library_of: LibraryOf,
) -> None:
    name = "Radio, 2004. PIMRC 2004. 15th IEEE International Symposium on"
    text = f"@inproceedings{{a, booktitle = {{{name}}}}}\n"
    assert "BM262" in {each.code for each in check(library_of(text))}
    assert mended(text, "BM262", library_of) == text
