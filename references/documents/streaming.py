"""The lines of a text that comes in blocks: decoded as it comes, so that any size will do."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from backmatter.references.documents.encoding import decoded, mark_encoding, refuse_binary
from backmatter.references.errors import InputError

MAX_LINE = 4_000_000
"""A line of more characters is refused: it is no reference, and it would have to be held whole."""

_LONGEST_MARK = 4


def lines_of(blocks: Iterable[bytes], name: str) -> Iterator[str]:
    """The lines of a text, without their line ends (LF, CR LF or CR).

    The encoding is found as `encoding.decoded` finds it, by the first lines that are not ASCII.

    Args:
        blocks: The bytes, in pieces of any size.
        name: The name to show in messages.

    Raises:
        InputError: When the bytes are no text, in an unknown encoding, or a line is too long.
    """
    number = 1
    held: list[str] = []
    length = 0
    for text in _with_newlines(_texts(blocks, name)):
        first, *more = text.split("\n")
        held.append(first)
        length += len(first)
        if length > MAX_LINE:
            raise _too_long(name, number)
        for following in more:
            yield "".join(held)
            number += 1
            held, length = [following], len(following)
    if length:
        yield "".join(held)


def _with_newlines(texts: Iterable[str]) -> Iterator[str]:
    """The texts with every line end made a line feed, also one that two of them share."""
    carriage = False
    for text in texts:
        whole = "\r" + text if carriage else text
        carriage = whole.endswith("\r")
        whole = whole[:-1] if carriage else whole
        yield whole.replace("\r\n", "\n").replace("\r", "\n")
    if carriage:
        yield "\n"


def _texts(blocks: Iterable[bytes], name: str) -> Iterator[str]:
    """The blocks as text, ASCII at once, the rest from where its encoding is known."""
    decoder: codecs.IncrementalDecoder | None = None
    pending = b""
    begun = False
    line = 1
    for block in blocks:
        pending += block
        if decoder is None:
            if not begun and len(pending) < _LONGEST_MARK:
                continue
            decoder = _decoder(pending, name, line, begun=begun)
            begun = True
            if decoder is None and not pending.isascii():
                if len(pending) > MAX_LINE:
                    raise _too_long(name, line)
                continue
        text = _decode(decoder, pending, name, line) if decoder else pending.decode("ascii")
        line += text.count("\n")
        pending = b""
        yield text
    if decoder:
        yield _decode(decoder, b"", name, line, final=True)
    elif pending:
        yield decoded(pending, name, first_line=line).text


def _decoder(head: bytes, name: str, line: int, *, begun: bool) -> codecs.IncrementalDecoder | None:
    """The decoder that these bytes ask for, None where they do not say so yet."""
    if not begun:
        if encoding := mark_encoding(head):
            return codecs.getincrementaldecoder(encoding)()
        refuse_binary(head, name)
    whole_lines = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]
    if whole_lines.isascii():
        return None
    return codecs.getincrementaldecoder(decoded(whole_lines, name, first_line=line).encoding)()


def _decode(
    decoder: codecs.IncrementalDecoder, block: bytes, name: str, line: int, *, final: bool = False
) -> str:
    try:
        return decoder.decode(block, final)
    except UnicodeDecodeError as error:
        line += error.object.count(b"\n", 0, error.start)
        raise InputError(
            f"{name}:{line}: the byte 0x{error.object[error.start]:02X} is not "
            f"{error.encoding.upper()}, as the text before it is; save the file as UTF-8"
        ) from None


def _too_long(name: str, line: int) -> InputError:
    return InputError(
        f"{name}:{line}: this line has more than {MAX_LINE:,} characters; "
        "one printed reference was expected on each line"
    )
