"""What building and updating tell: how far they are, and what could not be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from backmatter.references.errors import InputError
from backmatter.references.findings import Finding, Location
from backmatter.references.verification.index.parts import Entry

TOLD = 100
"""So many entries that could not be read are told one by one."""

Bars = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows progress: given what is done and how much there is, it yields what moves it on."""

_CUT = "; what comes after it is missing: fetch the file anew, then run backmatter index update"


@contextmanager
def no_bars(_what: str, _total: int) -> Generator[Callable[[int], None]]:
    """Nobody watches."""
    yield lambda count: None  # noqa: ARG005  # nobody watches


@dataclass(frozen=True, slots=True)
class Report:
    """What building or updating came to.

    Attributes:
        works: The works in the index.
        added: Those that were not there before.
        replaced: Those whose record had changed.
        skipped: Entries that could not be read.
        is_cut: Whether a file could not be read to its end.
        findings: The first of the entries that could not be read, each with its place.
    """

    works: int
    added: int
    replaced: int
    skipped: int
    is_cut: bool
    findings: tuple[Finding, ...]


class NothingToIndexError(InputError):
    """Among what was given is no record of a work; `findings` say what was there instead."""

    def __init__(self, index: Path, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            f"{index}: no record of a work was found in what was given; nothing is written"
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """The entries that could not be read so far: file, line, what is wrong."""

    skipped: int = 0
    is_cut: bool = False
    told: tuple[tuple[str, int, str], ...] = ()

    def with_entry(self, path: Path, entry: Entry) -> Telling:
        """The same with one more."""
        problem = entry.problem or "a record without a well-formed DOI"
        problem += _CUT if entry.is_end else "; left out"
        told = (
            (*self.told, (str(path), entry.line, problem)) if len(self.told) < TOLD else self.told
        )
        return replace(
            self, skipped=self.skipped + 1, is_cut=self.is_cut or entry.is_end, told=told
        )

    def report(self, *, works: int, added: int, replaced: int) -> Report:
        """The whole, once everything is done."""
        findings = tuple(
            Finding("BM128", problem, location=Location(name, line))
            for name, line, problem in self.told
        )
        return Report(works, added, replaced, self.skipped, self.is_cut, findings)

    def as_json(self) -> str:
        """As text, to be kept between two runs."""
        return json.dumps([self.skipped, self.is_cut, self.told])

    @classmethod
    def of_json(cls, text: str) -> Telling:
        """What `as_json` gave."""
        skipped, is_cut, told = json.loads(text)
        return cls(skipped, is_cut, tuple((name, line, problem) for name, line, problem in told))
