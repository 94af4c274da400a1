r"""LaTeX: a text with its `thebibliography`, or the `.bbl` file that BibTeX or biber wrote.

Of BibTeX's `.bbl` each `\bibitem` is an entry as printed; biber's holds fields, which become a
record. `\cite` and its kin are the citations. Files that are `\input` are not followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from backmatter.references.documents.building import Builder, Inline
from backmatter.references.documents.composing import compose
from backmatter.references.documents.encoding import decoded
from backmatter.references.documents.model import Document
from backmatter.references.errors import InputError
from backmatter.references.latex import decode

_MAX_CHARACTERS = 20_000_000
_MAX_GROUP = 20_000
"""A group of braces is closed within so many characters, or not meant as one."""

_COMMENT = re.compile(r"(?<!\\)((?:\\\\){0,8})%[^\n]*(?:\n[ \t]*)?")
_LIST = re.compile(
    r"\\begin\s?\{thebibliography\}(.*?)(?:\\end\s?\{thebibliography\}|\Z)", re.DOTALL
)
_ITEM = re.compile(r"\\bibitem\b\s{0,4}")
_CITE = re.compile(
    r"\\([a-zA-Z]{0,12}[cC]ite[a-zA-Z]{0,12})\*?\s?((?:\[[^\[\]]{0,200}\]\s?){0,2})\{([^{}]{1,2000})\}"
)
_HEADING = re.compile(
    r"\\(part|chapter|section|subsection|subsubsection|paragraph)\*?\s?(?:\[[^\[\]]{0,300}\])?\{"
)
_LEVELS = {"section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4}
_NOISE = re.compile(
    r"\\(?:begin|end)\s?\{[^{}]{0,60}\}(?:\[[^\[\]]{0,200}\])?"
    r"|\\(?:label|ref|eqref|pageref|vspace|hspace|bibliographystyle|bibliography|usepackage"
    r"|documentclass|includegraphics|input|include|nocite|cline|setlength|providecommand)\b\*?"
    r"(?:\[[^\[\]]{0,300}\])?(?:\{[^{}]{0,300}\}){0,2}"
    r"|\\(?:maketitle|tableofcontents|newpage|clearpage|centering|noindent|newblock|printbibliography)\b"
)
_MAX_TITLE = 800
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_TAG = re.compile(r"</?(?:i|b|sup|sub|span)(?: [^<>]{0,60})?>")
_ENTRY = re.compile(r"\\entry\{([^{}]{1,300})\}\{([^{}]{1,40})\}")
_FIELD = re.compile(r"\\(?:field|strng)\{([a-z]{1,30})\}\{")
_VERB = re.compile(r"\\verb\{(\w{1,20})\}\s{1,8}\\verb ([^\n]{1,2000})")
_NAMES = re.compile(r"\\name\{(author|editor|translator)\}\{\d{1,4}\}\{[^{}]{0,200}\}\{")
_PART = re.compile(r"\b(family|given|prefix|suffix)=\{")
_PUBLISHER = re.compile(r"\\list\{(publisher|location|institution)\}\{\d{1,3}\}\{")
_BIBLATEX = {
    "title": "title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "edition": "edition",
    "eid": "page",
}
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "paper-conference",
    "thesis": "thesis",
    "report": "report",
    "online": "webpage",
    "patent": "patent",
    "dataset": "dataset",
    "software": "software",
}


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry: its key, its label where it has one, its text, and its record."""

    key: str
    label: str
    text: str
    record: dict[str, Any] | None = None


def read_latex(data: bytes, name: str) -> Document:
    """A LaTeX file, or a `.bbl` file, as a document.

    Raises:
        InputError: When it is not text, too large, or holds no text.
    """
    content = decoded(data, name)
    if len(content.text) > _MAX_CHARACTERS:
        raise InputError(f"{name}: has more than {_MAX_CHARACTERS:,} characters")
    text = _COMMENT.sub(r"\1", content.text)
    items = [item for match in _LIST.finditer(text) for item in _items(match[1])]
    items += [] if items else list(_fields(text))
    body = _body(_LIST.sub("\n\n", text))
    builder = Builder()
    _blocks(body, builder, _labels(items))
    if items:
        builder.heading("References", 1)
    for number, item in enumerate(items, 1):
        label = "" if item.label else str(number)
        builder.entry(item.text, label, item.key, item.record)
    return builder.document(name, content.encoding)


def _body(text: str) -> str:
    start, end = text.find(r"\begin{document}"), text.find(r"\end{document}")
    if start < 0:
        return "" if _ENTRY.search(text) else text
    behind = text[end + len(r"\end{document}") :] if end > start else ""
    return text[start + len(r"\begin{document}") : end if end > start else None] + (
        behind if r"\section" in behind else ""
    )


def _items(text: str) -> Iterator[_Item]:
    r"""The `\bibitem`s of a list."""
    starts = list(_ITEM.finditer(text))
    for match, following in zip(starts, (*starts[1:], None), strict=False):
        piece = text[match.end() : following.start() if following else len(text)]
        label = ""
        if piece.startswith("["):
            label, piece = _bracketed(piece)
        piece = piece.lstrip()
        key, end = _braced(piece)
        yield _Item(key.strip(), _plain(label), _plain(piece[end:]))


def _bracketed(text: str) -> tuple[str, str]:
    """What stands in the brackets that a text begins with, braces inside respected; the rest."""
    depth = 0
    for at, character in enumerate(text[:4000]):
        depth += (character == "{") - (character == "}")
        if character == "]" and depth <= 0:
            return text[1:at], text[at + 1 :].lstrip()
    return "", text


def _braced(text: str, start: int = 0, limit: int = _MAX_GROUP) -> tuple[str, int]:
    """What stands in the braces that begin at an offset, and the offset behind them.

    Braces that nothing closes hold nothing.
    """
    if not text.startswith("{", start):
        return "", start
    depth = 0
    for match in _BRACE.finditer(text, start, start + limit):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return text[start + 1 : match.start()], match.end()
    return "", start + 1


def _plain(text: str) -> str:
    return " ".join(_TAG.sub("", decode(_NOISE.sub(" ", text))).split())


def _labels(items: list[_Item]) -> dict[str, str]:
    """What a citation of each key prints."""
    return {item.key: item.label or str(number) for number, item in enumerate(items, 1)}


def _blocks(body: str, builder: Builder, labels: dict[str, str]) -> None:
    for block in re.split(r"\n[ \t]*\n", body):
        at = 0
        for match in _HEADING.finditer(block):
            if match.start() < at:
                continue
            _paragraph(block[at : match.start()], builder, labels)
            title, at = _braced(block, match.end() - 1, _MAX_TITLE)
            builder.heading(_plain(title), _LEVELS.get(match[1], 1))
        _paragraph(block[at:], builder, labels)


def _paragraph(text: str, builder: Builder, labels: dict[str, str]) -> None:
    content = Inline()
    at = 0
    for match in _CITE.finditer(text):
        if match[1] == "nocite":
            continue
        before = text[at : match.start()]
        shown = _plain(before)
        content.add(shown + (" " if before[-1:].isspace() or before.endswith("~") else ""))
        keys = [key.strip() for key in match[3].split(",") if key.strip()]
        printed = "[" + ", ".join(labels.get(key, key) for key in keys) + "]"
        content.add(printed, keys)
        at = match.end()
        content.add(" " if text[at : at + 1].isspace() else "")
    content.add(_plain(text[at:]))
    builder.paragraph(content)


def _fields(text: str) -> Iterator[_Item]:
    """The entries of a `.bbl` file that biber wrote."""
    for piece in text.split(r"\endentry")[:-1]:
        match = _ENTRY.search(piece)
        if match:
            record = _record(match[2], piece[match.end() :])
            yield _Item(match[1], "", compose(record), record)


def _record(kind: str, content: str) -> dict[str, Any]:
    item: dict[str, Any] = {"type": _TYPES[kind]} if kind in _TYPES else {}
    for match in _FIELD.finditer(content):
        value = _plain(_braced(content, match.end() - 1)[0].replace(r"\bibrangedash", "-"))
        if match[1] == "year" and (year := re.search(r"\d{4}", value)):
            item["issued"] = {"date-parts": [[int(year[0])]]}
        elif match[1] in _BIBLATEX and value:
            item.setdefault(
                _BIBLATEX[match[1]],
                re.sub(r"\s?-\s?", "-", value) if match[1] == "pages" else value,
            )
    for match in _VERB.finditer(content):
        if match[1] in {"doi", "url"}:
            item[match[1].upper()] = match[2].strip()
    for match in _PUBLISHER.finditer(content):
        value = _plain(_braced(content, match.end() - 1)[0])
        item["publisher-place" if match[1] == "location" else "publisher"] = value
    for match in _NAMES.finditer(content):
        people = list(_people(_braced(content, match.end() - 1)[0]))
        if people:
            item[match[1]] = people
    return item


def _people(content: str) -> Iterator[dict[str, str]]:
    r"""The names of one `\name`: each a pair of braces with `family=`, `given=` and so on."""
    at = content.find("{")
    while at >= 0:
        person, end = _braced(content, at)
        at = content.find("{", end)
        parts = {m[1]: _plain(_braced(person, m.end() - 1)[0]) for m in _PART.finditer(person)}
        if not parts:
            continue
        found = {
            "family": parts.get("family", ""),
            "given": parts.get("given", ""),
            "non-dropping-particle": parts.get("prefix", ""),
            "suffix": parts.get("suffix", ""),
        }
        if not found["given"]:
            found = {"literal": found["family"]}
        yield {name: value for name, value in found.items() if value}
