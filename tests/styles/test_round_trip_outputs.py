"""The journal's list in every kind of output: without its markup it is the printed list."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from markdown_it import MarkdownIt

from backmatter.references.reading import parse_document
from backmatter.styles import Style
from backmatter.styles.outputs.json_tree import read_tree

JOURNAL = "chinese-journal-of-spine-and-spinal-cord"


def of_html(data: bytes) -> str:
    return "".join(ET.fromstring(data).itertext())  # noqa: S314  # our own output


def of_markdown(data: bytes) -> str:
    return html.unescape(re.sub("<[^<>]*>", "", MarkdownIt("commonmark").render(data.decode())))


def of_latex(data: bytes) -> str:
    body = data.decode().partition("\n\\item")[2].rpartition("\\end{list}")[0]
    body = re.sub(r"\\(?:item|relax) ?|\\text[a-z]+(?=\{[^}])", "", body)
    named = {"textless": "<", "textgreater": ">"}
    body = re.sub(r"\\(textless|textgreater)\{\}", lambda match: named[match[1]], body)
    return re.sub(r"\\([{}$&#%_])|[{}]", r"\1", body)


def of_rtf(data: bytes) -> str:
    body = data.decode().partition("\n")[2].rpartition("}")[0]
    body = re.sub(r"\\u(-?\d+)\?", lambda match: chr(int(match[1]) % 65536), body)
    return re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", body)


def of_docx(data: bytes) -> str:
    return "".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


def of_json(data: bytes) -> str:
    nodes = [node for entry in read_tree(data.decode())["entries"] for node in entry["runs"]]
    runs = [run for node in nodes for run in (node["runs"] if "display" in node else [node])]
    return "".join(run["text"] for run in runs)


READERS: dict[str, Callable[[bytes], str]] = {
    "html": of_html,
    "markdown": of_markdown,
    "latex": of_latex,
    "rtf": of_rtf,
    "docx": of_docx,
    "json": of_json,
}


@pytest.mark.parametrize("output", READERS)
def test_an_output_without_its_markup_is_the_printed_list(root: Path, output: str) -> None:
    """Character for character, white space aside (an entry's number stands in a column)."""
    review = root / "references" / "data" / "review" / "review.txt"
    references = parse_document(review).references
    style = Style.load(JOURNAL)
    printed = style.bibliography(references).render()
    read = READERS[output](style.bibliography(references, output=output).to_bytes())
    assert len(printed) > 5000
    assert "".join(read.split()) == "".join(printed.split())
