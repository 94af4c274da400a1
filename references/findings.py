"""What every check reports: findings, as data. What stops a command is an error instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How bad it is; ordered, so that `--fail-on` can compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """`info`, `warning` or `error`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Location:
    """Where: lines and columns count from 1; 0 means the file as a whole."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file or "-", self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `start` up to `end` (offsets into the file's text)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What would put it right; an unsafe one is only applied when asked for by name."""

    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check noticed.

    Attributes:
        code: `BM` and three digits; the families are listed in `docs/rules/`.
        message: What is wrong, with the value, and what to do where that is not obvious.
        severity: Info, warning or error.
        location: File, line and column.
        reference: The label of the reference it is about (`Reference.label`), "" for none.
        evidence: What the finding rests on, such as the DOI of the record compared with.
        fix: The edits that would mend it, if there are any.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    location: Location = Location()
    reference: str = ""
    evidence: str = ""
    fix: Fix | None = None
