"""Rules for volumes, issues and editions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.rules.rule import Hit, Library, documented

_LABEL = re.compile(
    r"(?:volumes?|vols?\.?|issues?|numbers?|nos?\.|nr\.|num\.|bd\.|band|t\.|tome|vol(?=\d)|no(?=\d))\s?(?=[\dIVXLC])",
    re.IGNORECASE,
)
_EDITION = re.compile(r"\b(?:editions?|edn?|eds?)\b\.?|版", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth",
    re.IGNORECASE,
)
_LABELLED = {"volume": "volume", "number": "issue"}


def labelled(library: Library) -> Iterator[Hit]:
    """# BM224: a word before the volume or the issue.

    **What.** `Vol. 3` in `volume`, `No. 4` in the `number` of an article.

    **Why.** Styles put the word there themselves, or want none: the list says *vol. Vol. 3*.

    **Bad**

        @article{a, title = {A}, journal = {J}, volume = {Vol. 3}}

    **Good**

        @article{a, title = {A}, journal = {J}, volume = {3}}

    **Fix** (safe). The word is taken out.
    """
    for item in library.items:
        if item.is_printed:
            continue
        if item.entry is None:
            for variable in ("volume", "issue"):
                if _LABEL.match(text := item.reference.text(variable)):
                    yield Hit(f"the {variable} {text[:40]} has a word before it", item)
            continue
        for name, meaning in _LABELLED.items():
            if name == "number" and item.entry.type != "article":
                continue
            field = item.field(name)
            if field and (match := _LABEL.match(text := field.text.strip())):
                fix = field.rewritten(text[match.end() :])
                yield Hit(f"the {meaning} {text[:40]} has a word before it", item, field, fix)


def editions(library: Library) -> Iterator[Hit]:
    """# BM225: the word edition in the edition.

    **What.** `2nd edition`, `3rd ed.` or `第2版` in `edition`.

    **Why.** Styles put the word there themselves: the list says *2nd edition edition*.

    **Bad**

        @book{a, title = {A}, edition = {2nd ed.}}

    **Good**

        @book{a, title = {A}, edition = {2}}

    **Fix** (safe). The word is taken out, where a number or an ordinal is left.
    """
    for item in library.items:
        if item.is_printed:
            continue
        field = item.field("edition")
        text = field.text.strip() if field else "" if item.entry else item.reference.text("edition")
        if not (match := _EDITION.search(text)):
            continue
        rest = text[: match.start()].strip(" ,第")
        if match.end() != len(text) or not _NUMBER.fullmatch(rest):
            continue  # `2nd ed., revised` and `2020版` are more than a number and the word
        fix = field.rewritten(rest) if field else None
        yield Hit(f"the edition {text} has the word in it", item, field, fix)


def volume_is_year(library: Library) -> Iterator[Hit]:
    """# BM226: the volume is the year.

    **What.** Volume and year of an article are the same number, though other entries of the same
    journal have volumes that are not their years.

    **Why.** Some journals count their volumes by years, most do not: the year was put in the
    volume's place.

    **Bad**

        @article{a, title = {A}, journal = {J Foo}, year = {2018}, volume = {2018}}
        @article{b, title = {B}, journal = {J Foo}, year = {2017}, volume = {22}}

    **Good**

        @article{a, title = {A}, journal = {J Foo}, year = {2018}, volume = {23}}
        @article{b, title = {B}, journal = {J Foo}, year = {2017}, volume = {22}}
    """
    counted: set[str] = set()
    same = defaultdict[str, list[int]](list)
    for index, item in enumerate(library.items):
        reference = item.reference
        volume, journal = reference.text("volume"), reference.text("container-title").casefold()
        if not volume.isdigit() or not journal or reference.year is None:
            continue
        if volume == str(reference.year):
            same[journal].append(index)
        elif len(volume) < 4:
            counted.add(journal)
    for index in sorted(index for journal in counted for index in same.get(journal, ())):
        item = library.items[index]
        message = f"the volume {item.reference.text('volume')} is the year"
        yield Hit(f"{message}; other volumes of this journal are not", item, item.at("volume"))


RULES = (
    documented("BM224", "volume-label", labelled),
    documented("BM225", "edition-word", editions),
    documented("BM226", "volume-is-year", volume_is_year, Severity.INFO),
)
