"""What a check of a style is, and how it reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from backmatter.references.findings import Finding, Location, Severity
from backmatter.styles.lint.tree import Node


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A check with its code; `page` is its documentation (what, why, a bad and a good example).

    `check` takes the root element and yields findings whose location has no file yet; None for
    what is noticed while the file is read.
    """

    code: str
    name: str
    page: str
    check: Callable[[Node], Iterator[Finding]] | None = None


def finding(code: str, node: Node, message: str, severity: Severity = Severity.WARNING) -> Finding:
    """A finding about an element, placed where the element begins."""
    return Finding(code, message, severity, Location("", node.line, node.column))
