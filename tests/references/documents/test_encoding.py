"""Bytes to text: what is known is decoded, anything else refused with the place."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.encoding import decode, decoded
from backmatter.references.errors import InputError

CHINESE = (
    "参考文献\n[1] 张永辉, 李玲慧. 人退变髓核细胞[J]. 中国矫形外科杂志, 2018, 26(7): 644-649.\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_known_encodings_are_detected(encoding: str) -> None:
    content = decoded(CHINESE.encode(encoding), "a.txt")
    assert content.text == CHINESE
    assert content.encoding == encoding


def test_big_endian_utf_16_is_known_by_its_mark() -> None:
    data = codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be")
    assert decode(data, "a.txt") == CHINESE


def test_every_line_ending_becomes_a_line_feed() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt") == "a\nb\nc\n"


def test_latin_1_is_refused_with_line_and_byte() -> None:
    with pytest.raises(InputError, match=r"^a\.txt:2: .*0xE9 .*UTF-8$"):
        decode("Reference\ncaf\u00e9 society, \u00e9tudes".encode("latin-1"), "a.txt")


def test_latin_1_that_happens_to_decode_as_gb_18030_is_refused_too() -> None:
    with pytest.raises(InputError, match="neither UTF-8 nor GB 18030"):
        decode("M\u00fcller, K\u00f6nig, caf\u00e9s, \u00e9t\u00e9s".encode("latin-1"), "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04abc", "a ZIP container"),
        (b"text\x00more", "the control byte 0x00 at offset 4"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_binary_files_are_refused_by_what_they_are(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind):
        decode(data, "a.txt")


def test_a_broken_utf_16_file_is_refused_with_the_offset() -> None:
    with pytest.raises(InputError, match=r"UTF-16 .* byte offset \d"):
        decode(codecs.BOM_UTF16_LE + b"\x00\xd8a", "a.txt")


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode(data, "x")
    except InputError as error:
        text = str(error)
    assert "\r" not in text
