"""Tags come with their evidence, and go into the keywords beside what is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Citation, Reference, Source
from backmatter.references.topics.catalog import find_vocabulary
from backmatter.references.topics.tagger import TagEvidence, tag, tagger, tags_of, with_tags
from backmatter.references.topics.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary("""
[[terms]]
id = "study"
facet = "kind"
label.en = "Study"

[[terms]]
id = "trial"
facet = "kind"
parent = "study"
label.en = "Clinical trial"
label.zh = "临床试验"

[[terms]]
id = "exosomes"
facet = "thing"
label.en = "Exosomes"
label.zh = "外泌体"
""")

REFERENCE = Reference(
    key="li2020",
    variables={"title": "Exosomes in clinical trials", "container-title": "J Exosome"},
    source=Source(number="3"),
)


def test_each_tag_says_where_it_comes_from() -> None:
    mark = Citation(
        "[2~4]", (2, 3, 4), "1 临床试验", "1.2 外泌体", sentence="外泌体用于临床试验[3]。"
    )
    found = tag(REFERENCE, VOCABULARY, [mark])
    assert [(each.tag, each.source, each.matched) for each in found] == [
        ("study > trial", "title", "clinical trials"),
        ("study > trial", "sentence", "临床试验"),
        ("exosomes", "title", "Exosomes"),
        ("exosomes", "container-title", "Exosome"),
        ("exosomes", "heading", "外泌体"),
        ("exosomes", "sentence", "外泌体"),
    ]
    assert found[0] == TagEvidence(
        tag="study > trial",
        source="title",
        matched="clinical trials",
        start=12,
        end=27,
        term="trial",
        name="Clinical trial",
        text="Exosomes in clinical trials",
    )
    assert all(each.text[each.start : each.end] == each.matched for each in found)
    assert tags_of(found) == ("study > trial", "exosomes")


def test_a_tag_above_another_one_is_implied() -> None:
    found = tag(Reference(variables={"title": "A study: the clinical trial"}), VOCABULARY)
    assert [each.tag for each in found] == ["study", "study > trial"]
    assert tags_of(found) == ("study > trial",)


@pytest.mark.parametrize(
    ("mark", "reference", "cites"),
    [
        (Citation("[3]", (3,), "外泌体"), Reference(source=Source(number="3")), True),
        (Citation("[4]", (4,), "外泌体"), Reference(source=Source(number="3")), False),
        (Citation("[3]", (3,), "外泌体"), Reference(variables={"citation-number": "3"}), True),
        (Citation("[3]", (3,), "外泌体", keys=("b",)), Reference(key="b"), True),
        (
            Citation("[3]", (3,), "外泌体", keys=("b",)),
            Reference(key="a", source=Source(number="3")),
            False,
        ),
        (Citation("[3]", (3,), "外泌体"), Reference(source=Source(number="3a")), False),
    ],
)
def test_only_the_marks_that_cite_it_speak_for_a_reference(
    mark: Citation, reference: Reference, cites: bool
) -> None:
    assert bool(tag(reference, VOCABULARY, [mark])) is cites


def test_a_reference_without_a_title_has_no_tags() -> None:
    assert tag(Reference(), VOCABULARY) == ()


def test_new_tags_follow_the_keywords_that_are_there() -> None:
    reference = Reference(keywords=("mine", "exosomes"))
    tagged = with_tags(reference, ("study > trial", "exosomes", "study > trial"))
    assert tagged.keywords == ("mine", "exosomes", "study > trial")
    assert with_tags(tagged, ("exosomes",)) == tagged


def gold_of_review(shared: Path, root: Path) -> dict[str, tuple[set[str], set[str]]]:
    ids: dict[str, str] = json.loads((root / "tests/data/tags/review-ids.json").read_text())
    topics: dict[str, Any] = json.loads((shared / "review" / "topics.json").read_text("utf-8"))
    gold: dict[str, tuple[set[str], set[str]]] = {}
    for reference in topics["references"]:
        tags = [each for each in reference["tags"] if each["from"] == "title"]
        sure = {ids[each["tag"]] for each in tags if not each.get("arguable")}
        gold[reference["id"]] = sure, {ids[each["tag"]] for each in tags} - sure
    return gold


def precision_and_recall(
    vocabulary: str, items: Path, gold: dict[str, tuple[set[str], set[str]]]
) -> tuple[float, float]:
    run = tagger(find_vocabulary(vocabulary))
    right = wrong = missing = 0
    for item in json.loads(items.read_text("utf-8")):
        sure, arguable = gold[item["id"]]
        evidence = run(item_to_reference(item))
        found = {each.term for each in evidence if each.source == "title"}
        right += len(found & sure)
        wrong += len(found - sure - arguable)
        missing += len(sure - found)
    return right / (right + wrong), right / (right + missing)


@pytest.mark.needs("shared")
def test_the_review_s_title_tags_are_right_nine_times_in_ten(shared: Path, root: Path) -> None:
    precision, recall = precision_and_recall(
        "intervertebral-disc-regeneration",
        shared / "review" / "gold.json",
        gold_of_review(shared, root),
    )
    assert min(precision, recall) >= 0.9


@pytest.mark.needs("shared")
@pytest.mark.parametrize(
    ("name", "document", "least_recall"),
    # The neuroethics vocabulary was written blind: what it lacks it cannot find.
    [("yeast-genetics", "yeast-review", 0.9), ("neuroethics", "neuroethics-essay", 0.6)],
)
def test_title_tags_of_other_lists(
    shared: Path, root: Path, name: str, document: str, least_recall: float
) -> None:
    rows = json.loads((root / "tests/data/tags" / f"{name}.json").read_text())
    gold = {row["id"]: (set(row["tags"]), set(row.get("arguable", ()))) for row in rows}
    precision, recall = precision_and_recall(
        str(root / "tests/data/vocabularies" / f"{name}.toml"),
        shared / "documents" / f"{document}.gold.json",
        gold,
    )
    assert precision >= 0.9
    assert recall >= least_recall
