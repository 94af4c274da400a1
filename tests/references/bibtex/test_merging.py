"""Entries for one work become one without losing what one of them says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.merging import Conflict, merge
from backmatter.references.bibtex.scanner import scan
from backmatter.references.formats import bibtex_blocks


def merged(text: str, *answers: str | None) -> tuple[str, list[str]]:
    """The text after all its entries were merged, and the fields that were asked about."""
    bib = scan(text)
    asked: list[str] = []

    def settle(conflict: Conflict) -> str | None:
        asked.append(f"{conflict.name}: {conflict.ours} | {conflict.theirs}")
        return {"1": conflict.ours, "2": conflict.theirs}.get(answers[len(asked) - 1] or "")

    result = merge(bib, [[e for e in bib.entries if e.type.lower() != "xdata"]], settle)
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
    bib = scan(text)
    result = merge(bib, [bib.entries], lambda conflict: conflict.ours)
    new = bibtex_blocks.read(apply_edits(text, result.edits), "").entries
    assert len(new) == 1
    names = {name for entry in bibtex_blocks.read(text, "").entries for name in entry.fields}
    assert set(new[0].fields) == names | {"ids"}
    for tag in ("one", "two", "three"):
        assert (tag in new[0].fields.get("keywords", "")) == (tag in text)
