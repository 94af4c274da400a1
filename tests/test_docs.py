"""The documentation is true: its console examples print what they say they print.

A fenced block marked `console` holds commands (`$ …`) and their output, stdout and stderr
together; a line `…` stands for any lines. The commands of one page run in one folder, in
order, where `review.txt` is the bundled review, and never reach the network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if path.is_file() and BLOCK.search(path.read_text(encoding="utf-8"))
)


def examples(page: str) -> Iterator[tuple[str, str]]:
    """The commands of a page, each with the output that the page shows."""
    for block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = command[:-1] + more.removeprefix(">")
            yield command, output


def matches(shown: str, printed: str) -> bool:
    """Whether the output is as shown; a line `…` in `shown` stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed) is not None


@pytest.mark.parametrize("page", PAGES)
def test_console_examples_print_what_the_page_shows(page: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "references" / "data" / "review" / "review.txt", tmp_path)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "XDG_CACHE_HOME": str(tmp_path / ".cache"),
        "BACKMATTER_CROSSREF_URL": "http://127.0.0.1:9",
    }
    for command, shown in examples(page):
        done = subprocess.run(  # noqa: S602  # the page's own commands, pipes included
            command,
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        printed = done.stdout.decode("utf-8")
        assert matches(shown, printed), f"{page}: $ {command}\n{printed}"


def test_a_line_of_dots_stands_for_any_lines() -> None:
    assert matches("a\n…\nz\n", "a\nb\nc\nz\n")
    assert matches("a\n…\n", "a\n")
    assert not matches("a\n…\nz\n", "a\nb\n")
    assert not matches("a\n", "a\nb\n")
