"""Identifiers with check digits or a fixed form: ISSN, ISBN, ORCID iD, PMID, PMCID, arXiv.

Each function says what is wrong with one identifier, "" when nothing is. This module fronts
python-stdnum, whose part is the check digits (ISO 3297, ISO 2108, ISO 7064).
"""

from __future__ import annotations

import re

_DASHES = re.compile(r"[\s\u00ad\u2010-\u2015\u2212-]+")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dX]")
_ASIDE = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_LABEL = re.compile(
    r"\be?-?(?:ISBN|ISSN)(?:-1[03]|-L)?(?:\s?\((?:13|10)\))?:?(?![A-Za-z])", re.IGNORECASE
)
_BETWEEN = re.compile(r"[,;/|&\n、，；]|\band\b|\\&|\\[nr]")
_ARXIV = re.compile(r"(\d{2})(\d{2})\.(\d{4,5})(?:v\d{1,3})?")
_OLD_ARXIV = re.compile(
    r"[a-z]{2,9}(?:-[a-z]{2,8})?(?:\.[A-Za-z-]{2,6})?/\d{2}(\d{2})\d{3}(?:v\d{1,3})?"
)
_LENGTHS = (8, 10, 13)
"""How many characters ISSN and ISBN have."""

_PMID = re.compile(r"[1-9]\d{0,8}")
_PMCID = re.compile(r"PMC[1-9]\d{0,8}(?:\.\d{1,2})?", re.IGNORECASE)

_FIRST_FIVE_DIGITS = 15
"""arXiv numbers have four digits up to 1412 and five from 1501 on."""


def bare(text: str) -> str:
    """The identifier without spaces, hyphens and dashes, in capitals."""
    return _DASHES.sub("", text).upper()


def listed(text: str) -> list[str]:
    """The ISSNs and ISBNs of a value that may hold several, remarks such as `(pbk.)` left out.

    Spaces part numbers only where each part is whole, since spaces may also stand inside one.
    """
    pieces = _BETWEEN.split(_LABEL.sub(" ", _ASIDE.sub(" ", text)))
    found: list[str] = []
    for piece in filter(None, map(str.strip, pieces)):
        parts = piece.split()
        found += parts if all(len(bare(part)) in _LENGTHS for part in parts) else [piece]
    return found


def issn_fault(text: str) -> str:
    """What is wrong with an ISSN."""
    from stdnum import issn

    number = bare(text)
    if not _ISSN.fullmatch(number):
        return "is no ISSN, which has eight digits, the last perhaps an X"
    right = issn.calc_check_digit(number[:-1])
    return "" if right == number[-1] else f"has a wrong check digit: {right} would be right"


def isbn_fault(text: str) -> str:
    """What is wrong with an ISBN of ten or thirteen digits."""
    from stdnum import isbn

    number = bare(text)
    if not re.fullmatch(r"\d{9}[\dX]|\d{13}", number):
        if number.isdigit():
            return f"is no ISBN: it has {len(number)} digits, not 10 or 13"
        return "is no ISBN, which has 13 digits, or 10 of which the last may be an X"
    if len(number) == 13 and number[:3] not in ("978", "979"):
        return "is no ISBN: those of 13 digits begin with 978 or 979"
    return "" if isbn.is_valid(number) else "has a wrong check digit, or a digit is wrong"


def orcid_fault(text: str) -> str:
    """What is wrong with an ORCID iD, with or without its address."""
    from stdnum.iso7064 import mod_11_2

    number = re.sub(r"^(?:https?://)?(?:www\.)?orcid\.org/", "", text.strip(), flags=re.IGNORECASE)
    if not re.fullmatch(r"\d{15}[\dX]", bare(number)):
        return "is no ORCID iD, which has four groups of four digits, the last perhaps an X"
    return "" if mod_11_2.is_valid(bare(number)) else "has a wrong check digit"


def arxiv_fault(text: str) -> str:
    """What is wrong with an arXiv identifier, new form (`1501.00001`) or old (`hep-th/9901001`)."""
    number = re.sub(r"^arxiv:\s*", "", text.strip(), flags=re.IGNORECASE)
    if new := _ARXIV.fullmatch(number):
        year, month, serial = new.groups()
        if not 1 <= int(month) <= 12:
            return f"is no arXiv number: there is no month {month}"
        digits = 5 if int(year) >= _FIRST_FIVE_DIGITS else 4
        if len(serial) != digits:
            return f"is no arXiv number: those of 20{year} have {digits} digits after the stop"
        return ""
    if old := _OLD_ARXIV.fullmatch(number):
        return "" if 1 <= int(old[1]) <= 12 else f"is no arXiv number: there is no month {old[1]}"
    return "is no arXiv number, such as 1501.00001 or hep-th/9901001"


def pmid_fault(text: str) -> str:
    """What is wrong with a PubMed number."""
    number = re.sub(r"^PMID:?\s*", "", text.strip(), flags=re.IGNORECASE)
    return "" if _PMID.fullmatch(number) else "is no PMID, which is a number of up to nine digits"


def pmcid_fault(text: str) -> str:
    """What is wrong with a PubMed Central number."""
    number = re.sub(r"^PMCID:?\s*", "", text.strip(), flags=re.IGNORECASE)
    return "" if _PMCID.fullmatch(number) else "is no PMCID, which is PMC and digits"
