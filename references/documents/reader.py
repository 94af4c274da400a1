"""Every kind of document that can be read, and reading one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backmatter.references.documents.docx import read_docx
from backmatter.references.documents.html import read_html
from backmatter.references.documents.jats import read_jats
from backmatter.references.documents.model import Document
from backmatter.references.documents.pdf import read_pdf
from backmatter.references.documents.text import read_text
from backmatter.references.files import read_bytes


@dataclass(frozen=True, slots=True)
class InputKind:
    """A kind of document: its name, the file endings it goes by, and its reader."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Document]


KINDS: tuple[InputKind, ...] = (
    InputKind("text", (".txt", ".text", ".md"), read_text),
    InputKind("pdf", (".pdf",), read_pdf),
    InputKind("docx", (".docx", ".docm"), read_docx),
    InputKind("html", (".html", ".htm", ".xhtml"), read_html),
    InputKind("jats", (".xml", ".nxml"), read_jats),
)
"""What can be read; a file with another ending is read as the first of them."""


def suffixes() -> frozenset[str]:
    """The file endings of all kinds, with the dot, in lower case."""
    return frozenset(suffix for kind in KINDS for suffix in kind.suffixes)


def read_document(source: Path | bytes, name: str = "") -> Document:
    """Read a document from a file, or from the bytes of one.

    Args:
        source: The file, or what stands in it.
        name: The name to show in messages; the path where it is empty.

    Raises:
        InputError: When it cannot be read, or not as a document.
    """
    if isinstance(source, Path):
        name = name or str(source)
        source = read_bytes(source)
    suffix = Path(name).suffix.lower()
    kind = next((kind for kind in KINDS if suffix in kind.suffixes), KINDS[0])
    return kind.read(source, name or "-")
