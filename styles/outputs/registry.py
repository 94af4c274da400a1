"""The outputs that there are; adding one is a file, a line here and a test."""

from __future__ import annotations

from backmatter.references.errors import StyleError
from backmatter.styles.outputs.docx import DOCX
from backmatter.styles.outputs.html import HTML
from backmatter.styles.outputs.json_tree import JSON
from backmatter.styles.outputs.latex import LATEX
from backmatter.styles.outputs.markdown import MARKDOWN
from backmatter.styles.outputs.output import Output
from backmatter.styles.outputs.rtf import RTF
from backmatter.styles.outputs.text import TEXT

OUTPUTS: tuple[Output, ...] = (TEXT, HTML, MARKDOWN, LATEX, RTF, DOCX, JSON)


def find_output(name: str) -> Output:
    """The output of this name.

    Raises:
        StyleError: When there is none; the message names them all.
    """
    for output in OUTPUTS:
        if output.name == name:
            return output
    known = ", ".join(output.name for output in OUTPUTS)
    raise StyleError(f"{name}: no such output; there are {known}")
