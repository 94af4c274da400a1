"""BibLaTeX's own names: the same records, under them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.formats import biblatex, bibtex
from backmatter.references.formats.bibtex_fields import CSL_TYPES
from backmatter.references.model import Date, DatePart, Name, Reference


def test_an_article_and_a_thesis() -> None:
    article = Reference(
        "roe2001", "article-journal",
        {"title": "On cells", "container-title": "Spine", "issue": "2", "publisher-place": "Bern"},
        {"author": (Name("Roe", "R"),)}, {"issued": Date((DatePart(2001, 5, 3),))},
    )  # fmt: skip
    thesis = Reference(
        "doe99", "thesis", {"title": "On discs", "genre": "PhD thesis", "publisher": "ETH"},
        dates={"issued": Date((DatePart(999),))},
    )  # fmt: skip
    assert (
        biblatex.write([article, thesis])
        == """@article{roe2001,
  author = {Roe, R},
  title = {On cells},
  journaltitle = {Spine},
  number = {2},
  date = {2001-05-03},
  verba = {{"publisher-place": "Bern"}},
}

@thesis{doe99,
  title = {On discs},
  institution = {ETH},
  date = {0999},
  type = {phdthesis},
}
"""
    )


def test_a_field_of_the_new_name_keeps_its_own() -> None:
    entry = "@book{a, title = {T}, address = {Bern}, month = {Lent}, year = {2001}}"
    text = biblatex.write(bibtex.read(entry).references)
    assert "location = {Bern}" in text
    assert "year = {2001}" in text
    assert "month = {Lent}" in text
    assert "date" not in text


def _date(year: int, month: int, day: int) -> Date:
    return Date((DatePart(year, month, day if month else 0),))


_DATES = st.builds(_date, st.integers(1, 9999), st.integers(0, 12), st.integers(0, 28))
_VARIABLES = ("title", "container-title", "publisher", "publisher-place", "genre", "note")
_REFERENCES = st.builds(
    Reference, key=st.just("k"), type=st.sampled_from(sorted(CSL_TYPES)),
    variables=st.dictionaries(
        st.sampled_from(_VARIABLES),
        st.sampled_from(["On cells", "PhD thesis", "Bern", "phdthesis", "1999", "A and B"]),
    ),
    dates=st.fixed_dictionaries({}, optional={"issued": _DATES, "accessed": _DATES}),
)  # fmt: skip


@given(_REFERENCES)
@settings(max_examples=200)
def test_the_records_are_the_same_as_by_bibtex(reference: Reference) -> None:
    def read(text: str) -> Reference:
        result = bibtex.read(text)
        assert result.findings == ()
        return replace(result.references[0], source=None, fields={})

    assert read(biblatex.write([reference])) == read(bibtex.write([reference]))


@pytest.mark.needs("shared")
def test_the_corpus_reads_the_same_under_both_names(shared: Path) -> None:
    for name in (
        "bibtex-tidy--biblatex-examples.bib",
        "gbt7714-bibtex-style--gbt7714-examples.bib",
    ):
        references = bibtex.read((shared / "bib-corpus" / name).read_text("utf-8")).references
        by_bibtex, by_biblatex = (
            [replace(r, source=None, fields={}) for r in bibtex.read(write(references)).references]
            for write in (bibtex.write, biblatex.write)
        )
        assert by_biblatex == by_bibtex
