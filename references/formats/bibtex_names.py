"""Names in BibTeX fields: split as BibTeX splits them, or as BibLaTeX's extended form says.

This module fronts pybtex, whose part is BibTeX's rules for one name (first, von, last, Jr); how
biber splits one is in `biber_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, cast

from backmatter.references.bibtex.dialect import Dialect
from backmatter.references.formats import biber_names
from backmatter.references.latex import decode, encode
from backmatter.references.model import Name

_AND = re.compile(r"[ \t\r\n]+and(?=[ \t\r\n])", re.IGNORECASE)
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix|useprefix)(?:-i)?\s*=", re.IGNORECASE)
_BRACES = re.compile("[{}]")
_NBSP = str.maketrans({"\u00a0": " "})
_NOT_PLAIN = re.compile(r"[{}\\~=]")
_LONGEST_KEPT = 80
"""Longer names are not kept: what is kept is bounded in size as well as in number."""


def split_list(field: str, separator: re.Pattern[str] = _AND) -> list[str]:
    """The items of a list field: ` and ` between them, in any case, outside braces."""
    field = field.strip()
    if "{" not in field and "}" not in field:
        return [item for each in separator.split(field) if (item := each.strip())]
    if not separator.search(field):
        return [field]
    items: list[str] = []
    start = depth = at = 0
    for match in separator.finditer(field):
        if match.start() < start:
            continue
        depth += _depth(field[at : match.start()])
        at = match.start()
        if depth == 0:
            items.append(field[start:at].strip())
            start = match.end()
    items.append(field[start:].strip())
    return [item for item in items if item]


def read_names(
    field: str, *, use_prefix: bool = False, dialect: Dialect = Dialect.BIBTEX
) -> tuple[tuple[Name, ...], bool]:
    """The names of a name field, and whether `and others` closes it.

    Args:
        field: The field, LaTeX not yet decoded.
        use_prefix: BibLaTeX's option of this name: whether `von` belongs to the family name
            (CSL's non-dropping particle) or not (a dropping one).
        dialect: Who splits a name into its parts.
    """
    if not field:
        return (), False
    items = split_list(field)
    others = bool(items) and items[-1].lower() == "others"
    people = items[:-1] if others else items
    names = [
        (_read_short if len(item) <= _LONGEST_KEPT else read_name)(
            item, use_prefix=use_prefix, dialect=dialect
        )
        for item in people
    ]
    return tuple(name for name in names if name != _NOBODY), others


def read_name(text: str, *, use_prefix: bool = False, dialect: Dialect = Dialect.BIBTEX) -> Name:
    """One name. What is wholly in braces is a group's; what no rule can split is one too."""
    if _is_group(text):
        return Name(literal=decode(text).translate(_NBSP))
    if _EXTENDED.match(text):
        return _extended(text, use_prefix=use_prefix)
    if plain := _plain(text):
        return Name(family=decode(plain[1]), given=decode(plain[0]))
    split = biber_names.parts if dialect is Dialect.BIBLATEX else parts
    first, von, last, lineage = split(text)
    if not last:
        return Name(literal=decode(text).translate(_NBSP))
    return _name(first, von, last, lineage, use_prefix=use_prefix)


_NOBODY = Name()

_read_short = lru_cache(maxsize=1 << 14)(read_name)
"""Those who wrote one work of a library wrote others; each of them is one object then."""


def _plain(text: str) -> tuple[str, str] | None:
    """First and last of a name that every rule splits alike: no LaTeX, each word with a capital."""
    if _NOT_PLAIN.search(text):
        return None
    before, comma, after = text.partition(",")
    words, given = before.split(), after.split()
    if not words or ("," in after) or bool(comma) != bool(given):
        return None
    if not all(word[0].isupper() for word in words):
        return None
    if comma:
        return " ".join(given), " ".join(words)
    return " ".join(words[:-1]), words[-1]


def parts(text: str) -> tuple[str, str, str, str]:
    """First, von, last and Jr of a name by BibTeX's rules, LaTeX left as it is.

    All are empty when the text is no name to BibTeX (commas only, braces that do not match).
    """
    from pybtex import errors  # pyright: ignore[reportMissingTypeStubs]  # has none
    from pybtex.database import Person  # pyright: ignore[reportMissingTypeStubs]
    from pybtex.exceptions import PybtexError  # pyright: ignore[reportMissingTypeStubs]

    try:
        with cast("Any", errors).capture():
            person = cast("Any", Person)(text)
    except (IndexError, ValueError, PybtexError):
        return "", "", "", ""
    found: tuple[list[str], ...] = (
        person.bibtex_first_names,
        person.prelast_names,
        person.last_names,
        person.lineage_names,
    )
    first, von, last, lineage = (" ".join(words) for words in found)
    return first, von, last, lineage


def problem(text: str) -> str:
    """What BibTeX or biber would say against a name, "" when it is well-formed."""
    text = text.strip()
    depth = 0
    if "{" in text or "}" in text:
        for character in _BRACES.findall(text):
            depth += 1 if character == "{" else -1
            if depth < 0:
                return "a closing brace too many"
    if depth:
        return "a brace is not closed"
    if text.count(",") < 3 and not text.endswith((",", "~")):
        return ""
    commas = split_list(text, re.compile(","))
    if text.rstrip(" \t\r\n~").endswith(","):
        return "it ends in a comma"
    return "too many commas" if len(commas) > 3 and not _EXTENDED.match(text) else ""


def write_names(people: Sequence[Name], *, others: bool) -> str:
    """A name field; `read_names` gives the names back.

    What BibTeX has no place for is not held: two particles are one, particles that begin with a
    capital belong to the family name, a name with no family part is a group's, and the flags.
    """
    written = [name for name in map(write_name, people) if name]
    return " and ".join([*written, "others"] if others else written)


def write_name(name: Name) -> str:
    """One name, as `von Last, Jr, First`; a group in braces."""
    particle = " ".join(p for p in (name.dropping_particle, name.non_dropping_particle) if p)
    family = name.family
    if particle and not _is_particle(particle):
        particle, family = "", f"{particle} {family}".strip()
    if not family:
        literal = name.literal or " ".join(p for p in (name.given, particle, name.suffix) if p)
        written = _encode(literal)
        start = "{}" if written.startswith("\\") else ""
        return f"{{{start}{written}}}" if written else ""
    last = _encode(family)
    if _needs_braces(family) or (not name.given and not particle and " " in family):
        last = f"{{{last}}}"
    if particle:
        last = f"{_encode(particle)} {last}"
    if not name.given and not name.suffix:
        return last
    given = _guarded(name.given)
    return f"{last}, {_guarded(name.suffix)}, {given}" if name.suffix else f"{last}, {given}"


def _name(first: str, von: str, last: str, lineage: str, *, use_prefix: bool) -> Name:
    texts = [decode(part).translate(_NBSP) for part in (first, von, last, lineage)]
    given, particle, family, suffix = texts
    return Name(
        family=family,
        given=given,
        suffix=suffix,
        dropping_particle="" if use_prefix else particle,
        non_dropping_particle=particle if use_prefix else "",
    )


def _extended(text: str, *, use_prefix: bool) -> Name:
    """BibLaTeX's extended form: `family=…, given=…, prefix=…, useprefix=true`."""
    found: dict[str, str] = {}
    for item in split_list(text, re.compile(",")):
        match = _EXTENDED.match(item)
        if match and "-i" not in match[0]:
            found[match[1].lower()] = item[match.end() :].strip()
    if "useprefix" in found:
        use_prefix = found["useprefix"].lower() == "true"
    return _name(
        found.get("given", ""),
        found.get("prefix", ""),
        found.get("family", ""),
        found.get("suffix", ""),
        use_prefix=use_prefix,
    )


def _depth(text: str) -> int:
    return text.count("{") - text.count("}")


def _is_group(text: str) -> bool:
    """Whether one pair of braces encloses all of it, and it is no accented letter."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for at, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return at == len(text) - 1
    return False


def _words(text: str) -> Iterator[str]:
    yield from re.split(r"[\s\u00a0]+", text.strip())


def _is_particle(text: str) -> bool:
    """Whether BibTeX takes it all for a `von` part: before a comma, the last word decides."""
    return list(_words(text))[-1][:1].islower() and "," not in text and "=" not in text


def _needs_braces(family: str) -> bool:
    """Whether BibTeX would split the family name, or take a part of it for something else."""
    words = list(_words(family))
    return (
        "," in family
        or any(not _is_capital(word) for word in words)
        or any(word.lower() in ("and", "others") for word in words)
        or "=" in family
    )


def _is_capital(word: str) -> bool:
    return not word[:1].islower() and any(character.isalpha() for character in word[:1])


def _guarded(text: str) -> str:
    """A part in which a comma or the word `and` stands, in braces."""
    written = _encode(text)
    risky = "," in text or "=" in text or any(word.lower() == "and" for word in _words(text))
    return f"{{{written}}}" if risky else written


def _encode(text: str) -> str:
    return encode(text.translate(_NBSP))
