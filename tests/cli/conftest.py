"""Running the command as a user does, but in this process: fast, and measured by coverage."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from stub_server import StubServer
from stub_works import read_works


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the command gave."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Programs that a test starts can be interrupted, also where the tests run in the background.

    There a shell has it that Ctrl-C is ignored, and what is ignored stays so in a new program.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def run(
    capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Run:
    """A function that runs `backmatter` with arguments in an empty folder, offline."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))

    def call(*arguments: str | Path, stdin: bytes = b"") -> Result:
        from backmatter.cli.program import build

        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            try:
                build()(args=[str(a) for a in arguments], prog_name="backmatter")
                code = 0
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else 0
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return Result(code, captured.out.decode("utf-8"), captured.err.decode("utf-8"))

    return call


@pytest.fixture
def stub(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[StubServer]:
    """The stub with its invented works, asked instead of Crossref and doi.org; an empty cache."""
    works = read_works(root / "tests" / "data" / "synthetic-works.jsonl")
    with StubServer(works, pool="plus") as server:
        monkeypatch.setenv("BACKMATTER_CROSSREF_URL", server.url)
        monkeypatch.setenv("BACKMATTER_DOI_URL", server.url)
        monkeypatch.setenv("BACKMATTER_CACHE", str(tmp_path / "cache"))
        yield server
