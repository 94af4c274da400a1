"""The numbers in front of a list's entries: which lines open an entry.

A line may begin with something that looks like a number (`197.`, a year, a page). What
decides is the whole list: the longest chain of numbers that count up, one style throughout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("bracket", re.compile(r"[\[［【〔]\s{0,2}(\d{1,4})\s{0,2}[\]］】〕」]\s{0,8}")),
    ("parenthesis", re.compile(r"[(（]\s{0,2}(\d{1,4})\s{0,2}[)）]\s{0,8}")),
    ("stop", re.compile(r"(\d{1,4})\s?[.．、](?!\d)\s{0,8}")),
    ("closing", re.compile(r"(\d{1,4})\s?[)）]\s{0,8}")),
    ("superscript", re.compile(r"\^\{?(\d{1,4})\}?\s{1,8}")),
    ("bare", re.compile(r"(\d{1,3})\s{1,8}(?=[^\W\d_])")),
)
"""How a list may number its entries, by name; the number is the first group."""

_STEP_COSTS = (1.05, 0.0, 1.0, 1.2, 1.25)
"""What it costs a chain to go up by none (a number twice), by one, by two (one missing) …"""
_LATE_START_COST = 2.5
_CONFIDENT_END = re.compile(r"[.。．\]］)）/>」]\s*$|\d\s*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at the start of an entry: its style, its value, and its offsets in the text."""

    style: str
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Link:
    """The best chain that ends at a mark: its worth, and the position of the mark before."""

    worth: float
    before: int


def find_marks(text: str, starts: Iterable[int]) -> tuple[Mark, ...]:
    """The marks of the entries, in order: the best chain over all styles.

    Args:
        text: The document's text.
        starts: The offsets of the lines' first characters, in order.
    """
    candidates: dict[str, list[Mark]] = {name: [] for name, _ in STYLES}
    for start in starts:
        first = start + len(text[start : start + 80]) - len(text[start : start + 80].lstrip())
        for name, pattern in STYLES:
            match = pattern.match(text, first)
            if match:
                candidates[name].append(Mark(name, int(match[1]), first, match.end()))
    best: tuple[Mark, ...] = ()
    best_worth = 0.0
    for name, _ in STYLES:
        chain, worth = _best_chain(candidates[name], text)
        if worth > best_worth:
            best, best_worth = chain, worth
    return _with_lost(best, text)


def _best_chain(candidates: Sequence[Mark], text: str) -> tuple[tuple[Mark, ...], float]:
    """The chain of most worth; links go up by one, or skip or repeat a number at a cost."""
    links: list[_Link] = []
    latest: dict[int, int] = {}
    for index, mark in enumerate(candidates):
        link = _Link(0.0 if mark.number in {0, 1} else -_LATE_START_COST, -1)
        for step in range(len(_STEP_COSTS)):
            before = latest.get(mark.number - step)
            if before is None:
                continue
            cost = _STEP_COSTS[step]
            if links[before].worth - cost > link.worth:
                link = _Link(links[before].worth - cost, before)
        links.append(_Link(link.worth + _quality(mark, text), link.before))
        held = latest.get(mark.number)
        if held is None or links[index].worth > links[held].worth:
            latest[mark.number] = index
    if not links:
        return (), 0.0
    at = max(range(len(links)), key=lambda i: (links[i].worth, -i))
    worth = links[at].worth
    chain: list[Mark] = []
    while at >= 0:
        chain.append(candidates[at])
        at = links[at].before
    return tuple(reversed(chain)), worth


def _quality(mark: Mark, text: str) -> float:
    """What speaks for a mark: how the text before it ends, and how the text after it begins."""
    before = text[max(0, mark.start - 60) : mark.start].rstrip()
    after = text[mark.end : mark.end + 1]
    worth = 1.0 if mark.style in {"bracket", "parenthesis"} else 0.8
    worth += 0.2 if not before or _CONFIDENT_END.search(before) else 0.0
    return worth + (0.1 if after.isalpha() and not after.islower() else 0.0)


def _with_lost(chain: Sequence[Mark], text: str) -> tuple[Mark, ...]:
    """The chain with bracketed numbers that stand inside a line, where the chain skips them."""
    if not chain or chain[0].style != "bracket":
        return tuple(chain)
    pattern = dict(STYLES)["bracket"]
    whole: list[Mark] = []
    for mark, following in zip(chain, (*chain[1:], None), strict=True):
        whole.append(mark)
        end = following.start if following else min(len(text), mark.end + 3000)
        wanted = range(mark.number + 1, following.number if following else mark.number + 2)
        at = mark.end
        for number in wanted:
            found = next((m for m in pattern.finditer(text, at, end) if int(m[1]) == number), None)
            if found:
                whole.append(Mark("bracket", number, found.start(), found.end()))
                at = found.end()
    return tuple(whole)
