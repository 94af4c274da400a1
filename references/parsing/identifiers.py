"""Identifiers, addresses and access dates: what is certain wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

from backmatter.references.model import Date
from backmatter.references.parsing.dates import DATE, read_date
from backmatter.references.parsing.draft import Draft

_DOI = re.compile(
    r"(?:\b(?:https?://)?(?:dx\.)?doi\.[o0]rg/|\bdoi\s?[:.]?\s{0,2}(?:https?://(?:dx\.)?doi\.org/)?)"
    r"(10(?:\.\d{4,9})?/\S{1,400})|(?<![\w/])(10\.\d{4,9}/\S{1,400})",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:\b(?:available|retrieved|accessed|online|url|verfügbar|abgerufen|letöltve)\b"
    r"(?:\s(?:at|from|online|unter|on))?\s?[:.]?\s{0,2})?<?"
    r"((?:h?t{1,2}ps?:/{1,2}|ftp://)[^\s<>\u3400-\u9fff]{1,2000}(?:\s\?\w{1,20}=\S{1,200})?"
    r"|\bwww\.[^\s<>\u3400-\u9fff]{3,2000})>?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^h?t{1,2}p(s?):/{1,2}", re.IGNORECASE)
_BRACKETED_DATE = re.compile(r"\[\s?(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})\s?\]")
_ACCESSED = re.compile(
    rf"[\[(]?\b(?:(?:last\s)?(?:accessed|retrieved|visited|viewed|cited|access date|zugriff|"
    rf"abgerufen(?: am)?|consulté le)(?:\son)?)[:,]?\s({DATE})[\])]?",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"\barxiv\s?:\s?((?:\d{4}\.\d{4,5}(?:v\d{1,2})?)|[a-z-]{2,10}(?:\.[a-z]{2})?/\d{7})",
    re.IGNORECASE,
)
_PMID = re.compile(r"\b(PMID|PMCID)\s?:\s?((?:PMC)?\d{4,9})\b", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN(?:-1[03])?\s?:?\s?([\dxX][\dxX\s-]{8,20}[\dxX])")
_TRAILING = ".,;:!?'\"”’»"


def take_identifiers(folded: str, draft: Draft) -> str:
    """Read all identifiers into a draft; the text comes back with blanks in their place."""
    lower = folded.lower()
    for signs, step in _STEPS:
        if any(sign in lower for sign in signs):
            folded = step(folded, draft)
    return folded


def _take(
    folded: str,
    draft: Draft,
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], tuple[str, str | Date, int]],
) -> str:
    """Read every match; `read` gives the variable, the value and where the match really ends."""
    for match in pattern.finditer(folded):
        variable, value, end = read(match)
        draft.put(variable, value, match.start(), end, 0.99)
        folded = folded[: match.start()] + " " * (end - match.start()) + folded[end:]
    return folded


def _dois(folded: str, draft: Draft) -> str:
    def read(match: re.Match[str]) -> tuple[str, str, int]:
        group = 1 if match[1] else 2
        value = _without_trailing(match[group])
        return "DOI", value, match.start(group) + len(value)

    for match in _URL.finditer(folded):
        if "doi.org/10." in match[1].lower():
            value = _without_trailing(match[1])
            draft.put("URL", value, match.start(1), match.start(1) + len(value), 0.99)
    return _take(folded, draft, _DOI, read)


def _urls(folded: str, draft: Draft) -> str:
    def read(match: re.Match[str]) -> tuple[str, str, int]:
        value = _without_trailing(match[1])
        mended = _SCHEME.sub(r"http\1://", value.replace(" ", ""))
        return "URL", mended, match.start(1) + len(value)

    return _take(folded, draft, _URL, read)


def _access_dates(folded: str, draft: Draft) -> str:
    def read(match: re.Match[str]) -> tuple[str, Date, int]:
        return "accessed", read_date(match[1]) or Date(literal=match[1]), match.end()

    return _take(_take(folded, draft, _BRACKETED_DATE, read), draft, _ACCESSED, read)


def _numbers(folded: str, draft: Draft) -> str:
    def pubmed(match: re.Match[str]) -> tuple[str, str, int]:
        return match[1].upper(), match[2], match.end()

    def isbn(match: re.Match[str]) -> tuple[str, str, int]:
        return "ISBN", match[1], match.end()

    def arxiv(match: re.Match[str]) -> tuple[str, str, int]:
        return "number", f"arXiv:{match[1]}", match.end()

    for pattern, read in ((_PMID, pubmed), (_ISBN, isbn), (_ARXIV, arxiv)):
        folded = _take(folded, draft, pattern, read)
    return folded


def _without_trailing(address: str) -> str:
    """An address without the marks of the sentence around it; brackets stay in pairs."""
    address = address.rstrip(_TRAILING)
    while address and address[-1] in ")]}>" and not _balanced(address):
        address = address[:-1].rstrip(_TRAILING)
    return address


def _balanced(address: str) -> bool:
    closing = address[-1]
    opening = {")": "(", "]": "[", "}": "{", ">": "<"}[closing]
    return address.count(opening) >= address.count(closing)


_STEPS: tuple[tuple[tuple[str, ...], Callable[[str, Draft], str]], ...] = (
    (("10.", "doi"), _dois),
    ((":/", "www."), _urls),
    (
        (
            "[", "accessed", "retrieved", "visited", "viewed", "cited", "access date", "zugriff",
            "abgerufen", "consult",
        ),
        _access_dates,
    ),
    (("pm", "isbn", "arxiv"), _numbers),
)  # fmt: skip
"""The steps in order, each behind signs without which it can find nothing (in lower case)."""
