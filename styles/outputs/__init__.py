"""What entries are written as: text, HTML and others, one file each, listed in `registry`."""

from __future__ import annotations

from backmatter.styles.outputs.output import ListLayout, Output
from backmatter.styles.outputs.registry import OUTPUTS, find_output

__all__ = ["OUTPUTS", "ListLayout", "Output", "find_output"]
