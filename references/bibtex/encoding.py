"""The bytes of a `.bib` file as text and back, byte for byte.

A byte-order mark decides; else what the file says of itself (JabRef's `% Encoding: X`, BibTeX's and
Emacs' `coding: X`); else UTF-8, GB 18030 and Windows-1252, the first that fits; else Latin-1, which
fits everything. Whatever is chosen must give the same bytes back, or the next one is tried.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from backmatter.references.bibtex.scanner import line_and_column
from backmatter.references.documents.encoding import as_gb18030
from backmatter.references.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"(?:encoding|coding)\s*[:=]\s*([A-Za-z][A-Za-z0-9_.-]{1,30})", re.IGNORECASE
)
_COMMENT = re.compile(
    r"^[ \t]{0,9}%[^\r\n]{0,60}?\b(?:en)?coding[ \t]{0,9}[:=][ \t]{0,9}"
    r"([A-Za-z][A-Za-z0-9_.-]{1,30}?)(?:-unix|-dos|-mac)?(?![A-Za-z0-9_.-])",
    re.IGNORECASE | re.MULTILINE,
)
_LINE_ENDS = re.compile(r"-(?:unix|dos|mac)$", re.IGNORECASE)
"""What Emacs appends to the name of an encoding."""
_HEAD = 4096
_NAMES = {"cp1252": "Windows-1252", "latin-1": "Latin-1", "gb18030": "GB 18030"}


@dataclass(frozen=True, slots=True)
class BibText:
    """A text and how its bytes are made of it.

    Attributes:
        text: The text, line ends as they are, without the byte-order mark.
        encoding: Python's name of the encoding.
        mark: The byte-order mark, empty for none.
    """

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str, name: str) -> bytes:
        """A changed text in the encoding of the file it came from.

        Raises:
            InputError: When the encoding has no place for a character, with its line and column.
        """
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            line, column = line_and_column(text, error.start)
            shown = _NAMES.get(self.encoding, self.encoding.upper())
            raise InputError(
                f"{name}:{line}:{column}: the file is in {shown}, which has no "
                f"{text[error.start]!r}; save it as UTF-8 first"
            ) from None


def decode_bib(data: bytes, name: str) -> BibText:
    """The text of a `.bib` file's bytes; any bytes can be read.

    Raises:
        InputError: When it begins with the mark of an encoding that it is not in.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _whole(data[len(mark) :], encoding)
            if text is None:
                raise InputError(
                    f"{name}: begins as {encoding.upper()} but is not; save it as UTF-8"
                )
            return BibText(text, encoding, mark)
    for encoding in _candidates(data):
        if (text := _whole(data, encoding)) is not None:
            return BibText(text, encoding)
    return BibText(data.decode("latin-1"), "latin-1")


def declared_encoding(text: str) -> tuple[str, int] | None:
    """The encoding that a comment in the first or last lines names, and where; None for none."""
    for start in dict.fromkeys((0, max(0, len(text) - _HEAD))):
        if (found := _COMMENT.search(text, start, start + _HEAD)) is not None:
            return found[1], found.start(1)
    return None


def codec_of(name: str) -> str:
    """Python's name of an encoding as files name it (`latin-2-unix`, `UTF8`), "" for none."""
    bare = _LINE_ENDS.sub("", name)
    for spelling in (bare, bare.replace("-", "")):  # Emacs' latin-2 is Python's latin2
        with contextlib.suppress(LookupError):  # not its name: the next spelling may be
            return codecs.lookup(spelling).name
    return ""


def _candidates(data: bytes) -> Iterator[str]:
    """The encodings to try, in order."""
    zeros = data[:_HEAD].count(0)
    if zeros * 3 > len(data[:_HEAD]):  # every other byte of Latin text in UTF-16
        yield "utf-16-be" if data[:1] == b"\0" else "utf-16-le"
    declared = _DECLARED.search(data[:_HEAD]) or _DECLARED.search(data[-_HEAD:])
    yield "utf-8"
    if declared is not None and (codec := codec_of(declared[1].decode("ascii"))):
        yield codec
    if as_gb18030(data) is not None:
        yield "gb18030"
    yield "cp1252"


def _whole(data: bytes, encoding: str) -> str | None:
    """The text, None where the bytes are not in the encoding or would not come back the same."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except (UnicodeError, LookupError):
        return None
