"""Counted nouns in messages: `1 reference`, `2,345 references`, `2 entries`."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """The number with the noun in its singular or plural; `noun` is the singular."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """The plural of a regular English noun."""
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
