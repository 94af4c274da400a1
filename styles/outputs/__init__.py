"""What entries are written as: text, HTML and others, one file each, listed in `registry`."""

from __future__ import annotations

from backmatter.styles.outputs.output import Output
from backmatter.styles.outputs.registry import OUTPUTS, find_output

__all__ = ["OUTPUTS", "Output", "find_output"]
