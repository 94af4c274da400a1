"""A `.bib` file is blocks that tile its text, and an edit changes nothing but its own place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.bibtex import edits
from backmatter.references.bibtex.encoding import decode_bib
from backmatter.references.bibtex.saving import open_bib, save
from backmatter.references.bibtex.scanner import BibFile, Kind, line_and_column, scan
from backmatter.references.diffs import unified_diff
from backmatter.references.errors import InputError
from backmatter.references.files import write_atomic
from backmatter.references.findings import Edit

FILE = """\
% Encoding: UTF-8
@string{spine = "Spine"}

Some prose, mail me @ home.
@preamble{"\\newcommand" # {x}}
@comment{jabref-meta: databaseType:bibtex; {x}}

@article{one,
  author  = {A and B},   % who
  title   = {On {The} "Disc"},
  journal = spine # { (Phila)},
  year    = 2001,
}

@Book (two, title = "A {"}quoted{"} title", year = {2002} )
@misc{three}
%@misc{four, title = {commented out}}
@article{broken, title = {never closed
@article{five title = {No comma} year = 2005}
@article{
  title = {No key}
}
"""


def joined(bib: BibFile) -> str:
    return "".join(bib.text[block.start : block.end] for block in bib.blocks)


def test_the_blocks_and_their_fields() -> None:
    bib = scan(FILE)
    assert joined(bib) == FILE
    assert [block.kind.value for block in bib.blocks if block.kind is not Kind.TEXT] == [
        "string", "preamble", "comment", "entry", "entry", "entry", "broken", "entry", "entry",
    ]  # fmt: skip
    one, two, three, five, keyless = bib.entries
    values = {field.name: FILE[field.start : field.end] for field in one.fields}
    assert values == {
        "author": "{A and B}",
        "title": '{On {The} "Disc"}',
        "journal": "spine # { (Phila)}",
        "year": "2001",
    }
    assert (two.type, two.key, [f.name for f in two.fields]) == ("Book", "two", ["title", "year"])
    assert (three.key, three.fields) == ("three", ())
    assert [fault.message for fault in five.faults] == [
        "a comma is missing after the cite key",
        "a comma is missing after the field title",
    ]
    assert (keyless.key, len(keyless.fields)) == ("", 1)
    (broken,) = (block for block in bib.blocks if block.kind is Kind.BROKEN)
    assert broken.faults[0].message == "this brace is not closed"
    assert line_and_column(FILE, broken.faults[0].at) == (18, 26)


@pytest.mark.parametrize(
    "text",
    ["@", "@a", "@a{", "@a{b", "@a{b,", "@a{b,c", "@a{b,c=", "@a{b,c={", '@a{b,c="', "@a{b,c=d#",
     "@comment", "@comment{", "@comment(", "@string{", "@preamble{", "@a(b,c={}", "@a{b,,c=1,,}"],
)  # fmt: skip
def test_what_ends_too_early_is_kept(text: str) -> None:
    assert joined(scan(text)) == text
    assert joined(scan(f"{text}\n@misc{{ok, x = 1}}\n")) == f"{text}\n@misc{{ok, x = 1}}\n"


@given(st.text(alphabet='@{}(),="#%\\ \n\ra1'))
def test_any_text_is_tiled(text: str) -> None:
    bib = scan(text)
    assert joined(bib) == text
    assert all(a.end == b.start for a, b in zip(bib.blocks, bib.blocks[1:], strict=False))
    for entry in bib.entries:
        for field in entry.fields:
            assert text[field.name_start :].startswith(field.name)
            assert entry.start < field.start < field.end < entry.end


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize(
    "piece",
    ["@a{b,c={", '@a{b,c="', "@a{", "@", "@a{b,c={}", "{", '@a{b,c=" {"}', "% @a{", "@comment(",
     "@a{b,c=d#", "@a{b,%\n", "@a(b,c=(", "\n@a{b,c={{}", "@string{a="],
)  # fmt: skip
def test_broken_files_take_linear_time(piece: str) -> None:
    text = piece * 60_000
    assert joined(scan(text)) == text
    text = piece * 1000 + "{}" * 100_000
    assert joined(scan(text)) == text


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("@a{k,\n  t = {x},\n  y = 1\n}", "@a{k,\n  t = {x},\n  doi = {v},\n  y = 1\n}"),
        ("@a{k,\n  t = {x},\n}", "@a{k,\n  t = {x},\n  doi = {v},\n}"),
        ("@a{k,\n\ttitle\t= {x},\n}", "@a{k,\n\ttitle\t= {x},\n\tdoi\t= {v},\n}"),
        (
            '@a{k,\r\n  title = "x",\r\n  year  = "1"\r\n}',
            '@a{k,\r\n  title = "x",\r\n  doi   = "v",\r\n  year  = "1"\r\n}',
        ),
        (
            '@a{k,\n  title = "x",\n  month = jan,\n  year = 2001,\n}',
            '@a{k,\n  title = "x",\n  month = jan,\n  year = 2001,\n  doi = "v",\n}',
        ),
        (
            '@a{k,\n  title = {x},\n  note = "y",\n  year = 2001,\n}',
            '@a{k,\n  title = {x},\n  note = "y",\n  year = 2001,\n  doi = "v",\n}',
        ),
        (
            '@a{k,\n  title = {x},\n  note = "y",\n  annote = {z},\n}',
            '@a{k,\n  title = {x},\n  note = "y",\n  annote = {z},\n  doi = {v},\n}',
        ),
        (
            "@a{k,\n  title =  {x},\n  year =   {1},\n}",
            "@a{k,\n  title =  {x},\n  year =   {1},\n  doi =    {v},\n}",
        ),
        ("@a{k, t={x}, y={1}}", "@a{k, t={x}, doi={v}, y={1}}"),
        ("@a{k\n , t = {x}\n , y = 1\n }", "@a{k\n , t = {x}\n , doi = {v}\n , y = 1\n }"),
        ("@a{k}", "@a{k,\n  doi = {v},}"),
        ("@a{k,\n}", "@a{k,\n  doi = {v},\n}"),
        (
            "@a{k,\n  t = {x}, % why\n  y = 1 % since\n}",
            "@a{k,\n  t = {x}, % why\n  doi = {v},\n  y = 1 % since\n}",
        ),
        (
            "@a{k,\n  t = {x}, % why\n  y = 1, % since\n}",
            "@a{k,\n  t = {x}, % why\n  y = 1, % since\n  doi = {v},\n}",
        ),
        ("@a{k,\n  t = {x}, \n  y = 1, \n}", "@a{k,\n  t = {x}, \n  y = 1, \n  doi = {v},\n}"),
        ("@a{k,\n  t = {x},\n  y = 1, \t\n}", "@a{k,\n  t = {x},\n  y = 1, \t\n  doi = {v},\n}"),
        (
            "@a{k,\r\n t = {x},\r\n y = 1, \r\n % z = 2,\r\n}",
            "@a{k,\r\n t = {x},\r\n y = 1, \r\n doi = {v},\r\n % z = 2,\r\n}",
        ),
    ],
)
def test_a_new_field_looks_like_its_neighbours(text: str, new: str) -> None:
    bib = scan(text)
    assert edits.apply_edits(text, [edits.set_field(bib, bib.entries[0], "doi", "v")]) == new


@pytest.mark.parametrize(
    ("value", "new"),
    [("{x}", "{v}"), ('"x"', '"v"'), ("1", "{v}"), ("a # {x}", "{v}"), ("{x} # {y}", "{v}")],
)
def test_a_value_keeps_its_delimiters(value: str, new: str) -> None:
    text = f"@a{{k, t = {value}}}"
    bib = scan(text)
    edit = edits.set_field(bib, bib.entries[0], "T", "v")
    assert edits.apply_edits(text, [edit]) == f"@a{{k, t = {new}}}"
    quoted = edits.apply_edits(text, [edits.set_field(bib, bib.entries[0], "t", 'a "b"')])
    assert scan(quoted).entries[0].fields[0].name == "t"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("@a{k,\n  t = {x},\n  y = 1\n}", "@a{k,\n  y = 1\n}"),
        ("@a{k, t = {x}, y = 1}", "@a{k, y = 1}"),
        ("@a{k, t = {x}}", "@a{k, }"),
        ("@a{k, y = 1, t = {x}}", "@a{k, y = 1}"),
        ("@a{k,\n  t = {x\n  z},\n}", "@a{k,\n}"),
    ],
)
def test_a_field_goes_with_its_line(text: str, new: str) -> None:
    bib = scan(text)
    field = edits.field_of(bib.entries[0], "t")
    assert field is not None
    assert edits.apply_edits(text, [edits.remove_field(bib, field, bib.entries[0])]) == new


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("@misc{old, x = 1}", "@misc{new, x = 1}"),
        ("@misc{, x = 1}", "@misc{new, x = 1}"),
        ("@misc{ x = 1}", "@misc{new, x = 1}"),
        ("@misc{}", "@misc{new}"),
    ],
)
def test_a_key_is_given_once(text: str, new: str) -> None:
    bib = scan(text)
    assert edits.apply_edits(text, [edits.rename_key(bib, bib.entries[0], "new")]) == new


def test_a_value_that_would_break_the_file_is_refused() -> None:
    bib = scan(FILE)
    for value in ("a } b", "a { b", "}{"):
        with pytest.raises(ValueError, match="braces of this value do not match"):
            edits.set_field(bib, bib.entries[0], "title", value)


def test_edits_may_not_overlap() -> None:
    assert edits.apply_edits("abcd", [Edit(2, 3, "X"), Edit(0, 1, ""), Edit(2, 2, "Y")]) == "bYXd"
    with pytest.raises(ValueError, match="two edits overlap at offset 1"):
        edits.apply_edits("abcd", [Edit(0, 2, ""), Edit(1, 3, "")])


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("\ufefftitle é 张".encode(), "utf-8"),
        ("title é".encode("utf-16"), "utf-16-le"),
        ("@a{k, title = {plain}}".encode("utf-16-be"), "utf-16-be"),
        ("@a{k, title = {张永辉}}".encode("gbk"), "gb18030"),
        ("@a{k, title = {café “x”}}".encode("cp1252"), "cp1252"),
        ("% Encoding: ISO8859_5\n@a{k, title = {Ж}}".encode("iso8859-5"), "iso8859-5"),
        (b"\x81\x8d\xff caf\xe9 \x90", "latin-1"),
        ("@a{k, title = {张}}".encode(), "utf-8"),
        (b"", "utf-8"),
    ],
)
def test_bytes_come_back_as_they_were(data: bytes, encoding: str) -> None:
    read = decode_bib(data, "f.bib")
    assert read.encoding == encoding
    assert read.encode(read.text, "f.bib") == data


@given(st.binary(max_size=60))
def test_any_bytes_come_back(data: bytes) -> None:
    try:
        read = decode_bib(data, "f")
    except InputError:
        assert data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
        return
    assert read.encode(read.text, "f") == data


def test_a_character_that_the_file_cannot_hold_is_told_with_its_place() -> None:
    read = decode_bib("caf\xe9\n".encode("cp1252"), "f.bib")
    message = r"^f\.bib:2:2: the file is in Windows-1252, which has no '张'; save it as UTF-8 first"
    with pytest.raises(InputError, match=message):
        read.encode(read.text + "x张", "f.bib")


def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    write_atomic(path, "@a{k}\n")
    opened = open_bib(path.read_bytes(), str(path))
    assert save(path, opened, "@a{l}\n")
    with pytest.raises(InputError, match="was changed by another program meanwhile"):
        save(path, opened, "@a{m}\n")
    assert path.read_text() == "@a{l}\n"
    assert not save(path, open_bib(path.read_bytes(), str(path)), "@a{l}\n")


def test_a_diff_shows_line_ends_and_the_missing_last_one() -> None:
    assert unified_diff("a\r\nb", "a\r\nc", "f.bib") == (
        "--- a/f.bib\n+++ b/f.bib\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n"
        "\\ No newline at end of file\n"
    )
    assert unified_diff("a\n", "a\n", "f.bib") == ""


@pytest.mark.needs("shared")
def test_real_files_are_tiled_and_hold_the_entries_they_should(shared: Path) -> None:
    folder = shared / "bib-corpus"
    few: list[str] = []
    for row in map(json.loads, (folder / "index.jsonl").read_text("utf-8").splitlines()):
        data = (folder / row["file"]).read_bytes()
        opened = open_bib(data, row["file"])
        assert opened.source.encode(joined(opened.bib), "") == data
        if len(opened.bib.entries) < row["truth"]["entries"]:
            few.append(row["file"])
    assert few == []


def changed_lines(old: str, new: str) -> tuple[int, int]:
    """How many lines went and came between the first and the last that differ."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    while before and after and before[0] == after[0]:
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return len(before), len(after)


@pytest.mark.needs("shared")
def test_one_change_in_a_real_file_is_one_changed_line(shared: Path) -> None:
    """Where fields have lines of their own; a value over several lines changes its own."""
    wrong: list[str] = []
    for path in sorted((shared / "bib-corpus").glob("*.bib")):
        whole = open_bib(path.read_bytes(), path.name).bib
        for block in whole.entries[:200]:
            bib = scan(whole.text[block.start : block.end])
            entry = bib.entries[0]
            lines = {line_and_column(bib.text, f.name_start)[0] for f in entry.fields}
            if not entry.fields or len(lines) < len(entry.fields) or 1 in lines:
                continue
            field = entry.fields[len(entry.fields) // 2]
            held = len(bib.text[field.start : field.end].splitlines())
            changes = {
                "add": (edits.add_field(bib, entry, "x-new", "new"), (0, 1)),
                "key": (edits.rename_key(bib, entry, "newkey"), (1, 1)),
            }
            if edits.field_of(entry, field.name) == field:
                changes["set"] = (edits.set_field(bib, entry, field.name, "new"), (held, 1))
            for name, (edit, expected) in changes.items():
                new = edits.apply_edits(bib.text, [edit])
                counts = (len(scan(new).entries), len(scan(new).entries[0].fields))
                grown = len(entry.fields) + (name == "add")
                if changed_lines(bib.text, new) != expected or counts != (1, grown):
                    wrong.append(f"{path.name} {entry.key} {name} {changed_lines(bib.text, new)}")
    assert wrong == []
