"""The model's tokens, features and file, and what it makes of any text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.parsing.model.features import word_code, word_keys
from backmatter.references.parsing.model.fine_tokens import fine_tokens
from backmatter.references.parsing.model.labels import COUNT
from backmatter.references.parsing.model.loading import load, parameters, save, shipped_model
from backmatter.references.parsing.model.reading import read_by_model
from backmatter.references.parsing.model.word_classes import CLASSES, class_of
from backmatter.references.parsing.parser import parse_references
from backmatter.references.parsing.printed import prepare

TEXTS = st.text(
    st.one_of(st.sampled_from(" .,:;()[]“”《》0123456789abcABC、年卷"), st.characters()),
    max_size=200,
)
REFERENCES = (
    "Smith, J. A., & Jones, B. (2007). Words and things: a study. Journal of Things, 12(3), 45-67.",
    "K. Weber, Grundriß der Soziologie, 2. Aufl., Frankfurt am Main: Campus, 1999.",
    "[3] R. Roe and C. Poe, “On graphs,” in Proc. 5th Int. Conf. Graph Theory, 1999, pp. 1–10.",
    "王小明. 论图书馆的未来. 图书馆学报, 2010, 12(3): 45-50.",
)


@given(TEXTS)
def test_tokens_stand_in_order_where_they_say(text: str) -> None:
    tokens = fine_tokens(prepare(text))
    at = 0
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert at <= start < end <= len(text)
        at = start + 1


@settings(max_examples=60)
@given(st.lists(TEXTS, max_size=4))
def test_any_texts_are_read_without_an_error_and_fields_stand_in_them(texts: list[str]) -> None:
    for text, parsed in zip(texts, parse_references(texts), strict=True):
        assert all(0 <= start <= end <= len(text) for start, end in parsed.spans.values())
        assert all(0 <= value <= 1 for value in parsed.reference.confidence.values())


def test_a_reference_is_read_alike_alone_and_among_others() -> None:
    together = parse_references(REFERENCES * 3)
    for text, among in zip(REFERENCES * 3, together, strict=True):
        alone = parse_references((text,))[0]
        assert alone.reference.variables == among.reference.variables
        assert alone.reference.names == among.reference.names


def test_keys_are_the_same_on_every_machine() -> None:
    assert word_code("Journal") == word_code("journal") == 3249006413
    assert int(word_keys(["In"])[0, 0]) == 10417416945714894443
    assert len(set(word_keys(["Proceedings"]).ravel().tolist())) == 25


def test_words_have_the_keys_of_each_of_them() -> None:
    words = ["In", "1999", "图", "Proceedings"]
    assert (word_keys(words) == np.concatenate([word_keys([word]) for word in words])).all()
    assert word_keys([]).shape == (0, 25)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("1999", "year"), ("12", "digits2"), ("J", "initial"), ("JA", "initials"), ("In", "in"),
        ("eds", "editor"), ("March", "month"), ("Smith", "capital"), ("smith", "lower"),
        ("图", "han"), ("等", "han-others"), ("か", "kana"), ("“", "open-quote"), ("–", "dash"),
        ("vol", "volume"), ("xii", "roman"), ("유", "hangul"), ("¶", "mark"),
    ],
)  # fmt: skip
def test_tokens_have_a_class_each(word: str, name: str) -> None:
    assert CLASSES[class_of(word)] == name


def test_a_model_file_gives_back_what_was_saved(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    keys = random.integers(1, 1 << 63, 50, np.uint64)
    rows = random.normal(0, 1, (50, COUNT)).astype(np.float32)
    transitions = random.normal(0, 1, (COUNT, COUNT)).astype(np.float32)
    made = parameters(keys, rows, transitions, transitions[0])
    path = tmp_path / "a.model"
    save(path, made)
    model = load(path)
    found = model.rows[model.table.find(keys)][:, :COUNT] * model.step
    assert np.abs(found - rows).max() < np.abs(rows).max() / 100
    assert not model.rows[model.table.find(np.array([12345], np.uint64))].any()
    assert model.step == made.weights().step
    first_bytes = path.read_bytes()
    save(path, made)
    assert path.read_bytes() == first_bytes


def test_features_that_decide_nothing_are_left_out() -> None:
    rows = np.array([[0.01] * COUNT, [1.0] * COUNT], np.float32)
    made = parameters(np.array([7, 9], np.uint64), rows, rows, rows[0], smallest=0.04)
    assert made.keys.tolist() == [9]


def test_a_model_for_other_labels_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.model"
    rows = np.ones((1, 3), np.float32)
    save(path, parameters(np.array([1], np.uint64), rows, rows, rows[0]))
    with pytest.raises(ValueError, match="other labels"):
        load(path)


def test_the_shipped_model_is_small_and_reads_common_manners() -> None:
    assert shipped_model() is shipped_model()
    drafts = read_by_model([prepare(text) for text in REFERENCES])
    titles = [draft.fields["title"].value for draft in drafts]
    assert titles == [
        "Words and things: a study",
        "Grundriß der Soziologie",
        "On graphs",
        "论图书馆的未来",
    ]
    assert drafts[0].fields["container-title"].value == "Journal of Things"
    assert [drafts[0].fields[name].value for name in ("volume", "issue", "page")] == [
        "12", "3", "45-67",
    ]  # fmt: skip
    assert drafts[1].fields["publisher"].value == "Campus"


def test_half_a_surrogate_is_read_and_spoils_nothing() -> None:
    texts = ["Smith\ud800 J. On \udfff words. Nature. 2001;1:2.", REFERENCES[0]]
    assert [each.reference.title for each in parse_references(texts)][1] == (
        "Words and things: a study"
    )


@pytest.mark.usefixtures("no_hang")
def test_a_long_reference_is_read() -> None:
    for length in (100, 1_000, 10_000):
        text = ("Smith, J. A title, of things. Journal 12, 34-56 (1999) " * 200)[:length]
        read_by_model([prepare(text)])
