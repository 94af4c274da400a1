r"""The fields that reference managers leave in a DOCX file.

Zotero (`ADDIN ZOTERO_ITEM CSL_CITATION {…}`) and Mendeley (`ADDIN CSL_CITATION {…}`) hold
CSL-JSON; EndNote (`ADDIN EN.CITE`) holds its own XML, in the instruction or packed beside it.
Word's own citations (`CITATION Smith01 \m Jones02`) name tags of the file's list of sources.
The bibliography is a field as well (`ZOTERO_BIBL`, `CSL_BIBLIOGRAPHY`, `EN.REFLIST`,
`BIBLIOGRAPHY`).
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from backmatter.references.documents.building import Inline
from backmatter.references.documents.xml_trees import parse_xml
from backmatter.references.errors import InputError
from backmatter.references.formats.csl_json import reference_to_item
from backmatter.references.formats.endnote_xml import record_to_reference

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BIBLIOGRAPHY = re.compile(r"ZOTERO_BIBL|CSL_BIBLIOGRAPHY|EN\.REFLIST|^\s*BIBLIOGRAPHY\b")
_CITATION = re.compile(r"CSL_CITATION|EN\.CITE(?!\.DATA)|^\s*CITATION\s")
_WORD_CITATION = re.compile(r"^\s*CITATION\s")
_WORD_TAG = re.compile(r"(?:\bCITATION|\\m)\s+([^\s\\]+)")
_MAX_INSTRUCTION = 4_000_000
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Item:
    """A work that a field cites: an id of its own in this file, and its CSL-JSON item."""

    id: str
    record: Mapping[str, Any]


@dataclass(slots=True)
class _Field:
    """A field that has begun: its instruction so far, and where its result begins."""

    instruction: list[str] = field(default_factory=list[str])
    data: list[str] = field(default_factory=list[str])
    result: int | None = None
    ids: tuple[str, ...] = ()
    bibliography: bool = False


class FieldReader:
    """Follows the fields through a document and collects the works that they cite."""

    def __init__(self, sources: Mapping[str, Mapping[str, Any]] | None = None) -> None:
        self.items: dict[str, Item] = {}
        self._sources = sources or {}
        self._open: list[_Field] = []
        self._took = False

    @property
    def in_bibliography(self) -> bool:
        """Whether the text belongs to the bibliography that a manager made."""
        return any(each.bibliography and each.result is not None for each in self._open)

    def took_bibliography(self) -> bool:
        """Whether a bibliography ended since this was asked last."""
        took, self._took = self._took, False
        return took

    def feed(self, element: Any, name: str, content: Inline) -> None:
        """Take in a field's mark or instruction; a citation's result becomes a mark."""
        if name == "fldChar":
            kind = element.get(f"{_W}fldCharType")
            if kind == "begin" and len(self._open) < _MAX_DEPTH:
                self._open.append(_Field())
            elif kind == "separate" and self._open:
                self._separate(self._open[-1], content)
            elif kind == "end" and self._open:
                ended = self._open.pop()
                if ended.result is not None:
                    content.mark(ended.result, ended.ids)
                self._took = self._took or (ended.bibliography and bool(content.text))
        elif name == "instrText" and self._open:
            self._open[-1].instruction.append(element.text or "")
        elif name == "fldData" and self._open:
            self._open[-1].data.append(element.text or "")

    def end_paragraph(self, content: Inline) -> None:
        """Carry a citation that goes on in the next paragraph over to it."""
        for each in self._open:
            if each.result is not None:
                content.mark(each.result, each.ids)
                each.result = 0

    def _separate(self, current: _Field, content: Inline) -> None:
        current.result = content.length
        instruction = "".join(current.instruction)[:_MAX_INSTRUCTION]
        current.bibliography = _BIBLIOGRAPHY.search(instruction) is not None
        if _CITATION.search(instruction):
            found = list(self._cited(instruction, "".join(current.data)))
            for item in found:
                self.items.setdefault(item.id, item)
            current.ids = tuple(item.id for item in found)

    def _cited(self, instruction: str, data: str) -> Iterator[Item]:
        """The works that an instruction cites; Word's own by tag, described in its sources."""
        if not _WORD_CITATION.search(instruction):
            yield from _items(instruction, data)
            return
        for tag in _WORD_TAG.findall(instruction):
            yield Item(f"word-{tag}", {**self._sources.get(tag, {}), "citation-key": tag})


def match_records(entries: Sequence[str], items: Sequence[Item]) -> list[Item | None]:
    """For each printed entry the cited work whose title it holds; the longest title wins."""
    titles = [(_letters(str(item.record.get("title", ""))), item) for item in items]
    titles.sort(key=lambda pair: -len(pair[0]))
    found: list[Item | None] = []
    taken: set[str] = set()
    for entry in entries:
        letters = _letters(entry)
        match = next(
            (i for title, i in titles if len(title) > 5 and i.id not in taken and title in letters),
            None,
        )
        if match:
            taken.add(match.id)
        found.append(match)
    return found


def _letters(text: str) -> str:
    plain = re.sub(r"<[^<>]{1,40}>", "", text)
    return "".join(character for character in plain.casefold() if character.isalnum())


def _items(instruction: str, data: str) -> Iterator[Item]:
    if "CSL_CITATION" in instruction:
        yield from _csl_items(instruction)
    else:
        yield from _endnote_items(instruction, data)


def _csl_items(instruction: str) -> Iterator[Item]:
    start = instruction.find("{")
    try:
        value: Any = json.JSONDecoder().raw_decode(instruction, max(start, 0))[0]
    except (ValueError, RecursionError):
        return
    cited: Any = (
        cast("dict[str, Any]", value).get("citationItems") if isinstance(value, dict) else None
    )
    for each in cast("list[Any]", cited) if isinstance(cited, list) else ():
        citation = cast("dict[str, Any]", each) if isinstance(each, dict) else {}
        item: Any = citation.get("itemData")
        if isinstance(item, dict):
            record = cast("dict[str, Any]", item)
            uris: Any = citation.get("uris") or citation.get("uri") or record.get("id")
            yield Item(json.dumps(uris, sort_keys=True), record)


def _endnote_items(instruction: str, data: str) -> Iterator[Item]:
    xml = (
        instruction[instruction.find("<EndNote") :]
        if "<EndNote" in instruction
        else _unpacked(data)
    )
    end = xml.find("</EndNote>")
    if end < 0:
        return
    try:
        root = parse_xml(xml[: end + len("</EndNote>")].encode(), "EndNote field")
    except InputError:
        return
    for record in root.iter("record"):
        item = _endnote_item(record)
        if "unparsed" not in item:
            yield Item(
                f"endnote-{record.findtext('rec-number') or _letters(str(item.get('title')))}", item
            )


def _unpacked(data: str) -> str:
    try:
        return base64.b64decode(data, validate=False).decode("utf-8", "replace").replace("\x00", "")
    except (binascii.Error, ValueError):
        return ""


def _endnote_item(record: Any) -> dict[str, Any]:
    """An EndNote record as a CSL-JSON item, without what the field alone knows."""
    item = reference_to_item(record_to_reference(record))
    return {name: value for name, value in item.items() if name not in ("id", "custom")}
