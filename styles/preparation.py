"""What a house style asks for and CSL cannot say, done to each reference before it is printed.

A style of ours carries its wishes in a processing instruction before the root element, which
every other CSL processor passes over:

    <?backmatter language="by-script" punctuation="full-width" titles="sentence-case"?>

    language     by-script: a reference without a language gets that of its script (Chinese,
                 Japanese, Korean, Russian, else English), so that its terms are in it.
    punctuation  full-width or half-width: the marks between the words of a title, a name, a
                 place are of that width (GB/T 7714—2025 and 2015, the examples of clause 8).
    fields       bibtex: what a `.bib` file says beyond CSL is made use of: the type mark (`mark`,
                 or that of `@proceedings`, `@collection` and `@archive`), CSTR, the holder of a
                 patent, the archive of a preprint, the book that holds a map or a standard.
    titles       sentence-case: an English title in title case loses its capitals, save those
                 of names the record protects (`<span class="nocase">`) and of abbreviations; in
                 references of `.bib` files only, which count on their style for it.
    identifiers  once: a DOI or CSTR that the URL already holds is left out (GB/T 7714—2025,
                 7.9.2).
    families     capitals: family names in Latin letters in capitals (GB/T 7714—2015, 8.1.1),
                 those of groups as they are.
    suffixes     comma: `Peebles P Z, Jr` (7.1.1), where CSL puts a bare separator.
    versions     bare: a version or an edition without the V or 版 that the style prints (7.4).
    pages        closed-up: 序2-3 and 第1版自序, without blanks beside figures (8.5).
    translations family: of a foreign person whose family name is in Chinese the initials are
                 left out (7.1.1).
    names        whole: Chinese, Japanese and Korean names in one piece, so that a citation has
                 钱学森等, not 钱等 (9.3.1.3).
    groups       by-language: the variable `language-group` sorts Chinese, Japanese and Korean,
                 Western, Russian and other references (9.3.2).
    quotes       as-given: quotation marks and apostrophes are printed as they stand in the
                 record (`keeps_quotes`; the processor does this).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from backmatter.references.errors import StyleError
from backmatter.references.model import Reference

if TYPE_CHECKING:
    from backmatter.styles.wishes import Wish

Preparation = Callable[[Reference], Reference]

_INSTRUCTION = re.compile(r"<\?backmatter\s([^?]{0,1000})\?>")
_PSEUDO_ATTRIBUTE = re.compile(r'([a-z]+)="([a-z-]*)"')
_AS_GIVEN = ("quotes", "as-given")


def preparation(xml: str) -> Preparation | None:
    """The change that a style asks for, None when it asks for none.

    Raises:
        StyleError: When the instruction names a wish that there is not.
    """
    wishes = _wishes(xml)
    if not wishes:
        return None
    from backmatter.styles.wishes import WISHES, Draft

    steps: list[Wish] = []
    for wish in wishes:
        step = WISHES.get(wish)
        if step is not None:
            steps.append(step)
        elif wish != _AS_GIVEN:
            raise StyleError(f'the style asks for {wish[0]}="{wish[1]}", which is not known')
    if not steps:
        return None

    def prepare(reference: Reference) -> Reference:
        draft = Draft(reference)
        for step in steps:
            step(draft)
        return draft.finished()

    return prepare


def keeps_quotes(xml: str) -> bool:
    """Whether the style wants quotation marks and apostrophes printed as the record has them."""
    return _AS_GIVEN in _wishes(xml)


def _wishes(xml: str) -> list[tuple[str, str]]:
    """The pseudo-attributes of the instruction before the root element, in order."""
    found = _INSTRUCTION.search(xml[: max(xml.find("<style"), 0)])
    return _PSEUDO_ATTRIBUTE.findall(found[1]) if found else []
