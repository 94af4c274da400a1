"""Rules for DOIs: their form, their prefix, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from rapidfuzz import fuzz

from backmatter.references.findings import Severity
from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers.finding import find_dois
from backmatter.references.latex import decode
from backmatter.references.rules.rule import Field, Hit, Item, Library, documented
from backmatter.references.words import folded

_COMMAND = re.compile(r"\\[A-Za-z]")
_ESCAPED = re.compile(r"\{?\\([&%#_~$])\}?")
_LINK = re.compile(r"(?:\\url\{)?\s?(https?://(?:dx\.|www\.)?doi\.org/\S+?)\}?", re.IGNORECASE)
_LABELLED = re.compile(r"\(?\s?(?:doi\s?[:=]?\s?)?(10\.\d{4,9}/\S+?)\s?\)?\.?", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][^<>]{0,40}>")
_ELSEWHERE = (
    "note",
    "pages",
    "number",
    "eid",
    "howpublished",
    "addendum",
    "issn",
    "isbn",
    "eprint",
)
_SHORT = re.compile(r"10/[a-z0-9]{2,8}", re.IGNORECASE)
_TEST_PREFIXES = {"10.5555", "10.50505", "10.12345"}
_ACM_OWN = re.compile(r"10\.5555/\d{5,7}(?:\.\d{5,7})?")
"""What ACM's library gives real works that have no DOI; the registry has none of them."""

_ALIKE = 60
"""Below this likeness (0-100) two titles are of two works."""
_EQUAL = 90
"""From this likeness on they are one, even if the years differ."""


def form(library: Library) -> Iterator[Hit]:
    """# BM301: a DOI that had to be repaired, or cannot be.

    **What.** The DOI was read after a repair: a prefix such as `doi:` or `https://doi.org/` taken
    off, a line-break hyphen, a trailing stop, full-width characters or blanks taken out. Or what
    stands there is no DOI at all.

    **Why.** As printed it leads nowhere, or is printed as an address twice over.

    **Bad**

        @article{a, title = {A}, doi = {https://doi.org/10.1002/wdev.343.}}

    **Good**

        @article{a, title = {A}, doi = {10.1002/wdev.343}}

    **Fix** (safe). The DOI as read, where it could be.
    """
    for item in library.items:
        field = item.field("doi")
        written = field.text if field else item.reference.text("DOI")
        if not written or _is_sound(written.strip()):
            continue
        text = plain(written)
        if "," in text and len(find_dois(text)) > 1:
            yield Hit(
                f"the DOI field holds several DOIs ({text}): keep the work's own", item, field
            )
        elif not (read := dois.parse_doi(text)):
            yield Hit(
                f"{text[:80]} is no DOI: a DOI is 10., four or more digits, / and more", item, field
            )
        elif read.repairs:
            kinds = ", ".join(dict.fromkeys(repair.kind for repair in read.repairs))
            fix = field.rewritten(read.text) if field else None
            yield Hit(f"the DOI {text.strip()} is read as {read.text} ({kinds})", item, field, fix)


def _is_sound(doi: str) -> bool:
    """Whether it is a DOI as it stands, or a short one (`10/fg6rf9`, shortdoi.org)."""
    return (dois.is_valid(doi) and doi[-1].isalnum()) or _SHORT.fullmatch(doi) is not None


def plain(written: str) -> str:
    """An identifier as written in a field, braces around it and TeX's backslashes taken off."""
    text = written.strip()
    while text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    return decode(text) if _COMMAND.search(text) else _ESCAPED.sub(r"\1", text)


def prefix(library: Library) -> Iterator[Hit]:
    """# BM304: a DOI whose prefix nobody has.

    **What.** The registrant's number after `10.` begins with a zero or has six digits or more,
    as no number that was ever given out, or is one of those kept for tests and examples
    (10.5555, 10.50505, 10.12345). The numbers with 10.5555 that ACM's library gives its own works
    (`10.5555/3295222.3295349`) are left alone: the works are real.

    **Why.** The DOI was invented, or a digit slipped in. It leads nowhere.

    **Bad**

        @article{a, title = {A}, doi = {10.0123/abc.5}}

    **Good**

        @article{a, title = {A}, doi = {10.1123/abc.5}}
    """
    for item in library.items:
        doi = dois.parse_doi(item.reference.text("DOI")) if item.reference.text("DOI") else None
        if doi is None:
            continue
        head = doi.text.partition("/")[0]
        number = head[3:].partition(".")[0]
        if _ACM_OWN.fullmatch(doi.text):
            continue
        if head in _TEST_PREFIXES:
            yield Hit(
                f"the DOI {doi.text} has the prefix {head}, which is for tests",
                item,
                item.at("DOI"),
            )
        elif number.startswith("0") or len(number) > 5:
            message = f"the DOI {doi.text} has a prefix that was never given out: {head}"
            yield Hit(message, item, item.at("DOI"))


def shared(library: Library) -> Iterator[Hit]:
    """# BM305: one DOI, two works.

    **What.** Two entries have the same DOI, whatever its letter case, and titles that have
    little in common.

    **Why.** One of the two DOIs is wrong, mostly by copying an entry, and leads readers to the
    other work. (Entries with the same DOI and the same title are duplicates: BM202.)

    **Bad**

        @article{a, title = {Disc cell therapy}, doi = {10.1000/a1}}
        @article{b, title = {Growth of the spine}, doi = {10.1000/A1}}

    **Good**

        @article{a, title = {Disc cell therapy}, doi = {10.1000/a1}}
        @article{b, title = {Growth of the spine}, doi = {10.1000/b7}}
    """
    first: dict[str, Item] = {}
    for item in library.items:
        if not (doi := own_doi(item)):
            continue
        earlier = first.setdefault(dois.key(doi), item)
        if earlier is not item and not same_work(earlier, item) and not _is_part(earlier, item):
            message = f"has the DOI {doi}, which is also that of {earlier.reference.label}"
            yield Hit(message, item, item.at("DOI"))


def own_doi(item: Item) -> str:
    """The DOI, if it is one; not an inherited one, since a chapter may have its book's."""
    doi = item.reference.text("DOI")
    return doi if doi and dois.is_valid(doi) and (item.entry is None or item.at("DOI")) else ""


def same_work(one: Item, other: Item) -> bool:
    """Whether two entries with one DOI may be one work, by titles and years."""
    ours, theirs = one.reference, other.reference
    if not ours.plain_title or not theirs.plain_title:
        return True
    a, b = " ".join(folded(ours.plain_title)), " ".join(folded(theirs.plain_title))
    if ours.year and theirs.year and abs(ours.year - theirs.year) > 1:
        return fuzz.ratio(a, b) >= _EQUAL
    return fuzz.token_set_ratio(a, b) >= _ALIKE


def _is_part(one: Item, other: Item) -> bool:
    """Whether one of them is a part of the other, or both are of one book."""
    ours, theirs = one.reference, other.reference
    if not {ours.type, theirs.type} & {"chapter", "paper-conference", "entry-encyclopedia"}:
        return False
    books = _squeezed(ours.text("container-title")), _squeezed(theirs.text("container-title"))
    titles = _squeezed(ours.plain_title), _squeezed(theirs.plain_title)
    return (
        _begin_alike(books[0], titles[1])
        or _begin_alike(*books)
        or _begin_alike(books[1], titles[0])
    )


def _squeezed(text: str) -> str:
    return "".join(folded(_MARKUP.sub("", text)))


def _begin_alike(one: str, other: str) -> bool:
    """Whether one of two names is the other's beginning: a book's subtitle may be left out."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def misplaced(library: Library) -> Iterator[Hit]:
    """# BM306: a DOI that stands in another field.

    **What.** There is no `doi`, but `url`, `note`, `pages` or another field holds one.

    **Why.** Styles print the DOI from its own field, and programs look for it there.

    **Bad**

        @article{a, title = {A}, url = {https://doi.org/10.1002/wdev.343}}

    **Good**

        @article{a, title = {A}, doi = {10.1002/wdev.343}}

    **Fix** (safe). The field becomes `doi`, where it holds the DOI and nothing else.
    """
    for item in library.items:
        reference = item.reference
        if item.is_printed or reference.text("DOI") or (item.entry and "doi" in item.entry.fields):
            continue
        if item.entry is None:
            if _LINK.fullmatch(reference.text("URL")):
                yield Hit(f"has no DOI, but its URL is one: {reference.text('URL')}", item)
            continue
        candidates = chain((item.field("url"),), (item.field(name) for name in _ELSEWHERE))
        for field in filter(None, candidates):
            if (hit := _misplaced(item, field)) is not None:
                yield hit
                break


def _misplaced(item: Item, field: Field) -> Hit | None:
    text = field.text
    if "10." not in text:
        return None
    whole = _LINK.fullmatch(text.strip()) or _LABELLED.fullmatch(text.strip())
    if whole:
        read = dois.parse_doi(_ESCAPED.sub(r"\1", whole[1]))
        if read is None:
            return None
        message = f"the DOI {read.text} stands in {field.name}, and there is no doi"
        return Hit(message, item, field, field.renamed("doi", read.text))
    marked = "doi" in text.lower() and field.name != "url"
    if marked and (found := find_dois(_ESCAPED.sub(r"\1", text))):
        message = f"the DOI {found[0].doi.text} stands in {field.name}: move it into doi"
        return Hit(message, item, field)
    return None


RULES = (
    documented("BM301", "doi-form", form),
    documented("BM304", "doi-prefix", prefix),
    documented("BM305", "doi-shared", shared),
    documented("BM306", "doi-misplaced", misplaced, Severity.INFO),
)
