"""Whatever happens while a command writes: the old file or the new one, and a clear message.

`python -m benchmarks.power_loss` kills the commands for real; here each thing that can happen is
made to happen at one moment, the same for every command that changes a `.bib` file.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

BIB = (
    "@misc{b, author = {Roe, R}, title = {On rats.}, year = 2001}\n"
    "@misc{a, author = {Doe, D}, title = {Of mice.}, year = 2002}\n"
)
COMMANDS = {
    "check": ("check", "refs.bib", "--fix"),
    "sort": ("sort", "refs.bib", "--write"),
    "keys": ("keys", "refs.bib", "--write"),
    "tidy": ("tidy", "refs.bib", "--write"),
    "tags": ("tags", "add", "refs.bib", "x", "--write"),
    "tag": ("tag", "refs.bib", "--vocabulary", "intervertebral-disc-regeneration", "--write"),
}
every_command = pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture
def refs(tmp_path: Path) -> Path:
    path = tmp_path / "refs.bib"
    path.write_text(BIB.replace("On rats", "Disc degeneration in a rat model"), encoding="utf-8")
    return path


def failing_with(number: int) -> Callable[..., Any]:
    def fail(*_args: object, **_options: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def is_as_it_was(refs: Path, before: bytes) -> None:
    assert refs.read_bytes() == before
    left = [path.name for path in refs.parent.iterdir() if path.name != ".cache"]
    assert left == ["refs.bib"], "no temporary file is left"


@every_command
@pytest.mark.parametrize(
    ("module", "function", "number", "message"),
    [
        (os, "fsync", errno.ENOSPC, "No space left on device"),
        (os, "replace", errno.EIO, "Input/output error"),
        (tempfile, "mkstemp", errno.EROFS, "Read-only file system"),
        (tempfile, "mkstemp", errno.EACCES, "Permission denied"),
    ],
)
def test_a_disk_that_takes_nothing(
    run: Run,
    refs: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    module: object,
    function: str,
    number: int,
    message: str,
) -> None:
    before = refs.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(module, function, failing_with(number))
        done = run(*command)
    assert done.code == 2
    assert f"refs.bib: cannot be written: {message}; it is as it was" in done.err
    is_as_it_was(refs, before)


@every_command
def test_another_program_writes_meanwhile(
    run: Run, refs: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    before = refs.read_bytes() + b"@misc{mine, title = {New}}\n"
    sync = os.fsync

    def write_before(handle: int) -> None:
        sync(handle)
        refs.write_bytes(before)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", write_before)
        done = run(*command)
    assert done.code == 2
    assert "refs.bib: was changed by another program meanwhile; nothing was written" in done.err
    is_as_it_was(refs, before)


@every_command
def test_the_file_is_removed_meanwhile(
    run: Run, refs: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    sync = os.fsync

    def remove_before(handle: int) -> None:
        sync(handle)
        refs.unlink()

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", remove_before)
        done = run(*command)
    assert done.code == 2
    assert "refs.bib: was removed by another program meanwhile; nothing was written" in done.err
    assert [path.name for path in refs.parent.iterdir() if path.name != ".cache"] == []


@every_command
@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_ctrl_c_while_writing(
    run: Run,
    refs: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    function: str,
) -> None:
    before = refs.read_bytes()

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, function, interrupted)
        done = run(*command)
    assert done.code == 130
    is_as_it_was(refs, before)
