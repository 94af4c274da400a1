"""Files of records: the forms they come in, and what may be wrong with them."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backmatter.references.errors import InputError
from backmatter.references.verification.index import parts

ONE: dict[str, Any] = {"DOI": "10.5555/a", "title": ["Über ½ – 好"], "x": [1, {"y": "]\n,{"}]}
TWO: dict[str, Any] = {"DOI": "10.5555/b"}
FORMS = {
    "lines": json.dumps(ONE) + "\n\n" + json.dumps(TWO) + "\n",
    "lines without an end": json.dumps(ONE) + "\r\n" + json.dumps(TWO, ensure_ascii=False),
    "items": json.dumps({"items": [ONE, TWO]}),
    "items over lines": json.dumps({"items": [ONE, TWO]}, indent=1),
    "items a line": "".join(
        json.dumps({"items": [each]}, separators=(",", ":")) + "\n" for each in (ONE, TWO)
    ).replace('{"items"', '{"n":1,"items"'),
    "list": json.dumps([ONE, TWO], ensure_ascii=False, indent=2),
    "answer": json.dumps({"status": "ok", "message": {"facets": {}, "items": [ONE, TWO]}}),
    "answer over lines": json.dumps({"status": "ok", "message": {"items": [ONE, TWO]}}, indent=2),
    "answers of one work": "".join(
        json.dumps({"status": "ok", "message": each}) + "\n" for each in (ONE, TWO)
    ),
    "byte order mark": "\ufeff" + json.dumps(ONE) + "\n" + json.dumps(TWO),
}


def entries(path: Path) -> list[parts.Entry]:
    return list(parts.read_part(path, lambda at: None))  # noqa: ARG005  # nobody watches


def write(folder: Path, content: str | bytes, name: str = "part.json") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_packed", [False, True])
def test_every_form_gives_the_same_records(form: str, is_packed: bool, tmp_path: Path) -> None:
    content = FORMS[form].encode()
    path = write(tmp_path, gzip.compress(content) if is_packed else content)
    assert [entry.record for entry in entries(path)] == [ONE, TWO]


def test_a_record_over_several_lines(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps({"message": ONE}, indent=1))
    assert [entry.record for entry in entries(path)] == [ONE]


def test_entries_are_told_with_their_lines(tmp_path: Path) -> None:
    path = write(tmp_path, f"{json.dumps(ONE)}\n\nno json\n[1]\n{json.dumps(TWO)}\n")
    assert [(e.line, e.problem) for e in entries(path)] == [
        (1, ""),
        (3, "no JSON"),
        (4, "no record of a work"),
        (5, ""),
    ]
    text = json.dumps([ONE, 5, TWO], indent=0)
    line = text[: text.index("\n5,")].count("\n") + 2
    (wrong,) = [entry for entry in entries(write(tmp_path, text)) if not entry.record]
    assert (wrong.line, wrong.problem) == (line, "no record of a work")


@pytest.mark.parametrize("form", ["lines", "items", "list over lines"])
def test_a_file_that_is_cut_off_gives_what_comes_before(form: str, tmp_path: Path) -> None:
    numbered = [{"DOI": f"10.5555/{hashlib.sha256(bytes([n])).hexdigest()}"} for n in range(100)]
    forms = {
        "lines": "".join(json.dumps(each) + "\n" for each in numbered),
        "items": json.dumps({"items": numbered}),
        "list over lines": json.dumps(numbered, indent=1),
    }
    packed = gzip.compress(forms[form].encode())
    *found, last = entries(write(tmp_path, packed[: len(packed) // 2]))
    assert last.is_end
    assert last.problem == "the file is cut off"
    assert [entry.record for entry in found] == numbered[: len(found)]
    assert 40 < len(found) < 60


def test_a_list_that_is_cut_off(tmp_path: Path) -> None:
    first, last = entries(write(tmp_path, FORMS["items"][:-20]))
    assert first.record == ONE
    assert (last.is_end, last.problem) == (True, parts.UNREADABLE)


def test_damaged_compression(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(json.dumps(ONE).encode() * 50))
    packed[20] ^= 0xFF
    found = entries(write(tmp_path, bytes(packed)))
    assert found[-1].is_end
    assert found[-1].problem in ("the compressed data are damaged", "the file is cut off")


def test_bytes_that_are_no_utf8(tmp_path: Path) -> None:
    (found,) = entries(write(tmp_path, b'[{"DOI": "10.5555/\xff"}]'))
    assert (found.problem, found.is_end) == ("not UTF-8", True)
    (found,) = entries(write(tmp_path, b'{"DOI": "10.5555/\xff"}'))
    assert (found.problem, found.is_end) == ("no JSON", False)


@pytest.mark.usefixtures("no_hang")
@pytest.mark.parametrize("opening", ["[", '{"items":[', "{"])
def test_what_never_ends_is_given_up(opening: str, tmp_path: Path) -> None:
    found = entries(write(tmp_path, opening + "[" * 100_000))
    assert [bool(entry.problem) for entry in found] == [True]
    assert entries(write(tmp_path, opening + '"' + "x" * 3_000_000))[0].problem


@given(st.binary(max_size=60))
def test_any_bytes_give_entries_and_no_error(content: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for head in (b"", b"[", b'{"items": [{},', b"\x1f\x8b"):
            for entry in entries(write(Path(folder), head + content)):
                assert (entry.record is None) == bool(entry.problem)


def test_reading_on_from_a_place_gives_the_rest(tmp_path: Path) -> None:
    paths = [write(tmp_path, FORMS["lines"], "a.jsonl"), write(tmp_path, FORMS["list"], "b.json")]

    def read(start: tuple[int, int]) -> list[tuple[int, int, Any]]:
        flow = parts.read_parts(paths, lambda count: None, start)  # noqa: ARG005
        return [(number, count, entry.record) for number, count, entry in flow]

    everything = read((0, 0))
    assert [place[:2] for place in everything] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    for at, (number, count, _) in enumerate(everything):
        assert read((number, count)) == everything[at + 1 :]


def test_progress_counts_the_bytes_of_all_files(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, gzip.compress((json.dumps(TWO) + "\n").encode() * 1000), "a.jsonl.gz"),
        write(tmp_path, FORMS["items over lines"], "b.json"),
    ]
    told: list[int] = []
    for start in ((0, 0), (0, 500), (1, 1)):
        told.clear()
        list(parts.read_parts(paths, told.append, start))
        assert sum(told) == sum(path.stat().st_size for path in paths)
        assert min(told) >= 0


def test_a_folder_stands_for_its_files_of_records(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    wanted = [
        write(tmp_path, "", "0.json.gz"),
        write(tmp_path, "", "1.jsonl"),
        write(tmp_path / "sub", "", "2.JSONL.GZ"),
    ]
    write(tmp_path, "", "readme.txt")
    write(tmp_path, "", ".hidden.json")
    assert parts.find_parts([tmp_path]) == wanted
    assert parts.find_parts([wanted[1], tmp_path]) == [wanted[1], wanted[0], wanted[2]]
    with pytest.raises(InputError, match="no such file or folder"):
        parts.find_parts([tmp_path / "none"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"no file in this folder ends in \.json"):
        parts.find_parts([tmp_path / "empty"])
