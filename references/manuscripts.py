r"""What manuscripts cite: keys in LaTeX, Markdown and Word texts, works in Word's fields.

A Word file may cite in three ways: by keys in its text (`[@key]`, `\cite{key}`), by fields (its
own citations, Zotero's, Mendeley's, EndNote's), or by plain marks over a typed list, which is then
read as of any document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backmatter.references.bibtex.encoding import decode_bib
from backmatter.references.documents.citation_keys import cited_keys
from backmatter.references.documents.docx import read_docx_with_items
from backmatter.references.documents.docx_fields import Item
from backmatter.references.documents.model import Document
from backmatter.references.findings import Finding, Location
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.references.reading import parse_document

_COMMENTED = re.compile(r"(?<!\\)(?:\\\\)*%")
_DEFINES = re.compile(r"\\bibitem\s{0,4}(?:\[[^\[\]]{0,200}\]\s{0,4})?\{$")
_NO_KEY = re.compile(r"(?:fig|tbl|tab|eq|sec|lst|thm|lem|cor|prp|exm|exr|def|fn|app)[:-]")
"""What Markdown dialects refer to by `@fig:…` or `@fig-…` within a text."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_IN_BRACKETS = re.compile(r"\[(?:[^\[\]]{0,200}[\s;(])?-?@\{?$")
_IN_COMMAND = re.compile(r"\{[^{}]{0,500}$")


@dataclass(frozen=True, slots=True)
class CitedKey:
    """A key that a text cites, and where.

    `certain` is False for a word with an `@` before it that need be no key (`@home` in a Word
    text); it counts where there is such an entry, and is not missed where there is none.
    """

    key: str
    place: Location
    certain: bool = True


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that a file cites without a key of the `.bib` file, as far as the file describes it.

    `number` is that of the file's own list, "" for none; the key of `work` may be a manager's.
    """

    work: Reference
    place: Location
    number: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a manuscript cites; `findings` are about its own marks and list."""

    keys: tuple[CitedKey, ...] = ()
    works: tuple[CitedWork, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_manuscript(data: bytes, name: str) -> Manuscript:
    """What a LaTeX, Markdown or Word file cites.

    Raises:
        InputError: When it is none of these, or cannot be read.
    """
    if name.lower().endswith(".docx"):
        return _of_word(data, name)
    return Manuscript(keys=tuple(_of_text(decode_bib(data, name).text, name)))


class _Places:
    """The places of offsets into a text."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def of(self, at: int) -> Location:
        """Where an offset is."""
        line = bisect_right(self._starts, at)
        return Location(self._name, line, at - self._starts[line - 1] + 1)


def _of_text(text: str, name: str) -> Iterator[CitedKey]:
    is_latex = name.lower().endswith((".tex", ".ltx"))
    place = _Places(name, text)
    for key, at in cited_keys(text, name):
        if not _is_no_citation(text, at, key, is_latex=is_latex):
            yield CitedKey(key, place.of(at))


def _is_no_citation(text: str, at: int, key: str, *, is_latex: bool) -> bool:
    """Whether a key stands in a comment, in a list of the document's own, or for a figure."""
    line = text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]
    if not is_latex:
        return _NO_KEY.match(key) is not None
    return _COMMENTED.search(line) is not None or _DEFINES.search(line) is not None


def _of_word(data: bytes, name: str) -> Manuscript:
    document, items = read_docx_with_items(data, name)
    keys = tuple(_in_word_text(document))
    works = tuple(_in_fields(document, items))
    parsed = parse_document(data, name)
    if works or any(key.certain for key in keys):
        own = tuple(finding for finding in parsed.findings if finding.code == "BM403")
        return Manuscript(keys, works, own)
    listed = tuple(
        CitedWork(each, Location(name, source.line or 0), source.number)
        for each in parsed.references
        if (source := each.source) is not None
    )
    own = tuple(finding for finding in parsed.findings if finding.code.startswith("BM4"))
    return Manuscript(keys, listed, own)


def _in_word_text(document: Document) -> Iterator[CitedKey]:
    text = document.text
    place = _Places(document.name, text)
    for key, at in cited_keys(text, "text.md"):
        if _NO_KEY.match(key):
            continue
        before = text[text.rfind("\n", 0, at) + 1 : at]
        is_command = "\\" in before and _IN_COMMAND.search(before) is not None
        certain = is_command or _IN_BRACKETS.search(before) is not None
        yield CitedKey(key, place.of(at), certain)


def _in_fields(document: Document, items: Mapping[str, Item]) -> Iterator[CitedWork]:
    place = _Places(document.name, document.text)
    for citation in document.citations:
        for name in citation.ids:
            if name in items:
                yield CitedWork(_described(items[name].record), place.of(citation.start))


def _described(record: Mapping[str, Any]) -> Reference:
    """A work as its field describes it; its key is the one that the manager cites it by."""
    key = record.get("citation-key") or record.get("citekey") or ""
    described = {"type": "document", **record, "id": str(key)}
    return item_to_reference(described)
