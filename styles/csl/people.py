"""Names, parsed once: particles, suffixes, scripts and initials.

A family name's leading words in small letters are a non-dropping particle, a given name's
trailing ones a dropping particle, unless the record says so itself or forbids it
(CSL-JSON's `parse-names`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from backmatter.references.model import Name
from backmatter.styles.csl.markup import ENGLISH_QUOTES, parse_markup

_FAMILY_PARTICLE = re.compile(
    r"^((?:(?:[^\W\d_A-Z]*[’'](?=\S)|[a-zà-öø-ÿ]+[-‐](?=[A-Z])|[’'ʻ‘]?[a-zà-öø-ÿ.]+[’']?\s+)\s*)+)(?=\S)"
)
_GIVEN_PARTICLE = re.compile(r"\s((?:[’'ʻ‘]?[a-zà-öø-ÿ]+[’'.]?\s?)+)$")
_SUFFIX = re.compile(r"\s*,(!?)\s*(.+)$")
_EAST_ASIAN = re.compile(
    "^[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
    "\u00b7\u30fb・·\\s]+$"
)
_CAPITALS = re.compile(r"^[A-Z]{2,3}$")


class Person(NamedTuple):
    """A name ready to be put in order; a tuple, as a long list makes very many.

    Attributes:
        family: The family name without particles; for a group, its whole name.
        given: The given name.
        suffix: `Jr.`, `III`.
        dropping: The particle that goes when only the family name is printed.
        non_dropping: The particle that stays with the family name.
        group: Whether it is a group (CSL-JSON's `literal`).
        comma_suffix: Whether a comma goes before the suffix in display order.
        static: Whether the family name always comes first.
        east_asian: Whether it is written in a script without blanks between names.
    """

    family: str
    given: str = ""
    suffix: str = ""
    dropping: str = ""
    non_dropping: str = ""
    group: bool = False
    comma_suffix: bool = False
    static: bool = False
    east_asian: bool = False


def parse_person(name: Name, quotes: str = ENGLISH_QUOTES) -> Person:
    """A record's name, parsed; `quotes` as in `parse_markup`."""
    if name.literal:
        family = parse_markup(name.literal, quotes)
        return Person(family, group=True, east_asian=_is_east_asian(name.literal))
    family, given, suffix = name.family.strip(), name.given.strip(), name.suffix
    dropping, non_dropping = name.dropping_particle, name.non_dropping_particle
    comma = name.comma_suffix
    if not (suffix or dropping or non_dropping) and _is_plain(family, given):
        east_asian = _is_east_asian(family + given)
        return Person(family, given, "", "", "", False, comma, name.static_ordering, east_asian)
    if name.parse_names is not False:
        if "," in given and not suffix and (match := _SUFFIX.search(given)):
            given, suffix, comma = given[: match.start()], match[2], comma or bool(match[1])
        if not non_dropping and family[:1] == '"' == family[-1:] and len(family) > 2:
            family = family[1:-1]
        elif not non_dropping and (match := _FAMILY_PARTICLE.match(family)):
            non_dropping, family = match[1].strip(), family[match.end() :]
        if not dropping and given and (match := _GIVEN_PARTICLE.search(given)):
            dropping, given = match[1].strip(), given[: match.start()]
    if not family and given:
        family, given = given, ""
    return Person(
        family=parse_markup(family, quotes),
        given=parse_markup(given, quotes),
        suffix=parse_markup(suffix, quotes),
        dropping=parse_markup(dropping, quotes),
        non_dropping=parse_markup(non_dropping, quotes),
        comma_suffix=comma,
        static=name.static_ordering,
        east_asian=_is_east_asian(family + given),
    )


def _is_plain(family: str, given: str) -> bool:
    """Whether a name holds neither particles nor suffixes nor markup: letters and initials."""
    if not family.isalpha():
        return False
    if not given:
        return True
    if not given.replace(".", "").replace(" ", "").replace("-", "").isalpha():
        return False
    last = given.rpartition(" ")[2][:1]
    return not last.islower() and last != "ʻ"


def _is_east_asian(text: str) -> bool:
    """Whether a name is written in Chinese, Japanese or Korean characters only."""
    return bool(text) and text[0] > "\u00b6" and bool(_EAST_ASIAN.match(text))


def is_initials(given: str, family: str) -> bool:
    """Whether a given name in capitals (`CL`) is a row of initials and not one short name.

    Records made from PubMed and from printed lists have them so. Where the family name is in
    capitals too, the capitals say nothing.
    """
    return bool(_CAPITALS.match(given)) and not (len(family) > 1 and family.isupper())


_SPLIT = re.compile(r"[\s\u00a0]+|(?<=[^\W\d_]\.)(?=[^\s\-‐.])|(?=[-‐])")
_INITIAL = re.compile(r"^([\ufdd0-\ufdef]*)([^\ufdd0-\ufdef]*)([\ufdd0-\ufdef]*)$")
_CAPITAL_PAIR = re.compile(r"^([A-Z])([A-Z]+)[a-z]")


def initials(given: str, family: str, mark: str, *, hyphen: bool) -> str:
    """A given name's words as initials, each followed by `mark`; words in small letters stay.

    Args:
        given: The given name.
        family: The family name, to tell capitals that are initials from capitals that shout.
        mark: What follows an initial: `initialize-with`.
        hyphen: Whether the hyphen of a double name stays (`initialize-with-hyphen`).
    """
    if is_initials(given, family):
        return "".join(letter + mark for letter in given).rstrip()
    return _initials_of_words(given, mark, hyphen=hyphen)


@lru_cache(maxsize=8192)
def _initials_of_words(given: str, mark: str, *, hyphen: bool) -> str:
    """`initials` of a given name that is not a row of them."""
    out: list[str] = []
    for part in _SPLIT.split(given):
        joined = part[:1] in ("-", "‐")
        word = part[1:] if joined else part
        if not word:
            continue
        before, core, after = _marked(word)
        if core[:1].islower() and not core.endswith("."):
            if not joined:
                _end_blank(out)
                out.append(f"{word} ")
            continue
        if joined and hyphen and out:
            out[-1] = out[-1].rstrip() + "-"
        letter = before + _initial(core)
        out.append(f"{letter}{mark.rstrip()}{after}{' ' if mark.endswith(' ') else ''}")
    return "".join(out).strip()


def _marked(word: str) -> tuple[str, str, str]:
    """A word and the marks of formatting before and after it."""
    match = _INITIAL.match(word)
    return (match[1], match[2], match[3]) if match else ("", word, "")


def _end_blank(out: list[str]) -> None:
    """A blank at the end of what is there, if anything is."""
    if out and not out[-1].endswith(" "):
        out.append(" ")


def _initial(word: str) -> str:
    """What stands for a word: an abbreviation stays, else its first letter or digraph."""
    core = word.rstrip(".")
    if word.endswith(".") and len(core) <= _ABBREVIATED:
        return core
    if match := _CAPITAL_PAIR.match(core):
        return match[1] + match[2].lower()
    return word[:1].upper()


_ABBREVIATED = 3
"""A word of up to so many letters with a period is an abbreviation (`Yu.`, `Ph.`)."""


def normal_given(given: str, mark: str) -> str:
    """With `initialize="false"`: full names stay, initials get the style's mark."""
    out: list[str] = []
    for word in _SPLIT.split(given):
        before, core, after = _marked(word)
        if core.endswith(".") or (len(core) == 1 and core.isupper()):
            blank = " " if mark.endswith(" ") else ""
            out.append(f"{before}{core.rstrip('.')}{mark.rstrip()}{after}{blank}")
        elif word:
            if word[0] in "-‐" and out:
                out[-1] = out[-1].rstrip()
            else:
                _end_blank(out)
            out.append(f"{word} ")
    return "".join(out).strip()
