"""Where an entry departs from the manner of its own list: BM701 and BM702.

The list's manner is not known beforehand: it is what nearly all of its entries do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backmatter.references.findings import Finding, Location
from backmatter.references.parsing.parser import Parsed
from backmatter.references.parsing.tokens import fold

_MIN_ENTRIES = 5
_MIN_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Separator:
    """The text between two fields of an entry, and the same without blanks, to compare."""

    entry: int
    start: int
    text: str
    compared: str


def style_findings(
    parsed: Sequence[Parsed], locate: Callable[[int, int], Location]
) -> Iterator[Finding]:
    """What in a list differs from its other entries: separators, and how many authors it names.

    Args:
        parsed: The entries, in order.
        locate: Gives the place of an offset into an entry's printed text, by the entry's index.
    """
    yield from _odd_separators(parsed, locate)
    yield from _too_many_authors(parsed, locate)


def _odd_separators(
    parsed: Sequence[Parsed], locate: Callable[[int, int], Location]
) -> Iterator[Finding]:
    groups: dict[tuple[str, str, str], list[_Separator]] = defaultdict(list)
    for index, each in enumerate(parsed):
        source = each.reference.source
        fields = sorted(each.spans.items(), key=lambda item: item[1])
        for (before, (_, start)), (after, (end, _)) in pairwise(fields):
            if not source or source.printed[start - 1 : start] in {"?", "!"}:
                continue
            text = source.printed[start:end]
            compared = "".join(fold(text).split())
            groups[each.reference.type, before, after].append(
                _Separator(index, start, text, compared)
            )
    for (_, before, after), separators in groups.items():
        counts = Counter(separator.compared for separator in separators)
        usual, count = counts.most_common(1)[0]
        if count < _MIN_ENTRIES or count < _MIN_SHARE * len(separators):
            continue
        shown = next(s.text for s in separators if s.compared == usual)
        for separator in separators:
            if separator.compared != usual:
                message = (
                    f"between {before} and {after} stands “{separator.text}”, "
                    f"where the list has “{shown}”"
                )
                place = locate(separator.entry, separator.start)
                label = parsed[separator.entry].reference.label
                yield Finding("BM701", message, location=place, reference=label)


def _too_many_authors(
    parsed: Sequence[Parsed], locate: Callable[[int, int], Location]
) -> Iterator[Finding]:
    shortened = Counter(
        len(each.reference.names.get("author", ()))
        for each in parsed
        if "author" in each.reference.others
    )
    if not shortened:
        return
    usual, count = shortened.most_common(1)[0]
    if count < _MIN_ENTRIES or count < _MIN_SHARE * sum(shortened.values()):
        return
    for index, each in enumerate(parsed):
        named = len(each.reference.names.get("author", ()))
        if named > usual:
            message = f"names {named} authors, where the list names {usual} and shortens the rest"
            place = locate(index, each.spans["author"][0])
            yield Finding("BM702", message, location=place, reference=each.reference.label)
