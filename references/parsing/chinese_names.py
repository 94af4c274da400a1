"""Chinese names: which are a person's, and where the family name ends."""

from __future__ import annotations

import re

from backmatter.references.model import Name
from backmatter.references.parsing.surnames import (
    DOUBLE_SURNAMES,
    MARKEDLY_FOREIGN,
    SURNAMES,
    TRANSLITERATION,
)

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")


def parse_chinese_name(text: str, *, foreign: bool = False) -> Name | None:
    """A name in Han characters; a foreign one or a group comes back as `literal`.

    Args:
        text: One name, without the marks around it.
        foreign: Whether it is known to be the Chinese form of a foreign name (the work has a
            translator).
    """
    compact = text.replace(" ", "")
    if not _HAN_NAME.fullmatch(compact):
        return None
    if foreign:
        return Name(literal=compact)
    surname = 2 if compact[:2] in DOUBLE_SURNAMES and len(compact) > 2 else 1
    given = compact[surname:]
    known = surname == 2 or compact[0] in SURNAMES
    if not known or not 1 <= len(given) <= 2 or is_transliterated(compact):
        return None
    return Name(family=compact[:surname], given=given)


def is_transliterated(name: str) -> bool:
    """Whether a name is written as foreign ones are: all its characters, one of them markedly."""
    return all(character in TRANSLITERATION for character in name) and any(
        character in MARKEDLY_FOREIGN for character in name[1:]
    )
