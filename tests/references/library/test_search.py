"""Search finds by words, fields, ranges and tags, and says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.library.query import parse_query
from backmatter.references.library.search import Hit, search
from backmatter.references.library.tree import Not, Query, Text
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.topics.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary("""
[[terms]]
id = "exosomes"
facet = "thing"
label.en = "Exosomes"
label.zh = "外泌体"
synonyms.en = ["extracellular vesicles"]
""")

LIBRARY = (
    Reference(
        key="xing2021",
        type="article-journal",
        variables={
            "title": "Injectable exosome-functionalized hydrogel",
            "container-title": "J Nanobiotechnology",
            "DOI": "10.1186/s12951-021-00991-5",
            "language": "en",
        },
        names={"author": (Name("Xing", "H"), Name("Müller", "K"), Name(literal="The Disc Group"))},
        dates={"issued": Date((DatePart(2021),))},
        keywords=("exosomes", "study > animal-model"),
    ),
    Reference(
        key="zhang2018",
        type="article-journal",
        variables={
            "title": "人脐血间充质干细胞来源的外泌体: 分离鉴定",
            "container-title": "中国组织工程研究",
            "language": "zh-CN",
        },
        names={"author": (Name("张", "永辉"),)},
        dates={"issued": Date((DatePart(2018),))},
        keywords=("exosomes", "cord-blood"),
    ),
    Reference(
        key="smith",
        type="book",
        variables={"title": "Stem cells of mice and men", "publisher": "Exosome Press"},
        names={"author": (Name("Smith", "J"),), "editor": (Name("Xing", "Q"),)},
    ),
)


def find(text: str) -> list[str]:
    return [hit.reference.key for hit in search(LIBRARY, parse_query(text), [VOCABULARY])]


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("exosome", ["xing2021", "zhang2018", "smith"]),
        ("EXOSOMES hydrogels", ["xing2021"]),
        ("外泌体", ["zhang2018", "xing2021"]),
        ("泌体", ["zhang2018", "xing2021"]),
        ("vesicle", []),
        ("tag:vesicle", []),
        ("tag:extra*", ["xing2021", "zhang2018"]),
        ("muller", ["xing2021"]),
        ("author:Müller", ["xing2021"]),
        ('author:"disc group"', ["xing2021"]),
        ("author:xing", ["xing2021"]),
        ('author:"Xing H"', ["xing2021"]),
        ('author:"H. Xing"', ["xing2021"]),
        ('author:"H. Muller"', []),
        ("editor:xing", ["smith"]),
        ("author:张永辉", ["zhang2018"]),
        ("mouse", ["smith"]),
        ('"stem cell"', ["smith"]),
        ('"cell stem"', []),
        ("injec*", ["xing2021"]),
        ("injec", []),
        ("journal:nano*", ["xing2021"]),
        ("container-title:组织工程", ["zhang2018"]),
        ("year:2018", ["zhang2018"]),
        ("year>=2018", ["xing2021", "zhang2018"]),
        ("year>2018", ["xing2021"]),
        ("year:..2020", ["zhang2018"]),
        ("2021", ["xing2021"]),
        ("doi:10.1186/S12951-021-00991-5", ["xing2021"]),
        ("doi:https://doi.org/10.1186/s12951-021-00991-5", ["xing2021"]),
        ("doi:10.1186", []),
        ("doi:10.1186/*", ["xing2021"]),
        ("missing:doi", ["zhang2018", "smith"]),
        ("missing:year", ["smith"]),
        ("missing:tag", ["smith"]),
        ("key:SMITH", ["smith"]),
        ("key:xing*", ["xing2021"]),
        ("type:article", ["xing2021", "zhang2018"]),
        ("type:book", ["smith"]),
        ("lang:zh", ["zhang2018"]),
        ("lang:z", []),
        ("tag:exosomes", ["xing2021", "zhang2018"]),
        ("tag:外泌体", ["xing2021", "zhang2018"]),
        ("tag:泌体", []),
        ('tag:"Extracellular vesicles"', ["xing2021", "zhang2018"]),
        ("tag:animal-model", ["xing2021"]),
        ('tag:"Animal model"', ["xing2021"]),
        ("tag:study", ["xing2021"]),
        ('tag:"study > animal-model"', ["xing2021"]),
        ("tag:animal", []),
        ("tag:animal*", ["xing2021"]),
        ("tag:model", []),
        ("-tag:exosomes", ["smith"]),
        ("exosomes -hydrogel", ["zhang2018", "smith"]),
        ("mice OR year:2018", ["smith", "zhang2018"]),
        ("tag:animal-model year>=2018 外泌体", ["xing2021"]),
        ("nothing", []),
    ],
)
def test_a_query_finds(query: str, keys: list[str]) -> None:
    assert find(query) == keys


def marked(hit: Hit) -> list[tuple[str, str]]:
    return [(span.field, hit.texts[span.field][span.start : span.end]) for span in hit.spans]


def test_a_hit_says_where_its_words_stand() -> None:
    (hit,) = search(LIBRARY, parse_query("muller exosome tag:animal-model -book"))
    assert marked(hit) == [
        ("title", "exosome"),
        ("author", "Müller"),
        ("tag", "exosomes"),
        ("tag", "study > animal-model"),
    ]
    assert hit.texts["author"] == "Xing H, Müller K, The Disc Group"
    assert hit.position == 0


def test_matches_that_overlap_are_marked_as_one() -> None:
    (hit,) = search(LIBRARY, parse_query('"stem cells" OR "cells of mice"'))
    assert marked(hit) == [("title", "Stem cells of mice")]


def test_a_title_counts_more_than_a_tag_an_author_and_the_rest() -> None:
    scores = [hit.score for hit in search(LIBRARY, parse_query("exosome"))]
    assert scores == [8, 4, 1]


def test_hits_of_equal_worth_keep_their_order() -> None:
    library = [Reference(key=str(n), variables={"title": "Disc"}) for n in range(20)]
    assert [h.position for h in search(library, parse_query("disc"))] == list(range(20))


@given(st.text(alphabet="abs 外泌-", min_size=1).filter(lambda t: any(c.isalpha() for c in t)))
def test_a_phrase_finds_the_title_that_is_it_and_its_negation_the_others(title: str) -> None:
    library = [*LIBRARY, Reference(key="it", variables={"title": title})]
    asked: Query = Text(title, phrase=True)
    found = {hit.position for hit in search(library, asked)}
    others = {hit.position for hit in search(library, Not(asked))}
    assert len(LIBRARY) in found
    assert found | others == set(range(len(library)))
    assert not found & others
