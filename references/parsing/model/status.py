"""Whether a work is out: *in press*, *to appear*, *im Druck* and the like, read by rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.model.stretches import Stretch
from backmatter.references.parsing.printed import Printed

_WORDS = (
    r"(?:in (?:the )?press|forthcoming|to appear|in preparation|im (?:druck|erscheinen)"
    r"|submitted(?: for publication)?|accepted(?: for publication)?|sous presse|à paraître"
    r"|en prensa|in stampa|in druk|待刊|印刷中)"
)
_STATUS = re.compile(
    rf"[(\[]\s?(?P<bracketed>{_WORDS})\s?[)\]]"
    rf"|(?<=[.,;:])\s{{1,3}}(?P<plain>{_WORDS})(?=\s{{0,3}}(?:[.,;:]|(?:19|20)\d\d\b|$))",
    re.IGNORECASE,
)
_EDGES = " \t\n,.;:"


def take_status(printed: Printed, found: Sequence[Stretch], draft: Draft) -> list[Stretch]:
    """Put the status that a reference prints into a draft; gives the stretches without it.

    What stands in the midst of a stretch belongs to it: a title may speak of the press.
    """
    for match in _STATUS.finditer(printed.masked):
        start, end = match.span()
        if any(each.start < start and end < each.end for each in found):
            continue
        name = "bracketed" if match["bracketed"] else "plain"
        draft.put("status", match[name], *match.span(name))
        draft.cover(start, end)
        cut = [_without(printed, each, start, end) for each in found]
        return [each for each in cut if each.start < each.end]
    return list(found)


def _without(printed: Printed, each: Stretch, start: int, end: int) -> Stretch:
    """A stretch without what it has of the characters from `start` to `end` at one of its ends."""
    if end <= each.start or each.end <= start:
        return each
    if start <= each.start:
        rest = printed.masked[end : each.end]
        return replace(each, start=min(each.end, end + len(rest) - len(rest.lstrip(_EDGES))))
    return replace(each, end=each.start + len(printed.masked[each.start : start].rstrip(_EDGES)))
