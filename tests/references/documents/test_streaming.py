"""Lines from blocks: the same as from the whole text, whatever the blocks are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.encoding import decode
from backmatter.references.documents.streaming import MAX_LINE, lines_of
from backmatter.references.errors import InputError

TEXTS = st.text(st.sampled_from("ab 1.\n\r。中文é"), max_size=60)


def blocks(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@given(TEXTS, st.integers(1, 9), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_blocks_of_any_size_give_the_lines_of_the_whole(
    text: str, size: int, encoding: str
) -> None:
    data = text.encode(encoding)
    whole = decode(data, "a.txt").split("\n") if data else [""]
    expected = whole if whole[-1] else whole[:-1]
    assert list(lines_of(blocks(data, size), "a.txt")) == expected


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_gb18030_is_known_by_its_first_lines_that_are_not_ascii(size: int) -> None:
    lines = ["plain", "张三. 题名[J]. 刊名, 2010.", "李四. 专著[M]. 北京: 出版社, 2011."]
    data = "\r\n".join(lines).encode("gb18030")
    assert list(lines_of(blocks(data, size), "a.txt")) == lines


def test_the_first_lines_come_before_the_rest_is_asked_for() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield "张三. 题名.\n".encode()

    lines = lines_of(endless(), "a.txt")
    assert [next(lines) for _ in range(3)] == ["张三. 题名."] * 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\n" * 40 + b"caf\xe9 au lait\n", r"^a\.txt:41: neither UTF-8 nor GB 18030.*0xE9"),
        ("é\n".encode() + b"a\n" * 9 + b"caf\xe9\n", r"^a\.txt:11: the byte 0xE9 is not UTF-8"),
    ],
)
def test_a_byte_that_fits_no_encoding_is_named_with_its_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(lines_of(blocks(data, 7), "a.txt"))


def test_a_file_without_line_ends_is_refused_before_it_is_held_whole() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    with pytest.raises(InputError, match=rf"^-:1: .* more than {MAX_LINE:,} characters"):
        list(lines_of(endless(), "-"))


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="is a PDF file, not plain text"):
        list(lines_of([b"%PDF-1.7\n"], "a.txt"))
