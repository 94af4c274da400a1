"""pybtex's own styles, written in Python: `pybtex:plain`, `unsrt`, `alpha`, `unsrtalpha`.

They need no TeX. This module fronts pybtex's style engine.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, cast

from pybtex import plugin  # pyright: ignore[reportMissingTypeStubs]  # has none
from pybtex.database import Person  # pyright: ignore[reportMissingTypeStubs]
from pybtex.database.input.bibtex import Parser  # pyright: ignore[reportMissingTypeStubs]

from backmatter.styles.bst.interpreter import captured
from backmatter.styles.bst.names import han_name
from backmatter.styles.bst.printed import Item, Printed
from backmatter.styles.csl.markers import CLOSE, LINK, LINK_TEXT, Kind, clean

_KINDS = {"em": Kind.ITALIC, "i": Kind.ITALIC, "strong": Kind.BOLD, "b": Kind.BOLD,
          "sup": Kind.SUPERSCRIPT, "sub": Kind.SUBSCRIPT}  # fmt: skip
_MIN_CROSSREFS = 2


def print_with_pybtex(name: str, bib_texts: Sequence[str]) -> Printed:
    """The list that one of pybtex's styles makes of all entries of the databases."""
    style: Any = cast("Any", plugin).find_plugin("pybtex.style.formatting", name)()
    with captured() as caught:
        parser: Any = cast("Any", Parser)()
        for text in bib_texts:
            parser.parse_stream(io.StringIO(text))
        data = parser.data
        for entry in data.entries.values():
            _join_han_names(entry)
        keys = data.add_extra_citations(["*"], _MIN_CROSSREFS)
        entries = style.sort([_known(data.entries[key], style, caught) for key in keys])
        labels = style.format_labels(entries)
        items = tuple(
            _item(style, data, entry, str(label), caught)
            for entry, label in zip(entries, labels, strict=True)
        )
    return Printed(items, tuple(dict.fromkeys(map(str, caught))))


def _join_han_names(entry: Any) -> None:
    """Make names in Han characters one piece, which the style cannot turn round."""
    for role, people in entry.persons.items():
        wholes = [han_name(person) for person in people]
        entry.persons[role] = [
            cast("Any", Person)(last=f"{{{whole}}}") if whole else person
            for whole, person in zip(wholes, people, strict=True)
        ]


def _known(entry: Any, style: Any, caught: list[object]) -> Any:
    """The entry, as `misc` where the style has no template for its type."""
    if not hasattr(style, f"get_{entry.type}_template"):
        caught.append(f"{entry.key}: the style does not know the entry type {entry.type}")
        entry.type = "misc"
    return entry


def _item(style: Any, data: Any, entry: Any, label: str, caught: list[object]) -> Item:
    """One entry; where the style asks for a field that is missing, it is printed as `misc`."""
    try:
        text = style.format_entry(label, entry, bib_data=data).text
    except Exception as error:  # a missing field, but also LaTeX in one that pybtex cannot read
        caught.append(_said_of(entry, error))
        entry.type = "misc"
        try:
            text = style.format_entry(label, entry, bib_data=data).text
        except Exception as again:  # as above
            caught.append(_said_of(entry, again))
            return Item(entry.key, clean(label), clean(_fields_of(entry)))
    return Item(entry.key, clean(label), text.render(_Marks()))


def _said_of(entry: Any, error: Exception) -> str:
    """The message, with the key if it does not name it."""
    return str(error) if entry.key in str(error) else f"{entry.key}: {error}"


def _fields_of(entry: Any) -> str:
    """What stands for an entry that the style cannot print at all."""
    from backmatter.references.latex import decode

    wanted: Iterator[str] = (decode(str(entry.fields.get(n, ""))) for n in ("title", "year"))
    return ", ".join(filter(None, wanted))


class _Marks:
    """A backend, as pybtex calls it, that writes our marks."""

    RenderType = str
    symbols = {"ndash": "–", "newblock": " ", "nbsp": "\u00a0"}  # noqa: RUF012  # pybtex's name

    def format_str(self, text: str) -> str:
        """Text without marks in it."""
        return clean(text)

    def format_protected(self, text: str) -> str:
        """Text whose case is kept; it has been already."""
        return text

    def format_tag(self, tag_name: str, text: str) -> str:
        """Text in a font."""
        kind = _KINDS.get(tag_name)
        return f"{kind.value}{text}{CLOSE}" if kind and text else text

    def format_href(self, url: str, text: str, external: bool = False) -> str:  # noqa: ARG002  # pybtex's signature
        """A link."""
        return f"{LINK}{clean(str(url))}{LINK_TEXT}{text}{CLOSE}"

    def render_sequence(self, rendered_list: Sequence[str]) -> str:
        """Rendered pieces, joined."""
        return "".join(rendered_list)
