"""Phrases recur, stand on their own, and are the subject of something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.topics.phrases import LONGEST, Phrases
from backmatter.references.words import folded

ENGLISH = (
    "Mesenchymal stem cells in the repair of cartilage",
    "Repair of cartilage by mesenchymal stem cells",
    "The effect of mesenchymal stem cell on bone",
    "Embryonic stem cells and bone",
    "Stem cells, an overview",
)

CHINESE = (
    "骨髓间充质干细胞治疗骨关节炎的研究进展",
    "脂肪间充质干细胞移植对大鼠骨关节炎的影响",
    "间充质干细胞与外泌体",
    "外泌体治疗骨关节炎",
)


def ranked(titles: tuple[str, ...] | list[str], most: int = 20) -> dict[str, int]:
    """The phrases as first written, and how often each is used."""
    return {
        titles[phrase.uses[0].title][phrase.uses[0].start : phrase.uses[0].end]: len(phrase.uses)
        for phrase in Phrases(titles).ranked(most)
    }


def test_english_phrases_stand_between_function_words_and_are_counted_in_both_numbers() -> None:
    assert ranked(ENGLISH) == {
        "Mesenchymal stem cells": 3,
        "stem cells": 5,
        "repair of cartilage": 2,
        "bone": 2,
    }


def test_what_only_a_longer_phrase_has_is_no_phrase() -> None:
    assert not {"mesenchymal", "mesenchymal stem", "stem"} & set(map(str.lower, ranked(ENGLISH)))


def test_chinese_phrases_end_where_their_neighbours_vary() -> None:
    found = ranked(CHINESE)
    assert {"间充质干细胞": 3, "骨关节炎": 3, "外泌体": 2}.items() <= found.items()
    assert not {"充质干细胞", "间充质", "节炎", "外泌"} & set(found)


def test_words_that_any_title_has_are_no_subject() -> None:
    assert ranked(("A study of effects", "Effects: a study", "Study 2019", "Effects in 2019")) == {}


def test_a_single_modifier_is_no_subject() -> None:
    titles = ("Cutaneous lupus", "Cutaneous melanoma", "Cutaneous nevus", "On lupus")
    assert ranked(titles) == {"lupus": 2}


def test_a_long_text_that_is_there_twice_gives_no_pieces_of_itself() -> None:
    title = "北京大兴国际机场智能图书馆自助运行"
    assert ranked([title, title]) == {}


def test_phrases_asked_for_are_found_also_when_they_are_no_subject() -> None:
    found = Phrases(["The effect of x", "An effect"]).found([("effect",), ("nowhere",)])
    assert [(phrase.words, phrase.is_sound, len(phrase.uses)) for phrase in found] == [
        (("effect",), False, 2)
    ]


@pytest.mark.parametrize("title", ["<i>Rattus</i> (rat) and β-catenin", "T细胞CD4+ 2019的"])
def test_offsets_lead_to_the_words(title: str) -> None:
    for phrase in Phrases([title, title]).found([("rat",), ("beta", "catenin"), ("t",)]):
        for use in phrase.uses:
            assert tuple(folded(title[use.start : use.end])) == phrase.words


@given(st.lists(st.text("ab c,的干细胞-1", max_size=30), max_size=12))
def test_any_titles_give_phrases_that_recur_where_they_are_said_to(titles: list[str]) -> None:
    for phrase in Phrases(titles).ranked(50):
        assert len(phrase.uses) > 1
        assert len(phrase.words) <= LONGEST
        for use in phrase.uses:
            assert tuple(folded(titles[use.title][use.start : use.end])) == phrase.words
