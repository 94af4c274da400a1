"""Short forms of journals beside ISO 4's."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backmatter.references.rules import iso4
from backmatter.references.rules.registry import check
from backmatter.references.rules.rule import Library

LibraryOf = Callable[[str], Library]


@pytest.fixture
def without_list(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the extra is not installed."""
    find = importlib.util.find_spec

    def absent(name: str, package: str | None = None) -> Any:
        return None if name == "pyiso4" else find(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", absent)
    iso4.title_words.cache_clear()
    yield
    iso4.title_words.cache_clear()


def told(full: str, short: str, library_of: LibraryOf) -> list[str]:
    text = f"@article{{a, journaltitle = {{{full}}}, shortjournal = {{{short}}}}}\n"
    found = [each for each in check(library_of(text)) if each.code == "BM261"]
    return [each.fix.edits[0].text for each in found if each.fix]


@pytest.mark.parametrize(
    ("full", "short", "right"),
    [
        ("Monthly Notices of Botany", "Month. Not. Bot.", "Mon. Not. Bot."),
        ("Journal of the London Mathematical Society", "J Lond Mathem Soc", "J Lond Math Soc"),
        ("IEEE Sensors Journal", "IEEE Sensors J.", "IEEE Sens. J."),
        ("Remote Sensing of Environment", "Remote Sensing of Environment", "Remote Sens Environ"),
        ("Zeitschrift für Kristallographie", "Zeitschr. Krist.", "Z. Krist."),
        ("College \\& Research Libraries", "Coll. Res. Libs.", "Coll. Res. Libr."),
        ("Journal of Applied Econometrics", "J. Appl. Econ.", "J. Appl. Econom."),
    ],
)
def test_a_word_cut_otherwise_is_told(
    full: str, short: str, right: str, library_of: LibraryOf
) -> None:
    assert told(full, short, library_of) == [right]


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("European Spine Journal", "Eur Spine J"),
        ("Journal of Theoretical Biolology", "J. Theor. Biol."),
        ("IEEE JOURNAL OF SOLID CIRCUITS", "IEEE J. Solid Circuit"),
        ("Revised Statutes of Canada", "R.S.C."),
        ("Journal of Solid-State Circuits", "J. Solid-State Circuit"),
        ("European Spine Journal", "Eur. Spine J."),
        ("Journal of the American Chemical Society", "J. Am. Chem. Soc."),
        ("The Journal of Public Health", "J. Public Health"),
        ("Acta Crystallographica Section D", "Acta Cryst. D"),
        ("Journal of Physics: Condensed Matter", "J. Phys. Cond. Mat."),
        ("Proceedings of the National Academy of Sciences", "PNAS"),
        ("Физика плазмы", "Физ. плазмы"),
        ("科学通报", "科通"),
        ("Nature", "Nat."),
        ("", "J. Phys."),
    ],
)
def test_what_is_right_or_cannot_be_judged_is_left_alone(
    full: str, short: str, library_of: LibraryOf
) -> None:
    assert told(full, short, library_of) == []


def test_a_full_name_elsewhere_in_the_file_will_do(library_of: LibraryOf) -> None:
    text = (
        "@article{a, title = {A}, journal = {Communications of the ACM}}\n"
        "@article{b, title = {B}, journal = {Comm. ACM}}\n"
    )
    (found,) = (each for each in check(library_of(text)) if each.code == "BM261")
    assert "is not ISO 4's, which is Commun. ACM" in found.message


def test_names_in_full_that_differ_are_no_short_forms(library_of: LibraryOf) -> None:
    text = (
        "@article{a, title = {A}, journal = {The Stata Journal}}\n"
        "@article{b, title = {B}, journal = {Stata Journal}}\n"
    )
    assert "BM261" not in {each.code for each in check(library_of(text))}


@pytest.mark.usefixtures("without_list")
def test_without_the_list_nothing_is_told(library_of: LibraryOf) -> None:
    assert told("IEEE Sensors Journal", "IEEE Sensors J.", library_of) == []
