"""Telling cites apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from backmatter.styles.csl.context import Ambiguity
from backmatter.styles.csl.item import Item

if TYPE_CHECKING:
    from backmatter.styles.csl.processor import Processor


def disambiguate(processor: Processor, items: Sequence[Item]) -> dict[str, Ambiguity]:
    """What the cite of each reference shows beyond the usual, by key."""
    return {}
