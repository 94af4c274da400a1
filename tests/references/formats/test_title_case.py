"""Sentence case as Pandoc makes it, and which braces of a title mean something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.formats.title_case import (
    is_sentence_case,
    sentence_case,
    with_needed_marks,
    without_case_marks,
)
from backmatter.references.latex import decode


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Higher-Dimensional Algebra {V}: 2-Groups", "Higher-dimensional algebra V: 2-groups"),
        ("The Title: \\textit{italics}", "The title: <i>Italics</i>"),
        ("{METAFONT}: {T}he Program", "METAFONT: The program"),
        ("A {camelCase} iPhone Word", "A camelCase iPhone word"),
        ("``Foo'' Bar? Yes It Is", "“Foo” bar? Yes it is"),
        ("{{All of This Stays}}", "All of This Stays"),
        ("A Guide. Second Edition", "A guide. Second edition"),
        ("{Carlos Segura}: We Discuss", "Carlos Segura: We discuss"),
    ],
)
def test_sentence_case(value: str, title: str) -> None:
    assert sentence_case(decode(value, keep_case_marks=True)) == title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Defects in intervertebral disc", True),
        ("The Origin of Species by Means", False),
        ("Gromov", False),
        ("人退变髓核细胞", False),
    ],
)
def test_recognising_sentence_case(title: str, expected: bool) -> None:
    assert is_sentence_case(title) is expected


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Maps on {Riemann} surfaces", "Maps on Riemann surfaces"),
        ("Maps on {Riemann} Surfaces", 'Maps on <span class="nocase">Riemann</span> Surfaces'),
        ("The {NCBI SRA} Data", "The NCBI SRA Data"),
        ("A Width of 5~{nm} Today", 'A Width of 5\u00a0<span class="nocase">nm</span> Today'),
    ],
)
def test_marks_are_kept_where_capitals_do_not_tell_names(value: str, title: str) -> None:
    assert with_needed_marks(decode(value, keep_case_marks=True)) == title


@given(st.text(st.sampled_from('aB :.?<>/i"{}\\é中'), max_size=30))
def test_only_case_changes(text: str) -> None:
    marked = decode(text, keep_case_marks=True)
    assert sentence_case(marked).upper() == without_case_marks(marked).upper()
