"""A table on a terminal marks what was found, and shows hostile characters as what they are."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from backmatter.cli.tables import Cell, table

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """As a terminal answers."""
        return True


def shown(
    monkeypatch: pytest.MonkeyPatch, head: list[str], row: list[Cell], shortened: tuple[int, ...]
) -> str:
    """What a terminal 60 columns wide gets."""
    stream = Terminal()
    for name, value in (("TERM", "xterm-256color"), ("COLUMNS", "60")):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        table(head, [row], shortened)
    return stream.getvalue()


def test_matches_are_marked_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    row: list[Cell] = ["xing", ("The rat \x1b[2J", [(4, 7)])]
    text = shown(monkeypatch, ["key", "title"], row, ())
    assert "key" in text
    assert "The \x1b[1;33mrat\x1b[0m \\u001b[2J" in text


def test_a_long_cell_is_shortened_by_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, ["title", "tag"], ["外" * 40, "b"], (0,))
    assert "外" * 21 in text
    assert "…" in text
    assert "外" * 22 not in text
