"""The CSL type of a reference without a type mark, from its fields and its wording."""

from __future__ import annotations

import re

from backmatter.references.parsing.draft import Draft

_THESIS = re.compile(
    r"\b(?:ph\.?\s?d\.?|doctoral|master'?s?|m\.?sc\.?|habilitation|diplom\w{0,10})\s{0,2}"
    r"(?:thesis|dissertation|diss|arbeit)?\b|\b(?:thesis|dissertation|thèse|dissertação)\b|学位论文",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:technical report|tech\. rep|research report|working paper|discussion paper|"
    r"white paper|memorandum|TR[- ]?\d+|arbeitspapier|rapport de recherche)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:proc(?:eedings|\.)?|conf(?:erence|\.)?|symp(?:osium|\.)?|workshop|congress|colloqui\w+|"
    r"meeting|tagung|congrès)\b|会议|论文集|研讨会",
    re.IGNORECASE,
)
_PATENT = re.compile(r"\bpatent\b|专利", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:GB/?T?|ISO|IEC|DIN|ASTM)[ /-]?[A-Z]{0,3}\s?\d{2,6}")
_NEWSPAPER = re.compile(
    r"\b(?:times|zeitung|tribune|guardian|newspaper)\b|日报|晚报|早报", re.IGNORECASE
)


def infer_type(draft: Draft, text: str) -> str:
    """The type that a draft's fields and the words of the reference speak for, "" for none."""
    has = draft.fields.keys()
    container = _value(draft, "container-title")
    if "container-title" in has:
        return _part_type(draft, container)
    genre = _value(draft, "genre")
    for kind, pattern in (("thesis", _THESIS), ("report", _REPORT), ("patent", _PATENT)):
        if pattern.search(genre) or pattern.search(text):
            return kind
    if _STANDARD.search(text) and "publisher" not in has:
        return "standard"
    if "number" in has and _value(draft, "number").startswith("arXiv"):
        return "article"
    if {"publisher", "publisher-place", "edition", "ISBN", "number-of-pages"} & has:
        return "book"
    if "URL" in has:
        return "webpage"
    return "article-journal" if "volume" in has else ""


def _part_type(draft: Draft, container: str) -> str:
    has = draft.fields.keys()
    if _MEETING.search(container) and "issue" not in has:
        return "paper-conference"
    if {"editor", "publisher"} & has and not ({"issue", "volume"} & has):
        return "chapter"
    if _NEWSPAPER.search(container) and "volume" not in has:
        return "article-newspaper"
    return "article-journal"


def _value(draft: Draft, variable: str) -> str:
    field = draft.fields.get(variable)
    return field.value if field and isinstance(field.value, str) else ""
