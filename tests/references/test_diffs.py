"""Diffs say what changed, and nothing else: they can be applied, and one line is one line."""

from __future__ import annotations

import difflib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.diffs import unified_diff

HEAD = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


def applied(old: str, diff: str) -> str:
    """The text that a unified diff makes of another, by the rules of `patch`."""
    lines = old.splitlines(keepends=True)
    done: list[str] = []
    at = 0
    rows = diff.splitlines()[2:]
    for number, row in enumerate(rows):
        if head := HEAD.fullmatch(row):
            start = int(head[1]) - (head[2] != "0")
            done += lines[at:start]
            at = start
        elif row[:1] in " -":
            assert lines[at].rstrip("\n") == row[1:]
            at += 1
            if row[0] == " ":
                done.append(lines[at - 1])
        elif row[:1] == "+":
            cut = number + 1 < len(rows) and rows[number + 1].startswith("\\")
            done.append(row[1:] + ("" if cut else "\n"))
    return "".join(done + lines[at:])


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "}", "", "x = 1"]), max_size=30).map("\n".join)


@given(TEXTS, TEXTS)
def test_a_diff_leads_from_the_one_text_to_the_other(old: str, new: str) -> None:
    diff = unified_diff(old, new, "x.bib")
    assert bool(diff) == (old != new)
    assert applied(old, diff) == new


@pytest.mark.parametrize("seed", range(3))
def test_a_changed_field_is_one_line_however_many_braces_there_are(seed: int) -> None:
    entries = [f"@misc{{k{at},\n  title = {{T}},\n  note = {{N}},\n}}\n" for at in range(2000)]
    old = "\n".join(entries)
    at = 300 + 500 * seed
    entries[at] = entries[at].replace("{N}", "{M}")
    changed = [
        row
        for row in unified_diff(old, "\n".join(entries), "x.bib").splitlines()[3:]
        if row[0] in "+-"
    ]
    assert changed == ["-  note = {N},", "+  note = {M},"]


def test_lines_end_as_they_do_and_a_last_one_without_an_end_is_told() -> None:
    assert unified_diff("a\r\nb", "a\r\nc", "x") == (
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n"
        "+c\n\\ No newline at end of file\n"
    )
    assert unified_diff("", "a\n", "x") == "--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n"


@pytest.mark.usefixtures("no_hang")
def test_a_diff_of_unlike_texts_is_done_soon() -> None:
    old, new = "}\n" * 40_000, "{\n" * 40_000
    assert unified_diff(old, new, "x").count("\n-}") == 40_000


@given(TEXTS, TEXTS)
def test_a_diff_is_hardly_longer_than_the_librarys_own(old: str, new: str) -> None:
    ours = sum(row[:1] in "+-" for row in unified_diff(old, new, "x").splitlines())
    theirs = difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="")
    assert ours <= 2 * sum(row[:1] in "+-" for row in theirs) + 4
