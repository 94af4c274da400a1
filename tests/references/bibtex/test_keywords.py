"""Tags of an entry: added, taken out and renamed where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex import keywords
from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.saving import open_bib
from backmatter.references.bibtex.scanner import line_and_column, scan
from backmatter.references.errors import InputError
from backmatter.references.findings import Edit


def tags_of(text: str) -> list[str]:
    bib = scan(text)
    return [each.tag for each in keywords.keywords(bib, bib.entries[0])]


def added(text: str, *tags: str) -> str:
    bib = scan(text)
    return apply_edits(text, keywords.add_keywords(bib, bib.entries[0], tags))


def changed(text: str, **new: str | None) -> str:
    bib = scan(text)
    edits = keywords.change_keywords(bib, bib.entries[0], lambda tag: new.get(tag, tag))
    return apply_edits(text, edits)


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("keywords = {a, b}", "keywords = {a, b, c & d}"),
        ("keywords = {a;b}", "keywords = {a;b;c & d}"),
        ("keywords = {a;}", "keywords = {a; c & d}"),
        ("keywords = {a, }", "keywords = {a, c & d }"),
        ('KEYWORDS = "a,b "', 'KEYWORDS = "a,b,c & d "'),
        ("keyword = {a,\n  b}", "keyword = {a,\n  b,\n  c & d}"),
        ("keywords = {}", "keywords = {c & d}"),
        ("keywords = {{a, b}}", "keywords = {{a, b}, c & d}"),
        ("keywords = kw # {x}", "keywords = kw # {x} # {, c & d}"),
        ("title = {x}", "keywords = {c & d}, title = {x}"),
        ("keywords = {c \\& d}", "keywords = {c & d}"),
    ],
)
def test_a_tag_more(field: str, new: str) -> None:
    text = f"@misc{{k, {field}}}"
    expected = f"@misc{{k, {new}}}".replace("c & d", "c \\& d")
    assert added(text, "c & d") == expected
    assert added(expected, "c & d") == expected


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ("a, x, b", "a, b"),
        ("x, a", "a"),
        ("a,\n x", "a"),
        ("x, a, x, x", "a"),
        ("x,x;a, b ", "b "),
    ],
)
def test_a_tag_less(value: str, new: str) -> None:
    found = changed(f"@misc{{k, keywords = {{{value}}}}}", **{"x": None, "x;a": None})
    assert found == f"@misc{{k, keywords = {{{new}}}}}"


def test_the_last_tag_takes_the_field_with_it() -> None:
    assert changed("@misc{k,\n  keywords = {x, x},\n  y = 1\n}", x=None) == "@misc{k,\n  y = 1\n}"


def test_renaming_where_it_stands_and_once() -> None:
    text = "@misc{k, keywords = {a; b ;c}}"
    assert changed(text, b="ü & x") == "@misc{k, keywords = {a; ü \\& x ;c}}"
    assert changed(text, b="a") == "@misc{k, keywords = {a; c}}"
    assert changed(text, a="c", b="c") == "@misc{k, keywords = {c}}"


def test_levels() -> None:
    assert keywords.checked_tag(" animal>rat  model") == "animal > rat model"
    assert keywords.renamed_tag("animal > rat", "animal", "beast > old") == "beast > old > rat"
    assert keywords.renamed_tag("animals", "animal", "beast") == "animals"
    assert keywords.is_at_or_below("a > b", "a > b")
    assert keywords.levels_of("a > b") == (("a",), ("a", "b"))
    for text in ("", "a >", "a, b", "a；b"):
        with pytest.raises(InputError, match="a tag is words without comma"):
            keywords.checked_tag(text)


def changed_lines(old: str, new: str) -> tuple[int, int]:
    """How many lines one change takes out and puts in."""
    before, after = old.splitlines(), new.splitlines()
    same = [one == other for one, other in zip(before, after, strict=False)]
    head = same.index(False) if False in same else len(same)
    same = [
        one == other for one, other in zip(before[head:][::-1], after[head:][::-1], strict=False)
    ]
    tail = same.index(False) if False in same else len(same)
    return len(before) - head - tail, len(after) - head - tail


_COMMAS = st.lists(st.sampled_from(["a", "b", "{c, d}", ", ", ",", "\n", "x", "\\&"]), max_size=9)
_SEMICOLONS = st.lists(st.sampled_from(["a", "b", "{c d}", "; ", ";", "\n", "x"]), max_size=9)


@given(_COMMAS | _SEMICOLONS, st.sampled_from(["a", "b", "new"]))
def test_what_is_added_is_there_and_what_is_taken_out_is_gone(values: list[str], tag: str) -> None:
    text = f"@misc{{k, keywords = {{{''.join(values)}}}}}"
    before = tags_of(text)
    new = added(text, tag)
    assert tags_of(new) == (before if tag in before else [*before, tag])
    assert tag not in tags_of(changed(new, **{tag: None}))
    assert tags_of(changed(new, **{tag: None})) == [each for each in before if each != tag]
    assert changed(text) == text


@pytest.mark.needs("shared")
def test_a_tag_in_a_real_file_is_one_line(shared: Path) -> None:
    """Where all fields have lines of their own, and `keywords`, if there, is no abbreviation."""
    for path in sorted((shared / "bib-corpus").glob("*.bib")):
        whole = open_bib(path.read_bytes(), path.name).bib
        for block in whole.entries[:100]:
            bib = scan(whole.text[block.start : block.end])
            (entry,) = bib.entries
            lines = {line_and_column(bib.text, field.name_start)[0] for field in entry.fields}
            if not entry.fields or len(lines) < len(entry.fields):
                continue
            edits: list[Edit] = list(keywords.add_keywords(bib, entry, ["new"]))
            new = apply_edits(bib.text, edits)
            expected = [(1, 1), (1, 2)] if keywords.keywords(bib, entry) else [(0, 1), (1, 1)]
            assert changed_lines(bib.text, new) in expected, (path.name, entry.key)
            again = scan(new)
            assert keywords.keywords(again, again.entries[0])[-1].tag == "new"
