"""Rules for ISSN, ISBN, PMID, PMCID, arXiv numbers and ORCID iDs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from backmatter.references.findings import Severity
from backmatter.references.identifiers import numbers
from backmatter.references.rules.dois import plain
from backmatter.references.rules.rule import Field, Hit, Item, Library, documented

_ORCID_FIELDS = ("orcid", "orcidid", "orcid-numbers", "orcid-number")
_BOOK_NUMBER = re.compile(r"\bISBN\b(?:-1[03])?[:\s]{0,3}((?:97[89][- ]?)?\d[-\d ]{7,14}[\dX])\b")
_ANY_BOOK_NUMBER = re.compile(r"(?<![\d-])(?:\d[- ]?){9}(?:(?:\d[- ]?){3}\d|[\dX])(?![\d-])")
_ARXIV = re.compile(r"\barXiv(?:\.org)?(?:\s?preprint)?", re.IGNORECASE)
_ARXIV_NUMBER = re.compile(
    r"\d{4}\.\d{4,5}(?:v\d{1,2})?|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7}(?:v\d{1,2})?"
)


def issn(library: Library) -> Iterator[Hit]:
    """# BM311: an ISSN that cannot be.

    **What.** The ISSN has not eight characters, or its last digit does not follow from the
    others (ISO 3297). Several may stand in the field; each is looked at.

    **Why.** A digit is wrong, and it finds another journal or none.

    **Bad**

        @article{a, title = {A}, issn = {1759-7685}}

    **Good**

        @article{a, title = {A}, issn = {1759-7684, 1759-7692 (online)}}
    """
    return _faults(library, "ISSN", _issn_fault)


def _issn_fault(number: str) -> str:
    digits = numbers.bare(number)
    is_book = len(digits) in (10, 13) and not numbers.isbn_fault(number)
    return "" if is_book else numbers.issn_fault(number)  # BM313 tells of those


def isbn(library: Library) -> Iterator[Hit]:
    """# BM312: an ISBN that cannot be.

    **What.** The ISBN has neither ten nor thirteen digits, or its last digit does not follow from
    the others (ISO 2108). Words beside a valid one (`hardcover 0-306-40615-2`) do not count.

    **Why.** A digit is wrong, and it finds another book or none.

    **Bad**

        @book{a, title = {A}, isbn = {978-0-306-40615-8}}

    **Good**

        @book{a, title = {A}, isbn = {978-0-306-40615-7}}
    """
    return _faults(library, "ISBN", _isbn_fault)


def _isbn_fault(number: str) -> str:
    is_serial = len(numbers.bare(number)) == 8 and not numbers.issn_fault(number)
    return "" if is_serial or _is_remarked(number) else numbers.isbn_fault(number)


def _is_remarked(text: str) -> bool:
    """Whether a text is valid ISBNs with words about them: `hardcover 0-306-40615-2`."""
    found = _ANY_BOOK_NUMBER.findall(text)
    rest = _ANY_BOOK_NUMBER.sub("", text)
    has_digits = any(map(str.isdigit, rest))
    return bool(found) and not has_digits and not any(map(numbers.isbn_fault, found))


def _faults(library: Library, name: str, fault_of: Callable[[str], str]) -> Iterator[Hit]:
    """One hit for each wrong number of a variable that holds one or several."""
    for item in library.items:
        field = item.at(name)
        if not (written := field.text if field else _own(item, name)):
            continue
        for number in numbers.listed(plain(written)):
            if fault := fault_of(number):
                yield Hit(f"the {name} {number[:40]} {fault}", item, field)


def _own(item: Item, variable: str) -> str:
    """A variable of a record that has no entry; what an entry inherits is its parent's affair."""
    return item.reference.text(variable) if item.entry is None else ""


def exchanged(library: Library) -> Iterator[Hit]:
    """# BM313: an ISBN or ISSN that stands in another field.

    **What.** A valid ISBN in `issn`, a valid ISSN in `isbn`, or an ISBN in `note`.

    **Why.** Styles and programs look for each in its own field.

    **Bad**

        @book{a, title = {A}, issn = {978-0-306-40615-7}}

    **Good**

        @book{a, title = {A}, isbn = {978-0-306-40615-7}}

    **Fix** (safe). The field gets the right name, or goes where the right one has the number too.
    """
    for item in library.items:
        if field := item.field("issn"):
            found = [n for n in numbers.listed(plain(field.text)) if not numbers.isbn_fault(n)]
            if found:
                yield _exchanged(item, field, "ISBN", found[0])
        if field := item.field("isbn"):
            found = [n for n in numbers.listed(plain(field.text)) if not numbers.issn_fault(n)]
            if found:
                yield _exchanged(item, field, "ISSN", found[0])
        if (field := item.field("note")) and "ISBN" in field.text and not item.field("isbn"):
            noted = _BOOK_NUMBER.search(field.text)
            if noted and not numbers.isbn_fault(noted[1]):
                yield Hit(f"the ISBN {noted[1]} stands in note: move it into isbn", item, field)


def _exchanged(item: Item, field: Field, kind: str, number: str) -> Hit:
    right = item.entry.fields.get(kind.lower()) if item.entry else None
    fix = None
    if numbers.bare(plain(field.text)) == numbers.bare(number):
        if right is None:
            fix = field.renamed(kind.lower(), field.text)
        elif numbers.bare(number) in numbers.bare(right.text):
            fix = field.removed()
    return Hit(f"the {kind} {number} stands in {field.name}", item, field, fix)


def pubmed(library: Library) -> Iterator[Hit]:
    """# BM314: a PubMed number that cannot be.

    **What.** A `pmid` that is not a number, or a `pmcid` that is not PMC and a number.

    **Why.** It leads to no record; often the two are exchanged.

    **Bad**

        @article{a, title = {A}, pmid = {PMC6214870}}

    **Good**

        @article{a, title = {A}, pmid = {30044070}, pmcid = {PMC6214870}}
    """
    for item in library.items:
        for name, fault_of in (("PMID", numbers.pmid_fault), ("PMCID", numbers.pmcid_fault)):
            written = item.reference.text(name)
            if written and (fault := fault_of(plain(written))):
                yield Hit(f"the {name} {written[:40]} {fault}", item, item.at(name))


def arxiv(library: Library) -> Iterator[Hit]:
    """# BM315: an arXiv number that cannot be.

    **What.** The eprint of an entry with `archiveprefix` or `eprinttype` arXiv has neither the
    form `1501.00001` (four digits after the stop before 2015, five since) nor
    `hep-th/9901001`, or a month that does not exist.

    **Why.** A digit is missing or wrong, and it leads to another preprint or to none.

    **Bad**

        @misc{a, title = {A}, eprint = {1706.3762}, archiveprefix = {arXiv}}

    **Good**

        @misc{a, title = {A}, eprint = {1706.03762}, archiveprefix = {arXiv}}
    """
    for item in library.items:
        kind = item.field("eprinttype", "archiveprefix")
        field = item.field("eprint")
        if not kind or not field or kind.text.strip().lower() != "arxiv":
            continue
        if fault := numbers.arxiv_fault(plain(field.text)):
            yield Hit(f"the eprint {field.text.strip()[:40]} {fault}", item, field)


def arxiv_as_journal(library: Library) -> Iterator[Hit]:
    """# BM317: arXiv given as a journal.

    **What.** The journal is `arXiv`, `CoRR abs/…` or `arXiv preprint arXiv:…`, as search engines
    export it, and there is no `eprint`.

    **Why.** arXiv is no journal: styles print it in italics as one, and nothing links to the
    preprint. Give the number in `eprint`, with `archiveprefix = {arXiv}`, and look whether the
    work has been published since.

    **Bad**

        @article{a, title = {A}, year = {2017}, journal = {arXiv preprint arXiv:1706.03762}}

    **Good**

        @misc{a, title = {A}, year = {2017}, eprint = {1706.03762}, archiveprefix = {arXiv}}
    """
    for item in library.items:
        if item.field("eprint"):
            continue
        field = item.field("journal", "journaltitle")
        written = field.text if field else _own(item, "container-title")
        if _ARXIV.match(written) or written.startswith("CoRR"):
            found = _ARXIV_NUMBER.search(written)
            number = f" {found[0]}" if found else ""
            yield Hit(
                f"{written[:60]} is no journal: give the number{number} as eprint", item, field
            )


def orcid(library: Library) -> Iterator[Hit]:
    """# BM316: an ORCID iD that cannot be.

    **What.** The iD has not sixteen characters, or its last one does not follow from the others
    (ISO 7064, MOD 11-2).

    **Why.** A digit is wrong, and it leads to another person or to none.

    **Bad**

        @article{a, title = {A}, orcid = {0000-0002-1825-0098}}

    **Good**

        @article{a, title = {A}, orcid = {0000-0002-1825-0097}}
    """
    for item in library.items:
        field = item.field(*_ORCID_FIELDS)
        if field is None:
            continue
        for each in re.split(r"[,;\s]+|\band\b", plain(field.text)):
            number = each.rpartition("/")[2]
            if number and (fault := numbers.orcid_fault(number)):
                yield Hit(f"the ORCID iD {number} {fault}", item, field)


RULES = (
    documented("BM311", "issn", issn),
    documented("BM312", "isbn", isbn),
    documented("BM313", "isbn-or-issn", exchanged),
    documented("BM314", "pubmed", pubmed),
    documented("BM315", "arxiv", arxiv),
    documented("BM316", "orcid", orcid),
    documented("BM317", "arxiv-as-journal", arxiv_as_journal, Severity.INFO),
)
