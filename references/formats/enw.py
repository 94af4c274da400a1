"""ENW: EndNote's tagged format (Refer), as EndNote, CNKI, Wanfang and publishers export it.

Source: the EndNote manual, *Tagged “EndNote Import” format*.
"""

from __future__ import annotations

import re

from backmatter.references.formats import plain_names, tagged
from backmatter.references.formats.format import Format, ReadResult

_INLINE = re.compile(r"(?<=\S)[ \t]?%A ")
_TYPES = {
    "journal article": "article-journal",
    "electronic article": "article-journal",
    "magazine article": "article-magazine",
    "newspaper article": "article-newspaper",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "book section": "chapter",
    "electronic book section": "chapter",
    "conference paper": "paper-conference",
    "conference proceedings": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "patent": "patent",
    "standard": "standard",
    "web page": "webpage",
    "blog": "post-weblog",
    "dataset": "dataset",
    "computer program": "software",
    "manuscript": "manuscript",
    "unpublished work": "manuscript",
    "map": "map",
    "statute": "legislation",
    "legal rule or regulation": "legislation",
    "bill": "bill",
    "case": "legal_case",
    "personal communication": "personal_communication",
    "encyclopedia": "entry-encyclopedia",
    "dictionary": "entry-dictionary",
    "film or broadcast": "motion_picture",
    "audiovisual material": "motion_picture",
}
"""EndNote's reference types, as all of its formats name them → CSL's."""


def read(text: str, file: str = "") -> ReadResult:
    """The records of an EndNote text.

    Raises:
        InputError: When there is no record in a text that is not blank.
    """
    expected = "no EndNote record; one begins with a line %0 Journal Article"
    # CNKI sets all authors on one line, each with its tag.
    return tagged.read(_INLINE.sub("\n%A ", text), file, TABLE, expected)


def _prepare(values: tagged.Values) -> dict[str, str]:
    """`%B` is the book, the journal or the series, by the type."""
    kind = values.get("%0", [""])[0].lower()
    role = "container-title" if kind in _IN_SOMETHING else "collection-title"
    variables = {role: values.pop("%B")[0]} if values.get("%B") and "%J" not in values else {}
    if _TYPES.get(kind) in ("thesis", "report") and (genre := values.pop("%9", [])):
        variables["genre"] = genre[0]
    return variables


_IN_SOMETHING = frozenset(
    name
    for name, csl in _TYPES.items()
    if csl not in ("book", "thesis", "report", "map", "standard", "patent", "software")
)

TABLE = tagged.Table(
    prefix="enw:",
    line=re.compile(r"(%[0-9A-Za-z@!#$&()*+^>~?\]\[<'=])(?:[ \t](.*))?$"),
    first="%0",
    kind="%0",
    types=_TYPES,
    names={"%A": "author", "%E": "editor", "%?": "translator"},
    texts={
        "%F": "id",
        "%T": "title",
        "%!": "title-short",
        "%J": "container-title",
        "%O": "container-title-short",
        "%S": "collection-title",
        "%V": "volume",
        "%N": "issue",
        "%P": "page",
        "%7": "edition",
        "%I": "publisher",
        "%C": "publisher-place",
        "%@": tagged.SERIAL,
        "%R": "DOI",
        "%U": "URL",
        "%G": "language",
        "%X": "abstract",
        "%Z": "note",
        "%6": "number-of-volumes",
    },
    dates={"%8": "issued", "%D": "issued", "%[": "accessed"},
    keywords=("%K",),
    person=plain_names.read_refer,
    prepare=_prepare,
)

FORMAT = Format("enw", (".enw",), "ENW (EndNote, CNKI, Wanfang)", read, None)
