"""The blocks of a `.bib` text, their spans tiling it: nothing is lost, whatever is in it.

Grammar: BibTeX's (*Designing BibTeX Styles*, and what bibtex.web does), with biber's `%` comments.
Braces count even after a backslash, a quotation mark inside braces closes nothing, `( )` may stand
for the outer braces, and between blocks everything is a comment. A block that does not close, or
holds what is no field, is kept as broken, and the scan goes on at the next line that begins a
block. Beyond BibTeX, a missing comma between fields is read over and told as a fault.

The time is linear in the text: `_Braces` and `_budget` keep broken files from being quadratic.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from enum import Enum
from sys import intern
from typing import NamedTuple, cast, overload

from backmatter.references.garbage import collector_paused


class Kind(Enum):
    """What a block is."""

    ENTRY = "entry"
    STRING = "string"
    PREAMBLE = "preamble"
    COMMENT = "comment"
    TEXT = "text"
    BROKEN = "broken"


class Field(NamedTuple):
    """A field: its name as written and where it begins, and the span of its whole value."""

    name: str
    name_start: int
    start: int
    end: int


class Fields(Sequence[Field]):
    """The fields of an entry in a twelfth of the memory that they would take as tuples.

    Args:
        names: Their names as written.
        places: Three offsets for each: where its name, its value begins, where that ends.
    """

    __slots__ = ("_names", "_places")

    def __init__(self, names: tuple[str, ...], places: array[int]) -> None:
        self._names, self._places = names, places

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Field]:
        offsets = iter(self._places)
        return map(Field, self._names, offsets, offsets, offsets)

    @overload
    def __getitem__(self, index: int) -> Field: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Field]: ...
    def __getitem__(self, index: int | slice) -> Field | Sequence[Field]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = range(len(self._names))[index]
        return Field(self._names[at], *self._places[3 * at : 3 * at + 3])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(cast("Sequence[Field]", other))

    def __hash__(self) -> int:
        return hash(tuple(self))


class Fault(NamedTuple):
    """What is wrong at a place of a block that could be read all the same, or why it could not."""

    at: int
    message: str


class Block(NamedTuple):
    """A stretch of the text; the blocks of a file tile it.

    Attributes:
        kind: What it is.
        start: Offset of its first character.
        end: Offset just after its last.
        type: The entry type as written (`Article`, `string`); "" for text.
        key: The cite key, "" for none.
        key_start: Where the key stands, or would stand.
        fields: Its fields in order; of a `@string` the abbreviations, of a `@preamble` one
            without a name.
        faults: What is wrong with it.
    """

    kind: Kind
    start: int
    end: int
    type: str = ""
    key: str = ""
    key_start: int = 0
    fields: Sequence[Field] = ()
    faults: Sequence[Fault] = ()


class BibFile(NamedTuple):
    """A `.bib` text and its blocks."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Block, ...]:
        """The entries, in order."""
        return tuple(block for block in self.blocks if block.kind is Kind.ENTRY)


def scan(text: str) -> BibFile:
    """The blocks of a `.bib` text; never fails, and the blocks joined are the text."""
    with collector_paused():
        return BibFile(text, tuple(_Scanner(text).blocks()))


def blocks(text: str) -> Iterator[Block]:
    """The same blocks one by one, for those who do not keep them."""
    return _Scanner(text).blocks()


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """The line and the column of an offset, from 1; LF, CR LF and CR end a line."""
    before = text[:at]
    line = before.count("\n") + before.count("\r") - before.count("\r\n")
    start = max(before.rfind("\n"), before.rfind("\r")) + 1
    return line + 1, at - start + 1


_HEAD = re.compile(r"@\s*+([^\W\d_][^\s{}()@,\"#%'=\\]*+)\s*+([{(])")
_LINE_HEAD = re.compile(r"(?:\n|\r)[ \t]*+(?=@\s*+[^\W\d_][^\s{}()@,\"#%'=\\]*+\s*+[{(])")
_BLANK = r"(?:[\s,]++|%[^\n\r]*+)*+"
_NAME = r"[^\s=,{}\"#%()@]++"
_SIMPLE = (
    r"(?:\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+\}"  # braces, three deep
    r'|"[^"{}]*+"|\d++|[A-Za-z][^\s=,{}"#%()@]*+)'
)
_FIELD = re.compile(rf"[\s,]*+({_NAME})\s*+=\s*+({_SIMPLE})\s*+(?:,|(?=[}})]))")
"""A field as nearly all are written, with the comma after it."""

_FIELD_HEAD = re.compile(rf"({_NAME})(?:\s|%[^\n\r]*+)*+=(?:\s|%[^\n\r]*+)*+")
_SKIP = re.compile(_BLANK)
_SPACE = re.compile(r"(?:\s++|%[^\n\r]*+)*+")
_KEY = re.compile(
    r"\s*+((?:[^\s,{}=%]++(?:[ \t]++(?=[^\s,{}=%]))?+)*+)(?:\s|%[^\n\r]*+)*+(,|(?=[})]))"
)
_PAREN_KEY = re.compile(r"\s*+([^\s,{}=%()]*+)(?:\s|%[^\n\r]*+)*+(,|(?=\)))")
_WORD = re.compile(r"[^\s=,{}\"#%()]++")
_LINE_END = re.compile(r"\r\n?|\n")
_CLOSERS = {"{": "}", "(": ")"}
_LONGEST_COMMENT = 1_000_000
_OFFSET = "I"
"""The array's type of an offset: four bytes, more than the largest file read at once needs."""
_BRACE = re.compile("[{}]")
_QUOTE_PART = re.compile(r'[^"{}]*+(["{}]?)')


class _UnreadableError(Exception):
    """A block cannot be read from here on."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at, self.message = at, message


class _Braces:
    """Finds the brace that closes another one.

    A brace that nothing closes makes the search run to the end of the text. After the first of
    them, all pairs of the rest are found in one pass, so that a file full of them stays linear.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs: dict[int, int] | None = None
        self._paired_from = 0

    def closing(self, start: int) -> int:
        """The offset of the brace that closes the one at `start`, -1 when none does."""
        if self._pairs is not None and start >= self._paired_from:
            return self._pairs.get(start, -1)
        depth = 0
        for match in _BRACE.finditer(self._text, start):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                return match.start()
        self._pair(start)
        return -1

    def _pair(self, start: int) -> None:
        self._pairs, self._paired_from = {}, start
        opened: list[int] = []
        for match in _BRACE.finditer(self._text, start):
            if match[0] == "{":
                opened.append(match.start())
            elif opened:
                self._pairs[opened.pop()] = match.start()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._braces = _Braces(text)
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._budget = 50 * len(text) + 100_000

    def blocks(self) -> Iterator[Block]:
        done = 0
        while (head := self._next_head(done)) is not None:
            block = self._block(head)
            if block.start > done:
                yield Block(Kind.TEXT, done, block.start)
            yield block
            done = block.end
        if done < len(self._text):
            yield Block(Kind.TEXT, done, len(self._text))

    def _next_head(self, start: int) -> re.Match[str] | None:
        """The next `@type{` that stands on no line of `%`."""
        text, at = self._text, start
        while (head := _HEAD.search(text, at)) is not None:
            begin = max(text.rfind("\n", at, head.start()), text.rfind("\r", at, head.start())) + 1
            if begin == 0 and at > 0 and text[at - 1] not in "\r\n":
                return head
            if not text[begin or at : head.start()].lstrip().startswith("%"):
                return head
            end = _LINE_END.search(text, head.end())
            at = end.end() if end else len(text)
        return None

    def _block(self, head: re.Match[str]) -> Block:
        try:
            match head[1].lower():
                case "comment":
                    return self._comment(head)
                case "preamble":
                    return self._preamble(head)
                case "string":
                    return self._fields(head, Kind.STRING, "", head.end(), [])
                case _:
                    return self._entry(head)
        except _UnreadableError as error:
            fault = Fault(error.at, error.message)
            resume = _LINE_HEAD.search(self._text, head.end()) if self._budget > 0 else None
            end = resume.end() if resume else len(self._text)
            return Block(Kind.BROKEN, head.start(), end, head[1], faults=(fault,))

    def _comment(self, head: re.Match[str]) -> Block:
        opening = head.end() - 1
        end = (
            self._braces.closing(opening)
            if head[2] == "{"
            else self._text.find(")", opening, opening + _LONGEST_COMMENT)
        )
        if end < 0:
            raise _UnreadableError(opening, "this comment is not closed")
        return Block(Kind.COMMENT, head.start(), end + 1, head[1])

    def _preamble(self, head: re.Match[str]) -> Block:
        start = self._after(_SPACE, head.end())
        end = self._value(start)
        close = self._after(_SPACE, end)
        if self._text[close : close + 1] != _CLOSERS[head[2]]:
            raise _UnreadableError(close, f"{_CLOSERS[head[2]]} is missing after this @preamble")
        fields = (Field("", start, start, end),)
        return Block(Kind.PREAMBLE, head.start(), close + 1, head[1], fields=fields)

    def _entry(self, head: re.Match[str]) -> Block:
        at, faults = head.end(), list[Fault]()
        key = (_KEY if head[2] == "{" else _PAREN_KEY).match(self._text, at)
        if key is not None:
            return self._fields(head, Kind.ENTRY, key[1], key.end(), faults, key.start(1))
        first = self._after(_SPACE, at)
        if _FIELD_HEAD.match(self._text, first):
            return self._fields(head, Kind.ENTRY, "", at, faults, at)
        word = _WORD.match(self._text, first)
        after = self._after(_SPACE, word.end()) if word else first
        if word is None or not _FIELD_HEAD.match(self._text, after):
            raise _UnreadableError(first, "a cite key and a comma were expected here")
        faults.append(Fault(word.end(), "a comma is missing after the cite key"))
        return self._fields(head, Kind.ENTRY, word[0], after, faults, first)

    def _fields(
        self,
        head: re.Match[str],
        kind: Kind,
        key: str,
        at: int,
        faults: list[Fault],
        key_start: int = 0,
    ) -> Block:
        """The fields from `at` to the closing brace or parenthesis."""
        text, closer = self._text, _CLOSERS[head[2]]
        names, places = list[str](), array(_OFFSET)
        while True:
            while (simple := _FIELD.match(text, at)) is not None:
                names.append(intern(simple[1]))
                places.extend((simple.start(1), *simple.span(2)))
                at = simple.end()
            at = self._after(_SKIP, at)
            if text[at : at + 1] == closer:
                own = tuple(names)
                fields = Fields(self._names.setdefault(own, own), places)
                return Block(
                    kind,
                    head.start(),
                    at + 1,
                    intern(head[1]),
                    key,
                    key_start,
                    fields,
                    tuple(faults),
                )
            field, at = self._field(at, closer, faults)
            names.append(intern(field.name))
            places.extend(field[1:])

    def _field(self, at: int, closer: str, faults: list[Fault]) -> tuple[Field, int]:
        """One field that is not written in the simplest way, and where the next may begin."""
        text = self._text
        head = _FIELD_HEAD.match(text, at)
        if head is None:
            what = "a field (name = value)" if at < len(text) else f"the closing {closer}"
            raise _UnreadableError(at, f"{what} was expected here")
        end = self._value(head.end())
        field = Field(head[1], at, head.end(), end)
        after = self._after(_SPACE, end)
        following = text[after : after + 1]
        if following == ",":
            return field, after + 1
        if following != closer:
            if not _FIELD_HEAD.match(text, after):
                raise _UnreadableError(after, f"a comma or the closing {closer} was expected here")
            faults.append(Fault(end, f"a comma is missing after the field {head[1]}"))
        return field, after

    def _value(self, at: int) -> int:
        """The end of a value that begins at `at`: pieces with `#` between them."""
        while True:
            end = self._piece(at)
            after = self._after(_SPACE, end)
            if self._text[after : after + 1] != "#":
                return end
            at = self._after(_SPACE, after + 1)

    def _piece(self, at: int) -> int:
        """The end of one piece: in braces, in quotation marks, a number or a name."""
        text, opening = self._text, self._text[at : at + 1]
        if opening == "{":
            end = self._braces.closing(at)
            if end < 0:
                raise _UnreadableError(at, "this brace is not closed")
            return end + 1
        if opening == '"':
            return self._quoted(at)
        word = _WORD.match(text, at)
        if word is None:
            raise _UnreadableError(at, "a value was expected here")
        return word.end()

    def _quoted(self, at: int) -> int:
        end = at + 1
        while (part := _QUOTE_PART.match(self._text, end)) is not None:
            end = part.end()
            if part[1] == '"':
                return end
            inner = self._braces.closing(end - 1) if part[1] == "{" else -1
            if inner < 0:
                break
            end = inner + 1
        self._budget -= end - at  # else a file full of them would be read again for each
        raise _UnreadableError(at, "this quotation mark is not closed")

    def _after(self, pattern: re.Pattern[str], at: int) -> int:
        """Where what the pattern passes over ends."""
        match = pattern.match(self._text, at)
        return match.end() if match else at
