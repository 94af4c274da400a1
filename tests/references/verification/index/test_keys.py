"""What works are found by: a reference and its work share keys, whatever is damaged in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backmatter.references.model import Reference
from backmatter.references.verification.index import compact, file, keys, rows
from backmatter.references.verification.records import read_work

Record = dict[str, Any]
Cite = Callable[..., Reference]

TITLE = "Slow loading of invented discs: a study in imaginary rabbits"
PLACE = {"container_title": "J Invent Cartil", "volume": "12", "page": "101-10"}


def shared(records: list[Record], reference: Reference) -> str:
    """The kinds of key that a reference shares with the first of the invented works."""
    work = read_work(records[0])
    assert work
    theirs, ours = keys.of_work(work), keys.of_reference(reference)
    kinds = ("title", "place", "people")
    return " ".join(k for k in kinds if set(getattr(theirs, k)) & set(getattr(ours, k)))


def test_a_whole_reference_shares_all_kinds(records: list[Record], cite: Cite) -> None:
    whole = cite(title=TITLE, author="Quill AB; Vole B", year=2018, **PLACE)
    assert shared(records, whole) == "title place people"


@pytest.mark.parametrize(
    ("title", "is_shared"),
    [
        (TITLE.upper(), True),
        ("Slow loading of invented discs", True),
        ("The slow loading of the invented discs: another subtitle", True),
        ("RETRACTED: Slow loading of invented discs", True),
        ("Slow-loading of invented <i>discs</i>", True),
        ("Slow loading of real discs", False),
        ("", False),
    ],
)
def test_titles(title: str, is_shared: bool, records: list[Record], cite: Cite) -> None:
    assert (shared(records, cite(title=title)) == "title") == is_shared


@pytest.mark.parametrize(
    ("place", "is_shared"),
    [
        ({"container_title": "Journal of Invented Cartilage", "volume": "12", "page": "101"}, True),
        ({"container_title": "J. Invent. Cartil.", "volume": "Vol. 12", "page": "101–110"}, True),
        ({"container_title": "Cartilage", "volume": "12", "page": "101"}, False),
        ({"container_title": "J Invent Cartil", "volume": "13", "page": "101"}, False),
        ({"container_title": "J Invent Cartil", "volume": "12", "page": "102"}, False),
        ({"volume": "12", "page": "101"}, False),
    ],
)
def test_places(place: dict[str, str], is_shared: bool, records: list[Record], cite: Cite) -> None:
    assert (shared(records, cite(**place)) == "place") == is_shared


def test_a_work_without_volume_is_found_by_its_year(records: list[Record], cite: Cite) -> None:
    record = {k: v for k, v in records[0].items() if k not in ("volume", "issue")}
    given_year = cite(year=2018, container_title="J Invent Cartil", page="101")
    assert shared([record], given_year) == "place"


@pytest.mark.parametrize(
    ("author", "year", "is_shared"),
    [
        ("Quill AB; Vole B", 2018, True),
        ("QUILL Ada", 2018, True),
        ("Vole B; Quill AB", 2018, False),
        ("Quill AB", 2017, False),
        ("", 2018, False),
    ],
)
def test_first_author_and_year(
    author: str, year: int, is_shared: bool, records: list[Record], cite: Cite
) -> None:
    assert (shared(records, cite(author=author, year=year)) == "people") == is_shared


def test_dois_are_one_whatever_their_letters() -> None:
    assert keys.of_doi("10.5555/ABC") == keys.of_doi("10.5555/abc") != keys.of_doi("10.5555/abd")


def test_words_are_folded_and_small_ones_left_out() -> None:
    assert list(keys.terms("The Rôle of TGF-β in <b>Discs</b>")) == ["role", "tgf", "beta", "discs"]


def test_chinese_is_cut_in_pairs() -> None:
    assert list(keys.terms("外泌体与 MSC 移植")) == ["外泌", "泌体", "体与", "msc", "移植"]
    assert list(keys.terms("骨")) == ["骨"]


def test_a_print_is_looked_for_without_its_links(cite: Cite) -> None:
    printed = "Quill A. Slow discs. 2018. https://doi.org/10.5555/ic.2018.001 http://a.example/x1"
    assert keys.terms_of_reference(cite(printed=printed)) == ["quill", "slow", "discs", "2018"]


@given(st.text(max_size=60))
@example("⒈⒉ 𝐀 🄀🄀 İ")
def test_words_are_what_the_full_text_takes_for_words(text: str) -> None:
    """The tokenizer `ascii` parts a text at ASCII characters that are no letters or digits."""
    for term in keys.terms(text):
        assert all(char.isalnum() and char == char.lower() for char in term if char.isascii())
        term.encode()


def test_keys_and_words_are_those_of_the_format(records: list[Record]) -> None:
    """An index is renewed by the keys that it was made with: change them, and raise `FORMAT`."""
    import hashlib

    found = [made for record in records if (made := rows.of_record(record))]
    text = "\n".join(f"{m.doi} {m.keys} {m.updates} {m.prefix} {m.terms}" for m in found)
    assert len(found) == len(records)
    assert (file.FORMAT, hashlib.sha256(text.encode()).hexdigest()[:16]) == (1, "a86e9b480630d785")


def test_a_record_packed_by_this_format_is_still_read() -> None:
    packed = bytes.fromhex(
        "4332dd1408f43393f58c0c0c2df40c0c409ae01e0dcec92f57c8c94f04a55190af100e04a9d6318e"
        "8dc5997bc0c65620dc9c9c5f54940acb4328d9c5d01294616a01"
    )
    assert compact.unpack(packed) == {
        "DOI": "10.5555/ic.2018.001",
        "title": ["Slow loading"],
        "issued": {"date-parts": [[2018, 3]]},
        "update-to": [
            {"DOI": "10.5555/x", "type": "correction", "updated": {"date-parts": [[2019]]}}
        ],
    }


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 3000)
    | st.sampled_from(["", "10.5555/x", "Ähre", "2018", "retraction", "\ud800", "<i>a</i> &amp;"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date-parts", "family", "given", "name", "DOI", "type", "updated"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
LISTED = ("title", "subtitle", "author", "editor", "container-title", "update-to", "updated-by")
PLAIN = ("type", "volume", "page", "article-number", "issued", "published-print", "x")
FIELDS = st.sampled_from((*LISTED, *PLAIN))


@given(st.dictionaries(FIELDS, ODD, max_size=8))
def test_what_is_kept_reads_as_the_whole_record(fields: Record) -> None:
    record = {"DOI": "10.5555/odd", **fields}
    kept = compact.unpack(compact.pack(record))
    assert read_work(kept) == read_work(record)
    assert rows.of_record(kept) == rows.of_record(record)


@pytest.mark.needs("shared")
def test_real_records_read_the_same_packed(shared_works: list[Record]) -> None:
    for record in shared_works:
        record = {k: v for k, v in record.items() if k != "score"}
        assert read_work(compact.unpack(compact.pack(record))) == read_work(record)


@pytest.fixture
def shared_works(shared: Any) -> list[Record]:
    import gzip
    import json
    from itertools import islice

    with gzip.open(shared / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, 0, None, 10)]
