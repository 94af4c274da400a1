"""Libraries for the tests of rules: from `.bib` text, and printed lists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from backmatter.references.formats import bibtex
from backmatter.references.model import Reference, Source
from backmatter.references.rules.bibfile import source_file
from backmatter.references.rules.rule import Library

TODAY = date(2026, 1, 31)


def _library(text: str) -> Library:
    references = bibtex.read(text, "refs.bib").references
    return Library(references, TODAY, file=source_file(text, "refs.bib"))


def _printed(*entries: str) -> Library:
    references = [
        Reference(key=f"k{at}", type="article-journal", source=Source("a.txt", at, printed=text))
        for at, text in enumerate(entries, 1)
    ]
    return Library(references, TODAY)


@pytest.fixture(scope="session")
def library_of() -> Callable[[str], Library]:
    """Makes the library of a `.bib` text, on a day that does not change."""
    return _library


@pytest.fixture(scope="session")
def printed_list() -> Callable[..., Library]:
    """Makes the library of a printed list, each entry as it stands."""
    return _printed
