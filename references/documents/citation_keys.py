r"""Cite keys in the manuscripts that cite them: LaTeX, Markdown and Word files follow renames.

Only whole keys at places where a key stands are replaced; everything else stays byte for byte (in a
Word file: in each of its parts).

- LaTeX: in the braces of commands whose names hold `cite`, of `\bibitem` and `\bibentry`.
- Markdown: `@key` and `@{key}` as Pandoc reads them, outside code; LaTeX commands, too.
- Word: the same in the text of a paragraph; keys in Word's own citations and its list of sources.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from xml.sax.saxutils import escape

from backmatter.references.bibtex.edits import apply_edits
from backmatter.references.bibtex.encoding import decode_bib
from backmatter.references.errors import InputError
from backmatter.references.findings import Edit

Renames = Mapping[str, str]
"""Old key → new key."""

_COMMAND = re.compile(r"\\([A-Za-z]*[Cc]ite[A-Za-z]*|bibitem|bibentry)\*?")
_ARGUMENT = re.compile(r"\s{0,9}(?:\[[^\[\]\n]{0,500}\]|\([^()\n]{0,500}\)|<[^<>\n]{0,500}>)")
_KEYS = re.compile(r"\s{0,9}\{([^{}]{1,5000})\}")
_KEY = re.compile(r"[^\s,%]+(?: +[^\s,%]+)*")
_MARKDOWN = re.compile(
    r"(?P<code>(?P<ticks>`+)[^`\n]*(?P=ticks))"
    r"|(?<![\w\\@])@(?P<key>\{[^{}\s]+\}|\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*)"
)
_PLAIN_KEY = re.compile(r"\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*")
_FENCE = re.compile(r"(?m)^ {0,3}(?:```|~~~)[^\n]*$")
_PARTS = re.compile(r"word/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml")
_SOURCES = re.compile(r"customXml/item\d*\.xml")
_RUN = re.compile(
    r"<w:t(?:\s[^<>]*)?>(?P<text>[^<]*)</w:t>"
    r"|<w:instrText(?:\s[^<>]*)?>(?P<field>[^<]*)</w:instrText>"
    r"|(?P<end></w:p>)"
)
_CITATION = re.compile(r"(?:\bCITATION|\\m)\s+(?P<key>[^\s\\]+)")
_TAG = re.compile(r"<b:Tag>(?P<key>[^<]*)</b:Tag>")
_LARGEST_PART = 64 << 20
_LARGEST = 512 << 20


def renamed(data: bytes, name: str, renames: Renames) -> tuple[bytes, int]:
    """A manuscript with the keys that it cites renamed, and how many places that were.

    Args:
        data: The file.
        name: Its name; the ending says what it is.
        renames: Old key → new key.

    Raises:
        InputError: When it is none of the three, or cannot be read.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix == ".docx":
        return _in_docx(data, name, renames)
    find = _FINDERS.get(suffix)
    if find is None:
        known = ", ".join((*_FINDERS, ".docx"))
        raise InputError(f"{name}: keys can be followed in {known} files only")
    source = decode_bib(data, name)
    edits = list(find(source.text, renames))
    text = apply_edits(source.text, edits)
    return (source.encode(text, name) if edits else data), len(edits)


class _AsTheyAre(dict[str, str]):
    """Renames every key to itself, so that all places of keys are found."""

    def get(self, key: str, _default: object = None) -> str:
        return key


_SHOWN = re.compile(
    r"\\verb\*?([^A-Za-z\s*])[^\n]{0,500}?\1"
    r"|\\begin\{(verbatim|lstlisting|comment|minted)\*?\}.{0,20000}?\\end\{\2\*?\}"
    r"|\\iffalse\b.{0,20000}?\\fi\b",
    re.DOTALL,
)
"""What LaTeX shows as it stands, or passes over: a citation in it cites nothing."""


def cited_keys(text: str, name: str) -> Iterator[tuple[str, int]]:
    """All keys that a LaTeX or Markdown text cites, each with its offset, in order.

    Raises:
        InputError: When the name's ending says that it is neither.
    """
    find = _FINDERS.get(PurePath(name).suffix.lower())
    if find is None:
        raise InputError(f"{name}: keys are looked for in {', '.join(_FINDERS)} files only")
    shown = [match.span() for match in _SHOWN.finditer(text)]
    for edit in find(text, _AsTheyAre()):
        key = text[edit.start : edit.end].strip("{}")
        is_shown = any(start <= edit.start < end for start, end in shown)
        if not is_shown and "#" not in key and "\\" not in key:
            yield key, edit.start


def _in_latex(text: str, renames: Renames) -> Iterator[Edit]:
    for command in _COMMAND.finditer(text):
        at = command.end()
        while True:
            while (argument := _ARGUMENT.match(text, at)) is not None:
                at = argument.end()
            keys = _KEYS.match(text, at)
            if keys is None:
                break
            for key in _KEY.finditer(keys[1]):
                if (new := renames.get(key[0])) is not None:
                    start = keys.start(1) + key.start()
                    yield Edit(start, start + len(key[0]), new)
            at = keys.end()
            if not command[1].endswith("s"):  # \cites{a}{b}; others take something else there
                break


def _in_markdown(text: str, renames: Renames) -> Iterator[Edit]:
    found: list[Edit] = []
    for start, end in _outside_fences(text):
        for match in _MARKDOWN.finditer(text, start, end):
            key = match["key"]
            if key and (new := renames.get(key.strip("{}"))) is not None:
                written = new if _PLAIN_KEY.fullmatch(new) else f"{{{new}}}"
                found.append(Edit(*match.span("key"), written))
    taken = {edit.start for edit in found}
    found += [edit for edit in _in_latex(text, renames) if edit.start not in taken]
    return iter(sorted(found, key=lambda edit: edit.start))


def _outside_fences(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a Markdown text that are no fenced code."""
    start: int | None = 0
    for fence in _FENCE.finditer(text):
        if start is None:
            start = fence.end()
        else:
            yield start, fence.start()
            start = None
    if start is not None:
        yield start, len(text)


_FINDERS: Mapping[str, Callable[[str, Renames], Iterator[Edit]]] = {
    ".tex": _in_latex,
    ".ltx": _in_latex,
    ".md": _in_markdown,
    ".markdown": _in_markdown,
    ".qmd": _in_markdown,
    ".rmd": _in_markdown,
}


def _in_docx(data: bytes, name: str, renames: Renames) -> tuple[bytes, int]:
    count, packed = 0, io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            if sum(member.file_size for member in members) > _LARGEST:
                raise InputError(f"{name}: would unpack to too much; refused")
            with zipfile.ZipFile(packed, "w") as target:
                for member in members:
                    content, changed = _part(package, member, name, renames)
                    count += changed
                    target.writestr(member, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{name}: is no DOCX file, or a damaged one: {error}") from None
    return (packed.getvalue() if count else data), count


def _part(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, renames: Renames
) -> tuple[bytes, int]:
    """A part of a Word file with its keys renamed, and in how many places."""
    with package.open(member) as file:
        content = file.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise InputError(f"{name}: {member.filename} would unpack to too much; refused")
    is_text = _PARTS.fullmatch(member.filename) is not None
    if not is_text and not _SOURCES.fullmatch(member.filename):
        return content, 0
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:  # Word writes UTF-8; what another program put there is not ours
        return content, 0
    edits = list(_in_word(text, renames)) if is_text else list(_matched(_TAG, text, 0, renames))
    return (apply_edits(text, edits).encode("utf-8") if edits else content), len(edits)


@dataclass(slots=True)
class _Run:
    """The text of a run: where it stands in the part, and what it says."""

    start: int
    end: int
    text: str


def _in_word(xml: str, renames: Renames) -> Iterator[Edit]:
    """The edits of a part; a key may be spread over several runs of a paragraph."""
    runs: list[_Run] = []
    for match in _RUN.finditer(xml):
        if match["text"] is not None:
            runs.append(_Run(*match.span("text"), html.unescape(match["text"])))
        elif match["field"] is not None:
            yield from _matched(_CITATION, match["field"], match.start("field"), renames)
        elif runs:
            yield from _in_paragraph(runs, renames)
            runs = []


def _in_paragraph(runs: list[_Run], renames: Renames) -> Iterator[Edit]:
    text = "".join(run.text for run in runs)
    if "@" not in text and "\\" not in text:
        return
    edits = list(_in_markdown(text, renames))
    start = 0
    for run in runs if edits else ():
        end = start + len(run.text)
        own = [
            Edit(
                max(edit.start, start) - start,
                min(edit.end, end) - start,
                edit.text if start <= edit.start < end else "",
            )
            for edit in edits
            if edit.start < end and edit.end > start
        ]
        if own:
            yield Edit(run.start, run.end, escape(apply_edits(run.text, own)))
        start = end


def _matched(pattern: re.Pattern[str], text: str, offset: int, renames: Renames) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        if (new := renames.get(html.unescape(match["key"]))) is not None:
            start, end = match.span("key")
            yield Edit(offset + start, offset + end, escape(new))
