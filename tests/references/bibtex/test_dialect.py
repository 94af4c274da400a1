"""For whom a `.bib` file is written: by its own word, else by a setting."""

from __future__ import annotations

import pytest

from backmatter.references.bibtex.dialect import Dialect, declared
from backmatter.references.formats import bibtex
from backmatter.references.model import Name

JEAN = "@book{a, author = {De la Fontaine, Jean}}\n"


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("@Comment{jabref-meta: databaseType:biblatex;}", Dialect.BIBLATEX),
        ("@comment{jabref-meta: databaseType:bibtex;}", Dialect.BIBTEX),
        ("% !BIB program = biber\n", Dialect.BIBLATEX),
        ("% !BIB TS-program = bibtex\n", Dialect.BIBTEX),
        (JEAN, None),
    ],
)
def test_what_a_text_says_of_itself(text: str, dialect: Dialect | None) -> None:
    assert declared(text) is dialect


def test_names_are_split_as_the_dialect_has_it() -> None:
    def author(text: str, dialect: Dialect) -> Name:
        return bibtex.read(text, dialect=dialect).references[0].names["author"][0]

    by_bibtex = Name("Fontaine", "Jean", dropping_particle="De la")
    by_biber = Name("De la Fontaine", "Jean")
    assert author(JEAN, Dialect.BIBTEX) == by_bibtex
    assert author(JEAN, Dialect.BIBLATEX) == by_biber
    assert author(f"% !BIB program = biber\n{JEAN}", Dialect.BIBTEX) == by_biber
    assert author(f"% !BIB program = bibtex\n{JEAN}", Dialect.BIBLATEX) == by_bibtex
