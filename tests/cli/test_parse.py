"""`parse` with several processes, and `parse --lines` as a stream."""

from __future__ import annotations

import io
import json
import operator
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backmatter.cli import console, inputs, jobs, lines
from backmatter.references.errors import BackmatterError, InputError
from backmatter.references.formats import registry
from backmatter.references.parsing.lines import parse_lines

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PRINTED = (
    "Smith J, Doe B. A title of things. J Foo. 2010;1(2):3-4.",
    "张三, 李四. 题名研究[J]. 刊名, 2010, 1(2): 3-4.",
    "",
    "Doe, J. (2011). A book of things. Oxford: Oxford University Press.",
    "??",
)


def document(number: int) -> str:
    return f"References\n\n1. Smith J. Title {number}. J Foo. {1990 + number};1(2):3-4.\n"


@pytest.fixture
def many_lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.txt"
    path.write_text("\n".join(PRINTED * 120), encoding="utf-8")
    return path


@pytest.mark.parametrize("format_name", ["jsonl", "bibtex"])
def test_two_processes_write_what_one_writes(run: Run, many_lines: Path, format_name: str) -> None:
    one = run("parse", "--lines", many_lines, "-f", format_name, "--jobs", 1)
    two = run("parse", "--lines", many_lines, "-f", format_name, "--jobs", 2)
    assert one == two
    assert one.code == 0
    assert one.err == "600 lines, 120 of them could not be read\n"


def test_every_line_has_its_item_and_its_number(run: Run, many_lines: Path) -> None:
    items = list(
        map(json.loads, run("parse", "--lines", many_lines, "-f", "jsonl").out.split("\n")[:-1])
    )
    assert [item["id"] for item in items] == [str(number) for number in range(1, 601)]
    assert [item.get("unparsed", False) for item in items[:5]] == [False, False, True, False, True]


def test_only_line_ends_end_a_line(run: Run) -> None:
    """To a program that counts lines, a form feed inside a reference ends none."""
    printed = "Smith J. A\x0ctitle\u2028 of\x85 things. J Foo. 2010;1(2):3-4.\r\nDoe J. B. 2011.\r"
    result = run("parse", "--lines", "-", "-f", "jsonl", stdin=printed.encode())
    assert [json.loads(line)["id"] for line in result.out.split("\n")[:-1]] == ["1", "2"]


def test_a_line_is_known_by_its_place_in_its_file(run: Run) -> None:
    Path("a.txt").write_text(f"{PRINTED[0]}\n", encoding="utf-8")
    Path("b.txt").write_text(f"\n[7] {PRINTED[1]}\n", encoding="utf-8")
    written = run("parse", "--lines", "a.txt", "b.txt", "-", stdin=PRINTED[3].encode()).out
    assert [line.strip() for line in written.splitlines() if "userb" in line] == [
        "userb = {[] a.txt:1},",
        "userb = {[7] b.txt:2},",
        "userb = {[] <stdin>:1},",
    ]
    assert "verba" not in written
    items = run("parse", "--lines", "a.txt", "b.txt", "-f", "csl-json").out
    assert [(item["id"], item["custom"]["backmatter"]["source"]) for item in json.loads(items)] == [
        ("1", {"file": "a.txt", "line": 1, "end-line": 1}),
        ("2", {"file": "b.txt", "line": 1, "end-line": 1}),
        ("3", {"file": "b.txt", "line": 2, "end-line": 2, "number": "7"}),
    ]


def test_lines_cite_nothing(run: Run) -> None:
    result = run("parse", "--lines", "--citations", "marks.json", "-", stdin=PRINTED[0].encode())
    assert result.code == 2
    assert "--citations" in result.err
    assert "lines of references have no text that cites them" in " ".join(
        result.err.replace("│", " ").split()
    )
    assert not Path("marks.json").exists()


@pytest.mark.parametrize("format_name", sorted(lines.BETWEEN))
def test_parts_make_the_same_file_as_the_whole(format_name: str) -> None:
    records = list(parse_lines([printed for printed in PRINTED if printed]))
    parts = (registry.write(records[:2], format_name), registry.write(records[2:], format_name))
    assert lines.BETWEEN[format_name].join(parts) == registry.write(records, format_name)


def test_a_stream_is_written_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read stands on stdout before the next is asked for: nothing is collected."""
    written: list[str] = []
    seen: list[int] = []

    def blocks() -> Iterator[bytes]:
        for _ in range(4):
            seen.append(len(written))
            yield (PRINTED[0] + "\n").encode() * 256

    class Stream(io.BytesIO):
        source = blocks()

        def read1(self, _size: int | None = -1, /) -> bytes:
            return next(self.source, b"")

    monkeypatch.setattr(console, "_write_on", written.append)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Stream()))
    counts = lines.parse_lines_of(["-"], "jsonl", None, 1)
    assert counts == lines.Counts(1024, 0)
    assert seen == [0, 1, 2, 3]


def test_documents_are_read_in_the_order_given_whatever_the_jobs(run: Run, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in (3, 1, 2)]
    for number in (1, 2, 3):
        (tmp_path / f"{number}.txt").write_text(document(number), encoding="utf-8")
    one, two = (run("parse", *names, "-f", "jsonl", "--jobs", count) for count in (1, 2))
    assert one == two
    assert [json.loads(line)["issued"]["date-parts"][0][0] for line in one.out.splitlines()] == [
        1993,
        1991,
        1992,
    ]


def test_each_of_several_documents_has_its_line(run: Run, tmp_path: Path) -> None:
    text = "A claim [1]. Another [2].\n\n" + document(1)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(document(2), encoding="utf-8")
    messages = run("parse", "a.txt", "b.txt").err.splitlines()[-3:]
    assert messages == [
        "a.txt: 1 reference, 1 of 2 citation marks linked, 1 error",
        "b.txt: 1 reference, nothing found",
        "2 references, 1 of 2 citation marks linked, 1 error",
    ]


def test_a_file_that_cannot_be_read_stops_all_but_in_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(document(1), encoding="utf-8")
    (tmp_path / "folder" / "b.txt").write_bytes(b"")
    result = run("parse", "folder")
    assert (result.code, result.out.count("@article")) == (0, 1)
    assert "b.txt: BM107 passed over: is empty" in result.err
    result = run("parse", "folder/a.txt", "folder/b.txt", "--jobs", 2)
    assert (result.code, result.out) == (2, "")
    assert result.err == "backmatter: folder/b.txt: is empty\n"


def test_a_line_too_long_leaves_the_output_as_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("before\n", encoding="utf-8")
    (tmp_path / "in.txt").write_bytes((PRINTED[0] + "\n").encode() * 300 + b"x" * 5_000_000)
    result = run("parse", "--lines", "in.txt", "-o", "out.jsonl")
    assert result.code == 2
    assert "in.txt:301: this line has more than 4,000,000 characters" in result.err
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == "before\n"


def test_results_come_in_order_and_work_is_asked_for_a_little_ahead() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    results = jobs.in_order(operator.neg, pieces(), 2, alone=3)
    assert [next(results) for _ in range(3)] == [0, -1, -2]
    assert asked[-1] == 2
    assert next(results) == -3
    assert len(asked) < 12
    assert [*results] == [-number for number in range(4, 100)]


@pytest.mark.parametrize("count", [1, 2])
def test_an_error_in_a_worker_is_told_as_in_this_process(count: int) -> None:
    with pytest.raises(InputError, match=r"^missing: no such file$"):
        list(jobs.in_order(inputs.read_input, ["missing", "missing"], count))


def test_a_worker_that_dies_is_told_with_what_to_do() -> None:
    with pytest.raises(BackmatterError, match="try again with --jobs 1"):
        list(jobs.in_order(os._exit, range(4), 2))


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_all_processes_without_a_word_from_them(tmp_path: Path) -> None:
    """A terminal sends it to the workers, too; here it comes while they are at work."""
    (tmp_path / "in.txt").write_bytes((PRINTED[0] + "\n").encode() * 100_000)
    command = [Path(sys.executable).parent / "backmatter", "parse", "--lines", "in.txt"]
    with subprocess.Popen(
        [*command, "-f", "jsonl", "--jobs", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b'{"id": "1"')
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert err == b"backmatter: interrupted; every file is as it was or whole\n"


def test_references_go_from_process_to_process_unchanged() -> None:
    records = list(parse_lines(PRINTED))
    assert pickle.loads(pickle.dumps(records)) == records  # noqa: S301  # our own bytes
