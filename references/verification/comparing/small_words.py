"""Words that carry no meaning by themselves: abbreviations leave them out, titles swap them."""

from __future__ import annotations

# fmt: off
TITLE = frozenset({
    "a", "an", "and", "as", "at", "by", "das", "de", "der", "die", "for", "from", "in", "la", "le",
    "of", "on", "or", "the", "to", "und", "with",
})
"""What a title may have or lack without being another."""

CONTAINER = TITLE | frozenset({
    "all", "au", "aux", "d", "dei", "del", "dell", "della", "delle", "dem", "den", "des", "di",
    "do", "e", "een", "el", "en", "et",
    "fur", "het", "i", "il", "l", "les", "lo", "los", "och", "og", "van", "voor", "y",
})
"""What an abbreviated name of a journal leaves out (ISO 4:1997, 4.5), folded."""
# fmt: on
