"""# BM202: the same work twice.

**What.** Two references with the same DOI, or with the same title, year and first author.

**Why.** A work listed twice gets two numbers, and its citations are split between them.

**Bad**

    @article{a, title = {Disc cell therapy}, year = {2018}, author = {Omlor, G. W.}}
    @article{b, title = {Disc Cell Therapy.}, year = {2018}, author = {Omlor, Georg W.}}

**Good.** One of the two, cited under one key.

Letter case, punctuation and spaces do not count; parts of one work (I and II) differ in their
titles and are not reported.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from backmatter.references.findings import Finding
from backmatter.references.model import Reference
from backmatter.references.rules.rule import Library, Rule, finding


def check(library: Library) -> Iterator[Finding]:
    """One finding for each reference that repeats an earlier one, naming that one."""
    first: dict[tuple[str, ...], Reference] = {}
    for reference in library.references:
        for identity in _identities(reference):
            earlier = first.setdefault(identity, reference)
            if earlier is not reference:
                what = "DOI" if identity[0] == "doi" else "title, year and first author"
                yield finding("BM202", reference, f"has the same {what} as {earlier.label}")
                break


def _identities(reference: Reference) -> Iterator[tuple[str, ...]]:
    if doi := reference.text("DOI"):
        yield ("doi", doi.casefold())
    names = reference.names.get("author") or reference.names.get("editor") or ()
    title = _bare(reference.plain_title)
    if title and names and reference.year is not None:
        family = _bare(names[0].family or names[0].literal)
        yield ("work", title, str(reference.year), family, *map(_bare, _parts(reference)))


def _parts(reference: Reference) -> tuple[str, str]:
    """What tells the volumes of one work, or a yearly report's issues, apart."""
    return reference.text("volume"), reference.text("page")


def _bare(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if char.isalnum())


RULE = Rule("BM202", "duplicates", __doc__ or "", check)
