"""From bytes to text: UTF-8, UTF-16 and UTF-32 with a byte-order mark, and GB 18030.

Nothing is guessed further: text in another encoding is refused with the place of the first
byte that does not fit, since a wrongly decoded name is worse than a refused file.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from backmatter.references.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP container, such as DOCX or ODT"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "an RTF file"),
)
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\r\f\v")
_MAX_CONTROL = 0.005
"""Text extracted from a PDF may have a few control bytes; above this share it is no text."""

_COMMON_SHARE = 0.7
"""Of the non-ASCII characters of real GB 18030 text, at least this share is in GB 2312."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with line feeds as line endings, and the encoding it was in."""

    text: str
    encoding: str


def decode(data: bytes, name: str) -> str:
    """The text of a file; see `decoded`."""
    return decoded(data, name).text


def decoded(data: bytes, name: str, *, first_line: int = 1) -> Decoded:
    """The text of a file and its encoding, every line ending made a line feed.

    Args:
        data: The bytes.
        name: The name to show in messages.
        first_line: The number of the first line, where the bytes are only a part of the file.

    Raises:
        InputError: When the bytes are not text, or in none of the encodings known.
    """
    if marked := mark_encoding(data):
        return _with_mark(data, marked, name)
    refuse_binary(data, name)
    try:
        return Decoded(_with_newlines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        text = as_gb18030(data)
        if text is None:
            line = first_line + data.count(b"\n", 0, error.start)
            raise InputError(
                f"{name}:{line}: neither UTF-8 nor GB 18030: the byte 0x{data[error.start]:02X} "
                "fits neither; save the file as UTF-8"
            ) from None
        return Decoded(_with_newlines(text), "gb18030")


def mark_encoding(data: bytes) -> str:
    """The encoding that a byte-order mark says, "" where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def refuse_binary(data: bytes, name: str) -> None:
    """Look at the first bytes of what should be text.

    Raises:
        InputError: When they are those of another kind of file, or of none that is text.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"{name}: is {kind}, not plain text")
    head = data[:65536]
    control = [at for at, byte in enumerate(head) if byte in _CONTROL]
    zero = head.find(0)
    if zero >= 0 or len(control) > _MAX_CONTROL * len(head):
        offset = zero if zero >= 0 else control[0]
        raise InputError(
            f"{name}: is not text: the control byte 0x{data[offset]:02X} at offset {offset:,}"
        )


def _with_mark(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        return Decoded(_with_newlines(data.decode(encoding)), encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: begins as {encoding.removesuffix('-sig').upper()} but is not: "
            f"{error.reason} at byte offset {error.start:,}"
        ) from None


def as_gb18030(data: bytes) -> str | None:
    """The text, or None where it would be nonsense: most byte pairs of Latin-1 decode as well."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [character for character in text if ord(character) > 127]
    common = sum(1 for character in foreign if _in_gb2312(character))
    return text if common >= _COMMON_SHARE * len(foreign) else None


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
