"""A style's XML as a tree of elements that know their line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

CSL = "http://purl.org/net/xbiblio/csl"
_XML = "http://www.w3.org/XML/1998/namespace"
_MAX_DEPTH = 200


class MalformedError(Exception):
    """The text is no well-formed XML (or uses what no style needs); where and why."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(slots=True)
class Node:
    """One element; line and column (from 1) are those of its opening `<`.

    `tag` is the local name; elements of other namespaces are not in the tree. `text` is the
    character data directly inside. Attributes have plain names, `xml:lang` its prefix.
    """

    tag: str
    attributes: Mapping[str, str]
    line: int = 0
    column: int = 0
    namespace: str = CSL
    text: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list["Node"])

    def get(self, name: str) -> str:
        """The attribute's value, "" where it is not given."""
        return self.attributes.get(name, "")

    def words(self, name: str) -> list[str]:
        """The attribute's value as a list: CSL separates by white space."""
        return self.get(name).split()

    def walk(self) -> Iterator[Node]:
        """This element and all inside it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str) -> Iterator[Node]:
        """The elements inside (this one included) with one of these names."""
        return (node for node in self.walk() if node.tag in tags)

    def child(self, tag: str) -> Node | None:
        """The first child of this name."""
        return next((node for node in self.children if node.tag == tag), None)


def parse(xml: str) -> Node:
    """The root element of a style or locale.

    Raises:
        MalformedError: When the text is not well-formed, declares a document type (which could
            expand without bound), or nests deeper than any style does.
    """
    builder = _Builder()
    try:
        builder.parser.Parse(xml.encode("utf-8", "surrogatepass"), True)  # expat's own
    except expat.ExpatError as error:
        raise MalformedError(
            expat.ErrorString(error.code), error.lineno, error.offset + 1
        ) from None
    if builder.root is None:
        raise MalformedError("no element found", 1, 1)
    return builder.root


class _Builder:
    """Expat's handlers, which build the tree."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.root: Node | None = None
        self.open: list[Node] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        if len(self.open) >= _MAX_DEPTH:
            raise MalformedError(f"elements nest deeper than {_MAX_DEPTH}", line, column)
        plain = {_plain(key): value for key, value in attributes.items()}
        parent = self.open[-1] if self.open else None
        node = Node(tag, plain, line, column, namespace, parent=parent)
        if parent is None:
            self.root = node
        elif namespace == parent.namespace:
            parent.children.append(node)
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def characters(self, text: str) -> None:
        self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise MalformedError(
            "a document type declaration has no place in a style",
            self.parser.CurrentLineNumber,
            self.parser.CurrentColumnNumber + 1,
        )


def _plain(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"xml:{local}" if namespace == _XML else local
