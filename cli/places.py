"""Where a reference stands that its record does not say: a line of a file of JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from backmatter.cli.inputs import Input
from backmatter.references.files import read_bytes
from backmatter.references.findings import Finding, Location
from backmatter.references.model import Reference

_LINES = (".jsonl", ".ndjson")


def placed(
    findings: Sequence[Finding], loaded: Sequence[Input], references: Sequence[Reference]
) -> tuple[Finding, ...]:
    """The findings, those without a place given the file of their reference, and its line.

    CSL-JSON is read and written exactly, so its records keep no place of their own.

    Args:
        findings: What was found about references.
        loaded: The files.
        references: The references of all of them, in order, with their keys as in the findings.
    """
    if all(finding.location.file for finding in findings):
        return tuple(findings)
    places = dict(zip((reference.label for reference in references), _places(loaded), strict=True))
    return tuple(
        finding
        if finding.location.file
        else replace(finding, location=places.get(finding.reference, finding.location))
        for finding in findings
    )


def _places(loaded: Sequence[Input]) -> Iterator[Location]:
    for each in loaded:
        lines = iter(_lines(each.file))
        for _ in each.references:
            yield Location(each.file, next(lines, 0))


def _lines(file: str) -> list[int]:
    """The numbers of the lines that hold a record; none for a file that is no JSON Lines."""
    if not file.lower().endswith(_LINES):
        return []
    rows = read_bytes(Path(file)).split(b"\n")
    return [number for number, row in enumerate(rows, start=1) if row.strip()]
