"""Rules for page ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Severity
from backmatter.references.rules.rule import Field, Hit, Item, Library, documented

_DASH = r"[-\u2010-\u2015\u2212~]"
_RANGE = re.compile(
    rf"([A-Za-z]{{0,3}})(\d{{1,9}})\s{{0,2}}{_DASH}{{1,3}}\s{{0,2}}(?:(?<![A-Za-z])|\1)(\d{{1,9}})"
)
_HYPHENED = re.compile(
    r"(?<![-\d.])(\d{1,9})\s{0,2}([-\u2010-\u2015\u2212])\s{0,2}(\d{1,9})(?![-\d.])"
)
_LABEL = re.compile(r"(?:(?:pages?|pp?\.?|seiten?)\s?|s\.\s)(?=[A-Za-z]?\d)", re.IGNORECASE)
_MANY = 1000
"""An article of more pages than this is a slip of the hand."""


def _ranges(library: Library) -> Iterator[tuple[Item, Field | None, re.Match[str]]]:
    """The references whose pages are one range of numbers."""
    for item in library.items:
        if (text := item.reference.text("page")) and (match := _RANGE.fullmatch(text.strip())):
            field = item.field("pages") if item.entry else None
            if (item.entry is None or field) and not _is_number_and_page(match):
                yield item, field, match


def backwards(library: Library) -> Iterator[Hit]:
    """# BM204: a page range that runs backwards.

    **What.** The last page is smaller than the first.

    **Why.** One of the two is wrong, and a reader looks in vain. Shortened last pages (`1337-45`
    for 1337-1345) are not backwards: they are read as their full form.

    **Bad**

        @article{a, title = {A}, pages = {1379--1337}}

    **Good**

        @article{a, title = {A}, pages = {1337--1379}}
    """
    for item, field, match in _ranges(library):
        if int(_in_full(match[2], match[3])) < int(match[2]):
            yield Hit(f"the pages {match[0]} run backwards", item, field)


def _is_number_and_page(match: re.Match[str]) -> bool:
    """Whether it is an article's number and a page of it (`073101-3`, `LL16-04`), no range."""
    first, last = match.group(2, 3)
    # `A3-1` is the first page of appendix 3; a range names its letter twice or has more digits.
    if match[1] and match[0].count(match[1]) == 1 and len(first) < 3:
        return True
    return first.startswith("0") or last.startswith("0") or len(first) > max(5, len(last))


def _in_full(first: str, last: str) -> str:
    """The last page with the digits that a shortened range leaves out."""
    return first[: len(first) - len(last)] + last if len(last) < len(first) else last


def many(library: Library) -> Iterator[Hit]:
    """# BM223: an article of a thousand pages.

    **What.** The pages of an article or a conference paper span more than a thousand.

    **Why.** A digit too many or a missing one: `123-1350` for 123-135.

    **Bad**

        @article{a, title = {A}, journal = {J}, pages = {123--1350}}

    **Good**

        @article{a, title = {A}, journal = {J}, pages = {123--135}}
    """
    for item, field, match in _ranges(library):
        if item.reference.type not in ("article-journal", "paper-conference"):
            continue
        span = int(_in_full(match[2], match[3])) - int(match[2])
        if span >= _MANY:
            yield Hit(f"the pages {match[0]} are {span + 1:,}", item, field)


def shortened(library: Library) -> Iterator[Hit]:
    """# BM222: a shortened last page in a list that writes last pages in full.

    **What.** A range such as `1337-45`, where most ranges of the file that could be shortened
    are written in full.

    **Why.** Styles shorten page ranges by themselves, each in its own manner; one that shortens
    none prints this one unlike the others.

    **Bad**

        @article{a, title = {A}, pages = {1337--45}}
        @article{b, title = {B}, pages = {120--129}}
        @article{c, title = {C}, pages = {220--231}}

    **Good**

        @article{a, title = {A}, pages = {1337--1345}}
        @article{b, title = {B}, pages = {120--129}}
        @article{c, title = {C}, pages = {220--231}}

    **Fix** (safe). The last page in full.
    """
    short: list[tuple[Item, Field | None, re.Match[str]]] = []
    full = 0
    for each in _ranges(library):
        _, first, last = each[2].groups()
        whole = _in_full(first, last)
        if len(last) < len(first) and int(whole) > int(first):
            short.append(each)
        elif len(last) == len(first) > 1 and first[0] == last[0]:
            full += 1
    if full <= len(short):
        return
    for item, field, match in short:
        whole = match[1] + _in_full(match[2], match[3])
        fix = None
        if field and (at := field.text.rstrip()).endswith(match[3]):
            fix = field.rewritten(at[: len(at) - len(match[3])] + _in_full(match[2], match[3]))
        yield Hit(f"the pages {match[0]} are shortened: the last is {whole}", item, field, fix)


def hyphen(library: Library) -> Iterator[Hit]:
    """# BM220: a page range without BibTeX's dash.

    **What.** One hyphen, or a dash character, between two page numbers, where BibTeX writes `--`.

    **Why.** Styles that do not mend it print a hyphen, or a character that an old LaTeX lacks.
    Numbers with a hyphen inside, such as `A3-1`, are left alone, and so are entries with
    BibLaTeX's `date` or `journaltitle`: BibLaTeX takes any dash.

    **Bad**

        @article{a, title = {A}, pages = {101-109}}

    **Good**

        @article{a, title = {A}, pages = {101--109}}

    **Fix** (safe). Two hyphens.
    """
    for item in library.items:
        field = item.field("pages")
        # BibLaTeX takes any dash, and its entries have these fields.
        if field is None or "--" in field.text or item.field("date", "journaltitle"):
            continue
        parts = [part.strip() for part in field.text.split(",")]
        ranges = [match for part in parts if (match := _HYPHENED.fullmatch(part))]
        whole = all(part.isdigit() or _HYPHENED.fullmatch(part) for part in parts)
        if ranges and whole and all(map(_rises, ranges)):
            fix = field.rewritten(_HYPHENED.sub(r"\1--\3", field.text))
            yield Hit(f"the pages {field.text.strip()} have no -- between them", item, field, fix)


def _rises(match: re.Match[str]) -> bool:
    first, last = match[1], match[3]
    plain = not first.startswith("0") and len(first) <= max(5, len(last))
    return plain and int(_in_full(first, last)) > int(first)


def labelled(library: Library) -> Iterator[Hit]:
    """# BM221: a word before the pages.

    **What.** `pp.`, `p.`, `pages` or German `S.` in the field `pages`.

    **Why.** Styles put it there themselves: the list says *pp. pp. 1-9*.

    **Bad**

        @article{a, title = {A}, pages = {pp. 101--109}}

    **Good**

        @article{a, title = {A}, pages = {101--109}}

    **Fix** (safe). The word is taken out.
    """
    for item in library.items:
        field = item.field("pages")
        text = field.text.strip() if field else "" if item.entry else item.reference.text("page")
        if match := _LABEL.match(text):
            rest = text[match.end() :]
            if match[0] in ("P", "p"):
                continue  # `P12` is a page's own name
            fix = field.rewritten(rest) if field else None
            yield Hit(f"the pages {text[:40]} have a word before them", item, field, fix)


RULES = (
    documented("BM204", "pages-backwards", backwards),
    documented("BM220", "pages-hyphen", hyphen, Severity.INFO),
    documented("BM221", "pages-label", labelled),
    documented("BM222", "pages-shortened", shortened, Severity.INFO),
    documented("BM223", "pages-many", many),
)
