"""Tables: laid out for the person at a terminal, lines with tabs for a program."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from backmatter.cli import console

if TYPE_CHECKING:
    from rich.text import Text

Marks = Sequence[tuple[int, int]]
"""Start and end of what is to be marked in a cell."""

Cell = str | tuple[str, Marks]
"""A cell's text, with the places to mark in it or without."""

_ONE_LINE = str.maketrans("\t\n", "  ")

_SHORT = 44
"""How wide a shortened cell is on a terminal, in columns."""


def table(
    head: Sequence[str], rows: Sequence[Sequence[Cell]], shortened: Collection[int] = ()
) -> None:
    """Print a table on stdout.

    Args:
        head: The columns' names; a program gets none.
        rows: The cells.
        shortened: The columns whose cells a terminal shows only the beginning of.
    """
    if not sys.stdout.isatty():
        console.deliver("\n".join(map(_line, rows)), None)
        return
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        shown.add_column(name, overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(cell, index in shortened) for index, cell in enumerate(row)))
    console.stdout().print(shown)


def _line(row: Sequence[Cell]) -> str:
    """A row with tabs between the cells, for a program."""
    texts = (cell if isinstance(cell, str) else cell[0] for cell in row)
    return "\t".join(console.visible(text).translate(_ONE_LINE) for text in texts)


def _cell(cell: Cell, shorten: bool) -> Text:
    """A cell with its marks; the control characters of foreign text are made visible."""
    from rich.text import Text

    text, marks = (cell, ()) if isinstance(cell, str) else cell
    result = Text()
    done = 0
    for start, end in marks:
        result.append(console.visible(text[done:start]))
        result.append(console.visible(text[start:end]), style="bold yellow")
        done = end
    result.append(console.visible(text[done:]))
    if shorten and result.cell_len > _SHORT:
        result.truncate(_SHORT, overflow="ellipsis")
    return result
