"""Encodings: what a file names and what it is in, mixtures, characters that TeX cannot read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backmatter.references.bibtex.encoding import declared_encoding, decode_bib
from backmatter.references.bibtex.saving import open_bib
from backmatter.references.findings import Finding
from backmatter.references.rules.bibfile import check_text
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.rule import Library

TODAY = date(2026, 1, 31)
ENTRY = "@article{{a, author = {{{}}}, title = {{A}}, journal = {{J}}, year = 2001}}\n"


def found(data: bytes, code: str) -> list[Finding]:
    opened = open_bib(data, "refs.bib")
    all_found = check_text(opened.text, "refs.bib", TODAY, opened.source.encoding)
    return [each for each in all_found if each.code == code]


@pytest.mark.parametrize(
    ("named", "actual", "says"),
    [
        ("% Encoding: ISO-8859-1\n", "utf-8", "is in ISO-8859-1, and is in UTF-8"),
        ("% Encoding: UTF-8\n", "cp1252", "is in UTF-8, and is in windows-1252"),
        ("%% coding: latin-1-unix\n", "utf-8", "is in latin-1, and is in UTF-8"),
        ("% Encoding: US-ASCII\n", "utf-8", "is in US-ASCII, and is in UTF-8"),
    ],
)
def test_an_encoding_that_the_file_is_not_in_is_told(named: str, actual: str, says: str) -> None:
    (only,) = found((named + ENTRY.format("Müller, Jan")).encode(actual), "BM140")
    assert says in only.message
    assert str(only.location).startswith("refs.bib:1:")
    assert (only.fix is not None) == (actual == "utf-8")


@pytest.mark.parametrize(
    ("named", "actual"),
    [
        ("% Encoding: UTF-8\n", "utf-8"),
        ("% Encoding: UTF8\n", "utf-8"),
        ("% Encoding: UTF-16\n", "utf-16"),
        ("% Encoding: ISO-8859-1\n", "latin-1"),
        ("% -*- coding: latin-1-unix -*-\n", "latin-1"),
        ("% Encoding: nobodys-own\n", "utf-8"),
        ("% The coding: of tasks\n", "utf-8"),
        ("@comment{Encoding: ISO-8859-1}\n", "utf-8"),
    ],
)
def test_an_encoding_that_the_file_is_in_is_not(named: str, actual: str) -> None:
    assert not found((named + ENTRY.format("Müller, Jan")).encode(actual), "BM140")


def test_a_file_of_plain_letters_is_in_any_encoding_that_has_them() -> None:
    assert not found(("% Encoding: ISO-8859-1\n" + ENTRY.format("Moe, Jan")).encode(), "BM140")


def test_the_name_is_put_right_and_nothing_else() -> None:
    text = "% Encoding: ISO-8859-1\n" + ENTRY.format("Müller, Jan")

    def check(changed: str) -> list[Finding]:
        return [f for f in check_text(changed, "", TODAY, "utf-8") if f.code == "BM140"]

    assert fix(text, check).text == text.replace("ISO-8859-1", "UTF-8")


def test_a_name_is_found_in_the_last_lines_too() -> None:
    text = "x" * 9_000 + "\n% Local Variables:\n% coding: latin-1-dos\n% End:\n"
    assert declared_encoding(text) == ("latin-1", text.index("latin-1"))
    assert declared_encoding("% no name\n") is None


def test_what_emacs_appends_to_a_name_does_not_hide_it() -> None:
    data = ("% -*- coding: latin-2-unix -*-\n" + ENTRY.format("Dvořák, Jan")).encode("iso8859-2")
    assert decode_bib(data, "a.bib").encoding == "iso8859-2"


def test_two_encodings_in_one_file_are_told_with_the_rarer_place() -> None:
    first = "".join(ENTRY.format(f"Müller, Jan {at}") for at in range(3))
    data = first.encode("cp1252") + ENTRY.format("Peña, Luis").encode("utf-8")
    (only,) = found(data, "BM141")
    assert "1 letters of the file are in UTF-8 and 3 are not" in only.message
    assert only.location.line == 4


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "latin-1"])
def test_one_encoding_in_a_file_is_not(encoding: str) -> None:
    assert not found(ENTRY.format("Müller, Jan and Peña, Zoë").encode(encoding), "BM141")


@pytest.mark.parametrize(
    "names", ["Василенко, М. В. and Коливань, Теорія", "Ноздрев, В. Ф. and Їжак, Ганна"]
)
def test_another_alphabet_of_one_byte_a_letter_is_one_encoding(names: str) -> None:
    assert not found(ENTRY.format(names).encode("cp1251"), "BM141")


def test_letters_that_only_look_mixed_are_left_alone_in_utf_8() -> None:
    assert not found(ENTRY.format("MÃ¼ller, Jan and Peña, Luis").encode(), "BM141")


@pytest.mark.parametrize(
    "text",
    [
        "\x0c\n" + ENTRY.format("Moe, Jan"),  # a form feed parts pages
        ENTRY.format("Moe,\tJan"),
        ENTRY.format("Moe, Jan").replace("\n", "\r\n"),
    ],
)
def test_blanks_are_no_control_characters(text: str) -> None:
    assert not found(text.encode(), "BM142")


def test_control_characters_are_found_between_entries_too() -> None:
    (only,) = found(("\x1a" + ENTRY.format("Moe, Jan")).encode(), "BM142")
    assert only.fix is not None
    assert not only.fix.safe
    assert "U+001A" in only.message


def test_the_mark_that_begins_the_file_is_not_told() -> None:
    assert not found(b"\xef\xbb\xbf" + ENTRY.format("Müller, Jan").encode(), "BM143")


CLASSIC = "@comment{jabref-meta: databaseType:bibtex;}\n"


@pytest.mark.parametrize(
    ("name", "mended"),
    [
        ("Dupont, Émile", "Dupont, {\\'E}mile"),
        ("Žižek, Slavoj", "{\\v{Z}}ižek, Slavoj"),
        ("Øre, J.-É.", "{\\O}re, J.-{\\'E}."),
    ],
)
def test_initials_that_bibtex_takes_apart(
    name: str, mended: str, library_of: Callable[[str], Library]
) -> None:
    (only,) = found((CLASSIC + ENTRY.format(name)).encode(), "BM144")
    assert only.fix is not None
    assert only.fix.edits[0].text == mended
    before, after = (library_of(ENTRY.format(each)).references[0] for each in (name, mended))
    assert before.names == after.names


@pytest.mark.parametrize("name", ["Müller, Jan", "程根伟", "{\\'E}mile, A", "Иван, А."])
def test_letters_within_a_name_and_other_scripts_are_left_alone(name: str) -> None:
    assert not found((CLASSIC + ENTRY.format(name)).encode(), "BM144")


def test_a_file_that_names_no_program_is_left_alone() -> None:
    assert not found(ENTRY.format("Dupont, Émile").encode(), "BM144")


@pytest.mark.needs("shared")
def test_real_files_are_told_only_where_they_are_wrong(shared: Path) -> None:
    told = {
        path.name
        for path in sorted((shared / "bib-corpus").glob("*.bib"))
        if found(path.read_bytes(), "BM140") or found(path.read_bytes(), "BM141")
    }
    assert told == {"jabref--encoding-windows-1252-but-utf-8-declared--decoding-fails.bib"}
