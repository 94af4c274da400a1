"""Terms are found by whole words, in any of their spellings, the longest first."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.topics.matching import Match, compile_vocabulary
from backmatter.references.topics.vocabulary import Synonym, Term, Vocabulary


def term(name: str, *synonyms: str, facet: str = "f", not_within: tuple[str, ...] = ()) -> Term:
    others = tuple(Synonym(text, "en") for text in synonyms)
    return Term(name, facet, {"en": synonyms[0]}, others[1:], "", not_within, name)


def find(text: str, *terms: Term) -> list[tuple[str, str]]:
    """The ids found, and the words that gave them."""
    found = compile_vocabulary(Vocabulary("v", terms)).find(text)
    return [(match.term.id, text[match.start : match.end]) for match in found]


@pytest.mark.parametrize(
    ("synonym", "text", "words"),
    [
        ("rat", "Two Rats in a maze", "Rats"),
        ("co-culture", "a coculture of cells", "coculture"),
        ("co-culture", "Co culture of cells", "Co culture"),
        ("TGF-β", "the role of TGF-beta1", "TGF-beta"),
        ("BMP-7", "BMP7 enhances", "BMP7"),
        ("BMSC", "effect of BMSCs on", "BMSCs"),
        ("rat model", "in a rat nucleotomy model", "rat nucleotomy model"),
        ("pilot study", "a pilot randomized study", "pilot randomized study"),
        ("外泌体", "间充质干细胞来源的外泌体分离", "外泌体"),
        ("NP样表型", "分化为 NP 样表型", "NP 样表型"),
        ("Wharton's jelly", "from Wharton’s Jelly cells", "Wharton’s Jelly"),
        ("S. cerevisiae", "wild S. cerevisiae strains", "S. cerevisiae"),
        ("PRP", "PRP IN THE DISC", "PRP"),
    ],
)
def test_a_term_is_found(synonym: str, text: str, words: str) -> None:
    assert find(text, term("t", synonym)) == [("t", words)]


@pytest.mark.parametrize(
    ("synonym", "text"),
    [
        ("rat", "a concentrate of rate and ratio"),
        ("IL-1", "expression of IL-17"),
        ("disc degeneration", "the disc: degeneration of cartilage"),
        ("disc degeneration", "disc and degeneration"),
        ("disc degeneration", "disc one two three degeneration"),
        ("co-culture", "co cell culture"),
        ("in vitro", "in the vitro"),
        ("DDD", "ddd is no abbreviation here"),
        ("phase I", "phase early I"),
        ("外泌体", "外、泌体"),
    ],
)
def test_a_term_is_not_found(synonym: str, text: str) -> None:
    assert find(text, term("t", synonym)) == []


def test_the_longest_match_of_a_facet_wins() -> None:
    blood, cord = term("blood", "umbilical cord blood"), term("cord", "umbilical cord")
    assert find("umbilical cord blood banking", cord, blood) == [("blood", "umbilical cord blood")]
    assert find("脐带血", term("a", "脐带"), term("b", "脐带血")) == [("b", "脐带血")]


def test_whole_words_win_over_a_phrase_with_others_in_it() -> None:
    loose, close = term("loose", "stem injection"), term("close", "cell")
    assert find("stem cell injection", loose, close) == [("close", "cell")]


def test_words_speak_for_one_term_in_each_facet() -> None:
    own, blood = term("own", "自体", facet="donor"), term("blood", "自体脐带血", facet="source")
    assert find("自体脐带血的保存", own, blood) == [("own", "自体"), ("blood", "自体脐带血")]


def test_a_term_is_not_found_inside_a_wording_that_means_something_else() -> None:
    tumour = term("tumour", "肿瘤", not_within=("肿瘤坏死因子",))
    assert find("肿瘤坏死因子与肿瘤", tumour) == [("tumour", "肿瘤")]
    assert find("肿瘤坏死因子", tumour) == []


@given(st.text(alphabet="ab -,.β外1", max_size=30), st.text(alphabet="ab -β外1", max_size=8))
def test_what_is_found_lies_in_the_text_and_does_not_overlap(text: str, synonym: str) -> None:
    found: tuple[Match, ...] = compile_vocabulary(
        Vocabulary("v", (term("t", synonym), term("u", "b a")))
    ).find(text)
    assert all(0 <= match.start < match.end <= len(text) for match in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
