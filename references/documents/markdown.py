"""Markdown: the text without its markup.

Emphasis, links, code and escapes are resolved; an address behind a link is kept where the link
does not say it. Headings, numbers of list items and footnotes stay as they are written.
"""

from __future__ import annotations

import re

from backmatter.references.documents.encoding import decoded
from backmatter.references.documents.model import Document
from backmatter.references.documents.text import document_of
from backmatter.references.errors import InputError

_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{1,2000}(?:\s[^()]{0,300})?\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,500})\]\(<?([^()\s<>]{1,2000})>?(?:\s\"[^\"]{0,300}\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_STRONG = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,600}?)(?<=\S)\1(?![\w*_])")
_INLINE_STARS = re.compile(r"(\*{1,3})(?=[^\s\d])([^*\n]{1,600}?)(?<=[^\s\d])\1")
"""Emphasis inside a word, or beside Chinese; between digits a star is a times sign."""

_SUPERSCRIPT = re.compile(r"\^(\d{1,3}(?:[,–-]\d{1,3}){0,9})\^|<sup>([^<>]{1,60})</sup>")
_TAG = re.compile(r"</?(?:i|b|em|strong|u|sub|span|br|a)(?:\s[^<>]{0,200})?/?>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_QUOTE = re.compile(r"(?m)^ {0,3}(?:> ?){1,5}")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_markdown(data: bytes, name: str) -> Document:
    """A Markdown file as a document.

    Raises:
        InputError: When it is empty, not text, or in an unknown encoding.
    """
    content = decoded(data, name)
    if not content.text.strip():
        raise InputError(f"{name}: is empty")
    return document_of(plain(content.text), name, content.encoding)


def plain(text: str) -> str:
    """The text of Markdown, line by line as it was, without markup inside the lines."""
    lines: list[str] = []
    code = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            code = not code
        lines.append(line if code else _line(line))
    return "\n".join(lines)


def _line(line: str) -> str:
    line = _QUOTE.sub("", line)
    line = _IMAGE.sub(r"\1", line)
    line = _LINK.sub(_link, line)
    line = _AUTOLINK.sub(r"\1", line)
    line = _SUPERSCRIPT.sub(lambda m: (m[1] or m[2]).translate(_SUPERSCRIPTS), line)
    line = _TAG.sub("", line)
    for _ in range(2):
        line = _STRONG.sub(r"\2", line)
    line = _INLINE_STARS.sub(r"\2", line)
    return _ESCAPE.sub(r"\1", line)


def _link(match: re.Match[str]) -> str:
    shown, address = match[1], match[2]
    if shown.strip() in address and not address.startswith("#"):
        return address
    web = address.startswith(("http://", "https://")) and address not in shown
    return f"{shown} {address}" if web else shown
