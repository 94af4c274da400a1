"""Rules for one work in several entries, as `references/duplicates/` finds them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from backmatter.references.duplicates.comparing import Kind, Likeness
from backmatter.references.duplicates.facts import Facts, facts_of
from backmatter.references.duplicates.finding import Found, find
from backmatter.references.findings import Severity
from backmatter.references.rules.dois import own_doi
from backmatter.references.rules.rule import Hit, Item, Library, documented

_VOLUME = re.compile(r"\d{1,4}")
_COLUMN = 4
"""A title at so many places of journals is a column's."""


def exact(library: Library) -> Iterator[Hit]:
    """# BM202: the same work twice.

    **What.** Two entries with one DOI (PubMed or arXiv number) and like titles, or with the same
    title, year and first author, that differ in nothing else: journal, volume, issue, page,
    edition, number, type of work. A title that many works bear (*Editorial*) needs the page, too.

    **Why.** A work listed twice gets two numbers, and its citations are split between them.

    **Bad**

        @article{a, title = {Disc cell therapy}, year = {2018}, author = {Omlor, G. W.}}
        @article{b, title = {Disc Cell Therapy.}, year = {2018}, author = {Omlor, Georg W.}}

    **Good**

        @article{a, title = {Disc cell therapy}, year = {2018}, author = {Omlor, G. W.}}
        @article{b, title = {Disc cell growth}, year = {2018}, author = {Omlor, Georg W.}}

    Letter case, punctuation and spaces do not count; parts of one work (I and II) differ in their
    titles and are not reported. `backmatter merge` makes one entry of them.
    """
    for pair in library.once(_found).certain:
        earlier, item = library.items[pair.earlier], library.items[pair.later]
        if _are_part_and_whole(earlier, item):
            continue
        what, variable = _reason(pair.likeness)
        yield Hit(f"has the same {what} as {earlier.reference.label}", item, item.at(variable))


def near(library: Library) -> Iterator[Hit]:
    """# BM206: two entries that are nearly the same.

    **What.** So much agrees (title, first author, year, journal, volume, page, identifiers) that
    they are most likely one work, but something differs: a slip in the title, a year, a page.

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

    `backmatter merge` shows them side by side and asks. A volume that has the whole work as its
    `crossref` is no second entry of it, nor is a column that comes again: a title with four places
    or more in the file, or one whose year and volume are both so many higher.
    """
    told: set[int] = set()
    for pair in library.once(_found).pairs:
        if pair.likeness.kind is Kind.NEAR and pair.later not in told:
            earlier, item = library.items[pair.earlier], library.items[pair.later]
            if _are_part_and_whole(earlier, item) or _come_again(earlier, item, library):
                continue
            told.add(pair.later)
            yield Hit(f"is nearly the same as {earlier.reference.label}", item, item.at("title"))


def _come_again(one: Item, other: Item, library: Library) -> bool:
    """Whether two are a column or a report that a journal prints again and again."""
    ours, theirs = _place(one), _place(other)
    if not all(ours[:2]) or not all(theirs[:2]) or ours == theirs:
        return False
    if (doi := own_doi(one)) and doi == own_doi(other):
        return False
    if _VOLUME.fullmatch(ours[1]) and _VOLUME.fullmatch(theirs[1]) and ours[0] != theirs[0]:
        years, volumes = (int(ours[at]) - int(theirs[at]) for at in (0, 1))
        if years == volumes:
            return True
    return len(library.once(_places).get(_title(one), ())) >= _COLUMN


def _places(library: Library) -> dict[str, set[tuple[str, str, str]]]:
    """Title → the years, volumes and issues that it has in journals."""
    found: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for item in library.items:
        if all((place := _place(item))[:2]):
            found[_title(item)].add(place)
    return found


def _place(item: Item) -> tuple[str, str, str]:
    """Year, volume and issue, "" where they are missing."""
    reference = item.reference
    return str(reference.year or ""), reference.text("volume"), reference.text("issue")


def _title(item: Item) -> str:
    return "".join(filter(str.isalnum, item.reference.text("title").casefold()))


def _are_part_and_whole(one: Item, other: Item) -> bool:
    """Whether one names the other as its parent: a volume is not its work, much as it inherits."""
    return _parent(one) == _key(other) or _parent(other) == _key(one)


def _parent(item: Item) -> str:
    field = item.field("crossref", "xref")
    return field.text.strip().casefold() if field else ""


def _key(item: Item) -> str | None:
    return item.reference.key.casefold() or None


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
    for pair in library.once(_found).pairs:
        if pair.likeness.kind is Kind.VERSION:
            both = library.items[pair.earlier], library.items[pair.later]
            preprint = both[pair.likeness.preprint]
            published = both[1 - pair.likeness.preprint]
            message = f"is a preprint of {published.reference.label}"
            yield Hit(message, preprint, preprint.at("title"))


def _found(library: Library) -> Found:
    return find([_facts(item) for item in library.items])


def _facts(item: Item) -> Facts:
    return facts_of(item.reference, has_own_doi=bool(own_doi(item)))


def _reason(likeness: Likeness) -> tuple[str, str]:
    """What two entries have in common, and the variable that shows it."""
    identifiers = {"DOI": "DOI", "PMID": "PMID", "PMCID": "PMCID", "arXiv number": "title"}
    if likeness.by[0] in identifiers:
        return likeness.by[0], identifiers[likeness.by[0]]
    return "title, year and first author", "title"


RULES = (
    documented("BM202", "duplicates", exact),
    documented("BM206", "near-duplicates", near),
    documented("BM207", "preprint-and-article", versions, Severity.INFO),
)
