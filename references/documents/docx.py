"""DOCX files (ECMA-376): paragraphs, numbered lists, notes, and the fields of reference managers.

Zotero, Mendeley and EndNote leave in a field what they cite; from there come the marks and, by
title, the records of the entries. Footnotes and endnotes follow the text, numbered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from backmatter.references.documents.building import Builder, Inline, raised
from backmatter.references.documents.docx_fields import FieldReader, Item, match_records
from backmatter.references.documents.docx_parts import Numbering, heading_levels, parts, sources
from backmatter.references.documents.model import Document
from backmatter.references.documents.xml_trees import local_name

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset({"del", "moveFrom", "rPr", "pPr", "Fallback", "instrText"})
_PARAGRAPHS = f"{_W}p"


def read_docx(data: bytes, name: str) -> Document:
    """A DOCX file as a document.

    Raises:
        InputError: When it is no DOCX file, is damaged, protected, or would unpack to too much.
    """
    return read_docx_with_items(data, name)[0]


def read_docx_with_items(data: bytes, name: str) -> tuple[Document, Mapping[str, Item]]:
    """A DOCX file as a document, and the works that its fields cite, by their ids.

    Raises:
        InputError: As `read_docx`.
    """
    found = parts(data, name)
    reader = _Reader(
        heading_levels(found.get("word/styles.xml")),
        Numbering(found.get("word/numbering.xml")),
        FieldReader(sources(data, name)),
    )
    for paragraph in found["word/document.xml"].iter(_PARAGRAPHS):
        if next((a for a in paragraph.iterancestors(_PARAGRAPHS)), None) is None:
            reader.paragraph(paragraph)
    for kind in ("footnote", "endnote"):
        notes = found.get(f"word/{kind}s.xml")
        if notes is not None:
            reader.notes(notes, kind)
    return reader.document(name), reader.items


class _Reader:
    """Collects paragraphs; those inside a bibliography field wait, to become entries."""

    def __init__(
        self, levels: Mapping[str, int], numbering: Numbering, fields: FieldReader
    ) -> None:
        self._builder = Builder()
        self._levels = levels
        self._numbering = numbering
        self._fields = fields
        self._entries: list[tuple[str, str]] = []

    @property
    def items(self) -> Mapping[str, Item]:
        """The works that fields cite, by their ids."""
        return self._fields.items

    def paragraph(self, element: Any) -> None:
        content = Inline()
        listed = self._fields.in_bibliography
        self._inline(element, content)
        properties = element.find(f"{_W}pPr")
        label = self._numbering.label(properties)
        if listed or self._fields.in_bibliography or self._fields.took_bibliography():
            self._entries.append((content.text, label))
            return
        level = self._level(properties)
        if level:
            self._builder.heading(f"{label} {content.text}", level)
        else:
            self._builder.paragraph(_labelled(label, content))

    def notes(self, root: Any, kind: str) -> None:
        """The footnotes or endnotes as paragraphs that begin with their numbers."""
        number = 0
        for note in root.iter(f"{_W}{kind}"):
            if note.get(f"{_W}type") in {
                "separator",
                "continuationSeparator",
                "continuationNotice",
            }:
                continue
            number += 1
            content = Inline()
            for paragraph in note.iter(_PARAGRAPHS):
                self._inline(paragraph, content)
                content.add(" ")
            self._builder.paragraph(_labelled(f"{number}.", content))

    def document(self, name: str) -> Document:
        items = tuple(self._fields.items.values())
        pairs = match_records([text for text, _ in self._entries], items)
        for (text, label), item in zip(self._entries, pairs, strict=True):
            number = re.match(r"\[?(\d{1,4})[\]).]?\s{0,4}", f"{label} " if label else text)
            printed = text if label or not number else text[number.end() :]
            listed = item.id if item else ""
            self._builder.entry(
                printed, number[1] if number else "", listed, item.record if item else None
            )
        return self._builder.document(name, "docx")

    def _level(self, properties: Any) -> int:
        if properties is None:
            return 0
        outline, style = properties.find(f"{_W}outlineLvl"), properties.find(f"{_W}pStyle")
        if outline is not None and str(outline.get(f"{_W}val")).isdigit():
            return min(int(outline.get(f"{_W}val")) + 1, 9)
        return self._levels.get(str(style.get(f"{_W}val")), 0) if style is not None else 0

    def _inline(self, paragraph: Any, content: Inline) -> None:
        """The text of a paragraph, deletions left out, fields' results as citations."""
        for element in paragraph.iter():
            name = local_name(element)
            if name in {"fldChar", "instrText", "fldSimple", "fldData"}:
                self._fields.feed(element, name, content)
            elif name == "t" and not _is_skipped(element, paragraph):
                text = element.text or ""
                content.add(raised(text) if _is_superscript(element) else text)
            elif name in {"tab", "br", "cr"} and local_name(element.getparent()) == "r":
                content.add(" ")
            elif name in {"footnoteReference", "endnoteReference"}:
                content.add(raised(str(self._numbering.note(name))))
            elif name == "noBreakHyphen":
                content.add("-")
        self._fields.end_paragraph(content)


def _labelled(label: str, content: Inline) -> Inline:
    """A paragraph with its number before it."""
    if not label or not content.text:
        return content
    whole = Inline()
    whole.add(f"{label} ")
    shift = whole.length
    whole.add(content.text)
    whole.marks.extend((start + shift, end + shift, ids) for start, end, ids in content.marks)
    return whole


def _is_skipped(element: Any, until: Any) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is until:
            return False
        if local_name(ancestor) in _SKIPPED:
            return True
    return False


def _is_superscript(element: Any) -> bool:
    run = element.getparent()
    align = run.find(f"{_W}rPr/{_W}vertAlign") if run is not None else None
    return align is not None and align.get(f"{_W}val") == "superscript"
