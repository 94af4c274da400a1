"""Author lists as printed: Vancouver, GB/T 7714, inverted, direct and Chinese names, groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backmatter.references.model import Name
from backmatter.references.parsing.chinese_names import is_transliterated, parse_chinese_name
from backmatter.references.parsing.tokens import fold, has_han

_UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽА-Я"
_PARTICLE = (
    r"(?:d[aeiou]|de[lnr]|dell[ao]|dos|das|du|van|von|vom|zu[mr]?|te[nr]|la|le|los|el|al|bin|ibn|"
    r"af|av|’t|'t|[Dd]e la|[Vv]an de[rn]?|[Vv]on de[rn]?|[Dd]e|[Vv]an|[Vv]on|[Dd]u|[Ll]a|[Ll]e|"
    r"[Dd]er)"
)
_PART = (
    rf"(?:[dlDL]['’]|[Oo]['’]|al-|el-|ter-)?[{_UP}][^\W\d_]{{0,30}}(?:['’-][^\W\d_]{{1,30}}){{0,3}}"
)
_NEXT_PART = rf"(?![{_UP}](?![\w'’]))(?:{_PARTICLE}\s)?{_PART}"
_FAMILY = rf"(?:{_PARTICLE}\s){{0,2}}{_PART}(?:\s{_NEXT_PART}){{0,2}}"
_INITIALS = rf"[{_UP}]{{1,4}}(?:-[{_UP}]{{1,2}})?|[{_UP}](?:[\s-][{_UP}]){{1,3}}"
_DOTTED = rf"[{_UP}][^\W\d_]{{0,2}}\.(?:[\s-]?[{_UP}][^\W\d_]{{0,2}}\.){{0,4}}"
_SUFFIX = r"(?:Jr|Sr|II|III|IV|2nd|3rd)\.?"

_VANCOUVER = re.compile(
    rf"(?P<family>{_FAMILY})\s(?P<given>{_INITIALS})(?:\s(?P<suffix>{_SUFFIX}))?"
)
_TRAILING_PARTICLE = re.compile(
    rf"(?P<family>{_FAMILY})\s(?P<given>{_INITIALS})\s(?P<particle>{_PARTICLE}(?:\s{_PARTICLE})?)"
)
_INVERTED = re.compile(
    rf"(?P<family>{_FAMILY}),\s?(?P<given>{_DOTTED}|{_PART}(?:\s(?:{_DOTTED}|{_PART})){{0,3}})"
    rf"(?:,?\s(?P<suffix>{_SUFFIX}))?"
)
_STOPPED = re.compile(rf"(?P<family>{_FAMILY})\s(?P<given>{_DOTTED})(?:,?\s(?P<suffix>{_SUFFIX}))?")
_DIRECT = re.compile(
    rf"(?P<given>{_DOTTED}|{_PART}(?:\s(?:{_DOTTED}|{_PART}|[{_UP}])){{0,3}})\s(?P<family>"
    rf"(?:{_PARTICLE}\s){{0,2}}{_PART})(?:,?\s(?P<suffix>{_SUFFIX}))?"
)
_OTHERS = re.compile(
    r"(?:[,;]?\s{0,2}(?:(?:and|&|und|et)\s)?(?:et\s?\.?\s?al\b\.?(?!\w)|and others|u\.\s?a\.)"
    r"|[,;]?\s{0,2}等(?:(?=[.,;\s\]]|$|人|编|著|译|主编)))",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s{0,2}(?:[,;、]\s{0,2}(?:(?:and|&|und|et|(?-i:y)|和)\s)?|\s(?:and|&|und|(?-i:y))\s)\s{0,2}",
    re.IGNORECASE,
)
_STRONG_SEPARATOR = re.compile(
    r"\s{0,2}(?:[;/]|,?\s(?:and|&|und|et|(?-i:y))\s)\s{0,2}", re.IGNORECASE
)
"""A large Y is an initial, not the Spanish *and*."""

_LIST_END = r"(?=\s{0,2}(?:[,;]|$|\s(?:and|&|und|et|y|AND)\s))"
_INVERTED_IN_LIST = re.compile(
    rf"(?P<family>(?:{_PARTICLE}\s){{0,2}}{_PART}(?:[\s-]{_NEXT_PART})?),\s?"
    rf"(?P<given>(?:{_DOTTED}|{_PART})(?:[\s-](?:{_DOTTED}|{_PART}|{_INITIALS})){{0,3}}|{_INITIALS})"
    rf"(?:,?\s(?P<suffix>{_SUFFIX}))?{_LIST_END}"
)
_DIRECT_IN_LIST = re.compile(
    rf"(?P<given>{_DOTTED}|{_PART}(?:\s(?:{_DOTTED}|{_PART}|[{_UP}])){{0,3}})\s(?P<family>"
    rf"(?:{_PARTICLE}\s){{0,2}}{_PART})(?:,?\s(?P<suffix>{_SUFFIX}))?{_LIST_END}"
)
_COMPANY = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Bros)$")
"""Endings that a stop belongs to."""

_COMMA = re.compile(r"[,;、]")
_MAX_LENGTH = 4000
_GROUP_WORDS = re.compile(
    r"\b(?:universit\w{0,3}|institut\w{0,3}|committee|organi[sz]ation|council|department|agency|"
    r"laborator\w{0,3}|inc|ltd|llc|gmbh|corp|association|society|bureau|ministry|cent(?:er|re)|bank|"
    r"commission|office|group|consortium|collaboration|network|federation|academy|foundation|"
    r"administration|authority|board|union|team|national|nations|investigators|statistics|europe|"
    r"international|program(?:me)?|government|service|parliament|bundes\w+|ministerium|amt)\b",
    re.IGNORECASE,
)
_HAN_GROUP = re.compile(
    r"(?:委员会|局|部|中心|大学|学院|研究所|研究院|公司|协会|学会|研究会|联合会|总社|新华社|出版社|书局|院|馆|网|组|"
    r"办公室|实验室|教研室|政府|银行|集团|厅|法院|医院|报|基金会|理事会|大会|联盟|处|站|厂|委|社|会|委員會|學會|"
    r"協會|大學|實驗室|公司|局|會|館)$"
)


@dataclass(frozen=True, slots=True)
class NameList:
    """Names read from a stretch of text; `others` says that it ends in *et al.* or 等.

    `confidence` tells how much every piece looks like a person's or a group's name.
    """

    names: tuple[Name, ...]
    others: bool
    confidence: float


def parse_names(text: str, *, foreign: bool = False) -> NameList | None:
    """A whole stretch of text as a list of names, or None where a piece is none.

    Args:
        text: The list, without the stop that ends it.
        foreign: Whether Chinese names in it are known to be of foreigners.
    """
    text = text.strip(" ,;、，；")
    body, others = _without_others(fold(text))
    if not body or len(body) > _MAX_LENGTH:
        return None
    if not _COMMA.search(body) and has_han(body) and is_group(body):
        return NameList(group(text[: len(body)]).names, others, 0.9)
    inverted = _all_inverted(body)
    if inverted:
        return NameList(inverted, others, 0.95)
    names = _separated(text, body, foreign=foreign)
    if not names:
        names = _sequence(body)
        return NameList(names, others, 0.85) if names else None
    names = [_among_persons(name, names) for name in names]
    return NameList(tuple(names), others, 0.85 if _is_mixed(names) else 0.97)


def _separated(text: str, body: str, *, foreign: bool) -> list[Name]:
    """The names of a list in which every separator parts two of them; [] where one is none."""
    names: list[Name] = []
    start = 0
    separators = _STRONG_SEPARATOR if ";" in body or "/" in body else _SEPARATOR
    for separator in (*separators.finditer(body), None):
        end = separator.start() if separator else len(body)
        if body[start:end].strip():
            name = parse_name(text[start:end], foreign=foreign)
            if name is None:
                return []
            names.extend(_pair(name) or (name,))
        start = separator.end() if separator else end
    return names


def _sequence(body: str) -> tuple[Name, ...]:
    """The names of a list whose first is inverted (`Moore, Sally and Barbara Myerhoff`)."""
    names: list[Name] = []
    at = 0
    while at < len(body):
        match = _INVERTED_IN_LIST.match(body, at) or (
            _DIRECT_IN_LIST.match(body, at) if at else None
        )
        if not match or (not names and match.re is not _INVERTED_IN_LIST):
            return ()
        names.append(_name(match.groupdict()))
        separator = _SEPARATOR.match(body, match.end())
        if not separator and match.end() < len(body):
            return ()
        at = separator.end() if separator else len(body)
    return tuple(names)


def parse_name(text: str, *, foreign: bool = False) -> Name | None:
    """One name as printed, or None where it does not look like one."""
    if has_han(text):
        return _han_name(" ".join(text.split()).strip(" ,;，；"), foreign=foreign)
    folded = " ".join(fold(text).split()).strip(" ,;")
    folded = folded.removesuffix(".") if not re.search(r"\b[A-Z]\.$|\.[A-Z]\.$", folded) else folded
    for pattern in (_VANCOUVER, _TRAILING_PARTICLE, _STOPPED, _INVERTED):
        match = pattern.fullmatch(folded)
        if match:
            return _name(match.groupdict())
    match = _DIRECT.fullmatch(folded)
    if match and not _GROUP_WORDS.search(folded):
        return _name(match.groupdict())
    return None


def is_group(text: str) -> bool:
    """Whether a text is the name of a body: by the words such names have."""
    folded = fold(text).strip()
    if has_han(folded):
        return _HAN_GROUP.search(re.sub(r"\([^()]{0,80}\)$", "", folded)) is not None
    return _GROUP_WORDS.search(folded) is not None


def group(text: str) -> NameList:
    """A text as the name of one body."""
    literal = " ".join(text.split()).strip(" ,;，；")
    literal += "." if _COMPANY.search(literal) else ""
    return NameList((Name(literal=literal),), False, 0.9 if is_group(literal) else 0.7)


def _name(parts: dict[str, str | None]) -> Name:
    return Name(
        family=parts["family"] or "",
        given=(parts["given"] or "").strip(),
        suffix=(parts.get("suffix") or "").rstrip("."),
        non_dropping_particle=parts.get("particle") or "",
    )


def _han_name(text: str, *, foreign: bool) -> Name | None:
    name = parse_chinese_name(text, foreign=foreign)
    if name:
        return name
    compact = text.replace(" ", "") if not re.search(r"[A-Za-z]\s[A-Za-z]", text) else text
    short = len(compact) <= 12 and re.fullmatch(r"[\w·•・.．\-()（）]+", compact) is not None
    return Name(literal=compact) if short or is_group(compact) else None


def _without_others(text: str) -> tuple[str, bool]:
    for match in _OTHERS.finditer(text):
        if not text[match.end() :].strip(" .,;"):
            return text[: match.start()].rstrip(" ,;"), True
    return text, False


def _all_inverted(text: str) -> tuple[Name, ...]:
    """`Smith, J. A., Jones, B., & Wu, C.`: every name inverted, so that commas come in pairs."""
    names: list[Name] = []
    for part in _inverted_parts(text):
        match = _INVERTED.fullmatch(part)
        if not match or "." not in part:
            return ()
        names.append(_name(match.groupdict()))
    return tuple(names)


_AFTER_INITIALS = re.compile(
    r"(?<=\.)(?:,?\s(?:and|&|und)\s|[,;]\s?(?:(?:and|&)\s)?)(?!(?:Jr|Sr|I{2,3}|IV)\b)"
)


def _inverted_parts(text: str) -> Iterator[str]:
    yield from (part.strip(" ,;") for part in _AFTER_INITIALS.split(text))


def _among_persons(name: Name, names: list[Name]) -> Name:
    """A short Chinese name with a rare surname, among names that are persons': a person's too."""
    persons = sum(1 for each in names if each.family and has_han(each.family))
    text = name.literal
    if persons and 2 <= len(text) <= 3 and has_han(text) and text.isalpha() and not is_group(text):
        return name if is_transliterated(text) else Name(family=text[0], given=text[1:])
    return name


def _pair(name: Name) -> tuple[Name, ...]:
    """`张三和李四`: two persons, where both halves are a person's name."""
    halves = [parse_chinese_name(half) for half in re.split("[和与與]", name.literal)]
    persons = tuple(half for half in halves if half)
    return persons if len(halves) == len(persons) == 2 else ()


def _is_mixed(names: list[Name]) -> bool:
    """Whether persons and bodies stand side by side, as they rarely do."""
    kinds = {bool(name.literal) for name in names}
    return len(kinds) > 1
