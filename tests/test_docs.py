"""The documentation is true: its console examples print what they say they print.

A fenced block marked `console` holds commands (`$ …`) and their output, stdout and stderr
together; a line `…` stands for any lines. The commands of one page run in one folder, in
order, where `review.txt` is the bundled review and `works.jsonl` holds invented works, and never
reach the network.

`pytest tests/test_docs.py --accept` rewrites the outputs and the pages of the rules; read what
it wrote before it is committed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backmatter.references.rules.registry import PAGES as RULE_PAGES
from backmatter.styles.lint.check import RULES as STYLE_RULES

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if path.is_file() and BLOCK.search(path.read_text(encoding="utf-8"))
)


def matches(shown: str, printed: str) -> bool:
    """Whether the output is as shown; a line `…` in `shown` stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed) is not None


def run(command: str, folder: Path) -> str:
    """What a command prints in a folder."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "XDG_CACHE_HOME": str(folder / ".cache"),
        "BACKMATTER_CROSSREF_URL": "http://127.0.0.1:9",
    }
    done = subprocess.run(  # noqa: S602  # the page's own commands, pipes included
        command,
        shell=True,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_console_examples_print_what_the_page_shows(
    page: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    path = ROOT / page
    shutil.copy(ROOT / "references" / "data" / "review" / "review.txt", tmp_path)
    shutil.copy(ROOT / "tests" / "data" / "synthetic-works.jsonl", tmp_path / "works.jsonl")
    wrong: list[str] = []

    def rerun(example: re.Match[str]) -> str:
        command, shown = example.groups()
        printed = run(command, tmp_path)
        assert "Traceback" not in printed, printed
        if matches(shown, printed):
            return example[0]
        wrong.append(f"$ {command}\n{printed}")
        return f"$ {command}\n{printed}"

    text = path.read_text(encoding="utf-8")
    renewed = BLOCK.sub(lambda block: COMMAND.sub(rerun, block[0]), text)
    if wrong and pytestconfig.getoption("--accept"):
        path.write_text(renewed, encoding="utf-8")
    assert not wrong, f"{page} shows something else than\n" + "\n".join(wrong)


def test_every_code_has_its_page_and_every_page_its_code(pytestconfig: pytest.Config) -> None:
    folder = ROOT / "docs" / "rules"
    pages = {rule.code: rule for rule in (*RULE_PAGES, *STYLE_RULES)}
    lines = [
        f"- [{code}]({code}.md): {rule.page[9:].splitlines()[0].rstrip('.')}"
        for code, rule in sorted(pages.items())
    ]
    index = "\n".join(["# Every finding", "", *lines, ""])
    expected = {f"{code}.md": rule.page for code, rule in pages.items()} | {"README.md": index}
    if pytestconfig.getoption("--accept"):
        folder.mkdir(exist_ok=True)
        for name, text in expected.items():
            (folder / name).write_text(text, encoding="utf-8")
    assert {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()} == expected


def test_every_code_in_the_source_has_a_page() -> None:
    pages = {rule.code for rule in (*RULE_PAGES, *STYLE_RULES)}
    for folder in ("cli", "references", "styles"):
        for path in (ROOT / folder).rglob("*.py"):
            used = set(re.findall(r'"(BM\d{3})"', path.read_text(encoding="utf-8")))
            assert used <= pages, f"{path.relative_to(ROOT)}: {sorted(used - pages)}"


def test_a_line_of_dots_stands_for_any_lines() -> None:
    assert matches("a\n…\nz\n", "a\nb\nc\nz\n")
    assert matches("a\n…\n", "a\n")
    assert not matches("a\n…\nz\n", "a\nb\n")
    assert not matches("a\n", "a\nb\n")
