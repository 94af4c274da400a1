"""Run a `.bst` style over `.bib` texts; this module fronts pybtex's BST interpreter.

What a style does is bounded: a style that loops or grows for ever ends in an error.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from pybtex import errors  # pyright: ignore[reportMissingTypeStubs]  # has none
from pybtex.bibtex import bst  # pyright: ignore[reportMissingTypeStubs]
from pybtex.bibtex.interpreter import (  # pyright: ignore[reportMissingTypeStubs]
    Identifier,
    Interpreter,
)
from pybtex.database.input.bibtex import Parser  # pyright: ignore[reportMissingTypeStubs]
from pybtex.exceptions import PybtexError  # pyright: ignore[reportMissingTypeStubs]

from backmatter.references.errors import StyleError
from backmatter.styles.bst.case import change_case
from backmatter.styles.bst.names import format_name

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
    ours = _Functions(limit)
    for word, function in _OWN.items():
        machine.vars[word] = _Builtin(partial(function, ours))
    machine.pop = partial(ours.pop, machine)
    with captured() as caught:
        try:
            commands = _prepared(cast("Any", bst).parse_string(script), machine, ours)
            files = [io.StringIO(text) for text in bib_texts]
            bbl: str = machine.run(commands, ["*"], files, _MIN_CROSSREFS)
        except Exception as error:  # a faulty style makes pybtex raise nearly anything
            raise StyleError(f"{name}: {_reason(error)}{_at(machine)}") from error
    return Run(bbl, tuple(dict.fromkeys([*map(str, caught), *ours.said])))


@contextmanager
def captured() -> Generator[list[object]]:
    """The errors of pybtex as a list instead of exceptions, for one thread at a time."""
    with _LOCK, cast("Any", errors).capture() as caught:
        yield caught


def _at(machine: Any) -> str:
    """The entry that is being printed, for messages."""
    key = getattr(machine, "current_entry_key", "")
    return f" (at the entry {key})" if key else ""


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "the style calls itself without end"
    if isinstance(error, KeyError):
        return f"the style uses {error.args[0]}, which it does not define"
    known = isinstance(error, StyleError | PybtexError)
    return str(error) if known else f"{type(error).__name__}: {error}"


class _Nothing(str):
    """What an empty stack gives."""

    __slots__ = ()


_NOTHING = _Nothing()


class _Builtin:
    """A function of the language that is ours instead of pybtex's."""

    def __init__(self, function: Callable[[Any], None]) -> None:
        self.execute = function


class _Functions:
    """Our functions for those that could go on for ever, write to the terminal, or differ."""

    def __init__(self, limit: int) -> None:
        self.said: list[str] = []
        self._limit = limit
        self._calls = 0

    def tick(self, _machine: Any) -> None:
        """Count a call."""
        self._calls += 1
        if self._calls > self._limit:
            raise StyleError(f"the style does not end (stopped after {self._limit} calls)")

    def pop(self, machine: Any) -> Any:
        """What is on top of the stack; as in BibTeX, a fault of the style that is passed over."""
        if machine.stack:
            return machine.stack.pop()
        self.said.append(f"the style takes from an empty stack{_at(machine)}")
        return _NOTHING

    def choose(self, machine: Any) -> None:
        """`if$`; like BibTeX, neither way when what decides is no number."""
        otherwise, then, condition = machine.pop(), machine.pop(), machine.pop()
        if isinstance(condition, int):
            (then if condition > 0 else otherwise).execute(machine)
        else:
            self.said.append(f"the style decides by what is no number{_at(machine)}")

    def clear(self, function: Any, machine: Any) -> None:
        """Run a function for an entry, and leave nothing of it on the stack for the next."""
        function.execute(machine)
        if machine.stack:
            machine.stack.clear()
            self.said.append(f"the style leaves something on the stack{_at(machine)}")

    def loop(self, machine: Any) -> None:
        """`while$`."""
        body, condition = machine.pop(), machine.pop()
        while True:
            self.tick(machine)
            condition.execute(machine)
            if machine.pop() <= 0:
                break
            body.execute(machine)

    def join(self, machine: Any) -> None:
        """`*`."""
        after, before = machine.pop(), machine.pop()
        if _NOTHING is after or _NOTHING is before:
            machine.push("")
            return
        if len(before) + len(after) > _MAX_STRING:
            raise StyleError(f"the style makes a text longer than {_MAX_STRING} characters")
        machine.push(before + after)

    def name(self, machine: Any) -> None:
        """`format.name$`."""
        pattern, number, people = machine.pop(), machine.pop(), machine.pop()
        machine.push(format_name(people, number, pattern))

    def case(self, machine: Any) -> None:
        """`change.case$`."""
        mode, text = machine.pop(), machine.pop()
        if mode[:1].lower() not in ("t", "l", "u"):
            raise StyleError(f"“{mode}” is no case that change.case$ knows")
        machine.push(change_case(text, mode[:1].lower()))

    def period(self, machine: Any) -> None:
        """`add.period$`."""
        text = machine.pop()
        last = text.rstrip("}")[-1:]
        machine.push(text if not text or last in (".", "?", "!") else f"{text}.")

    def show_top(self, machine: Any) -> None:
        """`top$`."""
        self.said.append(str(machine.pop()))

    def show_stack(self, machine: Any) -> None:
        """`stack$`."""
        while machine.stack:
            self.show_top(machine)


_OWN: dict[str, Callable[[_Functions, Any], None]] = {
    "if$": _Functions.choose,
    "while$": _Functions.loop,
    "*": _Functions.join,
    "format.name$": _Functions.name,
    "change.case$": _Functions.case,
    "add.period$": _Functions.period,
    "top$": _Functions.show_top,
    "stack$": _Functions.show_stack,
}


def _prepared(commands: Iterator[list[Any]], machine: Any, ours: _Functions) -> Iterator[list[Any]]:
    """The commands of a style, made to count calls and to leave a clean stack behind."""
    tick = _Builtin(ours.tick)
    for command in commands:
        kind = str(command[0]).upper()
        if kind == "FUNCTION" and len(command) == 3:
            command[2].insert(0, tick)
        if kind in ("ITERATE", "REVERSE") and len(command) == 2 and command[1]:
            name = command[1][0].value()
            wrapped = f"{name} for an entry"
            machine.vars[wrapped] = _Builtin(partial(ours.clear, machine.vars[name]))
            command[1] = [cast("Any", Identifier)(wrapped)]
        yield command
