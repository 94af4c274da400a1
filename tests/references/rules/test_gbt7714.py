"""The rules for printed lists are silent on the standard's own worked examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backmatter.references.rules.registry import check
from backmatter.references.rules.rule import Library


@pytest.mark.needs("shared")
@pytest.mark.parametrize("edition", ["2025-numeric", "2025-authoryear"])
def test_the_standards_examples_are_sound(
    edition: str, shared: Path, printed_list: Callable[..., Library]
) -> None:
    lines = (shared / "gbt7714" / f"{edition}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    # Those of clause 7, and those without a mark, are fragments that show one element alone.
    texts = [row["text"] for row in rows if not row["key"].startswith("gbt7714.7.")]
    whole = [text for text in texts if "[" in text]
    found = [f for f in check(printed_list(*whole)) if f.code.startswith("BM71")]
    assert len(whole) > 200
    assert found == []


def test_a_list_in_another_manner_is_left_alone(printed_list: Callable[..., Library]) -> None:
    entries = ["Smith J. On cells. J Foo. 2010;1(2):3-4."] * 8
    entries.append("程根伟, et al. 洪水[M]. 北京: 科学出版社，1999: 1[2020-01-02].")
    assert not [f for f in check(printed_list(*entries)) if f.code.startswith("BM71")]
