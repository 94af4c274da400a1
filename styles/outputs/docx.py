"""DOCX, for word processors: a document of one paragraph for each entry.

The paragraphs have a style of their own, "Bibliography", which carries the layout; so a reader
can change the look of the whole list at once. The bytes depend on the entries alone: no clock,
and nothing compressed, since compressors differ between machines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from backmatter.styles.outputs import json_tree
from backmatter.styles.outputs.json_tree import Block, Layout, Run, Tree, TreeEntry
from backmatter.styles.outputs.output import Output

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as RunOfText

_STYLE = "Bibliography"
_DEFAULT_STYLES = ("Normal", "Default Paragraph Font", "Normal Table", "No List")
"""What is kept of the template's styles; the others make most of its size."""

_UNUSED_PARTS = ("/stylesWithEffects", "/numbering", "/customXml", "/thumbnail")
"""Ends of the relations to parts of the template that a list has no use for."""

_FONT_SIZE = 11.0
_INDENT = 2 * _FONT_SIZE
_WIDE = "\u2e80"
"""From here on characters are as wide as the font is high."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_IN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"


def _pack(text: str) -> bytes:
    """The file for a list that `json_tree` wrote."""
    from docx import Document

    tree = json_tree.read_tree(text)
    document = Document()
    _drop_unused_parts(document)
    properties = document.core_properties
    properties.author = properties.comments = ""
    _add_style(document, tree)
    for entry in tree["entries"]:
        _fill(document.add_paragraph(style=_STYLE), entry["runs"])
    packed = BytesIO()
    document.save(packed)
    return _without_clock(packed.getvalue())


def _drop_unused_parts(document: Document) -> None:
    """Leave out what the template holds beyond an empty document: half a megabyte."""
    part = cast("Any", document.part)  # its relations are not typed in full
    for relations in (part.rels, part.package.rels):
        unused = [key for key, each in relations.items() if each.reltype.endswith(_UNUSED_PARTS)]
        for key in unused:
            del relations[key]


def _add_style(document: Document, tree: Tree) -> None:
    """The paragraphs' style: how far they hang, and the space between lines and entries."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    layout = tree["layout"]
    for unused in [each for each in document.styles if each.name not in _DEFAULT_STYLES]:
        unused.delete()
    styles = cast("Any", document.styles)  # its type is not known in full
    style = cast("ParagraphStyle", styles.add_style(_STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True))
    style.base_style = document.styles["Normal"]
    form = style.paragraph_format
    indent = _indent(layout, tree["entries"])
    if indent:
        form.left_indent = Pt(0 if layout["second-field-align"] == "margin" else indent)
        form.first_line_indent = Pt(-indent)
    form.line_spacing = float(layout["line-spacing"])
    form.space_after = Pt(_FONT_SIZE / 2 * layout["entry-spacing"])


def _indent(layout: Layout, entries: Iterable[TreeEntry]) -> float:
    """Points: as wide as the widest field in the margin, else two letters, else nothing."""
    if not layout["second-field-align"]:
        return _INDENT if layout["hanging-indent"] else 0
    fields = (node for entry in entries for node in entry["runs"] if "display" in node)
    margins = ("".join(r["text"] for r in f["runs"]) for f in fields if _is_margin(f))
    widths = [sum(_FONT_SIZE if c >= _WIDE else _FONT_SIZE / 2 for c in m) for m in margins]
    return max([_INDENT, *widths])


def _is_margin(node: Run | Block) -> bool:
    return "display" in node and node["display"] == "left-margin"


def _fill(paragraph: Paragraph, nodes: list[Run | Block]) -> None:
    """Write an entry; what is displayed apart stands on lines of its own."""
    after_block = False
    for place, node in enumerate(nodes):
        if "display" not in node:
            if after_block:
                paragraph.add_run().add_break()
            after_block = False
            _add_run(paragraph, node)
            continue
        apart = node["display"] in ("block", "indent")
        if (apart and place) or (after_block and node["display"] != "right-inline"):
            paragraph.add_run().add_break()
        after_block = apart
        if node["display"] == "indent":
            paragraph.add_run("\t")
        for run in _margin(node["runs"]) if _is_margin(node) else node["runs"]:
            _add_run(paragraph, run)


def _margin(runs: list[Run]) -> Iterator[Run]:
    """The field in the margin, with a tab for the blank at its end."""
    yield from runs[:-1]
    for last in runs[-1:]:
        yield {**last, "text": last["text"].rstrip(" ")}
    yield {"text": "\t"}


def _add_run(paragraph: Paragraph, look: Run) -> None:
    run = paragraph.add_run(look["text"])
    if link := look.get("link"):
        _wrap_in_link(paragraph, run, link)
    font = run.font
    if look.get("font-style"):
        font.italic = True
    if look.get("font-weight") == "bold":
        font.bold = True
    if look.get("font-variant"):
        font.small_caps = True
    if look.get("text-decoration"):
        font.underline = True
    if align := look.get("vertical-align"):
        font.superscript, font.subscript = (align == "sup") or None, (align == "sub") or None


def _wrap_in_link(paragraph: Paragraph, run: RunOfText, address: str) -> None:
    """Put the run, the paragraph's last, into a link, which python-docx itself cannot make."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parser
    from docx.oxml.ns import qn

    target = quote(address, safe=_IN_ADDRESS)
    relation = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = cast("Any", parser).OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    element = cast("Any", run)._r
    element.addprevious(link)
    link.append(element)


def _without_clock(packed: bytes) -> bytes:
    """The same archive, its members stored as they are and dated alike."""
    result = BytesIO()
    with ZipFile(BytesIO(packed)) as source, ZipFile(result, "w", ZIP_STORED) as target:
        for name in source.namelist():
            member = ZipInfo(name, _EPOCH)
            member.create_system = _UNIX
            target.writestr(member, source.read(name))
    return result.getvalue()


DOCX = Output(
    "docx",
    (".docx",),
    "Word document",
    json_tree.JSON.escape,
    json_tree.FONTS,
    json_tree.JSON.link,
    document=json_tree.document,
    finish=json_tree.JSON.finish,
    pack=_pack,
)
