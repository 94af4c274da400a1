"""Plain text: one entry a line."""

from __future__ import annotations

from backmatter.styles.outputs.output import Output


def _same(text: str) -> str:
    return text


TEXT = Output("text", (".txt",), "plain text", _same, gap=" ")
