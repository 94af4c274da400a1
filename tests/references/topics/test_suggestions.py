"""Terms come with the references that speak for them, and become a vocabulary."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.references.topics.suggestions import Suggestion, subjects, suggest_terms
from backmatter.references.topics.tagger import tagger
from backmatter.references.topics.vocabulary import load_vocabulary
from backmatter.references.topics.vocabulary_file import vocabulary_tables

LIBRARY = tuple(
    item_to_reference(item)
    for item in (
        {"id": "a", "title": "Exosomes of stem cells", "keyword": "Exosome, animal > rat"},
        {"id": "b", "title": "Stem cell therapy in rats", "subject": ["Surgery", 3]},
        {"id": "c", "title": "外泌体与干细胞", "keyword": "animal > rat", "subject": ["Surgery"]},
        {"id": "d", "title": "干细胞治疗；外泌体", "keyword": "exosomes"},
    )
)


def by_label(found: tuple[Suggestion, ...]) -> dict[str, Suggestion]:
    return {each.label: each for each in found}


def test_each_term_says_which_references_speak_for_it() -> None:
    found = by_label(suggest_terms(LIBRARY))
    assert set(found) == {"exosomes", "animal", "rat", "stem cells", "Surgery", "外泌体", "干细胞"}
    assert (found["exosomes"].references, found["exosomes"].keywords) == ((0, 3), (0, 3))
    assert [LIBRARY[u.title].title[u.start : u.end] for u in found["stem cells"].titles] == [
        "stem cells",
        "Stem cell",
    ]
    assert (found["Surgery"].subjects, found["Surgery"].titles) == ((1, 2), ())
    assert (found["rat"].parent, found["外泌体"].language) == ("animal", "zh")


def test_a_term_comes_after_the_one_above_it() -> None:
    labels = [each.label for each in suggest_terms(LIBRARY, most=1)]
    assert labels in (["animal", "rat"], ["animal"], ["exosomes"])
    every = [each.label for each in suggest_terms(LIBRARY)]
    assert every.index("animal") < every.index("rat")


def test_what_the_vocabulary_has_is_not_proposed_nor_words_inside_of_it() -> None:
    vocabulary = load_vocabulary("""
[[terms]]
id = "cells"
facet = "f"
label.en = "Stem cells"
label.zh = "干细胞"
[[terms]]
id = "animal"
facet = "f"
label.en = "Animals"
""")
    found = by_label(suggest_terms(LIBRARY, vocabulary))
    assert set(found) == {"exosomes", "rat", "Surgery", "外泌体"}


@pytest.mark.parametrize("listed", ["[", '"x"', "{}", "[" * 100_000])
def test_a_field_of_that_name_that_is_no_list_gives_no_subjects(listed: str) -> None:
    assert subjects(Reference(fields={"csl-json:subject": listed})) == ()


def test_a_circle_of_keywords_ends() -> None:
    library = [Reference(keywords=("a > b", "b > a", "a > a", " > ", ">"))] * 2
    assert [each.label for each in suggest_terms(library)] == ["a", "b"]


def test_the_vocabulary_made_of_them_tags_the_references_that_gave_them() -> None:
    suggested = suggest_terms(LIBRARY)
    text = vocabulary_tables(suggested, LIBRARY)
    assert '# 2 references: a, c\n[[terms]]\nid = "rat"\nfacet = "suggested"\n' in text
    vocabulary = load_vocabulary(text)
    tag = tagger(vocabulary)
    tags = [{evidence.tag for evidence in tag(reference)} for reference in LIBRARY]
    assert tags == [
        {"exosomes", "stem-cells"},
        {"stem-cells", "animal > rat"},
        {"waimiti", "ganxibao"},
        {"waimiti", "ganxibao"},
    ]


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=6))
def test_whatever_keywords_hold_the_file_is_a_vocabulary(rows: list[tuple[str, str]]) -> None:
    library = [Reference(key=key, keywords=(text, f"top > {text}")) for key, text in rows * 2]
    suggested = suggest_terms(library)
    text = vocabulary_tables(suggested, library)
    terms = tomllib.loads(text).get("terms", [])
    assert [next(iter(term["label"].values())) for term in terms] == [s.label for s in suggested]
    if suggested:
        assert len(load_vocabulary(text).terms) == len(suggested)


def test_it_can_be_put_after_the_vocabulary_that_it_extends() -> None:
    first = '[[terms]]\nid = "rat"\nfacet = "f"\nlabel.en = "Rattus"\n'
    vocabulary = load_vocabulary(first)
    new = vocabulary_tables(suggest_terms(LIBRARY), LIBRARY, vocabulary)
    ids = [term.id for term in load_vocabulary(f"{first}\n{new}").terms]
    assert {"rat", "rat-2"} <= set(ids)
