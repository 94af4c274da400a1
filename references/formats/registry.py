"""All file formats, and reading and writing by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from backmatter.references.errors import InputError
from backmatter.references.formats import (
    biblatex,
    bibtex,
    csl_json,
    csl_yaml,
    endnote_xml,
    enw,
    jsonl,
    nbib,
    noteexpress,
    refworks,
    ris,
)
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.model import Reference

FORMATS: tuple[Format, ...] = (
    bibtex.FORMAT,
    biblatex.FORMAT,
    csl_json.FORMAT,
    csl_yaml.FORMAT,
    jsonl.FORMAT,
    ris.FORMAT,
    endnote_xml.FORMAT,
    nbib.FORMAT,
    enw.FORMAT,
    noteexpress.FORMAT,
    refworks.FORMAT,
)
"""In the order in which a person is told of them."""


def read(text: str, format_name: str, file: str = "") -> ReadResult:
    """The references in a text of the named format; `file` is its name in messages.

    Raises:
        InputError: When the text is not of that format at all, or there is no such format.
    """
    reader = _named(format_name).read
    if reader is None:
        raise InputError(f"{file or '-'}: {format_name} can be written but not read")
    return reader(text, file)


def write(references: Sequence[Reference], format_name: str) -> str:
    """The references as text of the named format, ending in a newline unless empty.

    Raises:
        InputError: When there is no such format, or it can only be read.
    """
    writer = _named(format_name).write
    if writer is None:
        raise InputError(f"{format_name} can be read but not written")
    return writer(references)


def format_of(name: str) -> str | None:
    """The format that a file's ending stands for, None when it stands for none."""
    suffix = PurePath(name).suffix.lower()
    return next((entry.name for entry in FORMATS if suffix in entry.suffixes), None)


_BIBTEX = re.compile(
    rb"(?:[^@]{0,600}\n)?\s*@\s*(?:article|book|booklet|collection|comment|conference|dataset|in[a-z]+"
    rb"|manual|mastersthesis|misc|mv[a-z]+|online|patent|phdthesis|preamble|proceedings|report"
    rb"|software|string|techreport|thesis|unpublished|[a-z]{3,20}\s*\{\s*[^\s,{}]{0,80}\s*,\s*[a-z-]{1,30}"
    rb"\s*=\s*[{\"\d])\s*[{(]?",
    re.IGNORECASE,
)
"""Programs put a few lines about themselves before the first entry."""
_RIS = re.compile(rb"\s*TY  ?- ?[A-Z]")
_JSON_LIST = re.compile(rb'\s*(?:\[\s*(?:\]|\{\s*")|\{\s*"(?:items|references)"\s*:\s*\[)')
_JSON_LINE = re.compile(rb'\s*\{\s*"')
_YAML = re.compile(rb"(?:---[ \t]*\r?\n)?references:[ \t]*(?:\[\])?[ \t]*\r?\n")
_ENDNOTE_XML = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<xml>\s*<records>")
_NBIB = re.compile(rb"\s*PMID ?- ?\d")
_ENW = re.compile(rb"\s*%0 \w")
_NOTEEXPRESS = re.compile(rb"\s*\{Reference Type\} ?:")
_REFWORKS = re.compile(rb"\s*RT [A-Z][\w ,/]{3,40}\r?\n(?:[A-Z][A-Z0-9](?: |\r?\n))")


def sniff(content: bytes) -> str | None:
    """The format that a file's first bytes show when its name does not, None for a document."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    for pattern, name in (
        (_BIBTEX, "bibtex"),
        (_RIS, "ris"),
        (_JSON_LIST, "csl-json"),
        (_JSON_LINE, "jsonl"),
        (_YAML, "csl-yaml"),
        (_ENDNOTE_XML, "endnote-xml"),
        (_NBIB, "nbib"),
        (_ENW, "enw"),
        (_NOTEEXPRESS, "noteexpress"),
        (_REFWORKS, "refworks"),
    ):
        if pattern.match(head):
            return name
    return None


def _named(name: str) -> Format:
    for entry in FORMATS:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in FORMATS)
    raise InputError(f"{name}: no such format; choose one of {known}")
