"""Words compare as a reader compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.words import folded, spans, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("BMP7", "BMP-7"),
        ("BMP7", "bmp 7"),
        ("TGF-β", "TGF-beta"),
        ("IL-1β", "IL1β"),
        ("NF-κB", "NF-kappa B"),
        ("Stem Cells", "stem cell"),
        ("studies", "study"),
        ("analyses", "analysis"),
        ("mice", "mouse"),
        ("Müller", "Muller"),
        ("Łukasz Ørsted", "Lukasz Orsted"),
        ("tumours", "tumor"),
        ("randomised", "randomized"),
        ("oedema", "edema"),
        ("fibre", "fiber"),
        ("Wharton′s jelly", "Wharton's Jelly"),
        ("phase Ⅱ", "phase II"),
        ("ＤＮＡ", "DNA"),
        ("<i>In vitro</i> work", "in vitro work"),
    ],
)
def test_what_a_reader_takes_as_the_same_folds_to_the_same_words(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rat", "rate"),
        ("analysis", "analyst"),
        ("gas", "ga"),
        ("discus", "disc"),
        ("IL-1", "IL-17"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_each_han_character_is_a_word() -> None:
    assert folded("NP样表型") == ["np", "样", "表", "型"]


def test_plain_folding_keeps_the_final_s_of_a_name() -> None:
    assert folded("Williams", singular=False) == ["williams"]


def test_punctuation_breaks_a_phrase_and_a_hyphen_does_not() -> None:
    here = words("co-culture, in vivo: S. cerevisiae")
    assert [(w.raw, w.glued, w.after_break) for w in here] == [
        ("co", False, False),
        ("culture", True, False),
        ("in", False, True),
        ("vivo", False, False),
        ("S", False, True),
        ("cerevisiae", False, False),
    ]


@given(st.text())
def test_every_word_is_where_it_says(text: str) -> None:
    here = words(text)
    assert [word.text for word in here] == folded(text)
    assert all(text[word.start : word.end] == word.raw for word in here)
    assert len(spans(text)) == len(here)
    assert [start for start, _ in spans(text)] == [word.start for word in here]
