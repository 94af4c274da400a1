"""What tells one work from another, taken from a reference: a few short strings.

A library of 100,000 is compared by these alone, so that the records themselves need not be kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from backmatter.references.duplicates.telling import is_telling
from backmatter.references.identifiers import doi as dois
from backmatter.references.identifiers import numbers as identifiers
from backmatter.references.model import Name, Reference
from backmatter.references.verification.comparing import numbers
from backmatter.references.verification.records import plain, without_retraction_mark

NUMBERS = ("edition", "number", "chapter-number", "version", "part-number", "collection-number")
"""Numbers that two works of one title are told apart by, beside those of a journal."""

_NO_LETTER = re.compile(r"[\W_]+")
_NO_LETTER_OR_ACCENT = re.compile("[\\W_\u0300-\u036f]+")
_SERVERS = (
    *("arxiv", "biorxiv", "chemrxiv", "chinaxiv", "medrxiv", "osfpreprints"),
    *("preprints", "psyarxiv", "researchsquare", "socarxiv", "ssrn", "techrxiv"),
)
"""What the name of a preprint's server begins with, letters alone."""

_CORR = re.compile(r"corr(?:abs\d*|computingresearchrepository)?")
"""arXiv's computer science, as DBLP names it; not *Corrosion*."""

_SERVER_DOI = re.compile(
    r"10\.(?:48550|2139/ssrn|26434|20944|21203/rs|31219|31234|31235|36227|22541"
    r"|1101/(?:\d{6}$|\d{4}\.\d\d\.\d\d))",
    re.IGNORECASE,
)
"""Prefixes of arXiv, SSRN, ChemRxiv, Preprints.org, Research Square, OSF, PsyArXiv, SocArXiv,
TechRxiv and Authorea; bioRxiv and medRxiv share theirs with journals and have numbers or dates."""

_ARXIV = re.compile(
    r"(?:arxiv[:./\s]{0,3}(?:org/(?:abs|pdf)/)?|^abs/|^)"
    r"(\d{4}\.\d{4,5}|[a-z]{2,9}(?:-[a-z]{2,8})?(?:\.[a-z]{2})?/\d{7})(?:v\d{1,3})?\b",
    re.IGNORECASE,
)
_UNPUBLISHED = frozenset(("", "article", "article-journal", "manuscript", "webpage"))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a reference says of its work, levelled where notation may differ.

    Attributes:
        key: The cite key.
        title: The title on one line, without markup and without `RETRACTED:` in front.
        bare: Its letters and digits, without case and accents.
        is_telling: Whether the title alone can name a work.
        names: Its first authors, else editors; three at most.
        year: The year of issue.
        type: The CSL type.
        container: The journal, book or proceedings that it stands in.
        volume: With labels, zeros and Roman numerals levelled.
        issue: The same.
        page: The pages as given.
        first_page: The first of them, levelled.
        numbers: Others of `NUMBERS` that are given, by name, levelled.
        doi: Its own DOI in the form that compares.
        ids: `pmid:…`, `pmcid:…`, `arxiv:…`, `isbn:…`, `url:…`.
        is_preprint: Whether it stands on a preprint server and nowhere else.
        related: The keys that it names as those of other works.
    """

    key: str = ""
    title: str = ""
    bare: str = ""
    is_telling: bool = False
    names: tuple[Name, ...] = ()
    year: int | None = None
    type: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    first_page: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    doi: str = ""
    ids: tuple[str, ...] = ()
    is_preprint: bool = False
    related: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The first name's family name, letters alone; "" for none."""
        return bare(self.names[0].family or self.names[0].literal) if self.names else ""

    def id(self, kind: str) -> str:
        """An identifier of a kind (`arxiv`, `isbn` …), "" for none."""
        return next((each for each in self.ids if each.startswith(kind + ":")), "")

    def with_more(self, other: Facts) -> Facts:
        """The same, with what only the other one of the same work says."""
        known = dict(self.numbers)
        added = tuple((name, text) for name, text in other.numbers if name not in known)
        return replace(
            self,
            title=self.title or other.title,
            bare=self.bare or other.bare,
            is_telling=self.is_telling if self.bare else other.is_telling,
            names=self.names or other.names,
            year=self.year or other.year,
            type=self.type or other.type,
            container=self.container or other.container,
            volume=self.volume or other.volume,
            issue=self.issue or other.issue,
            page=self.page or other.page,
            first_page=self.first_page or other.first_page,
            numbers=self.numbers + added,
            doi=self.doi or other.doi,
            ids=tuple(dict.fromkeys(self.ids + other.ids)),
        )


def facts_of(reference: Reference, *, has_own_doi: bool = True) -> Facts:
    """What a reference says of its work.

    Args:
        reference: The record.
        has_own_doi: Whether its DOI is its own, and not taken over from what it is part of.
    """
    text = reference.text
    title = without_retraction_mark(plain(reference.plain_title))
    doi = text("DOI") if has_own_doi else ""
    names = reference.names.get("author") or reference.names.get("editor") or ()
    others = ((name, numbers.number(text(name))) for name in NUMBERS if text(name))
    return Facts(
        key=reference.key,
        title=title,
        bare=bare(title),
        is_telling=is_telling(title),
        names=names[:3],
        year=reference.year,
        type=reference.type,
        container=text("container-title"),
        volume=numbers.number(text("volume")),
        issue=numbers.number(text("issue")),
        page=text("page"),
        first_page=numbers.first_page(text("page")),
        numbers=tuple(others),
        doi=dois.key(doi) if doi and dois.is_valid(doi) else "",
        ids=tuple(dict.fromkeys(_ids(reference, doi))),
        is_preprint=_is_preprint(reference, doi),
        related=tuple(_related(reference)),
    )


def bare(text: str) -> str:
    """Letters and digits alone, without case or accents."""
    folded = text.casefold()
    if folded.isascii():
        return _NO_LETTER.sub("", folded)
    return _NO_LETTER_OR_ACCENT.sub("", unicodedata.normalize("NFKD", folded))


def arxiv_number(text: str) -> str:
    """The arXiv number in a text that names arXiv or is one, without its version; "" for none."""
    found = _ARXIV.search(text[:200].strip())
    return found[1].lower() if found else ""


def is_server(name: str) -> bool:
    """Whether a journal or publisher is a preprint server."""
    letters = bare(name[:60])
    return letters.startswith(_SERVERS) or _CORR.fullmatch(letters) is not None


def _related(reference: Reference) -> Iterator[str]:
    for name in ("related", "xref", "entryset", "crossref"):
        for key in reference.fields.get(name, "").split(","):
            if key.strip():
                yield key.strip()


def _ids(reference: Reference, doi: str) -> Iterator[str]:
    for name in ("PMID", "PMCID"):
        if number := identifiers.bare(reference.text(name)).removeprefix(f"{name}:"):
            yield f"{name.lower()}:{number.removeprefix('PMC').lower()}"
    if arxiv := _arxiv(reference, doi):
        yield f"arxiv:{arxiv}"
    if reference.type == "book":
        for number in identifiers.listed(reference.text("ISBN"))[:2]:
            yield f"isbn:{_isbn(number)}"
    if url := reference.text("URL"):
        yield f"url:{re.sub('^https?://(?:www[.])?', '', url.lower()).rstrip('/')}"


def _isbn(number: str) -> str:
    """The nine digits that ISBNs of ten and of thirteen digits share."""
    plain_number = identifiers.bare(number)
    return plain_number[3:12] if len(plain_number) == 13 else plain_number[:9]


def _arxiv(reference: Reference, doi: str) -> str:
    eprint = reference.fields.get("eprint", "")
    kind = reference.fields.get("eprinttype", reference.fields.get("archiveprefix", "arxiv"))
    if eprint and kind.lower() == "arxiv" and (number := arxiv_number(eprint)):
        return number
    url = reference.text("URL")
    named = [doi] if "arxiv" in doi.lower() else []
    named += [url] if "arxiv.org" in url.lower() else []
    if is_server(container := reference.text("container-title")):
        named += [container, reference.text("volume"), reference.text("number")]
    return next((number for each in named if (number := arxiv_number(each))), "")


def _is_preprint(reference: Reference, doi: str) -> bool:
    container = reference.text("container-title")
    if is_server(container) or is_server(reference.text("publisher")):
        return True
    if container:
        return False
    if reference.type == "article" or _SERVER_DOI.match(doi):
        return True
    return reference.type in _UNPUBLISHED and "eprint" in reference.fields
