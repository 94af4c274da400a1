"""What a style file says of itself, read from the head of its text without parsing the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import unescape

from backmatter.references.errors import StyleError

_DECLARED_ENCODING = re.compile(rb'<\?xml[^>]{0,100}encoding=["\']([A-Za-z0-9._-]{1,40})["\']')
_ROOT = re.compile(r"<style\b[^>]{0,4000}>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PARENT = re.compile(
    r'<link\b(?=[^>]{0,500}rel="independent-parent")[^>]{0,500}?href="([^"]{1,500})"'
)
_FORMAT = re.compile(r'citation-format="([a-z-]{1,30})"')
_FIELD = re.compile(r'<category\b[^>]{0,200}?\bfield="([^"]{1,60})"')
_ISSN = re.compile(r"<(?:e?issn|issnl)>([^<]{1,30})</")


@dataclass(frozen=True, slots=True)
class StyleInfo:
    """A style, by what the `<info>` of its file says.

    `name` is the stem of its file, `parent` the name of the style whose rules a dependent one
    uses, `citation_format` one of `author`, `author-date`, `label`, `note`, `numeric`, or "".
    """

    name: str
    title: str = ""
    short_title: str = ""
    citation_format: str = ""
    style_class: str = ""
    default_locale: str = ""
    parent: str = ""
    issns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    is_house: bool = False

    @property
    def haystack(self) -> str:
        """All that a search for words looks at, case folded."""
        return " ".join((self.name, self.title, self.short_title, *self.issns)).casefold()


def read_info(xml: str, name: str) -> StyleInfo:
    """What the style says of itself; what its text lacks stays empty."""
    root = _ROOT.search(xml)
    start = root.end() if root else 0
    head = _COMMENT.sub("", xml[start : max(xml.find("</info>", start), 0)])
    tag = root[0] if root else ""
    parent = _PARENT.search(head)
    found_format = _FORMAT.search(head)
    return StyleInfo(
        name=name,
        title=_element(head, "title"),
        short_title=_element(head, "title-short"),
        citation_format=found_format[1] if found_format else "",
        style_class=_attribute(tag, "class"),
        default_locale=_attribute(tag, "default-locale"),
        parent=parent[1].rstrip("/").rpartition("/")[2] if parent else "",
        issns=tuple(dict.fromkeys(match[1].strip() for match in _ISSN.finditer(head))),
        fields=tuple(match[1] for match in _FIELD.finditer(head)),
    )


def decode_style(content: bytes, shown: str) -> str:
    """The text of a style file, without byte order mark, each line closed by a line feed.

    Raises:
        StyleError: When the bytes are not text in the encoding that the file declares.
    """
    declared = _DECLARED_ENCODING.match(content.removeprefix(b"\xef\xbb\xbf").lstrip())
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        text = content.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (UnicodeDecodeError, LookupError):
        raise StyleError(f"{shown}: not a style: its bytes are no {encoding} text") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _element(head: str, tag: str) -> str:
    """The text of the first such element, its entities resolved."""
    match = re.search(rf"<{tag}(?:\s[^>]{{0,200}})?>([^<]{{0,1000}})</{tag}>", head)
    return " ".join(unescape(match[1], {"&quot;": '"', "&apos;": "'"}).split()) if match else ""


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\s{name}="([^"]{{0,100}})"', tag)
    return match[1] if match else ""
