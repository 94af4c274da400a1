"""JATS XML, the form in which publishers deposit articles (NISO Z39.96).

The list is in `ref-list`; each `ref` holds a citation whose parts are tagged, which become its
record. Marks are `xref` elements with `ref-type="bibr"`; a range printed as two of them
(`[3]–[5]`) leads to what is between as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from backmatter.references.documents.building import Builder, Inline, raised
from backmatter.references.documents.composing import compose
from backmatter.references.documents.model import Document
from backmatter.references.documents.xml_trees import local_name, parse_xml, walk
from backmatter.references.errors import InputError

_BLOCKS = frozenset({"p", "disp-quote", "verse-group", "list-item", "def", "attrib", "td", "th"})
_SKIPPED = frozenset(
    {"journal-meta", "permissions", "history", "contrib-group", "aff", "tex-math", "alternatives"}
)
_CITATIONS = ("mixed-citation", "element-citation", "citation", "nlm-citation")
_NAME_PARTS = frozenset({"surname", "given-names", "suffix"})
_RANGE = re.compile(r"\s?[\])]?[-‐-―−~～][\[(]?\s?")
_MAX_RANGE = 200
_TYPES = {
    "journal": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "confproc": "paper-conference",
    "conf-proc": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "patent": "patent",
    "web": "webpage",
    "webpage": "webpage",
    "data": "dataset",
    "software": "software",
    "preprint": "article",
    "newspaper": "article-newspaper",
}
_VARIABLES = {
    "volume": "volume",
    "issue": "issue",
    "edition": "edition",
    "publisher-name": "publisher",
    "publisher-loc": "publisher-place",
    "series": "collection-title",
    "conf-name": "event-title",
    "patent": "number",
    "size": "number-of-pages",
}
_IDENTIFIERS = {"doi": "DOI", "pmid": "PMID", "pmcid": "PMCID", "isbn": "ISBN", "issn": "ISSN"}


def read_jats(data: bytes, name: str) -> Document:
    """A JATS article as a document.

    Raises:
        InputError: When it is not well-formed XML, or not an article.
    """
    root = parse_xml(data, name)
    article = root if local_name(root) == "article" else root.find(".//{*}article")
    if article is None:
        raise InputError(f"{name}: is XML, but no JATS article (its root is <{local_name(root)}>)")
    builder = Builder()
    references = list(article.iterfind(".//{*}ref-list//{*}ref"))
    order = [str(ref.get("id") or "") for ref in references]
    title = article.find(".//{*}article-meta//{*}article-title")
    if title is not None:
        builder.paragraph(_plain(title))
    for part in ("front", "body", "back"):
        for element in article.iterfind(f"{{*}}{part}"):
            _blocks(element, builder, order, 0)
    if references:
        builder.heading("References", 1)
    for ref in references:
        _entry(ref, builder)
    return builder.document(name, "xml")


def _blocks(root: Any, builder: Builder, order: list[str], level: int) -> None:
    """The headings and paragraphs below an element, in order, without recursion."""
    stack: list[tuple[Any, int]] = [(child, level) for child in reversed(root)]
    while stack:
        element, depth = stack.pop()
        name = local_name(element)
        if name in _SKIPPED or name == "ref-list":
            continue
        if name == "title":
            builder.heading(_plain(element), depth)
        elif name in _BLOCKS:
            content = Inline()
            _inline(element, content, order)
            builder.paragraph(content)
        else:
            inside = depth + (name in {"sec", "ack", "app", "abstract"})
            stack.extend((child, inside) for child in reversed(element))


def _inline(root: Any, content: Inline, order: list[str]) -> None:
    """The text of a paragraph, `xref` to the list as citations."""
    mark: tuple[int, tuple[str, ...]] | None = None
    for event, element in walk(root):
        name = local_name(element)
        if event == "start":
            if name == "xref" and element.get("ref-type") == "bibr":
                ids = tuple(str(element.get("rid") or "").split())
                if mark and _RANGE.fullmatch("".join(content.parts)[mark[0] :]):
                    ids = (*_between(order, mark[1][-1], ids[0] if ids else ""), *ids)
                text = _plain(element)
                content.add(raised(text) if local_name(element.getparent()) == "sup" else text, ids)
                mark = (content.length, ids) if ids else None
            elif element.text and not _inside_mark(element):
                content.add(raised(element.text) if name == "sup" else element.text)
        elif (
            element.tail
            and element is not root
            and not _inside_mark(element.getparent(), itself=True)
        ):
            content.add(element.tail)


def _between(order: list[str], first: str, last: str) -> list[str]:
    """The ids after one and before another in the list, where they are near."""
    if first in order and last in order:
        a, b = order.index(first), order.index(last)
        if 0 < b - a < _MAX_RANGE:
            return order[a + 1 : b]
    return []


def _inside_mark(element: Any, *, itself: bool = False) -> bool:
    """Whether an element stands in an `xref` to the list, whose text is already taken."""
    at = element if itself else element.getparent()
    for _ in range(3):
        if at is None:
            return False
        if local_name(at) == "xref" and at.get("ref-type") == "bibr":
            return True
        at = at.getparent()
    return False


def _plain(element: Any) -> str:
    """The text of an element on one line, the parts of a name apart."""
    parts: list[str] = []
    for event, inner in walk(element):
        if event == "start":
            if local_name(inner) in _NAME_PARTS and parts and parts[-1][-1:].isalnum():
                parts.append(" ")
            parts.append(inner.text or "")
        elif inner is not element:
            parts.append(inner.tail or "")
        parts = parts if parts[-1] else parts[:-1]
    return " ".join("".join(parts).split())


def _entry(ref: Any, builder: Builder) -> None:
    label = ref.find("{*}label")
    number = re.sub(r"\D", "", _plain(label)) if label is not None else ""
    cited = next(
        (found for tag in _CITATIONS if (found := ref.find(f".//{{*}}{tag}")) is not None), None
    )
    if cited is None:
        builder.entry(_plain(ref), number, str(ref.get("id") or ""))
        return
    record = _record(cited)
    tagged = local_name(cited) in {"element-citation", "nlm-citation"}
    printed = compose(record) if tagged else _plain(cited)
    builder.entry(printed, number, str(ref.get("id") or ""), record or None)


def _record(cited: Any) -> dict[str, Any]:
    """A tagged citation as a CSL-JSON item."""
    item: dict[str, Any] = {}
    kind = cited.get("publication-type") or cited.get("citation-type") or ""
    article, source = cited.find(".//{*}article-title"), cited.find(".//{*}source")
    chapter = cited.find(".//{*}chapter-title")
    part = article if article is not None else chapter
    if part is not None:
        item["title"] = _plain(part)
        if source is not None:
            item["container-title"] = _plain(source)
    elif source is not None:
        item["title"] = _plain(source)
    if kind.lower() in _TYPES:
        item["type"] = _TYPES[kind.lower()]
        if item["type"] == "book" and part is not None and source is not None:
            item["type"] = "chapter"
    for tag, variable in _VARIABLES.items():
        found = cited.find(f".//{{*}}{tag}")
        if found is not None and _plain(found):
            item[variable] = _plain(found)
    item.update(_pages(cited))
    item.update(_identifiers(cited))
    item.update(_people(cited))
    year = cited.find(".//{*}year")
    if year is not None and (digits := re.search(r"\d{4}", _plain(year))):
        item["issued"] = {"date-parts": [[int(digits[0])]]}
    return item if "title" in item or "author" in item else {}


def _pages(cited: Any) -> Iterator[tuple[str, str]]:
    first, last = (cited.find(f".//{{*}}{tag}") for tag in ("fpage", "lpage"))
    location, whole = cited.find(".//{*}elocation-id"), cited.find(".//{*}page-range")
    if first is not None:
        end = f"-{_plain(last)}" if last is not None and _plain(last) != _plain(first) else ""
        yield "page", _plain(first) + end
    elif whole is not None:
        yield "page", _plain(whole)
    elif location is not None:
        yield "page", _plain(location)


def _identifiers(cited: Any) -> Iterator[tuple[str, str]]:
    for found in cited.iterfind(".//{*}pub-id"):
        variable = _IDENTIFIERS.get(str(found.get("pub-id-type") or "").lower())
        if variable and _plain(found):
            yield variable, re.sub(r"^https?://(?:dx\.)?doi\.org/", "", _plain(found))
    for found in cited.iterfind(".//{*}isbn"):
        yield "ISBN", _plain(found)


def _people(cited: Any) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for element in cited.iter("{*}name", "{*}string-name", "{*}collab"):
        group = next((a for a in element.iterancestors() if local_name(a) == "person-group"), None)
        role = str(group.get("person-group-type") or "author") if group is not None else "author"
        role = {"authors": "author", "editors": "editor", "ed": "editor"}.get(role, role)
        if role not in {"author", "editor", "translator"}:
            continue
        family, given = element.find("{*}surname"), element.find("{*}given-names")
        person = {"literal": _plain(element)}
        if family is not None:
            person = {"family": _plain(family)}
            if given is not None and _plain(given):
                person["given"] = _plain(given)
        found.setdefault(role, []).append(person)
    return found
