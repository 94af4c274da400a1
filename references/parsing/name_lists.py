"""A stretch known to hold authors or editors, as names, whatever the manner.

`names.parse_names` says whether a text is a list of names and refuses what is not; here that
is known, so that every piece becomes a name: inverted, direct or Vancouver, chosen piece by
piece by what can stand alone (a lone word is a family name that waits for its given names).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backmatter.references.model import Name
from backmatter.references.parsing.chinese_names import parse_chinese_name
from backmatter.references.parsing.names import NameList, is_group
from backmatter.references.parsing.tokens import fold, has_han

_OTHERS = re.compile(
    r"[\s,;&(\[]{0,4}(?:\b(?:and|und|et|&)\s{1,2})?"
    r"(?:\bet\s{0,2}\.?\s{0,2}(?:al|coll)\b\.?|\band others\b|\bu\.\s?a\.|\bothers\b\.?"
    r"|等(?![\u3400-\u9fff])|\bet alii\b|외\s?\d{0,2}명?|他$)[\s.,;)\]]{0,4}$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\s{0,2}(?:[;/、|•]|[,，]?\s(?:[Aa]nd|AND|und|et|ET|y|e|och|og|en|with|mit|avec)\s|[,，]?\s[&＆]\s?|[,，]?[&＆]\s|(?<=[.,a-zß-ÿ])[&＆]|,\s?[Aa]nd\s)\s{0,2}"
)
_AND = re.compile(r"^\s?(?:and|und|et|&)\s", re.IGNORECASE)
_COMMA = re.compile(r"\s{0,2}[,，]\s{0,2}")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|2nd|3rd|2d|3d)\.?", re.IGNORECASE)
_INITIALS = re.compile(
    r"(?:[^\W\d_](?:[.·’'’]|(?=[\s-]|$))[\s-]{0,2}|[^\W\d_]{1,2}\.[\s-]{0,2}){1,6}"
)
_CAPITALS = re.compile(r"[^\W\d_a-zà-öø-ÿ]{1,3}(?:-[^\W\d_a-zà-öø-ÿ]{1,2})?")
_PARTICLE = re.compile(
    r"(?:[Dd][aeiou]|[Dd]e[lnr]|[Dd]ell[aoe]|degli|[Dd]os|das|[Dd]es|[Vv][ao]n|vom|[Vv]anden|[Vv]ander|zu[mr]?|[Tt]e[nr]|[Ll][ae]|"
    r"les|los|las|[Ee]l|al|bin|ibn|af|av|'t|’t|op|of|St\.?|[Ss]an|[Ss]anta|y|d['’]|l['’])"
)
"""A particle of a family name; in capitals only where a name is so as a whole."""

_ROLE = re.compile(
    r"[\s,]{0,3}[(\[]?\s?\b(?:eds?|editors?|hrsg|hg|hgg|dir|coords?|comps?|trans|red)\b\.?\s?[)\]]?[.:,\s]{0,3}$"
    r"|[\s,]{0,3}[(（]?(?:主编|编著|编|著|译|編|譯)[)）]?$",
    re.IGNORECASE,
)
_COMPANY_STOP = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Bros)\.$")
"""Endings of companies whose stop is their own."""

_COMPANY = re.compile(
    r"(?:\b(?:Inc|Ltd|LLC|LLP|GmbH|Corp|Corporation|plc|PLC|Bros)"
    r"|(?:&|\b(?:and|und|et))\s(?:Co|Company|Sons|Partners|Associates|Söhne|Cie|Fils))\.?$"
)
_BETWEEN_COMPANIES = re.compile(r",\s|,?\s(?:and|und|et|&)\s(?!(?:Co|Company|Sons)\b)")
_MARK_IN_FRONT = re.compile(r"^[\d,]{1,6}\s?[-.)]\s?(?=[^\W\d_])")
"""A number of a list: no name begins with one."""

_GLUED = re.compile(r"(?<=\b[^\W\d_]\.)(?=[^\W\d_]{2})")
"""Where an initial lost the blank behind it."""

_EDGE = " \t,.;:/&，；、"


def names_in(text: str) -> NameList:
    """The names in a stretch, in order, and whether others follow them."""
    folded = _MARK_IN_FRONT.sub("", " ".join(fold(text).split()))
    body = _ROLE.sub("", folded)
    match = _OTHERS.search(body)
    others = match is not None
    body = (body[: match.start()] if match else body).strip(" ,;:")
    if has_han(body) or _is_hangul(body):
        names = tuple(_east_names(body))
    else:
        names = tuple(_names_and_bodies(_GLUED.sub(" ", body)))
    return NameList(names, others, 0.9)


def _is_hangul(text: str) -> bool:
    return any("\uac00" <= character <= "\ud7a3" for character in text)


def _east_names(text: str) -> list[Name]:
    pieces = re.split(
        r"\s{0,2}[,，、;；/&]\s{0,2}|\s(?:and|和)\s|(?<=[\uac00-\ud7a3])[.·ㆍ](?=[\uac00-\ud7a3])",
        text,
    )
    if len(pieces) == 1 and re.fullmatch(
        r"(?:[\u3400-\u9fff]{2,4}\s){1,20}[\u3400-\u9fff]{2,4}", text
    ):
        pieces = text.split()
    names: list[Name] = []
    for piece in pieces:
        piece = piece.strip(_EDGE)
        if not piece:
            continue
        if not has_han(piece) and not _is_hangul(piece):
            names += _latin_names(piece)
            continue
        names.append(parse_chinese_name(piece) or Name(literal=piece))
    return names


def _names_and_bodies(text: str) -> list[Name]:
    """Persons and bodies; companies side by side are several, and their *and* may be their own."""
    if ";" in text and any(_is_body(piece) for piece in text.split(";")):
        return [name for piece in text.split(";") for name in _names_and_bodies(piece.strip())]
    companies = _BETWEEN_COMPANIES.split(text)
    if len(companies) > 1 and all(
        " " in company and _COMPANY.search(company) for company in companies
    ):
        return [_body(company) for company in companies]
    if _is_body(text) or ("," not in text and _COMPANY.search(text)):
        return [_body(text)] if text else []
    return _latin_names(text)


def _body(text: str) -> Name:
    return Name(literal=text if _COMPANY_STOP.search(text) else text.rstrip("."))


def _is_body(text: str) -> bool:
    """Whether the whole is one body: its words say so, and no person stands in it."""
    return (
        is_group(text)
        and not any(
            _is_initials(word) and len(word) < 3
            for part in text.split(",")
            for word in part.split()[-1:]
        )
        and not re.match(r"[A-Z]\.\s?[A-Z][a-z]", text)
    )


def _latin_names(text: str) -> list[Name]:
    parts = [_AND.sub("", part) for part in _STRONG.split(text) if part.strip(_EDGE)]
    names: list[Name] = []
    for part in parts:
        pieces = [p.strip(" ,;:") for p in _COMMA.split(part)]
        names += _comma_names(pieces, alone=len(parts) == 1 or ";" in text)
    return names


def _comma_names(pieces: Sequence[str], *, alone: bool) -> list[Name]:
    """The names of pieces that commas part; an inverted name takes two of them.

    `alone` says that two pieces may be one inverted name of several words.
    """
    pieces = [piece for piece in pieces if any(c.isalnum() or c in "—-_" for c in piece)]
    names: list[Name] = []
    at = 0
    while at < len(pieces):
        piece, following = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        at += 1
        if names and _SUFFIX.fullmatch(piece):
            names[-1] = _with_suffix(names[-1], piece)
        elif _waits(piece) and _SUFFIX.fullmatch(following) and at + 1 < len(pieces):
            names.append(Name(family=piece, given=pieces[at + 1], suffix=following.rstrip(".")))
            at += 2
        elif following and _is_pair(piece, following, alone=alone and len(pieces) == 2):
            names.append(_inverted(piece, following))
            at += 1
        else:
            names.append(_single(piece))
    return names


def _with_suffix(name: Name, suffix: str) -> Name:
    return Name(
        family=name.family, given=name.given, suffix=suffix.rstrip("."), literal=name.literal,
        non_dropping_particle=name.non_dropping_particle,
    )  # fmt: skip


def _waits(piece: str) -> bool:
    """Whether a piece is a family name without given names: no initials, or particles only."""
    words = piece.split()
    if len(words) > 1 and (_is_initials(words[-1]) or _is_family_first(words)):
        return False
    plain = [w for w in words if not _is_particle(w, piece) and not _SUFFIX.fullmatch(w)]
    return len(plain) <= 1 or not _is_initials(words[0])


def _is_pair(piece: str, following: str, *, alone: bool) -> bool:
    """Whether a piece and the next are one inverted name."""
    if not _waits(piece):
        return False
    if _INITIALS.fullmatch(following) or _CAPITALS.fullmatch(following):
        return True
    words = following.split()
    if _INITIALS.fullmatch(words[0]) and len(words) == 2 and _PARTICLE.fullmatch(words[1]):
        return True
    plain = [w for w in piece.split() if not _is_particle(w, piece)]
    if len(plain) <= 1:
        return True
    return alone and len(words) <= 2 and not _is_initials(words[0])


def _is_family_first(words: Sequence[str]) -> bool:
    """Whether only the first word is in capitals: `MICHEL Hélène`."""
    first = words[0]
    return first.isalpha() and first.isupper() and len(first) > 3 and not words[-1].isupper()


def _is_particle(word: str, name: str) -> bool:
    """Whether a word is a particle, in a name that may be in capitals as a whole."""
    return _PARTICLE.fullmatch(word.lower() if name.isupper() else word) is not None


def _is_initials(word: str) -> bool:
    return _INITIALS.fullmatch(word) is not None or _CAPITALS.fullmatch(word) is not None


def _inverted(piece: str, given: str) -> Name:
    words = given.split()
    particles: list[str] = []
    while len(words) > 1 and _PARTICLE.fullmatch(words[-1]) and words[-1].islower():
        particles.insert(0, words.pop())
    return Name(
        family=piece.strip(), given=" ".join(words), non_dropping_particle=" ".join(particles)
    )


def _single(piece: str) -> Name:
    """A name in one piece: Vancouver (`Smith JA`), direct (`J. A. Smith`), or a lone one."""
    words = piece.replace(".", ". ").split()
    words = _rejoined(words)
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop().rstrip(".")
    if "&" in piece or (len(words) > 1 and is_group(piece)):
        return Name(literal=piece)
    if len(words) == 1:
        return Name(family=words[0]) if piece[:1].isalpha() else Name(literal=piece)
    if _is_family_first(words):
        return Name(family=words[0], given=" ".join(words[1:]), suffix=suffix)
    tail = len(words)
    while tail > 1 and _is_initials(words[tail - 1]):
        tail -= 1
    first = words[0]
    if tail < len(words) and not (first.endswith(".") or len(first) == 1):
        return Name(family=" ".join(words[:tail]), given=" ".join(words[tail:]), suffix=suffix)
    start = len(words) - 1
    while start > 1 and _PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    if start == 1 and _PARTICLE.fullmatch(words[0]):
        start = 0
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=suffix)


def _rejoined(words: Sequence[str]) -> list[str]:
    """Initials with hyphens again in one (`J.` `-P.`)."""
    out: list[str] = []
    for word in words:
        if out and word.startswith("-"):
            out[-1] += word
        else:
            out.append(word)
    return out
