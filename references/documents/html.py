"""HTML pages: their blocks as paragraphs, numbered lists with their numbers.

Entries and marks are taken from the markup where it says what they are (`doc-biblioentry`,
`#cite_note` and the like); elsewhere the text is searched as that of any document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from backmatter.references.documents.building import Builder, Inline, raised
from backmatter.references.documents.encoding import decoded
from backmatter.references.documents.model import Document
from backmatter.references.documents.xml_trees import MAX_BYTES, parse_html, walk
from backmatter.references.errors import InputError

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "head",
        "svg",
        "math",
        "iframe",
        "form",
        "button",
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *("dt", "figcaption", "figure", "footer", "header", "hr", "html", "li", "main", "ol", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
        *_HEADINGS,
    }
)
_LIST = re.compile(
    r"\b(?:references?|reflist|ref-list|bibliograph\w*|csl-bib-body|citation-list|doc-bibliography)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"\b(?:csl-entry|doc-biblioentry|biblio-?entry|ref-cit|citation-item)\b")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w-]{2,20})", re.IGNORECASE)
_NOTE_SIGNS = re.compile(r"[\s^↑↩\d a-z]{0,20}[↑↩^]\s{0,4}")


def read_html(data: bytes, name: str) -> Document:
    """An HTML page as a document.

    Raises:
        InputError: When it is too large, not text, or has no text in it.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: is larger than the {MAX_BYTES >> 20} MB of HTML that are read")
    text, encoding = _text(data, name)
    root = parse_html(text, name)
    builder = Builder()
    _Reader(builder, _entries_by_id(root)).read(root)
    return builder.document(name, encoding)


def _text(data: bytes, name: str) -> tuple[str, str]:
    """The decoded page, in the character set that it names, or as any text."""
    named = _CHARSET.search(data[:2048])
    if named:
        charset = named[1].decode("ascii").lower()
        charset = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(
            charset, charset
        )
        try:
            return _without_declaration(data.decode(charset)), charset
        except (LookupError, UnicodeDecodeError):
            pass  # what the page says of itself is wrong; its bytes are looked at instead
    content = decoded(data, name)
    return _without_declaration(content.text), content.encoding


def _without_declaration(text: str) -> str:
    """The text without an XML declaration and nulls, which lxml does not take in a string."""
    return re.sub(r"^\ufeff?\s{0,20}<\?xml[^>]{0,200}\?>", "", text).replace("\x00", "") or " "


def _entries_by_id(root: Any) -> dict[Any, str]:
    """The elements that are entries of a list by their markup, with their ids."""
    found: dict[Any, str] = {}
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        says = f"{element.get('class', '')} {element.get('role', '')}"
        if _ENTRY.search(says):
            found[element] = str(element.get("id") or "")
        elif element.tag in {"ol", "ul"} and _LIST.search(f"{says} {_parent_class(element)}"):
            for item in element.iterchildren("li"):
                found.setdefault(item, str(item.get("id") or ""))
    nested = {e for e in found if any(a in found for a in e.iterancestors())}
    return {element: id_ for element, id_ in found.items() if element not in nested}


def _parent_class(element: Any) -> str:
    parent = element.getparent()
    return "" if parent is None else f"{parent.get('class', '')} {parent.get('role', '')}"


class _Reader:
    """Walks a page in order, without recursion, and hands its blocks to the builder."""

    def __init__(self, builder: Builder, entries: dict[Any, str]) -> None:
        self._builder = builder
        self._entries = entries
        self._ids = {id_ for id_ in entries.values() if id_}
        self._content = Inline()
        self._counters: list[int] = []
        self._inside: tuple[Any, int, tuple[str, ...]] | None = None

    def read(self, root: Any) -> None:
        skip: Any = None
        for event, element in walk(root):
            if not isinstance(element.tag, str):
                continue
            if skip is not None:
                if event == "end" and element is skip:
                    skip = None
                    self._content.add(element.tail or "")
                continue
            if event == "start" and (element.tag in _SKIPPED or element in self._entries):
                if element in self._entries:
                    self._flush()
                    self._entry(element)
                skip = element
                continue
            if event == "start":
                self._open(element)
            else:
                self._close(element)
        self._flush()

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag == "br":
            self._flush()
        if tag == "ol":
            self._counters.append(_integer(element.get("start"), 1) - 1)
        if tag == "li" and element.getparent() is not None and element.getparent().tag == "ol":
            self._counters = self._counters or [0]
            self._counters[-1] = _integer(element.get("value"), self._counters[-1] + 1)
            self._content.add(f"{self._counters[-1]}. ")
        if (
            tag == "a"
            and (target := str(element.get("href") or "").rpartition("#")[2]) in self._ids
        ):
            self._inside = (element, self._content.length, (target,))
        self._add(element.text, raised_=_in_superscript(element))

    def _close(self, element: Any) -> None:
        if self._inside and self._inside[0] is element:
            self._content.mark(self._inside[1], self._inside[2])
            self._inside = None
        if element.tag in _HEADINGS:
            self._builder.heading(self._content.text, int(element.tag[1]))
            self._content = Inline()
        elif element.tag in _BLOCKS:
            self._flush()
        if element.tag == "ol" and self._counters:
            self._counters.pop()
        self._add(element.tail, raised_=_in_superscript(element.getparent()))

    def _add(self, text: str | None, *, raised_: bool) -> None:
        if text:
            self._content.add(raised(text) if raised_ else text)

    def _flush(self) -> None:
        self._builder.paragraph(self._content)
        self._content = Inline()

    def _entry(self, element: Any) -> None:
        text = " ".join("".join(element.itertext()).split())
        text = _NOTE_SIGNS.sub("", text, count=1) if _NOTE_SIGNS.match(text) else text
        number = ""
        parent = element.getparent()
        if element.tag == "li" and parent is not None and parent.tag == "ol":
            place = sum(1 for _ in element.itersiblings("li", preceding=True))
            number = str(_integer(element.get("value"), _integer(parent.get("start"), 1) + place))
        label = re.match(r"[\[(]?(\d{1,4})[\]).]\s{1,4}", text)
        if label and (not number or label[1] == number):
            number, text = label[1], text[label.end() :]
        self._builder.entry(text, number, self._entries[element])


def _in_superscript(element: Any) -> bool:
    chain: Iterator[Any] = iter(()) if element is None else element.iterancestors("sup")
    return element is not None and (element.tag == "sup" or next(chain, None) is not None)


def _integer(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.strip().isdigit() and len(value) < 7 else otherwise
