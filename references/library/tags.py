"""Whether a tag is what a query asks for: by a level of it, or by what a vocabulary calls it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from backmatter.references.library.fields import TagNames
from backmatter.references.library.tree import Text
from backmatter.references.topics.vocabulary import LEVEL
from backmatter.references.words import folded


def is_tag(query: Text, tag: str) -> bool:
    """Whether a tag, or one of the levels above it, is the one asked for."""
    asked = list(words_asked(query.text, singular=True))
    levels = [folded(level) for level in tag.split(LEVEL)]
    for first in range(len(levels)):
        run: list[str] = []
        for level in levels[first:]:
            run += level
            if run == asked:
                return True
        if query.prefix and runs(tuple(asked), run[: len(asked)], prefix=True):
            return True
    return False


def is_named(query: Text, names: TagNames | None) -> bool:
    """Whether one of a tag's labels has the words; for `tag:`, whether a name of it is they."""
    if names is None:
        return False
    asked = words_asked(query.text, singular=True)
    if not query.field:
        return any(runs(asked, folded(name), prefix=query.prefix) for name in names.labels)
    every = (folded(name) for name in (*names.labels, *names.synonyms))
    return any(
        (query.prefix or len(words) == len(asked))
        and bool(runs(asked, words[: len(asked)], prefix=query.prefix))
        for words in every
    )


def runs(asked: Sequence[str], words: Sequence[str], *, prefix: bool) -> list[tuple[int, int]]:
    """Where the words asked for follow one another; the last may be only a beginning."""
    count, last = len(asked), asked[-1]
    found: list[tuple[int, int]] = []
    if not prefix and last not in words:
        return found
    for start in range(len(words) - count + 1):
        end = start + count
        word = words[end - 1]
        if (word == last or (prefix and word.startswith(last))) and all(
            words[start + i] == asked[i] for i in range(count - 1)
        ):
            found.append((start, end))
    return found


@lru_cache(maxsize=1024)
def words_asked(text: str, singular: bool) -> tuple[str, ...]:
    """The folded words of what a query asks for."""
    return tuple(folded(text, singular=singular))
