"""What a PDF's streams would unpack to, asked before the reader unpacks them.

A few kilobytes can hold gigabytes (a decompression bomb). Streams are looked at without their
dictionaries being trusted.
"""

from __future__ import annotations

import re
import zlib

from backmatter.references.errors import InputError

_STREAM = re.compile(rb"\bstream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_OTHER = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL)\b")
_PICTURE = re.compile(rb"/Subtype\s{0,4}/Image\b")
_DICTIONARY = 600
"""How many bytes before a stream its dictionary is looked for in."""

_LARGE = 16 << 20
_DENSE = 100
"""A stream that unpacks to more than this many times its size is no text, font or drawing."""

_MAX_TOTAL = 256 << 20
_MAX_PICTURE = 128 << 20
"""Pictures are not unpacked for their text, and a blank one packs well; each alone counts."""

_MAX_OTHER = 300_000
"""Bytes packed in a way that is not looked into; such files are old, and small."""

_CHUNK = 1 << 20


def check_streams(data: bytes, name: str) -> None:
    """Refuse a PDF whose streams unpack to far more than any document needs.

    Raises:
        InputError: When a stream, or all of them together, would be too large.
    """
    total = 0
    for match in _STREAM.finditer(data):
        dictionary = data[max(0, match.start() - _DICTIONARY) : match.start()]
        dictionary = dictionary[dictionary.rfind(b" obj") + 1 :]
        end = data.find(b"endstream", match.end())
        packed = data[match.end() : end if end >= 0 else len(data)]
        if _OTHER.search(dictionary) and len(packed) > _MAX_OTHER:
            raise _too_large(name)
        filters = len(_FLATE.findall(dictionary))
        if _PICTURE.search(dictionary):
            if _unpacked(packed, filters, _MAX_PICTURE) >= _MAX_PICTURE:
                raise _too_large(name)
            continue
        size = _unpacked(packed, filters, _MAX_TOTAL - total)
        total += size
        dense = size > _LARGE and size > _DENSE * len(packed)
        if dense or total >= _MAX_TOTAL:
            raise _too_large(name)


def _too_large(name: str) -> InputError:
    return InputError(
        f"{name}: holds packed data that would unpack to far more than a document has; refused"
    )


def _unpacked(packed: bytes, filters: int, limit: int) -> int:
    """The size of a stream behind its filters, counted up to a limit."""
    content = packed
    size = 0
    for left in range(filters, 0, -1):
        unpacking = zlib.decompressobj()
        parts: list[bytes] = []
        size, rest = 0, content
        try:
            while rest and not unpacking.eof and size < limit:
                out = unpacking.decompress(rest, _CHUNK)
                size += len(out)
                rest = unpacking.unconsumed_tail
                if left > 1 and size <= _LARGE:
                    parts.append(out)
        except zlib.error:
            return size  # Damaged or encrypted: the reader will not unpack it either.
        if size > _LARGE:
            return size
        content = b"".join(parts)
    return size
