"""RefWorks' tagged format, `RT Journal Article` to the next one, as CNKI and Wanfang export it.

Source: RefWorks' description of its tagged format.
"""

from __future__ import annotations

import re

from backmatter.references.formats import tagged
from backmatter.references.formats.enw import TABLE as ENDNOTE
from backmatter.references.formats.format import Format, ReadResult

_TYPES = {
    **ENDNOTE.types,
    "abstract": "article-journal",
    "journal, electronic": "article-journal",
    "book, section": "chapter",
    "book, edited": "book",
    "book, whole": "book",
    "dissertation/thesis": "thesis",
    "dissertation": "thesis",
    "laws/statutes": "legislation",
    "monograph": "book",
    "newsletter": "article-magazine",
}


def read(text: str, file: str = "") -> ReadResult:
    """The records of a RefWorks text.

    Raises:
        InputError: When there is no record in a text that is not blank.
    """
    expected = "no RefWorks record; one begins with a line RT Journal Article"
    return tagged.read(text, file, TABLE, expected)


def _prepare(values: tagged.Values) -> dict[str, str]:
    """`SP` and `OP`: the first page, which may be the whole range, and the last one."""
    first, last = (values.pop(tag, [""])[0] for tag in ("SP", "OP"))
    page = "-".join(dict.fromkeys(part for part in (first, last) if part))
    return {"page": page} if page else {}


TABLE = tagged.Table(
    prefix="refworks:",
    line=re.compile(r"([A-Z][A-Z0-9]|vo)(?: (.*))?$"),  # CNKI writes the volume's tag small
    first="RT",
    kind="RT",
    types=_TYPES,
    names={"A1": "author", "A2": "editor", "A4": "translator"},
    texts={
        "ID": "id",
        "T1": "title",
        "JF": "container-title",
        "T2": "container-title",
        "JO": "container-title-short",
        "T3": "collection-title",
        "VO": "volume",
        "vo": "volume",
        "IS": "issue",
        "ED": "edition",
        "PB": "publisher",
        "PP": "publisher-place",
        "SN": tagged.SERIAL,
        "DO": "DOI",
        "LK": "URL",
        "UL": "URL",
        "LA": "language",
        "AB": "abstract",
        "NO": "note",
    },
    dates={"FD": "issued", "YR": "issued", "RD": "accessed"},
    keywords=("K1",),
    prepare=_prepare,
)

FORMAT = Format("refworks", (), "RefWorks (CNKI, Wanfang)", read, None)
