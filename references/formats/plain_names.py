"""Names as reference managers export them, one to a value: `Family, Given, Suffix` or 张永辉.

RIS, EndNote and their kin set a comma after a family name; a group's name has none inside, or
one at its end. A list that its source cuts short has a name *et al.* or 等 at its end (decision
194).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.references.model import Name, Reference
from backmatter.references.parsing.chinese_names import parse_chinese_name

_FOOTNOTE = re.compile(r"\[\d[\d,，、 ]{0,20}\]?$")
"""The numbers of affiliations that CNKI leaves behind a name: `郝国强[1,2]`."""
_CLOSERS = frozenset({"et al", "others", "and others", "等"})
_FULL_WIDTH = str.maketrans({"\uff0c": ",", "\u3000": " "})


def read(text: str) -> Name:
    """One name; several words without a comma are a group's, a Chinese person's is split."""
    text = _plain(text)
    if chinese := parse_chinese_name(_FOOTNOTE.sub("", text)):
        return chinese
    family, *rest = (part.strip() for part in text.split(","))
    if not rest:
        return _whole(family)
    return Name(family, rest[0], ", ".join(rest[1:]))


def read_refer(text: str) -> Name:
    """One name of the Refer format, where `Given Family` is allowed and a group ends in a comma.

    Source: the EndNote manual on importing tagged files.
    """
    text = _plain(text)
    if text.endswith(","):
        return Name(literal=text.rstrip(",").strip())
    words = text.split()
    if "," not in text and 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words):
        return Name(family=words[-1], given=" ".join(words[:-1]))
    return read(text)


def without_closer(names: Sequence[Name]) -> tuple[tuple[Name, ...], bool]:
    """The names without an *et al.* or 等 after the last of them, and whether there was one."""
    last = write(names[-1]).strip(" .,").lower() if len(names) > 1 else ""
    return (tuple(names[:-1]), True) if last in _CLOSERS else (tuple(names), False)


def with_closer(reference: Reference, variable: str) -> tuple[Name, ...]:
    """The names of a variable, closed in the reference's language where its source cuts them."""
    names = reference.names.get(variable, ())
    if not names or variable not in reference.others:
        return names
    return (*names, Name(literal="等" if reference.language.startswith("zh") else "et al."))


def write(name: Name) -> str:
    """The name so that `read` gives it back."""
    particle = " ".join(p for p in (name.dropping_particle, name.non_dropping_particle) if p)
    family = f"{particle} {name.family}".strip()
    if not family:
        return name.literal or name.given
    if not name.given and not name.suffix:
        is_split = " " in family or parse_chinese_name(family) is not None
        return f"{family}," if is_split else family
    if not name.suffix and parse_chinese_name(family + name.given) == Name(family, name.given):
        return family + name.given
    return ", ".join((family, name.given, *([name.suffix] if name.suffix else [])))


def _plain(text: str) -> str:
    """A name with ASCII's comma and blank."""
    return text.translate(_FULL_WIDTH).strip()


def _whole(text: str) -> Name:
    """A group of several words, or a name that is one word."""
    return Name(literal=text) if " " in text else Name(family=text)
