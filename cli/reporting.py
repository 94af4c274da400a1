"""Findings, as a person or a program wants them: text, Markdown, HTML, JSON, SARIF and so on.

Each writer takes findings and gives the whole output as text. Adding one means adding a
function and its line in `WRITERS`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from backmatter import __version__
from backmatter.cli import pages
from backmatter.cli.console import visible
from backmatter.cli.spreadsheets import csv_table
from backmatter.references.findings import Finding, Severity
from backmatter.references.plurals import counted


def write_findings(findings: Sequence[Finding], output_format: str) -> str:
    """The findings in an output format of `WRITERS`."""
    return WRITERS[output_format](findings)


def summary(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning, 3 notes`, or `nothing found`."""
    counts = {level: sum(f.severity is level for f in findings) for level in Severity}
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [
        counted(counts[level], words[level])
        for level in sorted(Severity, reverse=True)
        if counts[level]
    ]
    return ", ".join(parts) or "nothing found"


def finding_line(finding: Finding) -> str:
    """`file:line:column: CODE key: message`, on one line."""
    about = f" {finding.reference}:" if finding.reference else ""
    tail = f" ({finding.evidence})" if finding.evidence else ""
    line = f"{finding.location}: {finding.code}{about} {finding.message}{tail}"
    return visible(" ".join(line.split()))


def _text(findings: Sequence[Finding]) -> str:
    return "".join(f"{finding_line(finding)} [{finding.severity.label}]\n" for finding in findings)


def _json(findings: Sequence[Finding]) -> str:
    return json.dumps([_record(f) for f in findings], ensure_ascii=False, indent=1) + "\n"


def _csv(findings: Sequence[Finding]) -> str:
    return csv_table(
        list(_record(Finding("", ""))), (list(_record(finding).values()) for finding in findings)
    )


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "file": finding.location.file,
        "line": finding.location.line,
        "column": finding.location.column,
        "code": finding.code,
        "severity": finding.severity.label,
        "reference": finding.reference,
        "message": finding.message,
        "evidence": finding.evidence,
        "fix": "" if finding.fix is None else "safe" if finding.fix.safe else "unsafe",
    }


def _github(findings: Sequence[Finding]) -> str:
    """GitHub's workflow commands (`::warning file=…,line=…::message`)."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    lines: list[str] = []
    for finding in findings:
        place = finding.location
        properties = [f"file={value(place.file)}"] if place.file else []
        properties += [f"line={place.line}"] if place.line else []
        properties += [f"col={place.column}"] if place.column else []
        properties.append(f"title={value(finding.code)}")
        about = f"{finding.reference}: " if finding.reference else ""
        text = data(visible(about + finding.message))
        lines.append(f"::{levels[finding.severity]} {','.join(properties)}::{text}\n")
    return "".join(lines)


def _sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0 (OASIS standard), one run."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    codes = sorted({finding.code for finding in findings})
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": levels[finding.severity],
            "message": {"text": f"{finding.reference}: {finding.message}".removeprefix(": ")},
            "locations": [_sarif_location(finding)] if finding.location.file else [],
            **({"fixes": [_sarif_fix(finding)]} if finding.fix and finding.location.file else {}),
        }
        for finding in findings
    ]
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
        "sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "backmatter",
                        "version": __version__,
                        "rules": [{"id": code} for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _sarif_location(finding: Finding) -> dict[str, Any]:
    from urllib.parse import quote

    place = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.file)}}
    if place.line:
        physical["region"] = {"startLine": place.line}
        if place.column:
            physical["region"]["startColumn"] = place.column
    return {"physicalLocation": physical}


def _sarif_fix(finding: Finding) -> dict[str, Any]:
    """The edits as replacements of characters, counted from 0 in the file's text."""
    from urllib.parse import quote

    replacements = [
        {
            "deletedRegion": {"charOffset": edit.start, "charLength": edit.end - edit.start},
            "insertedContent": {"text": edit.text},
        }
        for edit in (finding.fix.edits if finding.fix else ())
    ]
    artifact = {"uri": quote(finding.location.file)}
    safe = finding.fix is not None and finding.fix.safe
    return {
        "description": {"text": f"backmatter check {'--fix' if safe else '--fix --unsafe-fixes'}"},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _junit(findings: Sequence[Finding]) -> str:
    """JUnit XML: one test case per finding, failed from warning up."""
    from xml.sax.saxutils import escape, quoteattr  # it loads the network's modules

    failed = sum(finding.severity > Severity.INFO for finding in findings)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<testsuite name="backmatter" tests="{len(findings)}" failures="{failed}">\n',
    ]
    for finding in findings:
        name = quoteattr(visible(f"{finding.code} {finding.reference}".strip()))
        lines.append(f"<testcase classname={quoteattr(finding.location.file)} name={name}")
        if finding.severity > Severity.INFO:
            text = escape(finding_line(finding))
            short = quoteattr(visible(finding.message))
            lines.append(f'>\n<failure type="{finding.code}" message={short}>{text}</failure>\n')
            lines.append("</testcase>\n")
        else:
            lines.append("/>\n")
    return "".join([*lines, "</testsuite>\n"])


_HEAD = ("place", "code", "severity", "reference", "what")


def _cells(findings: Sequence[Finding]) -> list[list[str]]:
    return [[str(f.location), f.code, f.severity.label, f.reference, _what(f)] for f in findings]


def _what(finding: Finding) -> str:
    return finding.message + (f" ({finding.evidence})" if finding.evidence else "")


def _markdown(findings: Sequence[Finding]) -> str:
    return pages.markdown_table(_HEAD, _cells(findings))


def _html(findings: Sequence[Finding]) -> str:
    return pages.html_page("Findings", summary(findings), _HEAD, _cells(findings))


WRITERS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "markdown": _markdown,
    "html": _html,
    "github": _github,
    "sarif": _sarif,
    "junit": _junit,
}
"""The output formats of `check`, `verify` and `doi`."""

SUFFIXES = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".sarif": "sarif",
    ".xml": "junit",
}
"""The file endings that stand for an output format."""
