"""Rules for the letter case of DOIs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.identifiers import doi as dois
from backmatter.references.rules.rule import Field, Hit, Item, Library, documented

_LETTERS = 4
"""A DOI of fewer letters says nothing of how its writer treats them."""


def letter_case(library: Library) -> Iterator[Hit]:
    """# BM307: a DOI in capitals among others in small letters.

    **What.** One DOI is written in two ways in the file (`10.1016/J.CELL.2018.1` and
    `10.1016/j.cell.2018.1`), or all letters of a DOI are capitals where the file's other DOIs of
    the same publisher and journal have small ones.

    **Why.** Both lead to the same work, but programs that compare letters, such as a search or a
    list of duplicates, take them for two.

    **Bad**

        @article{a, title = {A}, doi = {10.1016/J.CELL.2018.01.001}}
        @article{b, title = {B}, doi = {10.1016/j.cell.2019.02.002}}

    **Good**

        @article{a, title = {A}, doi = {10.1016/j.cell.2018.01.001}}
        @article{b, title = {B}, doi = {10.1016/j.cell.2019.02.002}}

    **Fix** (safe). Small letters, which every resolver and Crossref itself take for the same.
    """
    found = list(_dois(library))
    forms = defaultdict[str, set[str]](set)
    small: set[str] = set()
    for _, _, doi in found:
        forms[dois.key(doi)].add(doi)
        if any(char.islower() for char in doi):
            small.add(_series(doi))
    for item, field, doi in found:
        lowered = doi.lower()
        if doi == lowered:
            continue
        if len(forms[dois.key(doi)]) > 1:
            message = f"the DOI {doi} is elsewhere in the file written with other capitals"
        elif _is_loud(doi) and _series(doi) in small:
            message = f"the DOI {doi} is in capitals, others of its journal here are not"
        else:
            continue
        yield Hit(message, item, field, field.rewritten(lowered))


def _dois(library: Library) -> Iterator[tuple[Item, Field, str]]:
    """The DOIs that stand in a field as they are, nothing around them."""
    for item in library.items:
        field = item.field("doi")
        if field is not None and dois.is_valid(doi := field.text.strip()):
            yield item, field, doi


def _is_loud(doi: str) -> bool:
    suffix = doi.partition("/")[2]
    return suffix == suffix.upper() and sum(char.isalpha() for char in suffix) >= _LETTERS


def _series(doi: str) -> str:
    """The prefix and the first letters after it, which mostly are the journal's."""
    prefix, _, suffix = doi.casefold().partition("/")
    letters = "".join(char for char in suffix if char.isalpha())
    return f"{prefix}/{letters[:_LETTERS]}"


RULES = (documented("BM307", "doi-case", letter_case, Severity.INFO),)
