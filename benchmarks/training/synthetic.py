"""The synthetic examples: works rendered in many styles and languages, then damaged."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from backmatter.styles.official import official_styles
from benchmarks.training.crf import Example
from benchmarks.training.gold import labelled
from benchmarks.training.han import han_texts
from benchmarks.training.noise import damaged
from benchmarks.training.rendering import rendered
from benchmarks.training.works import stock

SEED = 7
WEIGHT = 0.3
"""How much a synthetic reference counts beside a real one."""

_HAN = 1600
"""How many Chinese references."""

_PLANS = (("en", 260, 10), ("de", 90, 10), ("fr", 35, 8), ("es", 20, 7))
"""For each language, in how many styles, and how many works in each."""


def synthetic_examples() -> list[Example]:
    """All of them, the same at every call."""
    return [labelled(text, spans, WEIGHT) for text, spans in synthetic_texts()]


def synthetic_texts() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Texts and spans."""
    choose = random.Random(SEED)
    parts = stock()
    for language, count, each in _PLANS:
        styles = [(name, language) for name in _styles(language, count, choose)]
        for text, spans in rendered(parts, styles, each, choose):
            yield damaged(text, spans, choose)
    yield from han_texts(_HAN, choose)


def _styles(language: str, count: int, choose: random.Random) -> Sequence[str]:
    """Names of independent styles: those of the language first, then any."""
    independent = [style for style in official_styles() if not style.parent]
    own = [s.name for s in independent if s.default_locale.startswith(language)]
    general = [s.name for s in independent if s.default_locale[:2] in {"", "en"}]
    if language == "en":
        return choose.sample(general, count)
    return (own + choose.sample(general, count))[:count]
