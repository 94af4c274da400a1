"""Each rule fires on its bad case, is silent on its good one, and has a page that says so."""

from __future__ import annotations

from datetime import date

import pytest

from backmatter.references.model import Date, DatePart, Name, Reference, Source
from backmatter.references.rules.registry import check, selected
from backmatter.references.rules.rule import Library

TODAY = date(2026, 1, 31)


def article(**changes: object) -> Reference:
    """A journal article that no rule has anything against, with some things changed."""
    variables = {"title": "Disc cell therapy", "container-title": "Eur Spine J", "page": "1-9"}
    names = {"author": (Name(family="Omlor", given="GW"),)}
    dates = {"issued": Date((DatePart(2018),))}
    for key, value in changes.items():
        variable = key.replace("_", "-")
        if isinstance(value, tuple):
            names[variable] = value
        elif isinstance(value, Date):
            dates[variable] = value
        else:
            variables[variable] = str(value)
    return Reference(
        key="omlor2018disc",
        type=variables.pop("type", "article-journal"),
        variables={k: v for k, v in variables.items() if v},
        names={k: v for k, v in names.items() if v},
        dates={k: v for k, v in dates.items() if v != Date()},
        source=Source(file="refs.bib", line=7, number="3"),
    )


def codes(*references: Reference) -> list[str]:
    return [found.code for found in check(Library(references, TODAY))]


def test_a_sound_reference_gives_no_finding() -> None:
    assert codes(article()) == []


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        (article(title="", container_title=""), "BM201"),
        (article(container_title=""), "BM201"),
        (article(issued=Date()), "BM201"),
        (article(type="thesis", title="T", container_title=""), "BM201"),
        (article(issued=Date((DatePart(2108),))), "BM203"),
        (article(issued=Date(literal="20x0")), "BM203"),
        (article(page="1379-1337"), "BM204"),
        (article(page="E1388–E1384"), "BM204"),
        (article(author=(Name(literal="et al."),)), "BM205"),
        (article(author=(Name(family="等"),)), "BM205"),
        (article(author=(Name(family="Omlor and Lorenz"),)), "BM205"),
        (article(author=(Name(family="1998"),)), "BM205"),
    ],
)
def test_a_bad_reference_is_found_once(reference: Reference, code: str) -> None:
    assert codes(reference) == [code]


@pytest.mark.parametrize(
    "reference",
    [
        article(page="1337-45"),
        article(page="E525-530"),
        article(page="e25-e27"),
        article(page="5952165"),
        article(page="S1-S9"),
        article(issued=Date((DatePart(2027),))),
        article(issued=Date(literal="in press")),
        article(issued=Date(literal="around 2001")),
        article(author=(Name(literal="Ministry of Health and Welfare"),)),
        article(author=(Name(family="E", given="XQ"),)),
        article(type="webpage", container_title="", issued=Date()),
    ],
)
def test_what_only_looks_odd_is_left_alone(reference: Reference) -> None:
    assert codes(reference) == []


def test_duplicates_are_told_with_the_reference_they_repeat() -> None:
    again = article(title="Disc Cell Therapy.")
    (found,) = check(Library([article(), again], TODAY))
    assert found.code == "BM202"
    assert "same title, year and first author as [3] omlor2018disc" in found.message
    first, same = article(DOI="10.1000/A"), article(title="Disc Cell Therapy", DOI="10.1000/a")
    assert codes(first, same) == ["BM202"]
    assert codes(first, article(title="Growth of bones", DOI="10.1000/a")) == ["BM305"]
    assert codes(article(page="1-9"), article(page="10-19")) == []


def test_a_finding_names_the_place_and_the_reference() -> None:
    (found,) = check(Library([article(container_title="")], TODAY))
    assert str(found.location) == "refs.bib:7"
    assert found.reference == "[3] omlor2018disc “Disc cell therapy”"


def test_codes_are_chosen_by_their_beginnings() -> None:
    found = tuple(check(Library([article(container_title="", page="9-1")], TODAY)))
    assert [f.code for f in selected(found, select=["BM204"])] == ["BM204"]
    assert [f.code for f in selected(found, ignore=["BM20"])] == []
    assert selected(found) == found
