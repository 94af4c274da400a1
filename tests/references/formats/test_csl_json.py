"""CSL-JSON is read as it is used in practice and written so that nothing is lost."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.errors import InputError
from backmatter.references.formats import csl_json, json_text, jsonl
from backmatter.references.formats.csl_json import item_to_reference, reference_to_item
from backmatter.references.model import (
    DATE_VARIABLES,
    NAME_VARIABLES,
    Date,
    DatePart,
    Name,
    Reference,
    Repair,
    Source,
)

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_YEARS = st.integers(-3000, 3000).filter(bool)
_DAYS = st.builds(DatePart, _YEARS, st.integers(1, 12), st.integers(0, 31))
_SEASONS = st.builds(DatePart, _YEARS, st.just(0), st.just(0), st.integers(0, 4))
_PART = st.one_of(_DAYS, _SEASONS)
_ENDS = st.one_of(_PART, st.just(DatePart()))
_RANGES = st.tuples(_PART, _ENDS) | st.tuples(st.just(DatePart()), _PART)
_DATES = st.one_of(
    st.builds(Date, st.tuples(_PART), st.booleans()),
    st.builds(Date, _RANGES),
    st.builds(Date, circa=st.booleans(), literal=_TEXT, raw=st.just("")),
    st.builds(Date, raw=_TEXT.filter(str.strip)),
)
_NAMES = st.one_of(
    st.builds(Name, literal=_TEXT.filter(str.strip)),
    st.builds(Name, _TEXT, _TEXT, _TEXT, _TEXT, _TEXT, st.just(""), *[st.booleans()] * 3),
)
_SOURCES = st.builds(
    Source,
    file=st.just("") | _TEXT,
    line=st.none() | st.integers(1, 9999),
    end_line=st.none() | st.integers(1, 9999),
    page=st.none() | st.integers(1, 99),
    number=st.sampled_from(["", "1", "23"]),
    extracted=st.just("") | _TEXT,
    printed=st.just("") | _TEXT,
    repairs=st.lists(
        st.builds(Repair, _TEXT, st.integers(0, 99), st.integers(0, 99), _TEXT, _TEXT), max_size=2
    ).map(tuple),
)
_VARIABLES = st.sampled_from(
    ["title", "volume", "DOI", "language", "citation-number", "note", "vendor-extra"]
)
REFERENCES = st.builds(
    Reference,
    key=st.just("") | _TEXT,
    type=st.sampled_from(["", "article-journal", "dataset"]),
    variables=st.dictionaries(_VARIABLES, _TEXT, max_size=4),
    names=st.dictionaries(
        st.sampled_from(sorted(NAME_VARIABLES)),
        st.lists(_NAMES, min_size=1, max_size=3).map(tuple),
        max_size=3,
    ),
    dates=st.dictionaries(st.sampled_from(sorted(DATE_VARIABLES)), _DATES, max_size=2),
    others=st.frozensets(st.sampled_from(["author", "editor"])),
    keywords=st.lists(_TEXT, max_size=3, unique=True).map(tuple),
    fields=st.dictionaries(st.sampled_from(["mark", "Bdsk-Url-1"]), _TEXT, max_size=2),
    source=st.none() | _SOURCES,
    confidence=st.dictionaries(_VARIABLES, st.floats(0, 1), max_size=2),
)


@given(REFERENCES)
@settings(max_examples=200)
def test_everything_of_a_record_survives(reference: Reference) -> None:
    written = csl_json.write([reference])
    assert csl_json.read(written).references == (reference,)
    assert csl_json.write(csl_json.read(written).references) == written


@given(st.lists(REFERENCES, max_size=3))
@settings(max_examples=50)
def test_json_lines_hold_one_item_a_line(references: list[Reference]) -> None:
    written = jsonl.write(references)
    assert written.count("\n") == len(references)
    assert jsonl.read(written).references == tuple(references)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXT,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "type",
                        "author",
                        "issued",
                        "date-parts",
                        "season",
                        "raw",
                        "family",
                        "custom",
                        "backmatter",
                        "source",
                        "repairs",
                        "keyword",
                        "x",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
@settings(max_examples=200)
def test_any_json_is_read_or_refused_cleanly(value: Any) -> None:
    try:
        references = csl_json.read(json.dumps(value)).references
    except InputError:
        return
    assert csl_json.read(csl_json.write(references)).references == references


def test_values_are_read_as_they_occur() -> None:
    reference = item_to_reference(
        {
            "id": 7,
            "type": "book",
            "volume": 12,
            "edition": 2.0,
            "title": None,
            "author": [
                {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
                {"family": "WHO", "isInstitution": "true"},
                {"literal": "Group", "static-ordering": 1},
                {"family": "King", "suffix": "Jr.", "comma-suffix": "true", "parse-names": False},
                {},
                "Plain Text",
            ],
            "issued": {"date-parts": [["2000", "5", ""]], "circa": 1},
            "accessed": {"date-parts": [["2001"]], "season": "2"},
            "original-date": {"raw": "3 May 1890"},
            "submitted": "2009-01",
            "event-date": {"date-parts": [[1999, 21], [0]]},
            "available-date": {"date-parts": []},
            "authority": [{"literal": "Court"}],
            "vendor": {"a": [1]},
            "keyword": "disc, stem cell > MSC; rabbit",
        }
    )
    assert reference == Reference(
        key="7",
        type="book",
        variables={"volume": "12", "edition": "2"},
        names={
            "author": (
                Name(family="Gogh", given="Vincent", non_dropping_particle="van"),
                Name(literal="WHO"),
                Name(literal="Group", static_ordering=True),
                Name(family="King", suffix="Jr.", comma_suffix=True, parse_names=False),
                Name(literal="Plain Text"),
            ),
            "authority": (Name(literal="Court"),),
        },
        dates={
            "issued": Date((DatePart(2000, 5),), circa=True),
            "accessed": Date((DatePart(2001, season=2),)),
            "original-date": Date(raw="3 May 1890"),
            "submitted": Date((DatePart(2009, 1),)),
            "event-date": Date((DatePart(1999, season=1), DatePart())),
        },
        keywords=("disc", "stem cell > MSC; rabbit"),
        fields={"csl-json:vendor": '{"a": [1]}'},
    )
    assert reference_to_item(reference)["vendor"] == {"a": [1]}


def test_a_printed_reference_keeps_where_it_stood() -> None:
    source = Source(
        "r.txt",
        3,
        4,
        number="23",
        extracted="Ab鄄c",
        printed="Ab-c",
        repairs=(Repair("soft-hyphen", 2, 3, "鄄", "-"),),
    )
    reference = Reference("a", "book", {"title": "T"}, source=source, others=frozenset({"author"}))
    item = reference_to_item(reference)
    assert item["citation-number"] == "23"
    assert item["custom"] == {
        "backmatter": {
            "printed": "Ab-c",
            "source": {"file": "r.txt", "line": 3, "end-line": 4},
            "extracted": "Ab鄄c",
            "repairs": [
                {"kind": "soft-hyphen", "start": 2, "end": 3, "before": "鄄", "after": "-"}
            ],
            "others": True,
        }
    }


def test_what_could_not_be_read_is_marked_unparsed() -> None:
    item = reference_to_item(Reference(key="4"))
    assert item == {"id": "4", "unparsed": True}
    assert item_to_reference(item) == Reference(key="4")
    assert "unparsed" not in reference_to_item(Reference(key="4", variables={"title": "T"}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "refs.json:1:1: not JSON: the file is empty"),
        ('[{"id": "a"},\n {"id": }]', "refs.json:2:9: not JSON: expecting value at '}'"),
        ('[{"id": "a"}', "refs.json:1:13: not JSON: the text ends too early"),
        ("{'id': 1}", "refs.json:1:2: not JSON: ' where a straight double quote is needed"),
        ('[{"id": 1},]', "refs.json:1:12: not JSON: a comma before ]"),
        ('{"id": 1}\n{"id": 2}', "refs.json:2:1: not JSON: more text after the end"),
        ("[NaN]", "refs.json:1: not readable: NaN is not a JSON value"),
        ("[" * 100_000, "refs.json:1: not readable: nested too deeply"),
        ("[" + "1" * 5000 + "]", "refs.json:1: not readable:"),
        ("3", "refs.json:1:1: not CSL-JSON: a list of items"),
        ('{"a": 1}', "refs.json:1:1: not CSL-JSON: a list of items"),
    ],
)
def test_broken_json_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        csl_json.read(text, "refs.json")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_broken_line_of_json_lines_is_named() -> None:
    with pytest.raises(InputError, match=r"^refs.jsonl:3:8: not JSON"):
        jsonl.read('{"id": "a"}\n\n{"id": ]\n', "refs.jsonl")
    with pytest.raises(InputError, match=r"^refs.jsonl:1:1: one CSL-JSON item"):
        jsonl.read("[]\n", "refs.jsonl")


def test_wrappers_single_items_and_strays() -> None:
    assert [r.key for r in csl_json.read('{"references": [{"id": "a"}]}').references] == ["a"]
    assert [r.key for r in csl_json.read('\ufeff{"id": "a"}').references] == ["a"]
    result = csl_json.read('[{"id": "a"}, 3]', "f.json")
    assert [r.key for r in result.references] == ["a"]
    assert [(f.code, f.message) for f in result.findings] == [
        ("BM126", "item 2 is 3, not an object; left out")
    ]


def test_what_other_programs_keep_in_custom_stays() -> None:
    item = {"id": "a", "custom": {"zotero": {"x": [1]}, "backmatter": {"others": True}}}
    reference = item_to_reference(item)
    assert reference.fields == {"csl-json:custom": '{"zotero": {"x": [1]}}'}
    assert reference_to_item(reference)["custom"] == item["custom"]


def test_fields_cannot_take_the_place_of_members() -> None:
    fields = {"csl-json:id": "[1]", "csl-json:title": "[2]", "csl-json:x": "[3]", "x": "kept"}
    reference = Reference("a", "book", {"title": "T"}, fields=fields)
    item = reference_to_item(reference)
    assert (item["id"], item["title"], item["x"]) == ("a", "T", [3])
    assert item_to_reference(item) == reference


def test_keywords_as_a_list_are_read() -> None:
    assert item_to_reference({"id": "a", "keyword": ["b, c", "d"]}).keywords == ("b, c", "d")


def test_half_a_surrogate_pair_never_reaches_a_file() -> None:
    reference = csl_json.read('[{"id": "a", "title": "x\\ud83d"}]').references[0]
    assert reference.title == "x\ufffd"


def test_layout_is_one_change_one_line() -> None:
    reference = Reference(
        "a",
        "book",
        {"title": "T", "publisher": "P", "DOI": "10.1/x"},
        {"author": (Name("A", "B"), Name(literal="C"))},
        {"issued": Date((DatePart(2019, 5),))},
    )
    assert csl_json.write([reference]) == (
        "[\n  {\n"
        '    "id": "a",\n'
        '    "type": "book",\n'
        '    "author": [\n'
        '      {"family": "A", "given": "B"},\n'
        '      {"literal": "C"}\n'
        "    ],\n"
        '    "title": "T",\n'
        '    "publisher": "P",\n'
        '    "issued": {"date-parts": [[2019, 5]]},\n'
        '    "DOI": "10.1/x"\n'
        "  }\n]\n"
    )
    assert csl_json.write([]) == "[]\n"


@pytest.mark.needs("shared")
def test_items_of_the_official_suite_survive(shared: Path) -> None:
    with gzip.open(shared / "csl-suite" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        items = [item for line in lines for item in json.loads(line)["input"]]
    references = [item_to_reference(item) for item in items]
    assert len(references) == 1328
    written = csl_json.write(references)
    assert csl_json.read(written).references == tuple(references)
    known = {"id", "type", "keyword", "custom"}
    for item, reference in zip(items, references, strict=True):
        kept = {*reference.variables, *reference.names, *reference.dates}
        lost = {v for v, value in item.items() if value not in ("", None, [])} - known - kept
        assert lost <= {"multi", "issued", "accessed"}, item


@pytest.mark.needs("shared")
def test_the_review_in_gold_form_is_written_as_it_is_read(shared: Path) -> None:
    gold = json.loads((shared / "review" / "gold.json").read_text(encoding="utf-8"))
    for entry in gold:
        item = {n: v for n, v in entry.items() if n not in ("others", "printed")}
        written = reference_to_item(item_to_reference(item))
        assert written == item
        others = replace(item_to_reference(item), others=frozenset({"author"}))
        assert reference_to_item(others)["custom"] == {"backmatter": {"others": True}}


def test_pretty_json_is_the_same_json() -> None:
    value = [{"a": ["x" * 60, "y" * 60], "b": {}, "c": {"d": "z" * 120}, "e": []}]
    assert json.loads(json_text.pretty(value)) == value
