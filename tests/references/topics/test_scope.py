"""A mark speaks for its own statement, not for the whole sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.model import Citation
from backmatter.references.topics.scope import cited_statements


def statements(sentence: str) -> list[str]:
    """What each mark of a sentence speaks for."""
    marks = [
        Citation(m[0], (1,), start=m.start(), end=m.end(), sentence=sentence)
        for m in re.finditer(r"\[\d+\]", sentence)
    ]
    return list(cited_statements(marks))


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("一个标记的整句[1]。", ["一个标记的整句[1]。"]),
        ("前半句说明甲 [19]；后半句说明乙 [20]。", ["前半句说明甲 [19]", "后半句说明乙 [20]。"]),
        ("骨退行性疾病[46]，视网膜疾病[47]等。", ["骨退行性疾病[46]", "，视网膜疾病[47]等。"]),
        ("王等[3]发现甲，李等[4]发现乙。", ["王等[3]发现甲，李等", "[4]发现乙。"]),
        (
            "Growth was found in yeast [1], and decay in mice [2].",
            ["Growth was found in yeast [1]", ", and decay in mice [2]."],
        ),
        (
            "Shown before [1], [2] and elsewhere.",
            ["Shown before [1], [2] and elsewhere.", "Shown before [1], [2] and elsewhere."],
        ),
        (
            "Han et al. [1] grew cells; Li et al. [2] did not.",
            ["Han et al. [1] grew cells", "Li et al. [2] did not."],
        ),
    ],
)
def test_the_part_of_a_sentence(sentence: str, parts: list[str]) -> None:
    assert statements(sentence) == parts


def test_a_mark_that_its_sentence_does_not_show_speaks_for_all_of_it() -> None:
    mark = Citation("[ 1 ]", (1,), start=5, sentence="A whole; sentence [1].")
    assert cited_statements([mark]) == ("A whole; sentence [1].",)


def test_the_same_sentence_elsewhere_is_another() -> None:
    here = Citation("[1]", (1,), start=10, sentence="As shown [1].")
    there = Citation("[1]", (1,), start=9000, sentence="As shown [1].")
    other = Citation("[2]", (2,), start=90, sentence="But: as not [2].")
    assert cited_statements([here, other, there])[2] == "As shown [1]."


@given(st.text(alphabet="ab，；等 ;.,外", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_every_mark_stands_in_its_own_statement(text: str, one: int, two: int) -> None:
    first, second = sorted((min(one, len(text)), min(two, len(text))))
    sentence = f"{text[:first]}[1]{text[first:second]}[2]{text[second:]}"
    parts = statements(sentence)
    assert "[1]" in parts[0]
    assert "[2]" in parts[1]
    assert all(part in sentence for part in parts)
