"""Entries for one work become one without losing what one of them says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex.agreeing import both
from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.joining import join
from backmatter.references.bibtex.merged import library, merge
from backmatter.references.bibtex.merging import Conflict, Group
from backmatter.references.errors import InputError
from backmatter.references.formats import bibtex_blocks


def merged(text: str, *answers: str | None) -> tuple[str, list[str]]:
    """The text after all its entries were merged, and the fields that were asked about."""
    whole = library(join([("refs.bib", text)]))
    asked: list[str] = []

    def settle(conflict: Conflict) -> str | None:
        asked.append(f"{conflict.name}: {conflict.ours} | {conflict.theirs}")
        return {"1": conflict.ours, "2": conflict.theirs}.get(answers[len(asked) - 1] or "")

    entries = [e for e in whole.bib.entries if e.type.lower() != "xdata"]
    result = merge(whole, [Group(entries)], settle)
    return apply_edits(text, result.edits), asked


def test_the_first_gets_what_it_lacks() -> None:
    text = (
        "% about a\n@article{a,\n  title = {The {Disc}},\n  journal = spine,\n"
        "  keywords = {x},\n  ids = {old}\n}\n\n"
        '@Article{b, TITLE = "The disc.", journaltitle = SPINE, DOI = {10.1/x}, month = jan,\n'
        "  note = a # {b}, keywords = {x, y}, timestamp = {2020}}\n\n"
        "@article{c, doi = {https://doi.org/10.1/X}, pages = {1-9}, ids = {older, b}}\n% end\n"
        "@xdata{x, related = {b, C}}\n"
    )
    new, asked = merged(text)
    assert asked == []
    assert new == (
        "% about a\n@article{a,\n  title = {The {Disc}},\n  journal = spine,\n"
        "  keywords = {x, y},\n"
        "  DOI = {10.1/x},\n  month = jan,\n  note = a # {b},\n  timestamp = {2020},\n"
        "  pages = {1-9},\n  ids = {old, b, older, c}\n}\n\n% end\n@xdata{x, related = {a, a}}\n"
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "asked"),
    [
        ("pages = {1--9}", 'pages = "1-9"', ""),
        ("pages = {1--9}", "pages = {19}", "pages: {1--9} | {19}"),
        ("year = 2001", "year = {2001}", ""),
        ("date = {2001-05}", "year = 2001", ""),
        ("date = {2001-05}", "year = 2002", "year: 2001 | 2002"),
        ("month = jan", "month = {January}", "month: jan | {January}"),
        ("author = {Ö, A.}", 'author = {{\\"O}, A}', ""),
        ("title = {x}", "title = {x}, title = {y}", "title: {x} | {y}"),
        ("note = a", "note = A", ""),
    ],
)
def test_what_agrees_and_what_is_asked(ours: str, theirs: str, asked: str) -> None:
    text = f"@misc{{a, {ours}}}\n@misc{{b, {theirs}}}\n"
    new, found = merged(text, None)
    assert found == ([asked] if asked else [])
    if asked:
        assert new == text
    else:
        assert new == f"@misc{{a, ids = {{b}}, {ours}}}\n"


def test_what_was_chosen_counts() -> None:
    text = "@misc{a, title = {x}, y = 1}\n@book{b, title = {z}, y = 2}\n"
    new, asked = merged(text, "2", "2", "1")
    assert new == "@book{a, title = {z}, ids = {b}, y = 1}\n"
    assert asked == ["type: misc | book", "title: {x} | {z}", "y: 1 | 2"]
    assert merged(text, "2", "2", None)[0] == text


def test_one_that_differs_stays_and_the_others_are_merged() -> None:
    text = "@misc{a, y = 1}\n@misc{b, z = 3, y = 2}\n@misc{c, z = 4}\n"
    new, asked = merged(text, None)
    assert new == "@misc{a, z = 4, ids = {c}, y = 1}\n@misc{b, z = 3, y = 2}\n"
    assert asked == ["y: 1 | 2"]


def test_a_comment_inside_an_entry_is_not_lost() -> None:
    text = "@misc{a, y = 1}\n@misc{b, y = 1, % mine\n}\n"
    new, asked = merged(text, None)
    assert (new, len(asked)) == (text, 1)
    assert merged("@misc{b, y = {5 % }}\n@misc{b, y = {5 %}}\n") == ("@misc{b, y = {5 % }}\n", [])


def test_the_values_of_lists_are_joined_without_asking() -> None:
    one = "@misc{a, file = {:x\\;1.pdf:PDF}, groups = {G}}\n"
    new, asked = merged(one + "@misc{b, file = {:y.pdf:PDF}, groups = {H, G}}\n")
    assert asked == []
    assert "file = {:x\\;1.pdf:PDF;:y.pdf:PDF}, ids = {b}, groups = {G, H}" in new


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "expected"),
    [
        ("note", "{One.}", '"Two"', "{One. Two}"),
        ("Note", "{One}", "{Two}", "{One. Two}"),
        ("isbn", "{1}", "{2}", "{1, 2}"),
        ("year", "{1}", "{2}", None),
        ("note", "{One} # s", "{Two}", None),
        ("note", "{a} # {b}", "{Two}", None),
        ("note", "s", "{Two}", None),
        ("file", "{a;b}", "{b}", "{a;b}"),
    ],
)
def test_both_values_in_one_where_a_field_may_hold_two(
    name: str, ours: str, theirs: str, expected: str | None
) -> None:
    assert both(name, ours, theirs) == expected


PREPRINT = (
    "@misc{p, title = {T}, year = 2017, journal = {arXiv preprint arXiv:1706.03762},\n"
    "  volume = {abs/1706.03762}, abstract = {Of it.}, doi = {10.48550/arXiv.1706.03762}}\n"
    "@article{a, title = {T}, year = 2018, journal = {Neural Letters}, pages = {1--9}}\n"
)


def test_of_a_preprint_comes_its_number_and_what_the_article_lacks() -> None:
    whole = library(join([("refs.bib", PREPRINT)]))
    preprint, article = whole.bib.entries
    group = Group([article, preprint], frozenset([preprint.start]))
    result = merge(whole, [group], lambda _: None)
    assert result.conflicts == []
    assert apply_edits(PREPRINT, result.edits) == (
        "@article{a, title = {T}, year = 2018, journal = {Neural Letters}, abstract = {Of it.}, "
        "eprint = {1706.03762}, archiveprefix = {arXiv}, ids = {p}, pages = {1--9}}\n"
    )
    assert [each.name for each in result.left_out] == ["year", "journal", "volume", "doi"]
    assert result.renames == {"p": "a"}


def test_the_number_of_a_preprint_on_another_server_is_its_doi() -> None:
    text = (
        "@article{a, title = {T}, date = {2018}, journaltitle = {Neural Letters}}\n"
        "@online{p, title = {T}, publisher = {bioRxiv}, doi = {10.1101/2020.01.01.1234}}\n"
    )
    whole = library(join([("refs.bib", text)]))
    article, preprint = whole.bib.entries
    result = merge(whole, [Group([article, preprint], frozenset([preprint.start]))], lambda _: None)
    new = apply_edits(text, result.edits)
    assert "eprint = {10.1101/2020.01.01.1234}, eprinttype = {bioRxiv}" in new


def test_a_key_that_another_work_has_is_no_id() -> None:
    text = "@misc{a, y = 1}\n@misc{b, y = 1}\n@misc{B, y = 2}\n"
    whole = library(join([("refs.bib", text)]))
    result = merge(whole, [Group(whole.bib.entries[:2])], lambda _: None)
    assert apply_edits(text, result.edits) == "@misc{a, y = 1}\n@misc{B, y = 2}\n"
    assert [(each.name, each.value) for each in result.left_out] == [("key", "b")]
    assert result.renames == {}


def test_a_parent_stays_after_its_children() -> None:
    text = (
        "@book{p1, title = {P}}\n@inbook{c, crossref = {p2}}\n@inbook{d, crossref = {p1}}\n"
        "@book{p2, title = {P}}\n"
    )
    whole = library(join([("refs.bib", text)]))
    parents = [entry for entry in whole.bib.entries if entry.type == "book"]
    result = merge(whole, [Group(parents)], lambda _: None)
    assert apply_edits(text, result.edits) == (
        "@inbook{c, crossref = {p2}}\n@inbook{d, crossref = {p2}}\n"
        "@book{p2, ids = {p1}, title = {P}}\n"
    )


def test_an_abbreviation_moves_to_the_front_where_an_earlier_entry_uses_it() -> None:
    text = "@misc{a, y = 1}\n@string{q = {Q}}\n@string{s = q # {x}}\n@misc{b, y = 1, note = s}\n"
    assert merged(text) == (
        "@string{q = {Q}}\n@string{s = q # {x}}\n@misc{a, note = s, ids = {b}, y = 1}\n",
        [],
    )
    twice = text.replace("@misc{b", "@string{s = {z}}\n@misc{b")
    with pytest.raises(InputError, match=r"refs\.bib:4: the abbreviation s is defined twice"):
        merged(twice)


_FIELD = st.sampled_from(
    [
        "a = {x}",
        "a = {X.}",
        "b = 1",
        "c = d # {y}",
        "keywords = {one, two}",
        "keywords = {three}",
        "ids = {i}",
    ]
)


def _name(field: str) -> str:
    return field.partition(" ")[0]


@given(st.lists(st.lists(_FIELD, min_size=1, max_size=4, unique_by=_name), min_size=2, max_size=4))
def test_every_field_and_tag_is_there_afterwards(entries: list[list[str]]) -> None:
    parts = [f"@misc{{k{number}, {', '.join(fields)}}}\n" for number, fields in enumerate(entries)]
    text = "".join(parts)
    whole = library(join([("refs.bib", text)]))
    result = merge(whole, [Group(whole.bib.entries)], lambda conflict: conflict.ours)
    new = bibtex_blocks.read(apply_edits(text, result.edits), "").entries
    assert len(new) == 1
    names = {name for entry in bibtex_blocks.read(text, "").entries for name in entry.fields}
    assert set(new[0].fields) == names | {"ids"}
    for tag in ("one", "two", "three"):
        assert (tag in new[0].fields.get("keywords", "")) == (tag in text)
