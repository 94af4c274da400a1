"""Whether a title names one work, or something that journals have in every issue."""

from __future__ import annotations

import re

from backmatter.references.verification.comparing import title as titles

_COLUMN = re.compile(
    r"\b(?:abstracts?|announcements?|annual report|board|case (?:of|report)|comments?|commentary"
    r"|contents|copyright|correction|correspondence|current|discussion|editorial|errat\w+|foreword"
    r"|index|in memoriam|introduction|issue|letters?|literature|matter|message|news|notes?"
    r"|obituary|preface|proceedings|questions?|quiz|reply|response|reviews?|summary|untitled"
    r"|welcome)\b|编者按|前言|序言|通知|启事|目录|征稿",
    re.IGNORECASE,
)
"""What journals have in every issue."""

_LEAST_WORDS = 3
_LEAST_HAN = 6
_COLUMN_WORDS = 6


def is_telling(title: str) -> bool:
    """Whether a title alone can name a work: not `Editorial`, `Quiz case 1` or the like."""
    words = len(titles.words(title))
    least = _LEAST_HAN if words and titles.is_cjk(title) else _LEAST_WORDS
    return words >= least and not is_column(title)


def is_long(title: str) -> bool:
    """Whether hardly two works bear a title, whoever wrote them."""
    return len(titles.words(title)) >= _COLUMN_WORDS and is_telling(title)


def is_column(title: str) -> bool:
    """Whether a title is that of something which comes in every issue."""
    if _COLUMN.search(title) is None:
        return False
    length = 2 * _LEAST_HAN - 1 if titles.is_cjk(title) else _COLUMN_WORDS
    return len(titles.words(title)) <= length
