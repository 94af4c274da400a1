"""The tables that map formats to CSL are whole and agree with each other."""

from __future__ import annotations

import pytest

from backmatter.references.formats import bibtex, bibtex_fields, ris, ris_fields
from backmatter.references.model import DATE_VARIABLES, NAME_VARIABLES, Reference


@pytest.mark.parametrize("csl_type", sorted(bibtex_fields.CSL_TYPES | {""}))
def test_every_csl_type_survives_bibtex(csl_type: str) -> None:
    reference = Reference("a", csl_type, {"title": "T"})
    back = bibtex.read(bibtex.write([reference])).references[0]
    assert (back.type, back.fields) == (csl_type, {})


@pytest.mark.parametrize("csl_type", sorted(ris_fields.RIS_TYPE))
def test_every_type_of_ris_survives(csl_type: str) -> None:
    assert ris.read(ris.write([Reference("a", csl_type)])).references[0].type == csl_type


def test_types_are_csls_own() -> None:
    named = {*bibtex_fields.CSL_TYPE.values(), *bibtex_fields.SUBTYPE_TO_CSL.values()}
    assert named | set(bibtex_fields.ENTRY_TYPE) <= bibtex_fields.CSL_TYPES | {""}
    assert {*ris_fields.RIS_TYPE, *ris_fields.CSL_TYPE.values()} <= bibtex_fields.CSL_TYPES | {""}


def test_every_entry_type_that_is_written_has_its_fields_and_every_field_its_place() -> None:
    written = {entry_type for entry_type, _ in bibtex_fields.ENTRY_TYPE.values()}
    assert written | bibtex_fields.THESES == bibtex_fields.ALLOWED.keys()
    for fields in bibtex_fields.ALLOWED.values():
        assert fields <= bibtex_fields.ORDER.keys()


def test_variables_have_one_field_each() -> None:
    maps = (bibtex_fields.TEXTS, bibtex_fields.LISTS, bibtex_fields.VERBATIM)
    variables = [variable for each in maps for variable in each.values()]
    assert len(set(variables)) == len(variables)
    assert set(bibtex_fields.NAMES.values()) <= NAME_VARIABLES
    assert set(bibtex_fields.DATES.values()) <= DATE_VARIABLES
    assert set(ris_fields.NAMES.values()) <= NAME_VARIABLES
    assert not bibtex_fields.ALIASES.keys() & set(bibtex_fields.ALIASES.values())
