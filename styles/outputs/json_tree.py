"""A JSON tree: entries as runs of text with CSL's formatting attributes, and blocks of runs.

It is what programs read, and what `docx` is made from. An entry is a list of runs; a run has
its `text` and those of CSL's formatting attributes that are not at their default (`font-style`,
`font-weight`, `font-variant`, `text-decoration`, `vertical-align`), and `link` inside a link.
What a style displays apart (`display`) is a block: its `display` and its own `runs`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NotRequired, TypedDict, cast

from backmatter.styles.csl.markers import CLOSE, DISPLAYS, LINK, LINK_TEXT, MARKS, Kind, clean
from backmatter.styles.outputs.output import ListLayout, Output

Run = TypedDict(
    "Run",
    {
        "text": str,
        "font-style": NotRequired[str],
        "font-weight": NotRequired[str],
        "font-variant": NotRequired[str],
        "text-decoration": NotRequired[str],
        "vertical-align": NotRequired[str],
        "link": NotRequired[str],
    },
)
"""A stretch of text of one look."""


class Block(TypedDict):
    """Runs that a style displays apart: `block`, `left-margin`, `right-inline` or `indent`."""

    display: str
    runs: list[Run]


class TreeEntry(TypedDict):
    """One entry."""

    key: str
    runs: list[Run | Block]


Layout = TypedDict(
    "Layout",
    {
        "hanging-indent": bool,
        "second-field-align": str,
        "line-spacing": int,
        "entry-spacing": int,
    },
)
"""How the style wants the list set, by CSL's names."""


class Tree(TypedDict):
    """A whole list."""

    layout: Layout
    entries: list[TreeEntry]


FONTS = {kind: (kind.value, CLOSE) for kind in Kind}
"""The marks stay until `_finish`, which reads them."""

_KINDS = {kind.value: kind for kind in Kind}
_ATTRIBUTES: dict[Kind, tuple[str, str]] = {
    Kind.ITALIC: ("font-style", "italic"),
    Kind.OBLIQUE: ("font-style", "oblique"),
    Kind.UPRIGHT: ("font-style", ""),
    Kind.BOLD: ("font-weight", "bold"),
    Kind.LIGHT: ("font-weight", "light"),
    Kind.MEDIUM: ("font-weight", ""),
    Kind.SMALL_CAPS: ("font-variant", "small-caps"),
    Kind.NORMAL_CAPS: ("font-variant", ""),
    Kind.UNDERLINE: ("text-decoration", "underline"),
    Kind.NO_UNDERLINE: ("text-decoration", ""),
    Kind.SUPERSCRIPT: ("vertical-align", "sup"),
    Kind.SUBSCRIPT: ("vertical-align", "sub"),
    Kind.BASELINE: ("vertical-align", ""),
}
"""CSL's attribute and its value, "" for the default."""


def read_tree(text: str) -> Tree:
    """The tree in a list that this output wrote."""
    return cast("Tree", json.loads(text))


def _same(text: str) -> str:
    return text


def _link(address: str, shown: str) -> str:
    return f"{LINK}{address}{LINK_TEXT}{shown}{CLOSE}"


def _finish(marked: str) -> str:
    """An entry as a JSON list."""
    return json.dumps(_nodes(marked), ensure_ascii=False)


def _nodes(marked: str) -> list[Run | Block]:
    """Runs and blocks of a written entry, whose formatting is settled and balanced."""
    nodes: list[Run | Block] = []
    here: list[Run | Block] | list[Run] = nodes
    open_marks: list[Kind | str] = []
    for mark, text in _pieces(marked):
        if mark == CLOSE and open_marks:
            closed = open_marks.pop()
            here = nodes if closed in DISPLAYS else here
        elif mark == LINK:
            open_marks.append(text)
            continue
        elif (kind := _KINDS.get(mark)) is not None:
            open_marks.append(kind)
            if kind in DISPLAYS:
                block = Block(display=kind.name.lower().replace("_", "-"), runs=[])
                nodes.append(block)
                here = block["runs"]
        if text:
            _append(here, _run(text, open_marks))
    return nodes


def _pieces(marked: str) -> Iterator[tuple[str, str]]:
    """Each mark with the text behind it; the first text has no mark."""
    start, mark = 0, ""
    for match in MARKS.finditer(marked):
        yield mark, marked[start : match.start()]
        start, mark = match.end(), match[0]
    yield mark, marked[start:]


def _run(text: str, open_marks: Sequence[Kind | str]) -> Run:
    """A run of the look that the open marks give it, the innermost having the last word."""
    attributes: dict[str, str] = {}
    for mark in open_marks:
        if isinstance(mark, str):
            attributes["link"] = mark
        elif mark in _ATTRIBUTES:
            name, value = _ATTRIBUTES[mark]
            attributes[name] = value
    kept = {name: value for name, value in attributes.items() if value}
    return cast("Run", {"text": text, **kept})


def _append(runs: list[Run | Block] | list[Run], run: Run) -> None:
    """Add a run, to the one before it if they look the same."""
    last = runs[-1] if runs else None
    if last and "text" in last and {**last, "text": ""} == {**run, "text": ""}:
        last["text"] += run["text"]
    else:
        runs.append(run)


def document(entries: Sequence[str], layout: ListLayout, keys: Sequence[str] = ()) -> str:
    """The tree of a whole list, one entry a line; `read_tree` reads it."""
    head: Layout = {
        "hanging-indent": layout.hanging,
        "second-field-align": layout.second_field,
        "line-spacing": layout.line_spacing,
        "entry-spacing": layout.entry_spacing,
    }
    names = [json.dumps(clean(key), ensure_ascii=False) for key in keys or [""] * len(entries)]
    lines = ",\n".join(
        f'{{"key": {name}, "runs": {runs}}}' for name, runs in zip(names, entries, strict=True)
    )
    return f'{{"layout": {json.dumps(head)},\n"entries": [\n{lines}\n]}}\n'


JSON = Output(
    "json", (".json",), "JSON tree", _same, FONTS, _link, document=document, finish=_finish
)
