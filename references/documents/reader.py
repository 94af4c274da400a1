"""Every kind of document that can be read, and reading one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backmatter.references.documents.docx import read_docx
from backmatter.references.documents.html import read_html
from backmatter.references.documents.jats import read_jats
from backmatter.references.documents.latex import read_latex
from backmatter.references.documents.markdown import read_markdown
from backmatter.references.documents.model import Document
from backmatter.references.documents.pdf import read_pdf
from backmatter.references.documents.text import read_text
from backmatter.references.files import read_bytes


@dataclass(frozen=True, slots=True)
class InputKind:
    """A kind of document: its name, the file endings it goes by, and its reader.

    `signature` is what such a file begins with, for input without a name. `companion` is the
    ending of a file beside it that is read along with it, such as the list that BibTeX wrote
    for a LaTeX file.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str], Document]
    companion: str = ""
    signature: bytes = b""


KINDS: tuple[InputKind, ...] = (
    InputKind("text", (".txt", ".text"), read_text),
    InputKind("pdf", (".pdf",), read_pdf, signature=b"%PDF-"),
    InputKind("docx", (".docx", ".docm"), read_docx, signature=b"PK\x03\x04"),
    InputKind("html", (".html", ".htm", ".xhtml"), read_html),
    InputKind("jats", (".xml", ".nxml"), read_jats),
    InputKind("latex", (".tex", ".ltx", ".bbl"), read_latex, companion=".bbl"),
    InputKind("markdown", (".md", ".markdown", ".rmd", ".qmd"), read_markdown),
)
"""What can be read; a file with another ending is read as what it begins as, or as text."""


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
    path = source if isinstance(source, Path) else None
    name = name or str(path or "-")
    data = source if isinstance(source, bytes) else read_bytes(source)
    suffix = Path(name).suffix.lower()
    kind = next((kind for kind in KINDS if suffix in kind.suffixes), None) or _by_content(data)
    if path and kind.companion and suffix != kind.companion:
        beside = path.with_suffix(kind.companion)
        data += b"\n" + read_bytes(beside) if beside.is_file() else b""
    return kind.read(data, name)


def _by_content(data: bytes) -> InputKind:
    """The kind that a file's first bytes say, or plain text."""
    return next((k for k in KINDS if k.signature and data.startswith(k.signature)), KINDS[0])
