"""A text that is checked again gives what it would give anew, and mending ends where it is mended.

Every state that mending goes through is compared, in every file of the corpus, and in libraries
put together from the bad examples of all rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backmatter.references.bibtex.saving import open_bib
from backmatter.references.findings import Finding
from backmatter.references.rules import registry
from backmatter.references.rules.bibfile import check_text
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.rechecking import Rechecker
from backmatter.references.rules.rule import Hit, Item, Library

TODAY = date(2026, 1, 31)
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "bib-corpus"
BAD = re.compile(r"\*\*Bad\*\*\n\n((?:    .*\n|\n)+)")
ENTRY = re.compile(r"    (@\w+\{(?:.*\n)+?)(?=\n|    [@%]|\Z)")
EXAMPLES = [
    re.sub(r"^    ", "", entry, flags=re.MULTILINE)
    for rule in registry.RULES
    for bad in BAD.findall(rule.page)
    for entry in ENTRY.findall(bad)
]
FILES = sorted(path.name for path in CORPUS.glob("*.bib")) or ["none"]


def mended(text: str, name: str, encoding: str, *, unsafe: bool) -> str:
    """The text with its fixes; on the way each look is compared with a first one."""
    checker = Rechecker(name, TODAY, encoding)

    def check(state: str) -> Sequence[Finding]:
        found = checker.check(state)
        assert found == check_text(state, name, TODAY, encoding)
        return found

    def mendable(state: str) -> Sequence[Finding]:
        found = checker.mendable(state)
        anew = check_text(state, name, TODAY, encoding)
        assert [f for f in found if f.fix] == [f for f in anew if f.fix]
        return found

    done = fix(text, check, mendable=mendable, unsafe=unsafe)
    again = fix(done.text, lambda state: check_text(state, name, TODAY, encoding), unsafe=unsafe)
    assert again.text == done.text, "fixing twice is fixing once"
    assert not again.mended
    return done.text


@pytest.mark.needs("shared")
@pytest.mark.parametrize("name", FILES)
def test_every_state_of_a_real_file_is_checked_as_if_it_were_new(shared: Path, name: str) -> None:
    content = (shared / "bib-corpus" / name).read_bytes()
    if len(content) > 100_000:
        pytest.skip("python -m benchmarks.fixing looks at all of them")  # minutes for the largest
    opened = open_bib(content, name)
    for unsafe in (False, True) if len(content) < 40_000 else (True,):
        mended(opened.text, name, opened.source.encoding, unsafe=unsafe)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=12), st.booleans())
def test_fixes_of_several_rules_come_to_an_end(entries: list[str], unsafe: bool) -> None:
    mended("% c\n@string{jama = {JAMA}}\n" + "\n".join(entries), "a.bib", "utf-8", unsafe=unsafe)


@pytest.mark.parametrize(
    ("title", "once"),
    [
        ("{The {DNA} of MRI cells.}", "{The {DNA} of MRI cells}"),
        ("{{An MRI study of cells.}}", None),
        ("{Cells &amp; discs.}", None),
    ],
)
def test_fixes_of_several_rules_in_one_field(title: str, once: str | None) -> None:
    rest = "  note = {},\n  annote = {},\n  month = {March}\n}\n"
    text = f"@article{{a,\n  title = {title},\n{rest}"
    for unsafe in (False, True):
        done = mended(text, "a.bib", "utf-8", unsafe=unsafe)
        assert "note" not in done, "fields side by side go"
        assert "month = mar" in done
    assert once is None or once in done or "{MRI}" in done


def test_what_stands_around_the_entries_counts() -> None:
    entry = "@article{a, title = {A}, journal = %s, pages = {1-9}, year = 2001}\n"
    checker = Rechecker("a.bib", TODAY)
    for text in (
        "@string{j = {J}}\n" + entry % "j",
        "@string{j = {Journal of K}}\n" + entry % "j",
        "% backmatter: ignore BM220\n" + entry % "j",
        entry % "j" + "@misc{b, title = {B.}}\n" + entry % "j",
        "",
    ):
        assert checker.check(text) == check_text(text, "a.bib", TODAY)


@pytest.mark.parametrize("part", range(4))
@given(entries=st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=30))
@settings(max_examples=25)
def test_rules_that_look_at_entries_alone_do(
    library_of: Callable[[str], Library], part: int, entries: list[str]
) -> None:
    """A rule that compares entries, and is named among these, would miss things."""
    text = "".join(re.sub(r"\{[^,]*,", f"{{k{n},", e, count=1) for n, e in enumerate(entries))
    whole = library_of(text)
    file = whole.file
    assert file is not None
    parts = [
        Library(
            [item.reference for at, item in enumerate(whole.items) if at % 2 == half],
            TODAY,
            file=replace(file, entries=[e for at, e in enumerate(file.entries) if at % 2 == half]),
        )
        for half in range(2)
    ]
    for rule in registry.RULES[part::4]:
        if rule.check and rule.code in registry.ALONE:
            apart = Counter(_shown(hit) for each in parts for hit in rule.check(each))
            assert Counter(map(_shown, rule.check(whole))) == apart, rule.code


def _shown(hit: Hit) -> tuple[str, str]:
    about = hit.item.reference.key if isinstance(hit.item, Item) else hit.item and hit.item.key
    assert about, "a rule that looks at one entry at a time says at which"
    return hit.message, about


def test_a_fix_that_changes_nothing_is_none() -> None:
    text = "@article{a, author = {ISBN {DNA}ISBN }}\n"
    assert "BM230" in [each.code for each in check_text(text, "a.bib", TODAY)]
    assert not [f for f in check_text(text, "a.bib", TODAY) if f.code == "BM230" and f.fix]
