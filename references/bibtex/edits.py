"""Changes to a `.bib` text as replacements of characters: what is not named stays byte for byte.

Every function gives `Edit`s against the text that was scanned; `apply_edits` makes the new text. A
new field is laid out as its neighbours are: their indentation, the column of `=`, their
delimiters, and whether the last one has a comma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from backmatter.references.bibtex.scanner import BibFile, Block, Field
from backmatter.references.findings import Edit

_BREAK = re.compile(r"\r\n|\n|\r")
_TAIL = re.compile(r"[ \t]*+(?:%[^\r\n]*+)?(?=[\r\n])")
_BLANKS = re.compile(r"[ \t]*+")
_SEPARATOR = re.compile(r"\s*,\s*")
_EQUALS = re.compile(r"\s*=\s*")
_DEPTH = {"{": 1, "}": -1}
_MANY = 10_000
"""So many pieces are joined at once: each of them alone takes more memory than its text."""


def field_of(entry: Block, name: str) -> Field | None:
    """The first field of that name, in any case; BibTeX takes the first."""
    lower = name.lower()
    return next((field for field in entry.fields if field.name.lower() == lower), None)


def set_field(bib: BibFile, entry: Block, name: str, value: str) -> Edit:
    """Give a field a value, LaTeX without delimiters; a field that is not there is added.

    Raises:
        ValueError: When the value's braces do not match.
    """
    field = field_of(entry, name)
    if field is None:
        return add_field(bib, entry, name, value)
    _refuse_unbalanced(value)
    written = bib.text[field.start : field.end]
    if _is_one_piece(written) and (written[0] == "{" or '"' not in value):
        return Edit(field.start + 1, field.end - 1, value)
    return Edit(field.start, field.end, f"{{{value}}}")


def add_field(bib: BibFile, entry: Block, name: str, value: str) -> Edit:
    """Add a field at the end, or, where the last field has no comma, before it.

    So a new field is one new line: no other line gets a comma.

    Raises:
        ValueError: When the value's braces do not match.
    """
    _refuse_unbalanced(value)
    if not entry.fields:
        return _first_field(bib, entry, name, value)
    last = entry.fields[-1]
    separator = _separator(bib, entry)
    new = _laid_out(bib, entry, name, value)
    comma = _SEPARATOR.match(bib.text, last.end, entry.end)
    if comma is None:
        return Edit(last.name_start, last.name_start, new + separator)
    end = last.end + bib.text[last.end : comma.end()].index(",") + 1
    before, _, after = separator.partition(",")
    if _BREAK.search(after):
        end, after = _rest_of_line(bib.text, end, entry.end), after.lstrip(" \t")
    return Edit(end, end, f"{before}{after}{new},")


def remove_field(bib: BibFile, field: Field, entry: Block) -> Edit:
    """Take a field out, with its comma and, when it has lines of its own, with these."""
    text = bib.text
    comma = _SEPARATOR.match(text, field.end, entry.end)
    end = field.end
    if comma is not None:
        end += text[field.end : comma.end()].index(",") + 1
    blank = _blanks_before(text, field.name_start)
    rest = _blanks(text, end)
    line_end = _BREAK.match(text, rest)
    if line_end is not None and (blank == 0 or text[blank - 1] in "\r\n"):
        return Edit(blank, line_end.end(), "")
    if comma is None and entry.fields[-1] == field and len(entry.fields) > 1:
        return Edit(entry.fields[-2].end, end, "")
    return Edit(field.name_start, rest, "")


def rename_field(field: Field, name: str) -> Edit:
    """Give a field another name."""
    return Edit(field.name_start, field.name_start + len(field.name), name)


def rename_key(bib: BibFile, entry: Block, key: str) -> Edit:
    """Give an entry another cite key; where it had none, with the comma that was missing."""
    has_comma = entry.key or _SEPARATOR.match(bib.text, entry.key_start)
    comma = "" if has_comma or not entry.fields else ","
    return Edit(entry.key_start, entry.key_start + len(entry.key), key + comma)


def rename_type(bib: BibFile, entry: Block, name: str) -> Edit:
    """Give an entry another type."""
    start = bib.text.index(entry.type, entry.start)
    return Edit(start, start + len(entry.type), name)


def remove_entry(bib: BibFile, entry: Block) -> Edit:
    """Take an entry out, with the rest of its last line and one empty line after it."""
    text, end = bib.text, _blanks(bib.text, entry.end)
    for _ in range(2):
        line_end = _BREAK.match(text, end)
        if line_end is None:
            break
        end = line_end.end()
    return Edit(entry.start, end, "")


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; those at one place in their order.

    Raises:
        ValueError: When two edits overlap.
    """
    return apply_in_order(text, sorted(edits, key=place_of))


def apply_in_order(text: str, edits: Iterable[Edit]) -> str:
    """The same for edits that come in the order of `place_of`, however many; none is kept.

    Raises:
        ValueError: When two edits overlap, or one comes too late.
    """
    joined: list[str] = []
    pieces: list[str] = []
    done = 0
    for edit in edits:
        if edit.start < done:
            raise ValueError(f"two edits overlap at offset {edit.start}")
        pieces += [text[done : edit.start], edit.text]
        done = edit.end
        if len(pieces) > _MANY:
            joined.append("".join(pieces))
            pieces.clear()
    return "".join([*joined, *pieces, text[done:]])


def place_of(edit: Edit) -> tuple[int, int]:
    """What edits are sorted by."""
    return edit.start, edit.end


def _refuse_unbalanced(value: str) -> None:
    depth = 0
    for character in value:
        depth += _DEPTH.get(character, 0)
        if depth < 0:
            break
    if depth:
        raise ValueError(f"the braces of this value do not match: {value[:60]}")


def _is_one_piece(written: str) -> bool:
    """Whether a value is one piece in braces or quotation marks."""
    if len(written) < 2 or written[0] not in '{"':
        return False
    depth = 0
    for at, character in enumerate(written):
        depth += _DEPTH.get(character, 0)
        closes = depth == 0 and at > 0 and character == ("}" if written[0] == "{" else '"')
        if closes:
            return at == len(written) - 1
    return False


def _separator(bib: BibFile, entry: Block) -> str:
    """What stands between the last two fields: a comma, a line end, an indentation."""
    last = entry.fields[-1]
    before = entry.fields[-2].end if len(entry.fields) > 1 else entry.key_start + len(entry.key)
    between = bib.text[before : last.name_start]
    if _SEPARATOR.fullmatch(between) and len(_BREAK.findall(between)) <= 1:
        return between
    start = _blanks_before(bib.text, last.name_start)
    if start > entry.start and bib.text[start - 1] in "\r\n":
        return f",{_line_end(bib.text, entry)}{bib.text[start : last.name_start]}"
    return ", "


def _laid_out(bib: BibFile, entry: Block, name: str, value: str) -> str:
    """`name = {value}` as the entry writes its fields."""
    text, fields = bib.text, entry.fields
    columns = {field.start - field.name_start for field in fields}
    last = fields[-1]
    equals = text[last.name_start + len(last.name) : last.start]
    if not _EQUALS.fullmatch(equals) or "\n" in equals or "\r" in equals:
        equals = " = "
    elif len(columns) == 1 and len({len(field.name) for field in fields}) > 1:
        before, _, after = equals.partition("=")  # the values are in one column
        width = columns.pop() - len(name) - 1
        if before.strip(" ") == after.strip(" ") == "":
            is_left = len({_equals_at(text, field) for field in fields}) == 1
            gap = len(after) if is_left else width - len(before)
            equals = f"{' ' * max(width - gap, 1)}={' ' * max(gap, 1)}"
    openings = [text[field.start] for field in fields]
    quoted, braced = openings.count('"'), openings.count("{")
    latest = next((opening for opening in reversed(openings) if opening in '{"'), "{")
    is_quoted = '"' not in value and (quoted > braced or (quoted == braced and latest == '"'))
    return f'{name}{equals}"{value}"' if is_quoted else f"{name}{equals}{{{value}}}"


def _equals_at(text: str, field: Field) -> int:
    """How far the sign stands from the beginning of the name."""
    return text.index("=", field.name_start + len(field.name)) - field.name_start


def _first_field(bib: BibFile, entry: Block, name: str, value: str) -> Edit:
    """The first field of an entry that has none."""
    end = entry.key_start + len(entry.key)
    comma = _SEPARATOR.match(bib.text, end, entry.end)
    new = f"{_line_end(bib.text, entry)}  {name} = {{{value}}},"
    if comma is not None:
        at = end + bib.text[end : comma.end()].index(",") + 1
        return Edit(at, at, new)
    return Edit(end, end, f",{new}")


def _rest_of_line(text: str, at: int, end: int) -> int:
    """After the blanks and the `%` comment that follow on the line, else where it was."""
    found = _TAIL.match(text, at, end)
    return found.end() if found else at


def _line_end(text: str, entry: Block) -> str:
    """The line end that the entry has, else the text's first, else a line feed."""
    found = _BREAK.search(text, entry.start, entry.end) or _BREAK.search(text)
    return found[0] if found else "\n"


def _blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def _blanks_before(text: str, at: int) -> int:
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at
