"""EndNote XML: `<xml><records><record>…`, as EndNote, Zotero and databases write and read it.

Source: EndNote's RSXML DTD (RSXML.dtd), and what EndNote 20 writes beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from backmatter.references.documents.xml_trees import parse_xml
from backmatter.references.errors import InputError
from backmatter.references.formats import plain_dates, plain_names, tagged
from backmatter.references.formats.format import Format, ReadResult
from backmatter.references.keys import with_keys
from backmatter.references.model import Date, DatePart, Name, Reference, Source

TYPES = {
    "17": "article-journal",
    "43": "article-journal",
    "19": "article-magazine",
    "23": "article-newspaper",
    "6": "book",
    "28": "book",
    "44": "book",
    "5": "chapter",
    "60": "chapter",
    "47": "paper-conference",
    "10": "paper-conference",
    "32": "thesis",
    "27": "report",
    "46": "report",
    "25": "patent",
    "58": "standard",
    "12": "webpage",
    "16": "webpage",
    "56": "post-weblog",
    "59": "dataset",
    "9": "software",
    "36": "manuscript",
    "34": "manuscript",
    "20": "map",
    "31": "legislation",
    "4": "bill",
    "7": "legal_case",
    "26": "personal_communication",
    "53": "entry-encyclopedia",
    "52": "entry-dictionary",
    "21": "motion_picture",
    "3": "motion_picture",
    "13": "",
}
"""EndNote's numbers of reference types → CSL's types; the first for a type is the one written."""

TEXTS = {
    "titles/title": "title",
    "titles/secondary-title": "container-title",
    "titles/tertiary-title": "collection-title",
    "titles/short-title": "title-short",
    "titles/alt-title": "container-title-short",
    "pages": "page",
    "volume": "volume",
    "number": "issue",
    "num-vols": "number-of-volumes",
    "edition": "edition",
    "section": "section",
    "pub-location": "publisher-place",
    "publisher": "publisher",
    "isbn": "serial",
    "electronic-resource-num": "DOI",
    "abstract": "abstract",
    "notes": "note",
    "call-num": "call-number",
    "work-type": "genre",
    "language": "language",
    "urls/related-urls/url": "URL",
}
"""Paths under `<record>` → text variables, in the order they are written."""

NAMES = {
    "contributors/authors/author": "author",
    "contributors/secondary-authors/author": "editor",
    "contributors/tertiary-authors/author": "collection-editor",
    "contributors/translated-authors/author": "translator",
}

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_NUMBERS = {csl: number for number, csl in reversed(TYPES.items())}
_NAMES = {"17": "Journal Article", "6": "Book", "5": "Book Section", "13": "Generic"}
_SERIES = frozenset({"book", "thesis", "report", "map", "software"})
"""Types whose secondary title is that of a series."""
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKUP = re.compile(r"</?(i|b|sup|sub)>")
_FACES = {"i": "italic", "b": "bold", "sup": "superscript", "sub": "subscript"}
_TAGS = {face: tag for tag, face in _FACES.items()}


def read(text: str, file: str = "") -> ReadResult:
    """The records of an EndNote XML text.

    Raises:
        InputError: When it is not well-formed, or holds no record.
    """
    root = parse_xml(text.removeprefix("\ufeff").encode(), file or "-")
    found = list(root.iter("record"))
    if not found:
        raise InputError(f"{file or '-'}:1:1: no EndNote record; one is an element <record>")
    return ReadResult(tuple(record_to_reference(record, file) for record in found))


def write(references: Sequence[Reference]) -> str:
    """An EndNote XML text; a record without a key gets one."""
    records = "".join(_record(each, n) for n, each in enumerate(with_keys(references), 1))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<xml>\n<records>\n{records}</records>\n</xml>\n"


FORMAT = Format("endnote-xml", (), "EndNote XML", read, write)


def record_to_reference(record: Any, file: str = "") -> Reference:
    """One `<record>` element as a reference."""
    kind = (record.findtext("ref-type") or "").strip()
    csl_type = TYPES.get(kind, "")
    variables: dict[str, str] = {}
    for path, variable in TEXTS.items():
        if text := next((t for each in record.iterfind(path) if (t := _text(each))), ""):
            variables[variable] = text
    if csl_type in _SERIES and "container-title" in variables:
        series = variables.pop("container-title")
        variables.setdefault("collection-title", series)
    if serial := variables.pop("serial", ""):
        variables[tagged.serial(serial.split()[0], csl_type)] = serial.split()[0]
    if doi := variables.get("DOI"):
        variables["DOI"] = tagged.bare_doi(doi)
    names: dict[str, tuple[Name, ...]] = {}
    others: set[str] = set()
    for path, variable in NAMES.items():
        people = (plain_names.read_refer(_text(each)) for each in record.iterfind(path))
        if kept := tuple(name for name in people if name != Name()):
            names[variable], is_cut = plain_names.without_closer(kept)
            others |= {variable} if is_cut else set()
    keywords = (_text(each) for each in record.iterfind("keywords/keyword"))
    issued = _issued(record)
    line = record.sourceline
    return Reference(
        key=(record.findtext("label") or "").strip(),
        type=csl_type,
        variables=variables,
        names=names,
        others=frozenset(others),
        dates={"issued": issued} if issued else {},
        keywords=tuple(dict.fromkeys(word for word in keywords if word)),
        fields={"endnote:ref-type": kind} if kind and kind not in TYPES else {},
        source=Source(file=file, line=line),
    )


def _text(element: Any) -> str:
    """The text of an element, its `<style face="italic">` as CSL's markup."""
    return " ".join(_styled_text(element).split())


def _styled_text(element: Any) -> str:
    pieces: list[str] = [element.text or ""]
    for child in element:
        inner = _styled_text(child)
        tags = [_TAGS[f] for f in (child.get("face") or "").split() if f in _TAGS]
        opened = "".join(f"<{tag}>" for tag in tags)
        closed = "".join(f"</{tag}>" for tag in reversed(tags))
        pieces += [f"{opened}{inner}{closed}" if inner else "", child.tail or ""]
    return "".join(pieces)


def _issued(record: Any) -> Date | None:
    """The date of publication: the day beside the year where it says more."""
    year = _text(record.find("dates/year")) if record.find("dates/year") is not None else ""
    days = [_text(each) for each in record.iterfind("dates/pub-dates/date")]
    for day in days:
        exact = plain_dates.read(day) or plain_dates.read(f"{year} {day}")
        if exact is not None:
            return exact
    return plain_dates.read(year)


def _record(reference: Reference, number: int) -> str:
    kind = _NUMBERS.get(reference.type, "13")
    name = _NAMES.get(kind, "")
    shown = f' name="{name}"' if name else ""
    rows = [f"<rec-number>{number}</rec-number>", f"<ref-type{shown}>{kind}</ref-type>"]
    tree: dict[str, list[str]] = {}
    for path, variable in NAMES.items():
        for person in plain_names.with_closer(reference, variable):
            tree.setdefault(path, []).append(_written(person))
    for path, text in _texts(reference):
        tree.setdefault(path, []).append(text)
    if reference.keywords:
        tree["keywords/keyword"] = list(reference.keywords)
    issued = reference.dates.get("issued")
    if issued and issued.year is not None:
        tree["dates/year"] = [str(issued.year)]
        if day := _day(issued):
            tree["dates/pub-dates/date"] = [day]
    if reference.key:
        tree["label"] = [reference.key]
    rows += _elements([(path.split("/"), texts) for path, texts in tree.items()])
    return "<record>" + "".join(rows) + "</record>\n"


def _texts(reference: Reference) -> Iterator[tuple[str, str]]:
    variables = dict(reference.variables)
    if reference.type in _SERIES and "collection-title" in variables:
        variables.setdefault("container-title", variables.pop("collection-title"))
    variables["serial"] = variables.get("ISBN") or variables.get("ISSN", "")
    for path, variable in TEXTS.items():
        if text := variables.get(variable):
            yield path, text


def _elements(branches: Sequence[tuple[Sequence[str], Sequence[str]]]) -> list[str]:
    """Elements for paths; those that begin with the same element share it."""
    groups: dict[str, list[tuple[Sequence[str], Sequence[str]]]] = {}
    for (head, *rest), texts in branches:
        groups.setdefault(head, []).append((rest, texts))
    rows: list[str] = []
    for head, inside in groups.items():
        for path, texts in inside:
            if not path:
                rows += [f"<{head}>{_styled(text)}</{head}>" for text in texts]
        if deeper := [branch for branch in inside if branch[0]]:
            rows.append(f"<{head}>{''.join(_elements(deeper))}</{head}>")
    return rows


def _styled(text: str) -> str:
    """CSL's markup as EndNote's: a stretch of text in each style, nothing nested."""
    faces: list[str] = []
    pieces: list[str] = []
    at = 0
    plain = _NOT_XML.sub("", text)
    for match in _MARKUP.finditer(plain):
        pieces.append(_stretch(plain[at : match.start()], faces))
        at = match.end()
        face = _FACES[match[1]]
        if match[0].startswith("</"):
            if face in faces:
                faces.remove(face)
        else:
            faces.append(face)
    if not pieces:
        return plain.translate(_ESCAPES)
    return "".join([*pieces, _stretch(plain[at:], faces)])


def _stretch(text: str, faces: Sequence[str]) -> str:
    face = " ".join(dict.fromkeys(faces)) or "normal"
    return f'<style face="{face}">{text.translate(_ESCAPES)}</style>' if text else ""


def _written(name: Name) -> str:
    """A name so that EndNote takes it as it is meant: a group's ends in a comma."""
    text = plain_names.write(name)
    return f"{text}," if name.literal and not name.family and "," not in text else text


def _day(date: Date) -> str:
    """What a date says beyond its year: `2018-01-05`."""
    part = date.parts[0] if len(date.parts) == 1 else DatePart()
    if not part.month or part.year is None or not 0 < part.year <= 9999:
        return ""
    return f"{part.year:04d}-{part.month:02d}" + (f"-{part.day:02d}" if part.day else "")
