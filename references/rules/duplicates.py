"""Rules for one work in several entries. Entries are compared within blocks, so cost is linear."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from backmatter.references.findings import Severity
from backmatter.references.identifiers import doi as dois
from backmatter.references.model import Reference
from backmatter.references.rules.dois import own_doi, same_work
from backmatter.references.rules.rule import Hit, Item, Library, documented

_MOST = 30
"""So many earlier entries of a block are compared with a new one."""
_NEAR = 94
"""From this likeness (0-100) on two titles are one with a slip in it."""
_LEAST_WORDS = 4
_YEARS_TO_PRINT = 4
_NUMBER = re.compile(r"\d+|\b[ivxlc]{1,4}\b")
_NO_LETTER = re.compile(r"[\W_]+")
_NO_LETTER_OR_ACCENT = re.compile("[\\W_\u0300-\u036f]+")
_PREPRINTS = ("arxiv", "corr", "biorxiv", "medrxiv", "ssrn", "chemrxiv", "preprints", "psyarxiv")


def exact(library: Library) -> Iterator[Hit]:
    """# BM202: the same work twice.

    **What.** Two entries with the same DOI and like titles, or with the same title, year and first
    author, that differ neither in volume, issue, first page, edition nor type of work.

    **Why.** A work listed twice gets two numbers, and its citations are split between them.

    **Bad**

        @article{a, title = {Disc cell therapy}, year = {2018}, author = {Omlor, G. W.}}
        @article{b, title = {Disc Cell Therapy.}, year = {2018}, author = {Omlor, Georg W.}}

    **Good**

        @article{a, title = {Disc cell therapy}, year = {2018}, author = {Omlor, G. W.}}
        @article{b, title = {Disc cell growth}, year = {2018}, author = {Omlor, Georg W.}}

    Letter case, punctuation and spaces do not count; parts of one work (I and II) differ in their
    titles and are not reported.
    """
    for same in same_works(library):
        earlier = same.earlier.reference.label
        yield Hit(f"has the same {same.what} as {earlier}", same.item, same.item.at(same.variable))


class Same(NamedTuple):
    """Two entries for one work: which, by what, and the variable that shows it."""

    earlier: Item
    item: Item
    what: str
    variable: str


def same_works(library: Library) -> Iterator[Same]:
    """The entries that are one work with an earlier one, as BM202 tells them."""
    same_doi: dict[str, Item] = {}
    works = defaultdict[tuple[str, ...], list[Item]](list)
    for item in library.items:
        if doi := own_doi(item):
            earlier = same_doi.setdefault(dois.key(doi), item)
            if earlier is not item and same_work(earlier, item):
                yield Same(earlier, item, "DOI", "DOI")
                continue
        if (identity := _identity(item.reference)) is None:
            continue
        block = works[identity]
        earlier = next((other for other in block[-_MOST:] if not _differ(other, item)), None)
        block.append(item)
        if earlier is not None:
            yield Same(earlier, item, "title, year and first author", "title")


def _identity(reference: Reference) -> tuple[str, ...] | None:
    title, first = _bare(reference.plain_title), _first(reference)
    if not title or not first or reference.year is None:
        return None
    return title, str(reference.year), first


def _first(reference: Reference) -> str:
    names = reference.names.get("author") or reference.names.get("editor") or ()
    return _bare(names[0].family or names[0].literal) if names else ""


def _differ(one: Item, other: Item) -> bool:
    """Whether something that both say tells two works apart."""
    ours, theirs = one.reference, other.reference
    for variable in ("volume", "issue", "edition", "number", "chapter-number", "version"):
        if _both_and_differ(ours.text(variable), theirs.text(variable)):
            return True
    if _both_and_differ(_start(ours), _start(theirs)):
        return True
    if ours.type != theirs.type and {ours.type, theirs.type} & {
        "book",
        "thesis",
        "dataset",
        "report",
        "patent",
    }:
        return True
    return _both_and_differ(ours.text("container-title")[:3], theirs.text("container-title")[:3])


def _both_and_differ(one: str, other: str) -> bool:
    return bool(one and other and _bare(one) != _bare(other))


def _start(reference: Reference) -> str:
    return re.split(r"[-\u2013,]", reference.text("page"))[0].strip()


def _bare(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    folded = text.casefold()
    if folded.isascii():
        return _NO_LETTER.sub("", folded)
    return _NO_LETTER_OR_ACCENT.sub("", unicodedata.normalize("NFKD", folded))


def near(library: Library) -> Iterator[Hit]:
    """# BM206: two entries that are nearly the same.

    **What.** Titles that differ by a slip, with the same first author, and years that differ by
    one at most; nothing else that both entries say tells them apart.

    **Why.** Mostly one work, once typed and once imported.

    **Bad**

        @article{a, title = {Intervertebral disc cell therapy with marrow}, year = {2018},
          author = {Omlor, G. W.}}
        @article{b, title = {Intervertebral disk cell therapy with marrow}, year = {2018},
          author = {Omlor, Georg}}

    **Good**

        @article{a, title = {Intervertebral disc cell therapy with marrow, part 1}, year = {2018},
          author = {Omlor, G. W.}}
        @article{b, title = {Intervertebral disc cell therapy with marrow, part 2}, year = {2018},
          author = {Omlor, Georg}}
    """
    told: set[int] = set()
    for earlier, item in _pairs(library):
        ours, theirs = earlier.reference, item.reference
        years = abs((ours.year or 0) - (theirs.year or 0))
        same_title = _bare(ours.plain_title) == _bare(theirs.plain_title)
        if years > 1 or same_title or _is_preprint(earlier) != _is_preprint(item):
            continue
        # With a DOI each they are one work (BM202) or two.
        if id(item) in told or (own_doi(earlier) and own_doi(item)) or _differ(earlier, item):
            continue
        told.add(id(item))
        yield Hit(f"is nearly the same as {ours.label}", item, item.at("title"))


def _pairs(library: Library) -> Iterator[tuple[Item, Item]]:
    """Pairs of entries with one first author and like titles, each entry with one earlier."""
    blocks = defaultdict[tuple[str, str], list[tuple[str, Item]]](list)
    for item in library.items:
        title, first = _words(item.reference.plain_title), _first(item.reference)
        if not first or item.reference.year is None or title.count(" ") < _LEAST_WORDS - 1:
            continue
        # A slip may stand in the title's first word or in its last, hardly in both.
        keys = [(first, title[:6]), (first, title[-6:])]
        seen: set[int] = set()
        for key in keys:
            for other, earlier in blocks[key][-_MOST:]:
                if id(earlier) not in seen and _alike(title, other):
                    seen.add(id(earlier))
                    yield earlier, item
        for key in dict.fromkeys(keys):
            blocks[key].append((title, item))


def _words(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return fuzz.ratio(one, other) >= _NEAR and _NUMBER.findall(one) == _NUMBER.findall(other)


def versions(library: Library) -> Iterator[Hit]:
    """# BM207: a preprint and its article.

    **What.** One entry is a preprint (arXiv, bioRxiv, medRxiv, SSRN …), another with like title
    and the same first author was published in a journal, a book or proceedings.

    **Why.** Unless the text speaks of the difference, cite the published work alone.

    **Bad**

        @misc{a, title = {Attention is all you need}, year = {2017}, author = {Vaswani, Ashish},
          eprint = {1706.03762}, archiveprefix = {arXiv}}
        @inproceedings{b, title = {Attention is all you need}, year = {2017},
          author = {Vaswani, Ashish}, booktitle = {Neural Information Processing Systems}}

    **Good**

        @inproceedings{b, title = {Attention is all you need}, year = {2017},
          author = {Vaswani, Ashish}, booktitle = {Neural Information Processing Systems}}
    """
    for earlier, item in _pairs(library):
        years = abs((earlier.reference.year or 0) - (item.reference.year or 0))
        if _is_preprint(earlier) == _is_preprint(item) or years > _YEARS_TO_PRINT:
            continue
        published, preprint = (item, earlier) if _is_preprint(earlier) else (earlier, item)
        if published.reference.text("container-title"):
            message = f"is a preprint of {published.reference.label}"
            yield Hit(message, preprint, preprint.at("title"))


def _is_preprint(item: Item) -> bool:
    reference = item.reference
    where: Iterable[str] = (reference.text("container-title"), reference.text("publisher"))
    if any(name and _bare(name).startswith(_PREPRINTS) for name in where):
        return True
    return (
        not reference.text("container-title")
        and reference.type in ("", "article", "webpage")
        and (item.field("eprint") is not None or reference.type == "article")
    )


RULES = (
    documented("BM202", "duplicates", exact),
    documented("BM206", "near-duplicates", near),
    documented("BM207", "preprint-and-article", versions, Severity.INFO),
)
