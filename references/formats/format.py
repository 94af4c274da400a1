"""What a file format is, and what reading one gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backmatter.references.findings import Finding
from backmatter.references.model import Reference


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The references of a file in its order, and what was noticed while reading them."""

    references: tuple[Reference, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        name: As `-f` takes it.
        suffixes: The file endings that stand for it, with their dot, lower case.
        title: What people call it.
        read: Text and the file's name (for messages) to references; None when only written.
        write: References to text; None when only read.
    """

    name: str
    suffixes: tuple[str, ...]
    title: str
    read: Callable[[str, str], ReadResult] | None
    write: Callable[[Sequence[Reference]], str] | None
