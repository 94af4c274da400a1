"""How every command behaves: streams, exit codes, help, interruption, bad input."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backmatter.cli.program import COMMANDS

if TYPE_CHECKING:
    from tests.cli.conftest import Run

NAMES = [module.__name__.rpartition(".")[2] for module in COMMANDS]
LIST = "References\n\n1. Smith J. A title. J Foo. 2010;1(2):3-4.\n"
SECOND, SECOND_TOO, THIRD, FOURTH = (
    f"{number}. {name} J. {title} title. J Foo. 2011;1(2):{page}.\n"
    for number, name, title, page in (
        (2, "Doe", "B", "3-4"),
        (2, "Roe", "C", "5-6"),
        (3, "Poe", "D", "7-8"),
        (4, "Moe", "E", "9-10"),
    )
)
BROKEN = """@book{a, title = {One}, author = {A, B}, year = 2000}
@book{b, title = {Two

@book{c, title = {Three}, year = 2001}
"""


@pytest.fixture(autouse=True)
def one_document(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(LIST, encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_examples(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.code == 0
    assert f"backmatter {name}" in result.out.partition("Examples:")[2]


def test_help_and_version_load_nothing_heavy() -> None:
    heavy = ["bibtexparser", "lxml", "numpy", "pybtex", "pypinyin", "rapidfuzz", "requests"]
    script = (
        "import sys\nfrom backmatter.cli.program import build\n"
        "try: build()(args=['--help'], prog_name='backmatter')\nexcept SystemExit: pass\n"
        f"sys.exit(' '.join(m for m in {heavy} if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_data_goes_to_stdout_and_messages_to_stderr(run: Run) -> None:
    result = run("parse", "one.txt", "-f", "jsonl")
    assert result.code == 0
    assert result.out.startswith('{"id": "smith2010title"')
    assert result.out.count("\n") == 1
    assert result.err == "1 reference, nothing found\n"
    assert run("parse", "one.txt", "-f", "jsonl", "--quiet").err == ""


def test_a_dash_is_standard_input(run: Run) -> None:
    result = run("parse", "-", "-f", "jsonl", stdin=LIST.encode())
    assert '"file": "<stdin>"' in result.out


def test_output_goes_to_a_file_in_the_format_of_its_ending(run: Run, tmp_path: Path) -> None:
    assert run("parse", "one.txt", "-o", "refs.bib").out == ""
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8").startswith("@article{smith2010title")
    assert run("convert", "refs.bib", "-o", "refs.json").code == 0
    assert (tmp_path / "refs.json").read_text(encoding="utf-8").startswith("[")


def test_a_folder_stands_for_the_files_in_it(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    (folder / "b.txt").write_text(LIST.replace("Smith", "Zed"), encoding="utf-8")
    (folder / "a.txt").write_text(LIST, encoding="utf-8")
    (folder / ".hidden.txt").write_text("nothing", encoding="utf-8")
    result = run("convert", "many", "-f", "jsonl")
    assert re.findall(r'"id": "(\w+)"', result.out) == ["smith2010title", "zed2010title"]


def test_no_escape_codes_outside_a_terminal(run: Run) -> None:
    result = run("check", "one.txt")
    assert "\x1b" not in result.out + result.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["parse", "missing.txt"], "missing.txt: no such file"),
        (["parse", "one.txt", "-f", "docx"], "Invalid value for -f: docx: choose one of bibtex"),
        (["parse"], "Missing argument 'FILE…'"),
        (["format", "one.txt"], "which style?"),
        (["format", "one.txt", "-s", "natrue"], "nature"),
        (["format", "one.txt", "-s", "apa", "--to", "pdf"], "--to: pdf: choose one of"),
        (["check"], "which file?"),
        (["check", "--explain", "BM999"], "BM999: choose one of"),
        (["check", "one.txt", "--fail-on", "bad"], "choose one of info, warning, error, never"),
        (["search", "one.txt", "title:("], "column"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_wrong_usage_is_told_in_a_line_with_exit_code_2(
    run: Run, arguments: list[str], message: str
) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err
    assert result.out == ""


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (bytes(range(256)) * 9, "is not text"),
        ("Caf\xe9 1. Müller [1] ".encode("latin-1"), "bad.txt"),
    ],
)
def test_a_file_that_is_no_text_is_told_and_the_output_is_left_alone(
    run: Run, tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    (tmp_path / "refs.bib").write_text("as it was", encoding="utf-8")
    result = run("parse", "bad.txt", "-o", "refs.bib")
    assert result.code == 2
    assert result.err.startswith("backmatter: bad.txt")
    assert message in result.err
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == "as it was"


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("Hello world, no list here.\n", "BM101", "bad.txt"),
        ("word " * 30_000, "BM101", "bad.txt"),
        (
            LIST + "3. Doe J. B title. J Foo. 2011;1(2):3-4.\n4. Roe J. C. J Foo. 2012.\n",
            "BM102",
            "bad.txt:4:1",
        ),
        (LIST + THIRD + FOURTH, "BM102", "bad.txt:4:1"),
        (LIST + SECOND + SECOND_TOO + THIRD, "BM103", "bad.txt:5:1"),
    ],
)
def test_a_list_with_faults_is_read_and_the_faults_are_placed(
    run: Run, tmp_path: Path, text: str, code: str, place: str
) -> None:
    (tmp_path / "bad.txt").write_text(text, encoding="utf-8")
    result = run("parse", "bad.txt", "-f", "jsonl")
    assert result.code == 0
    assert any(line.startswith(f"{place}: {code}") for line in result.err.splitlines())


def test_a_broken_bib_keeps_what_can_be_read_and_says_where_it_breaks(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").write_text(BROKEN, encoding="utf-8")
    result = run("convert", "refs.bib", "-f", "jsonl")
    assert result.code == 0
    assert '"id": "a"' in result.out
    assert '"id": "c"' in result.out
    assert re.search(r"refs\.bib:2(:\d+)?: BM12\d", result.err)


def test_check_ends_with_1_only_from_the_asked_severity(run: Run, tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text('[{"id": "a", "type": "book", "title": "T"}]')
    assert run("check", "refs.json").code == 1
    assert run("check", "refs.json", "--fail-on", "error").code == 0
    assert run("check", "refs.json", "--ignore", "BM2").code == 0
    assert run("check", "one.txt").code == 0


def test_verify_offline_is_3_and_never_not_found(run: Run) -> None:
    result = run("verify", "one.txt", "--offline")
    assert result.code == 3
    assert "not-found" not in result.out
    assert "unchecked" in result.out


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_ends_with_130_and_leaves_files_whole(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("as it was", encoding="utf-8")
    command = [Path(sys.executable).parent / "backmatter", "parse", "-", "-o", "refs.bib"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        process.stdin.write(b"more than a pipe holds\n" * 10_000)  # so that it is reading by now
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == "as it was"


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S602  # a pipe is what is tested
        f"{Path(sys.executable).parent / 'backmatter'} styles list | head -1",
        shell=True,
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


ONE_KEY = '[{"id": "smith2020", "type": "book", "title": "%s", "issued": {"date-parts": [[2020]]}}]'


def test_two_files_with_one_key_lose_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(ONE_KEY % "First")
    (tmp_path / "b.json").write_text(ONE_KEY % "Second")
    listed = run("format", "a.json", "b.json", "-s", "apa")
    assert "First" in listed.out
    assert "Second" in listed.out
    assert "b.json: BM121 smith2020 “Second”: the key is used already, in a.json" in listed.err
    assert run("convert", "a.json", "b.json").out.count("smith2020,\n") == 1
    assert "BM121" in run("check", "a.json", "b.json").out


def test_a_file_of_a_folder_that_cannot_be_read_is_passed_over(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "x"')
    (folder / "refs.json").write_text(ONE_KEY % "First")
    (folder / "inner").mkdir()
    result = run("convert", str(folder / "inner" / ".."), "-f", "jsonl")
    assert result.code == 0
    assert "First" in result.out
    assert "package.json: BM107 passed over" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["convert", "one.txt", "-o", "refs.xyz"],
        ["check", "one.txt", "--select", "ZZ9"],
    ],
)
def test_a_slip_that_would_pass_for_success_is_refused(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).code == 2


def test_a_slip_in_the_settings_is_refused_like_one_in_an_option(run: Run, tmp_path: Path) -> None:
    (tmp_path / "backmatter.toml").write_text('select = ["ZZ9"]\n')
    result = run("check", "one.txt")
    assert result.code == 2
    assert "ZZ9: no code begins so" in result.err


def test_findings_follow_the_ending_of_the_output(run: Run, tmp_path: Path) -> None:
    run("check", "one.txt", "-o", "found.sarif")
    assert '"version": "2.1.0"' in (tmp_path / "found.sarif").read_text(encoding="utf-8")


@pytest.mark.parametrize("shell", ["> /dev/full", ">&-", "- <&-", "--help > /dev/full"])
def test_a_stream_that_fails_is_told_not_traced(tmp_path: Path, shell: str) -> None:
    done = subprocess.run(  # noqa: S602  # the shell's redirections are what is tested
        f"{Path(sys.executable).parent / 'backmatter'} convert {'' if '<' in shell else 'one.txt'} "
        f"-f jsonl {shell}",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_version_that_cannot_be_written_is_told_not_traced() -> None:
    program = Path(sys.executable).parent / "backmatter"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [program, "--version"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)


def test_two_outputs_do_not_go_to_one_file(run: Run, tmp_path: Path) -> None:
    result = run("parse", "one.txt", "--citations", "x.json", "-o", "./x.json")
    assert result.code == 2
    assert "x.json: is given for two outputs" in result.err
    assert not (tmp_path / "x.json").exists()


def test_help_shows_no_types_of_python(run: Run) -> None:
    for command in ("convert", "get", "index build", "styles show"):
        assert "<" not in run(*command.split(), "--help").out


@pytest.mark.parametrize(
    "arguments", [("check",), ("convert",), ("search", "roe"), ("format", "--style", "apa")]
)
def test_no_report_is_written_over_what_it_is_made_from(
    run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    text = "@book{roe2001, title = {Discs}, author = {Roe, R}, year = 2001}\n"
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    command, *rest = arguments
    query = rest if command == "search" else []
    options = rest if command == "format" else []
    result = run(command, "refs.bib", *query, *options, "-o", "./refs.bib")
    assert result.code == 2
    assert "is what is read here; write to another file" in result.err
    assert (tmp_path / "refs.bib").read_text(encoding="utf-8") == text
