"""Chinese sorts by pinyin, or by stroke count where that is asked for."""

from __future__ import annotations

from typing import Literal

import pytest

from backmatter.references.model import Name, Reference
from backmatter.styles import Style

FAMILIES = ("丁", "王", "李", "鲍", "Adams")


@pytest.mark.parametrize(
    ("order", "want"),
    [("pinyin", ["鲍", "丁", "李", "王", "Adams"]), ("stroke", ["丁", "王", "李", "鲍", "Adams"])],
)
def test_names_sort_by_the_order_asked_for(
    order: Literal["pinyin", "stroke"], want: list[str]
) -> None:
    """In a Chinese list Latin names come last either way."""
    references = [
        Reference(key=family, type="book", names={"author": (Name(family),)}) for family in FAMILIES
    ]
    style = Style.load("apa", locale="zh-CN", sort_chinese=order)
    assert [entry.key for entry in style.bibliography(references).entries] == want
