"""XML and HTML from strangers: no entities, no network, no size beyond reason.

The other readers see elements only; no other module of this folder knows lxml.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from backmatter.references.errors import InputError

MAX_BYTES = 64 << 20


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of an XML file.

    Raises:
        InputError: When it is not well-formed, too large, or defines entities of its own.
    """
    etree = _etree()
    if len(data) > MAX_BYTES:
        raise InputError(f"{name}: is larger than the {MAX_BYTES >> 20} MB of XML that are read")
    head = data[:20000]
    if b"<!ENTITY" in head or "<!ENTITY".encode("utf-16-le") in head:
        raise InputError(f"{name}: defines entities of its own, which are not read")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise InputError(f"{name}{line}: is not well-formed XML: {error.msg}") from None


def local_name(element: Any) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def parse_html(text: str, name: str) -> Any:
    """The root element of an HTML page, whatever its mistakes.

    Raises:
        InputError: When there is nothing in it.
    """
    etree = _etree()
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"{name}: cannot be read as HTML: {error}") from None
    if root is None:
        raise InputError(f"{name}: holds no text")
    return root


def walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Each element at its start and at its end (`start`, `end`), in the order of the text."""
    yield from _etree().iterwalk(root, events=("start", "end"))


def _etree() -> Any:
    return importlib.import_module("lxml.etree")  # here, for it is slow to load
