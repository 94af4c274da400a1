"""Run a `.bst` style over `.bib` texts; this module fronts pybtex's BST interpreter.

What a style does is bounded: a style that loops or grows for ever ends in an error.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast

from pybtex import errors  # pyright: ignore[reportMissingTypeStubs]  # has none
from pybtex.bibtex import bst  # pyright: ignore[reportMissingTypeStubs]
from pybtex.bibtex.interpreter import (  # pyright: ignore[reportMissingTypeStubs]
    Interpreter,
)
from pybtex.database.input.bibtex import Parser  # pyright: ignore[reportMissingTypeStubs]

from backmatter.references.errors import StyleError

_LOCK = threading.Lock()
"""pybtex collects its messages in one variable for the whole process."""

_CALLS = 1_000_000
_CALLS_PER_ENTRY = 20_000
"""What a run may call; plain.bst makes some three hundred calls for an entry."""
_MAX_STRING = 1_000_000
_MIN_CROSSREFS = 2
"""BibTeX's own: a work that two entries refer to by `crossref` becomes an entry of the list."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a style wrote (a `.bbl`), and what it and the reading of the `.bib` texts warned of."""

    bbl: str
    warnings: tuple[str, ...]


def run(script: str, name: str, bib_texts: Sequence[str]) -> Run:
    """Run a style over all entries of some `.bib` texts, in their order.

    Args:
        script: The text of the `.bst` file.
        name: What messages call it.
        bib_texts: The texts of the databases.

    Raises:
        StyleError: When the style has an error or does not come to an end.
    """
    limit = _CALLS + _CALLS_PER_ENTRY * sum(text.count("@") for text in bib_texts)
    machine: Any = cast("Any", Interpreter)(Parser, "utf-8")
    said: list[str] = []
    _bound(machine, limit, said)
    with captured() as caught:
        try:
            commands = _counted(cast("Any", bst).parse_string(script), machine.vars["tick$"])
            files = [io.StringIO(text) for text in bib_texts]
            bbl: str = machine.run(commands, ["*"], files, _MIN_CROSSREFS)
        except Exception as error:  # a faulty style makes pybtex raise nearly anything
            place = getattr(machine, "current_entry_key", "")
            at = f" (at the entry {place})" if place else ""
            raise StyleError(f"{name}: {_reason(error)}{at}") from error
    return Run(bbl, tuple(dict.fromkeys([*map(str, caught), *said])))


@contextmanager
def captured() -> Generator[list[object]]:
    """The errors of pybtex as a list instead of exceptions, for one thread at a time."""
    with _LOCK, cast("Any", errors).capture() as caught:
        yield caught


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the style calls itself without end"
    if isinstance(error, KeyError):
        return f"the style uses {error.args[0]}, which it does not define"
    kind = type(error).__name__
    return str(error) if kind.endswith("Error") and "Pybtex" in kind else f"{kind}: {error}"


class _Builtin:
    """A function of the language that is ours instead of pybtex's."""

    def __init__(self, function: Callable[[Any], None]) -> None:
        self.execute = function


def _bound(machine: Any, limit: int, said: list[str]) -> None:
    """Replace what could go on for ever, and what would write to the terminal."""
    calls = 0

    def tick(_machine: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > limit:
            raise StyleError(f"the style does not come to an end (stopped after {limit} calls)")

    def loop(machine: Any) -> None:
        body, condition = machine.pop(), machine.pop()
        while True:
            tick(machine)
            condition.execute(machine)
            if machine.pop() <= 0:
                break
            body.execute(machine)

    def join(machine: Any) -> None:
        after, before = machine.pop(), machine.pop()
        if len(before) + len(after) > _MAX_STRING:
            raise StyleError(f"the style makes a text longer than {_MAX_STRING} characters")
        machine.push(before + after)

    def show_top(machine: Any) -> None:
        said.append(str(machine.pop()))

    def show_stack(machine: Any) -> None:
        while machine.stack:
            show_top(machine)

    functions = {
        "tick$": tick, "while$": loop, "*": join, "top$": show_top, "stack$": show_stack,
    }  # fmt: skip
    for name, function in functions.items():
        machine.vars[name] = _Builtin(function)


def _counted(commands: Iterator[list[Any]], tick: object) -> Iterator[list[Any]]:
    """The commands of a style, each function made to count its calls."""
    for command in commands:
        if str(command[0]).upper() == "FUNCTION" and len(command) == 3:
            command[2].insert(0, tick)
        yield command
