r"""Read a `.bbl`: its entries, and the commands it defines for them.

The form is LaTeX's `thebibliography`; natbib's labels and the definitions that styles and
`@preamble` put before the list are understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backmatter.styles.bst.braces import argument, group_end, optional_argument

_END = re.compile(r"\\end\s*\{thebibliography\}")
_ITEM = re.compile(r"\\bibitem(?![A-Za-z])")
_LINE_JOINED = re.compile(r"(?<!\\)%[ \t]*\n[ \t]*")
_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?(?:new)?command\*?\s*(?:\{\s*\\([A-Za-z]+)\s*\}|\\([A-Za-z]+))\s*(?:\[(\d)\])?"
    r"|def\s*\\([A-Za-z]+)((?:#\d)*))\s*(?=\{)"
)
_AUTHOR_YEAR = re.compile(r".*(?:\(.*\)|\\cite(?:authoryear|name|year)).*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """A command that the file defines: how many arguments it takes, and what it stands for."""

    arguments: int
    body: str


@dataclass(frozen=True, slots=True)
class BblItem:
    r"""One `\bibitem`: key, label as LaTeX ("" where LaTeX numbers it), text as LaTeX."""

    key: str
    label: str
    latex: str
    is_author_year: bool = False
    r"""Whether the label is for citations by author and year (natbib's `Author(Year)`, or
    `\citeauthoryear`) and not printed."""


@dataclass(frozen=True, slots=True)
class Bbl:
    """The entries of a `.bbl` in order, and the commands defined before them."""

    items: tuple[BblItem, ...]
    macros: dict[str, Macro]


def parse_bbl(text: str) -> Bbl:
    """The entries; text that is none of them, such as settings of the list, is passed over."""
    text = _LINE_JOINED.sub("", text)
    starts = [match.start() for match in _ITEM.finditer(text)]
    head = text[: starts[0]] if starts else text
    end = _END.search(text, starts[-1]) if starts else None
    stops = [*starts[1:], end.start() if end else len(text)]
    items = (_item(text[a:b]) for a, b in zip(starts, stops, strict=bool(starts)))
    return Bbl(tuple(items) if starts else (), _macros(head))


def _item(text: str) -> BblItem:
    at = len("\\bibitem")
    label, at = optional_argument(text, at)
    key, at = argument(text, at)
    return BblItem(
        key=key.strip(),
        label=" ".join(label.split()),
        latex=" ".join(text[at:].split()),
        is_author_year=bool(_AUTHOR_YEAR.fullmatch(label)),
    )


def _macros(head: str) -> dict[str, Macro]:
    macros: dict[str, Macro] = {}
    for match in _DEFINITION.finditer(head):
        end = group_end(head, match.end())
        name = match[1] or match[2] or match[4]
        count = int(match[3]) if match[3] else len(match[5] or "") // 2
        macros.setdefault(name, Macro(count, head[match.end() + 1 : end - 1]))
    return macros
