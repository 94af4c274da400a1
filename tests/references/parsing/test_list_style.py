"""The best few labellings, and the one of them that agrees with its list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.parsing.model.decoding import Floats, decoded_as
from backmatter.references.parsing.model.fine_tokens import fine_tokens
from backmatter.references.parsing.model.labels import FIELDS, NONE, first, inner
from backmatter.references.parsing.model.list_style import ListStyle, by_neighbours, steps_of
from backmatter.references.parsing.model.loading import shipped_model
from backmatter.references.parsing.model.nbest import best_labellings
from backmatter.references.parsing.parser import Parsed, parse_reference, parse_references
from backmatter.references.parsing.printed import prepare

TITLE_FIRST = (
    "Growth of towns in the north, Weber, K., Urban Studies 10 (1990) 1-9",
    "Prices of grain and bread, Stone, P.; Roe, R., Economic History 11 (1991) 11-19",
    "Bridges over slow rivers, Lang, M., Engineering Today 12 (1992) 21-29",
    "Roads, canals and the cost of travel, Gray, E.; Poe, C., Transport 13 (1993) 31-39",
    "A history of clocks, Low, A., Antiquity 14 (1994) 41-49",
    "The work of millers, Berg, T.; Falk, O., Labour 15 (1995) 51-59",
    "Letters from a small island, Holm, I., Island Papers 16 (1996) 61-69",
)
ODD = 4
"""The one whose author is not seen when it stands alone."""

SURE = (
    "Smith, J. (2001). On the growth of towns. Journal of Urban Studies, 12(3), 45–67.",
    "Jones, M. (2002). Rivers and bridges. Journal of Engineering, 8(1), 10–22.",
    "Brown, A. (2003). The price of bread. Journal of Economic History, 5(2), 101–119.",
    "White, K. (2004). Clocks and calendars. Journal of Antiquity, 19(4), 33–58.",
    "Green, L. (2005). Letters from the north. Journal of Island Studies, 7(2), 3–18.",
    "Black, P. (2006). The work of millers. Journal of Labour History, 30(1), 77–95.",
)

Model = tuple[Floats, Floats, Floats]
_SCORE = st.integers(-40, 40).map(lambda number: number / 8)
"""Exact in binary, so that sums are equal in any order."""


@st.composite
def tiny_models(draw: st.DrawFn) -> Model:
    """Scores of a few tokens, transitions, and scores at the beginning."""
    labels = draw(st.integers(1, 3))
    count = labels * (draw(st.integers(1, 4)) + labels + 1)
    numbers = draw(st.lists(_SCORE, min_size=count, max_size=count))
    rows = np.array(numbers, np.float32).reshape(-1, labels)
    return rows[: -labels - 1], rows[-labels - 1 : -1], rows[-1]


def worth(labels: Sequence[int], model: Model) -> float:
    scores, transitions, start = model
    own = start[labels[0]] + sum(scores[t, label] for t, label in enumerate(labels))
    return float(own + sum(transitions[before, after] for before, after in pairwise(labels)))


@given(tiny_models(), st.integers(1, 5))
def test_the_best_few_are_those_of_trying_all(model: Model, count: int) -> None:
    scores, _, start = model
    found = best_labellings(*model, count)
    every = sorted(
        (worth(labels, model) for labels in product(range(len(start)), repeat=len(scores))),
        reverse=True,
    )
    assert [each.score for each in found] == every[:count]
    assert [worth(each.labels.tolist(), model) for each in found] == every[:count]
    assert len({tuple(each.labels.tolist()) for each in found}) == len(found)


def test_no_tokens_have_no_labelling() -> None:
    none = np.zeros((0, 3), np.float32)
    assert best_labellings(none, np.zeros((3, 3), np.float32), np.zeros(3, np.float32), 2) == []


@given(st.lists(st.sampled_from(" ".join(TITLE_FIRST + SURE).split()), min_size=1, max_size=30))
def test_the_first_of_them_is_viterbis(words: list[str]) -> None:
    model = shipped_model()
    tokens = fine_tokens(prepare(" ".join(words)))
    (scores,) = model.scores([tokens])
    (decoded,) = model.label([tokens])
    best = best_labellings(scores, model.transitions, model.start, 4)[0].labels
    assert best.tolist() == decoded.labels.tolist()
    again = decoded_as(best, scores, model.transitions, model.start)
    assert again.chances == pytest.approx(decoded.chances, abs=1e-4)
    assert again.steps == pytest.approx(decoded.steps, abs=1e-4)


def test_steps_are_fields_and_the_marks_between_them() -> None:
    author, title = FIELDS.index("author"), FIELDS.index("title")
    tokens = fine_tokens(prepare("Roe, On words."))
    labels = [first(author), NONE, first(title), inner(title), NONE]
    begin, between, end = steps_of(tokens, labels)
    assert (begin[1], begin[2]) == ((), author)
    assert (between[0], between[2], len(between[1])) == (author, title, 1)
    assert end[0] == title
    assert between[1] != end[1]


def test_what_a_list_does_agrees_with_it_more_than_what_it_does_not() -> None:
    seen, other = (0, (1,), 2), (0, (3,), 2)
    style = ListStyle.of([seen, seen, (2, (), 4)])
    assert style.agreement([seen]) > style.agreement([other]) > style.agreement([(0, (3,), 5)])
    assert style.strange([seen, other]) == 1
    assert style.shared() == pytest.approx(2 / 3)


def test_an_unsure_reference_is_read_as_its_neighbours_are() -> None:
    alone = parse_reference(TITLE_FIRST[ODD])
    listed = parse_references(TITLE_FIRST, one_list=True)
    assert _families(alone) == []
    firsts = [_families(each)[0] for each in listed]
    assert firsts == ["Weber", "Stone", "Lang", "Gray", "Low", "Berg", "Holm"]
    assert listed[ODD].reference.title == "A history of clocks"
    assert parse_references(TITLE_FIRST, one_list=True) == listed


def test_without_a_list_or_in_a_short_one_nothing_changes() -> None:
    alone = tuple(parse_reference(each) for each in TITLE_FIRST)
    assert parse_references(TITLE_FIRST) == alone
    assert parse_references(TITLE_FIRST[1 : ODD + 1], one_list=True) == alone[1 : ODD + 1]


def test_a_list_without_doubt_is_left_as_it_is() -> None:
    model = shipped_model()
    tokens = [fine_tokens(prepare(each)) for each in SURE]
    decoded = model.label(tokens)
    chosen = by_neighbours(tokens, decoded, model)
    assert all(mine is theirs for mine, theirs in zip(chosen, decoded, strict=True))


def test_a_list_of_nothing_is_read() -> None:
    model = shipped_model()
    tokens = [fine_tokens(prepare("")) for _ in range(6)]
    assert [len(each.labels) for each in by_neighbours(tokens, model.label(tokens), model)] == [
        0
    ] * 6


def _families(parsed: Parsed) -> list[str]:
    return [name.family for name in parsed.reference.names.get("author", ())]
