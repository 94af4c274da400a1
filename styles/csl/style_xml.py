"""Style and locale XML, read once into plain nodes that remember their line.

The parser resolves no entities, loads no DTD and has no network; comments and processing
instructions are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from backmatter.references.errors import StyleError

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_BYTES = 20_000_000


@dataclass(slots=True)
class Node:
    """An element: its local name, attributes (`xml:lang` as `lang`), children and line."""

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list["Node"])

    def get(self, name: str, default: str = "") -> str:
        """The attribute's value, or the default."""
        return self.attributes.get(name, default)

    def child(self, name: str) -> Node | None:
        """The first child of this name, None when there is none."""
        return next((child for child in self.children if child.name == name), None)

    def all(self, name: str) -> Iterator[Node]:
        """The children of this name."""
        return (child for child in self.children if child.name == name)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_xml(xml: str | bytes, name: str = "style") -> Node:
    """The document's root.

    Raises:
        StyleError: When it is not well-formed XML, with line and column.
    """
    etree: Any = import_module("lxml.etree")
    data = xml.encode("utf-8") if isinstance(xml, str) else xml
    if len(data) > _MAX_BYTES:
        raise StyleError(f"{name}: too large for a style or a locale")
    if isinstance(xml, str) and data.lstrip()[:5] == b"<?xml":
        # The text is decoded already: what its declaration says of the encoding is void.
        data = data[data.find(b"?>") + 2 :] if b"?>" in data[:200] else data
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8" if isinstance(xml, str) else None,
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = str(error.msg).split(", line")[0]
        raise StyleError(f"{name}:{line}:{column}: not well-formed: {reason}") from None
    return _node(root)


def _node(element: Any) -> Node:
    """An lxml element as a node; the only place that touches lxml's untyped objects."""
    attributes = {
        ("lang" if key == XML_LANG else str(key)): str(value)
        for key, value in element.attrib.items()
    }
    return Node(
        name=str(element.tag).rpartition("}")[2],
        attributes=attributes,
        line=int(element.sourceline or 0),
        text=str(element.text or ""),
        children=[_node(child) for child in element if isinstance(child.tag, str)],
    )
