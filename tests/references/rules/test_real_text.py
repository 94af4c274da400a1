"""The rules that found nothing in the corpus, on texts as people write them elsewhere.

The cases are made after entries in public repositories and documentation: the slips are theirs,
the works are not.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backmatter.references.findings import Finding
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.registry import check
from backmatter.references.rules.rule import Library

LibraryOf = Callable[[str], Library]

MENDED = [
    # Google Scholar escapes the ampersand of an entity
    ("BM250", "journal = {Tools \\&amp; Security}", "journal = {Tools \\& Security}"),
    ("BM250", "publisher = {Moe &amp; Sons}", "publisher = {Moe \\& Sons}"),
    ("BM250", "title = {Growth of A&nbsp;thaliana}", "title = {Growth of A\u00a0thaliana}"),
    # a file that was read as Latin-1 and written as UTF-8
    ("BM251", "author = {M\u00c3\u00bcnter, Ben}", "author = {Münter, Ben}"),
    ("BM251", "title = {Bees \u00e2\u20ac\u201c a review}", "title = {Bees – a review}"),
    ("BM251", "author = {Garc\u00c3\u00ada, Ana}", "author = {García, Ana}"),
    # a Mac's PDF has letters and accents apart
    ("BM253", "author = {Mu\u0308nter, Ben}", "author = {Münter, Ben}"),
    ("BM221", "pages = {pp. 1102-1117}", "pages = {1102-1117}"),
    ("BM221", "pages = {pp. 164 -- 175}", "pages = {164 -- 175}"),
    ("BM221", "pages = {pp 39}", "pages = {39}"),
    ("BM221", "pages = {S. 72--89}", "pages = {72--89}"),
    ("BM224", "volume = {Volume 10}", "volume = {10}"),
    ("BM301", "doi = {(https://doi.org/10.1000/ab.c15)}", "doi = {10.1000/ab.c15}"),
    (
        "BM205",
        "author = {Hu, Ed and Shen, Yi and et al.}",
        "author = {Hu, Ed and Shen, Yi and others}",
    ),
]
"""Code, as written, as mended."""

FOUND = [
    ("BM214", "year = {20XX}"),
    ("BM214", "year = {0000}"),
    ("BM203", "year = {2204}"),
    ("BM214", "pages = {XX--XX}"),
    ("BM214", "pages = {xxx-xxx}"),
    ("BM214", "doi = {XXXXXXXXXXXXXX}"),
    ("BM214", "journal = {???}"),
    ("BM223", "journal = {J}, pages = {12--1319}"),
    ("BM234", "author = {Solis-Lemus, Claudia and Ane, Cecile and Solis-Lemus, Claudia}"),
    ("BM255", "title = {Uptake of CO$_2 by leaves}"),
    ("BM255", "title = {A 5$\\mu m slit}"),
    ("BM304", "doi = {10.5555/abc.3295349}"),
    ("BM304", "doi = {10.0000/abc}"),
    ("BM316", "orcid = {0000-0002-6183-7370}"),
    ("BM316", "orcid = {https://orcid.org/0000-0002-7613-412}"),
    ("BM133", "@misc{Smith2001, title = {A}}\n@misc{smith2001, title = {B}}"),
    (
        "BM226",
        (
            "@article{a, title = {A}, journal = {Bee Lett}, year = {2019}, volume = {2019}}\n"
            "@article{b, title = {B}, journal = {Bee Lett}, year = {2018}, volume = {6}}"
        ),
    ),
]

LEFT_ALONE = [
    ("BM203", "year = {In press}"),
    ("BM214", "volume = {XX}"),  # twenty
    ("BM214", "volume = {XX}, pages = {XX--XXI}"),
    ("BM221", "pages = {S1--S9}"),
    ("BM221", "pages = {i-ii}"),
    ("BM223", "pages = {e0123456--e0123470}"),
    ("BM226", "journal = {Journal of Statistical Bees}, year = {2019}, volume = {2019}"),
    ("BM316", "orcid = {0000-0001-5950-6979, 0000-0002-7603-6750, 0000-0003-3783-7069}"),
    (
        "BM316",
        "orcid = {https://orcid.org/0000-0001-5711-1279, https://orcid.org/0000-0002-7613-4123}",
    ),
    ("BM250", "note = {see \\url{https://example.org/?a=1&copy=2}}"),
    ("BM255", "title = {A price of \\$5}"),
    ("BM304", "doi = {10.1234/abc}"),
]


def of_rule(code: str, text: str, library_of: LibraryOf) -> list[Finding]:
    whole = text if text.startswith("@") else f"@article{{a, {text}}}\n"
    return [each for each in check(library_of(whole)) if each.code == code]


@pytest.mark.parametrize(("code", "written", "right"), MENDED)
def test_it_is_found_and_mended(code: str, written: str, right: str, library_of: LibraryOf) -> None:
    text = f"@article{{a, {written}}}\n"
    assert of_rule(code, text, library_of)
    once = fix(text, lambda changed: of_rule(code, changed, library_of))
    assert once.text == f"@article{{a, {right}}}\n"


@pytest.mark.parametrize(("code", "text"), FOUND)
def test_it_is_found(code: str, text: str, library_of: LibraryOf) -> None:
    assert of_rule(code, text, library_of)


@pytest.mark.parametrize(("code", "text"), LEFT_ALONE)
def test_it_is_left_alone(code: str, text: str, library_of: LibraryOf) -> None:
    assert not of_rule(code, text, library_of)
