"""The model's tokens: words, numbers, marks and single Han characters, with exact offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from backmatter.references.parsing.model.word_classes import IDENTIFIER_MARK
from backmatter.references.parsing.printed import Printed

MAX_TOKENS = 1500
"""What stands beyond these is left unlabelled: no reference is that long."""

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\d{1,20}"
    r"|(?:[^\W\d_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff][\u0300-\u036f]?){1,60}|\S"
)


@dataclass(frozen=True, slots=True)
class FineTokens:
    """The tokens of one reference: texts (full-width forms folded), and offsets as printed."""

    texts: list[str]
    starts: list[int]
    ends: list[int]


def fine_tokens(printed: Printed) -> FineTokens:
    """Split a reference; what was read beforehand (identifiers, access dates) is one token each."""
    masked = printed.masked
    spans: dict[int, int] = {}
    for start, end in printed.certain.covered:
        if start >= printed.start and end > start and masked[start] == " ":
            spans[start] = max(end, spans.get(start, 0))
            masked = masked[:start] + IDENTIFIER_MARK + masked[start + 1 :]
    found = [match.span() for match in islice(_TOKEN.finditer(masked), MAX_TOKENS)]
    starts = [start for start, _ in found]
    ends = [end for _, end in found]
    if spans:
        ends = [spans.get(start, end) for start, end in found]
    return FineTokens([masked[start:end] for start, end in found], starts, ends)
