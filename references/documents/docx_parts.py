"""The parts of a DOCX package: its XML files, its headings' styles, its lists' numbers."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from backmatter.references.documents.xml_trees import MAX_BYTES, local_name, parse_xml
from backmatter.references.errors import InputError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WANTED = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
)
_CUSTOM = re.compile(r"customXml/item\d{1,3}\.xml")
_MOST_CUSTOM = 20
_SOURCES = b"http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises for damaged packages."""

_HEADING = re.compile(r"(?:heading|überschrift|titre|标题)\s?(\d)", re.IGNORECASE)


def parts(data: bytes, name: str) -> dict[str, Any]:
    """The roots of the parts that are read, by their names in the package.

    Raises:
        InputError: When the package is none, is damaged, protected, or unpacks to too much.
    """
    if data.startswith(_OLE):
        raise InputError(
            f"{name}: is protected by a password, or an old .doc file; save it as plain .docx"
        )
    found: dict[str, Any] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            if "word/document.xml" not in names:
                raise InputError(f"{name}: is a ZIP file, but no DOCX (no word/document.xml in it)")
            for part in _WANTED:
                if part in names:
                    content = _content(package, part, name)
                    found[part] = parse_xml(
                        content.replace(_STRICT, _TRANSITIONAL), f"{name}:{part}"
                    )
    except _DAMAGE as error:
        raise InputError(f"{name}: is a damaged DOCX file, or cut short: {error}") from None
    return found


def sources(data: bytes, name: str) -> dict[str, dict[str, Any]]:
    """Word's own list of sources as CSL-JSON items, by their tags; what is damaged is left out.

    Raises:
        InputError: When a part of the package unpacks to too much.
    """
    found: dict[str, dict[str, Any]] = {}
    # Reading the document itself tells of damage; without its sources the text is still there.
    with contextlib.suppress(*_DAMAGE), zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in sorted(filter(_CUSTOM.fullmatch, package.namelist()))[:_MOST_CUSTOM]:
            content = _content(package, part, name)
            if _SOURCES in content:
                with contextlib.suppress(InputError):  # another program's part: not ours to mend
                    found |= dict(_tagged(parse_xml(content, f"{name}:{part}")))
    return found


def _tagged(root: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for source in root.iter(f"{{{_SOURCES.decode()}}}Source"):
        fields = {local_name(child): (child.text or "").strip() for child in source}
        item: dict[str, Any] = {}
        if fields.get("Title"):
            item["title"] = fields["Title"]
        if fields.get("Year", "").isdigit():
            item["issued"] = {"date-parts": [[int(fields["Year"])]]}
        if fields.get("DOI"):
            item["DOI"] = fields["DOI"]
        if fields.get("Tag"):
            yield fields["Tag"], item


def _content(package: zipfile.ZipFile, part: str, name: str) -> bytes:
    with package.open(part) as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InputError(f"{name}: {part} would unpack to more than {MAX_BYTES >> 20} MB; refused")
    return content


def heading_levels(styles: Any) -> dict[str, int]:
    """The styles that are headings, with their levels."""
    found: dict[str, int] = {}
    if styles is None:
        return found
    for style in styles.iter(f"{_W}style"):
        named, outline = style.find(f"{_W}name"), style.find(f"{_W}pPr/{_W}outlineLvl")
        heading = _HEADING.match(str(named.get(f"{_W}val"))) if named is not None else None
        level = outline.get(f"{_W}val") if outline is not None else None
        if heading:
            found[str(style.get(f"{_W}styleId"))] = int(heading[1])
        elif level and level.isdigit() and int(level) < 9:
            found[str(style.get(f"{_W}styleId"))] = int(level) + 1
    return found


class Numbering:
    """Counts the numbered paragraphs and the notes, and says what Word shows before them."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[tuple[str, str], tuple[str, int, bool]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._notes: defaultdict[str, int] = defaultdict(int)
        if root is None:
            return
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            kind = abstract.get(link.get(f"{_W}val")) if link is not None else None
            for level in kind.iter(f"{_W}lvl") if kind is not None else ():
                text = _value(level, "lvlText")
                shown = _value(level, "numFmt") not in {"bullet", "none", ""}
                start = _value(level, "start")
                key = (str(number.get(f"{_W}numId")), str(level.get(f"{_W}ilvl")))
                self._levels[key] = (text, int(start) if start.isdigit() else 1, shown)

    def label(self, properties: Any) -> str:
        """The number before a paragraph, as shown; "" for none."""
        number = properties.find(f"{_W}numPr") if properties is not None else None
        if number is None:
            return ""
        key = (_value(number, "numId"), _value(number, "ilvl") or "0")
        text, start, shown = self._levels.get(key, ("", 1, False))
        if not shown or not key[1].isdigit():
            return ""
        depth = int(key[1])
        self._counts[key[0], depth] = self._counts.get((key[0], depth), start - 1) + 1
        for deeper in [k for k in self._counts if k[0] == key[0] and k[1] > depth]:
            del self._counts[deeper]
        return re.sub(r"%(\d)", lambda m: str(self._counts.get((key[0], int(m[1]) - 1), 1)), text)

    def note(self, kind: str) -> int:
        """The number of the next footnote or endnote."""
        self._notes[kind] += 1
        return self._notes[kind]


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val") or "") if found is not None else ""
