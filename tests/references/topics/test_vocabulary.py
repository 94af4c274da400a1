"""A vocabulary file is read, or refused with the place and the reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.errors import InputError
from backmatter.references.topics.catalog import find_vocabulary, shipped
from backmatter.references.topics.vocabulary import Synonym, load_vocabulary

FRUIT = """
name = "fruit"
title = "Fruit"

[[terms]]
id = "fruit"
facet = "food"
label.en = "Fruit"
label.zh = "水果"

[[terms]]
id = "apple"
facet = "food"
parent = "fruit"
label.en = "Apple"
synonyms.en = ["Malus", { text = "malus domestica", source = "MeSH: Malus" }]
synonyms.zh = ["苹果"]
not_within = ["apple of Sodom"]
"""


def test_a_vocabulary_is_read_whole() -> None:
    vocabulary = load_vocabulary(FRUIT, "fruit.toml")
    fruit, apple = vocabulary.terms
    assert (vocabulary.name, vocabulary.title, vocabulary.facets) == ("fruit", "Fruit", ("food",))
    assert (fruit.tag, fruit.labels) == ("fruit", {"en": "Fruit", "zh": "水果"})
    assert apple.tag == "fruit > apple"
    assert apple.names == ("Apple", "Malus", "malus domestica", "苹果")
    assert apple.synonyms[1] == Synonym("malus domestica", "en", "MeSH: Malus")
    assert apple.not_within == ("apple of Sodom",)


def test_a_vocabulary_without_a_name_is_called_as_its_file() -> None:
    text = FRUIT.replace('name = "fruit"\n', "")
    assert load_vocabulary(text, "some/where/my-fruit.toml").name == "my-fruit"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('name = "fruit"', "name = fruit", "2:8", "is not valid TOML"),
        ('title = "Fruit"', 'colour = "red"', "3:1", "unknown key colour"),
        ('title = "Fruit"', "title = 3", "3:1", "expected a string"),
        ('id = "apple"', 'id = "fruit"', "12:1", "a second term with the id fruit"),
        ('id = "apple"', 'id = "An Apple"', "12:1", "lower-case words joined by hyphens"),
        ('parent = "fruit"', 'parent = "tree"', "14:1", "there is no term tree"),
        ('parent = "fruit"', 'parent = "apple"', "14:1", "its own ancestor"),
        ('parent = "fruit"', '  mother = "fruit"', "14:3", "unknown key mother"),
        ('synonyms.zh = ["苹果"]', "synonyms.zh = [' ']", "17:1", "not empty"),
        ('synonyms.zh = ["苹果"]', 'synonyms.zh = "苹果"', "17:1", "list of strings"),
        ('synonyms.zh = ["苹果"]', "synonyms.zh = []", "17:1", "or be left out"),
        ('not_within = ["apple of Sodom"]', "not_within = []", "18:1", "or be left out"),
        ('synonyms.zh = ["苹果"]', 'synonyms.la = ["malum"]', "16:1", "unknown key la"),
        ('source = "MeSH: Malus"', 'of = "MeSH"', "16:1", "unknown key of"),
        ('label.en = "Apple"', "", "11:1", "has no label"),
        ('label.en = "Apple"', 'label = "Apple"', "15:1", "given by language"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, place: str, words: str) -> None:
    assert old in FRUIT
    with pytest.raises(InputError) as caught:
        load_vocabulary(FRUIT.replace(old, new), "f.toml")
    assert str(caught.value).startswith(f"f.toml:{place}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["", "name = 'x'", "terms = []", "terms = 1", "terms = [1]"])
def test_a_vocabulary_without_terms_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="term"):
        load_vocabulary(text, "v.toml")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        assert load_vocabulary(text, "v.toml").terms


@pytest.mark.parametrize("name", shipped())
def test_every_vocabulary_that_ships_is_whole(name: str) -> None:
    vocabulary = find_vocabulary(name)
    assert vocabulary.name == name
    assert all(set(term.labels) == {"en", "zh"} for term in vocabulary.terms)


def test_a_vocabulary_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "fruit.toml"
    path.write_text(FRUIT, encoding="utf-8")
    assert find_vocabulary(str(path)) == load_vocabulary(FRUIT)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no-such", "there are intervertebral-disc-regeneration"),
        ("no-such.toml", "no such file"),
    ],
)
def test_a_vocabulary_that_is_nowhere_is_told(name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        find_vocabulary(name)


def test_a_vocabulary_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "v.toml"
    path.write_bytes("name = '苹果'".encode("gb18030"))
    with pytest.raises(InputError, match="not UTF-8"):
        find_vocabulary(str(path))
