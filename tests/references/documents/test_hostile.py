"""Hostile text through the whole reading: an error in one line or a record, never an exception."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.documents.reader import KINDS
from backmatter.references.errors import InputError
from backmatter.references.lists.entries import regions
from backmatter.references.reading import ParsedDocument, parse_document

LIST = b"References\r[1] Smith J. A title. J Foo. 2010;1(2):3-4.\r[2] Doe J. B. J Foo. 2011;2:5.\r"
HOSTILE = {
    "empty": b"",
    "blank": b" \n\t\r\n",
    "carriage-returns": b"A claim [1], and more [2].\r\r" + LIST,
    "zero": b"References\n[1] Smith J. \x00 A title. 2010.\n",
    "surrogate": b"References\n[1] Smith J. \xed\xa0\x80 A title. 2010.\n",
    "one-line": b"References " + b"[1] Smith J. A title. J Foo. 2010;1(2):3-4. " * 5_000,
    "brackets": b"(" * 200_000 + b"References\n" + b"[" * 200_000,
    "marks": b"[1] " * 10_000 + b"\n\nReferences\n[1] Smith J. A title. J Foo. 2010.\n",
    "headings": b"References\n\n" * 20_000 + LIST,
    "years": b"(Smith 2001, " * 30_000 + b"\n\nReferences\n\nSmith, J. (2001). A title. J Foo.\n",
    "markup": b"<div>" * 100_000 + LIST,
    "commands": b"\\begin{thebibliography}{9}" + b"\\bibitem{a} {" * 20_000,
    "end-of-text": "References\n[1] Smith J. \u202e A \ufeff title. 2010.\n\U000e0001".encode(),
}


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("suffix", [kind.suffixes[0] for kind in KINDS])
def test_hostile_input_is_read_or_refused_in_one_line(suffix: str, name: str) -> None:
    refused = ""
    try:
        assert_whole(parse_document(HOSTILE[name], f"a{suffix}"))
    except InputError as error:
        refused = str(error)
    assert "\n" not in refused
    assert refused.startswith(f"a{suffix}:") or not refused


@given(st.text(st.sampled_from("[]()1234 .,;\n\r\tAb中年&-—20ReferncsSmith等"), max_size=300))
def test_any_text_is_read_whole(text: str) -> None:
    try:
        parsed = parse_document(f"{text}\nReferences\n{text}".encode(), "a.txt")
    except InputError:
        return
    assert_whole(parsed)


def assert_whole(parsed: ParsedDocument) -> None:
    """Every character is in a line; in the list, in a region; and offsets lead to what they say."""
    text, found = parsed.document.text, parsed.reference_list
    assert "\n".join(text[line.start : line.end] for line in parsed.document.lines) == text
    at = found.start
    for region in regions(parsed.document, found):
        assert region.start == at
        at = region.end
    assert at == found.end
    for entry in found.entries:
        assert text[entry.body : entry.end] == entry.source.extracted
    for citation in parsed.citations:
        assert text[citation.start : citation.end] == citation.mark
        assert not found.holds(citation.start)
