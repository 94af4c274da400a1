"""What reaches the terminal: data on stdout, messages on stderr, colours only where wanted.

Foreign text (titles, names, file names) is shown through `visible`, so that no control or
bidirectional character of it acts on the reader's terminal.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from backmatter.references.files import write_atomic, writing_atomic

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

T = TypeVar("T")

_HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


@dataclass(slots=True)
class _Settings:
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False


_settings = _Settings()


def configure(
    *, quiet: bool | None = None, verbose: bool | None = None, no_color: bool | None = None
) -> None:
    """Set what the common options say, for the run of this process."""
    _settings.quiet = _settings.quiet if quiet is None else quiet
    _settings.verbose = _settings.verbose if verbose is None else verbose
    _settings.no_color = _settings.no_color if no_color is None else no_color


def prepare_streams() -> None:
    """UTF-8 and plain line ends on every system, whatever its locale says."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def is_verbose() -> bool:
    """Whether `--verbose` was given."""
    return _settings.verbose


def is_quiet() -> bool:
    """Whether `--quiet` was given."""
    return _settings.quiet


def visible(text: str) -> str:
    """The text with control and bidirectional characters shown as code points."""
    return _HOSTILE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def error(message: str) -> None:
    """A message that even `--quiet` lets through."""
    text = f"backmatter: {visible(message)}"
    _stderr().print(text, style="red", markup=False, highlight=False, soft_wrap=True)


def message(text: str, *, style: str = "") -> None:
    """A message for the person at the terminal, on stderr."""
    if not _settings.quiet:
        _stderr().print(visible(text), style=style, markup=False, highlight=False, soft_wrap=True)


def show(shown: RenderableType) -> None:
    """A table or marked text for the person at the terminal, on stderr; its texts are `visible`."""
    if not _settings.quiet:
        _stderr().print(shown)


def say(text: str, style: str = "") -> None:
    """A line of what a person asked to see, on stdout."""
    stdout().print(visible(text), style=style, markup=False, soft_wrap=True)


def deliver(data: str | bytes, output: Path | None) -> None:
    """Data: to the file, written atomically, or to stdout (also for `-`)."""
    if isinstance(data, str) and data and not data.endswith("\n"):
        data += "\n"
    if output is not None and not is_stdout(output):
        write_atomic(output, data)
    elif isinstance(data, str):
        sys.stdout.write(visible(data) if sys.stdout.isatty() else data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


@contextmanager
def delivering(output: Path | None) -> Generator[Callable[[str], None]]:
    """Text delivered piece by piece, as `deliver` does the whole; yields what takes a piece."""
    if output is not None and not is_stdout(output):
        with writing_atomic(output) as file:

            def write(text: str) -> None:
                file.write(text.encode("utf-8"))

            yield write
        return
    yield _write_on


def _write_on(text: str) -> None:
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def is_stdout(output: Path | None) -> bool:
    """Whether an output is stdout: none given, or `-`."""
    return output is None or str(output) == "-"


def stdout(*, width: int | None = None) -> Console:
    """A rich console on stdout, for tables and marked text; plain when not a terminal."""
    return _console(sys.stdout, width=width)


def columns() -> int:
    """The terminal's width, 100 where the output is no terminal."""
    if not sys.stdout.isatty():
        return int(os.environ.get("COLUMNS", "100"))
    return os.get_terminal_size(sys.stdout.fileno()).columns


def progress(items: Sequence[T], what: str) -> Iterable[T]:
    """The items, with a progress bar on stderr when it is a terminal."""
    with progress_bar(what, len(items)) as advance:
        for item in items:
            yield item
            advance(1)


@contextmanager
def progress_bar(what: str, total: int) -> Generator[Callable[[int], None]]:
    """A progress bar on stderr (on a terminal only); yields the function that moves it on."""
    if _settings.quiet or total <= 1 or not sys.stderr.isatty():
        yield lambda count: None  # noqa: ARG005  # nobody watches
        return
    from rich.progress import Progress

    with Progress(console=_stderr(), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def _stderr() -> Console:
    return _console(sys.stderr)


def _console(stream: TextIO, *, width: int | None = None) -> Console:
    """A rich console on a stream; it minds NO_COLOR by itself."""
    from rich.console import Console

    return Console(
        file=stream,
        width=width,
        no_color=_settings.no_color or None,
        highlight=False,
        emoji=False,
        force_terminal=None,
    )
