"""NoteExpress: `{Title}: …` lines, as CNKI and Wanfang export them for that program."""

from __future__ import annotations

import re

from backmatter.references.formats import tagged
from backmatter.references.formats.enw import TABLE as ENDNOTE
from backmatter.references.formats.format import Format, ReadResult


def read(text: str, file: str = "") -> ReadResult:
    """The records of a NoteExpress text.

    Raises:
        InputError: When there is no record in a text that is not blank.
    """
    expected = "no NoteExpress record; one begins with a line {Reference Type}: Journal Article"
    return tagged.read(text, file, TABLE, expected)


TABLE = tagged.Table(
    prefix="noteexpress:",
    line=re.compile(r"\{([^{}]{1,60})\} ?[:\uff1a](.*)"),
    first="Reference Type",
    kind="Reference Type",
    types=ENDNOTE.types,
    names={"Author": "author", "Secondary Author": "editor", "Subsidiary Author": "translator"},
    texts={
        "Title": "title",
        "Journal": "container-title",
        "Secondary Title": "container-title",
        "Tertiary Title": "collection-title",
        "Source": "container-title",
        "Volume": "volume",
        "Issue": "issue",
        "Pages": "page",
        "Edition": "edition",
        "Publisher": "publisher",
        "Place Published": "publisher-place",
        "Type of Work": "genre",
        "ISBN/ISSN": tagged.SERIAL,
        "DOI": "DOI",
        "URL": "URL",
        "Language": "language",
        "Abstract": "abstract",
    },
    dates={"Date": "issued", "Year": "issued", "Access Date": "accessed"},
    keywords=("Keywords",),
)

FORMAT = Format("noteexpress", (".net",), "NoteExpress (CNKI, Wanfang)", read, None)
