"""Formats are found by name, by ending and by their first bytes."""

from __future__ import annotations

import pytest

from backmatter.references.errors import InputError
from backmatter.references.formats import registry
from backmatter.references.formats.languages import name_of, tag_of
from backmatter.references.model import Reference


def test_names_and_endings_are_told_apart() -> None:
    names = [entry.name for entry in registry.FORMATS]
    suffixes = [suffix for entry in registry.FORMATS for suffix in entry.suffixes]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)
    assert registry.format_of("a/B.BIB") == "bibtex"
    assert registry.format_of("a.txt") is None


@pytest.mark.parametrize("entry", registry.FORMATS, ids=lambda entry: entry.name)
def test_every_format_reads_what_it_writes(entry: registry.Format) -> None:
    reference = Reference("roe2001", "book", {"title": "Bone & <i>disc</i>"})
    text = registry.write([reference], entry.name)
    assert text.endswith("\n")
    back = registry.read(text, entry.name, "x").references[0]
    assert (back.type, back.title) == ("book", reference.title)
    assert registry.sniff(text.encode()) == entry.name


def test_an_unknown_format_is_refused_with_the_choice() -> None:
    with pytest.raises(InputError, match=r"^nbib: no such format; choose one of bibtex, csl-json"):
        registry.read("", "nbib")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\xef\xbb\xbf% x\n@article{a,", "bibtex"),
        (b'[\n  {"id": 1}]', "csl-json"),
        (b'{"items": [', "csl-json"),
        (b'{"id": "1"}\n', "jsonl"),
        (b"\xef\xbb\xbfTY  - JOUR\r\n", "ris"),
        (b"[1] Roe A. Title[J]. Journal, 2001.", None),
        (b"Mail me @ home {now}", None),
        (b"", None),
    ],
)
def test_sniffing(content: bytes, name: str | None) -> None:
    assert registry.sniff(content) == name


@pytest.mark.parametrize(
    ("tag", "name", "options"),
    [
        ("en", "english", ""),
        ("en-US", "american", ""),
        ("zh", "chinese", ""),
        ("zh-CN", "chinese", "variant=simplified"),
        ("de-DE", "german", ""),
        ("nb-NO", "norsk", ""),
    ],
)
def test_languages_go_both_ways(tag: str, name: str, options: str) -> None:
    assert name_of(tag) == (name, options)
    assert tag_of(name, options) == tag


def test_languages_that_are_not_known() -> None:
    assert name_of("tlh") == ("", "")
    assert name_of("de") == ("german", "")
    assert tag_of("Dutch") == "nl-NL"
    assert tag_of("pt_BR") == "pt-BR"
    assert tag_of("Old Norse, partly") == ""
