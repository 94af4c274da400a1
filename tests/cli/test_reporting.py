"""Findings in every output format: what a person reads and what a program parses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from backmatter.cli.reporting import WRITERS, finding_line, summary, write_findings
from backmatter.references.findings import Edit, Finding, Fix, Location, Severity

FINDINGS = (
    Finding(
        "BM201",
        "has no journal",
        Severity.WARNING,
        Location("my refs.bib", 12, 3),
        "[7] a2018b “T, 100%”",
    ),
    Finding("BM301", "10.1/x is no DOI", Severity.ERROR, Location("refs.bib"), evidence="doi.org"),
    Finding("BM402", "never cited:\n<b>\x1b[31m\u202e", Severity.INFO, Location("-", 3)),
)


def test_text_is_one_line_each_with_place_code_reference_and_severity() -> None:
    assert write_findings(FINDINGS, "text").splitlines() == [
        "my refs.bib:12:3: BM201 [7] a2018b “T, 100%”: has no journal [warning]",
        "refs.bib: BM301 10.1/x is no DOI (doi.org) [error]",
        r"-:3: BM402 never cited: <b>\u001b[31m\u202e [info]",
    ]


def test_json_and_csv_hold_the_same_records() -> None:
    records = json.loads(write_findings(FINDINGS, "json"))
    rows = list(csv.DictReader(io.StringIO(write_findings(FINDINGS, "csv"))))
    assert [{k: str(v) for k, v in record.items()} for record in records] == rows
    assert records[0]["line"] == 12
    assert records[2]["message"] == FINDINGS[2].message


@pytest.mark.parametrize(
    ("message", "cell"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-", "-"),
        ("'=1", "'=1"),
        ("a=1", "a=1"),
    ],
)
def test_no_cell_of_csv_is_a_formula(message: str, cell: str) -> None:
    written = write_findings([Finding("BM201", message)], "csv")
    (row,) = csv.DictReader(io.StringIO(written))
    assert row["message"] == cell


def test_github_escapes_what_would_end_a_command() -> None:
    first, second, third = write_findings(FINDINGS, "github").splitlines()
    place = "::warning file=my refs.bib,line=12,col=3,title=BM201::"
    assert first == place + "[7] a2018b “T, 100%25”: has no journal"
    assert second == "::error file=refs.bib,title=BM301::10.1/x is no DOI"
    assert third.endswith(r"never cited:%0A<b>\u001b[31m\u202e")


def test_sarif_names_rules_places_and_levels() -> None:
    (run,) = json.loads(write_findings(FINDINGS, "sarif"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["BM201", "BM301", "BM402"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20refs.bib"
    assert place["region"] == {"startLine": 12, "startColumn": 3}


@pytest.mark.parametrize("findings", [FINDINGS, (), FINDINGS * 2])
def test_sarif_is_valid_by_the_published_schema(root: Path, findings: tuple[Finding, ...]) -> None:
    from jsonschema import Draft4Validator

    path = root / "tests" / "data" / "sarif" / "sarif-2.1.0-rtm.5.json"
    validator: Any = Draft4Validator(json.loads(path.read_text(encoding="utf-8")))
    log = json.loads(write_findings(findings, "sarif"))
    assert [error.message for error in validator.iter_errors(log)] == []
    log["runs"][0]["columnKind"] = "inches"
    assert not validator.is_valid(log), "the schema does look"


def test_markdown_and_html_show_foreign_text_as_text() -> None:
    markdown = write_findings(FINDINGS, "markdown")
    assert markdown.count("\n") == 2 + len(FINDINGS)
    assert "never cited:<br>\\<b\\>" in markdown
    html = write_findings(FINDINGS, "html")
    assert "&lt;b&gt;" in html
    assert "\x1b" not in html + markdown
    assert "default-src 'none'" in html


def test_junit_fails_from_warning_up_and_is_well_formed() -> None:
    suite = ElementTree.fromstring(write_findings(FINDINGS, "junit"))  # noqa: S314  # our own
    assert suite.attrib == {"name": "backmatter", "tests": "3", "failures": "2"}
    assert [len(case) for case in suite] == [1, 1, 0]


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_no_finding_is_valid_output_too(name: str) -> None:
    output = write_findings((), name)
    assert output == "" or output.endswith("\n")


def test_the_summary_counts_by_severity_worst_first() -> None:
    assert summary(FINDINGS) == "1 error, 1 warning, 1 note"
    assert summary(FINDINGS[:1] * 2) == "2 warnings"
    assert summary(()) == "nothing found"


def test_a_line_never_breaks() -> None:
    assert "\n" not in finding_line(FINDINGS[2])


def test_json_says_how_safe_a_fix_is_and_sarif_gives_its_edits() -> None:
    fix = Fix((Edit(4, 6, "ü"),), safe=False)
    finding = Finding("BM251", "wrong", location=Location("a b.bib", 1, 5), fix=fix)
    assert [each["fix"] for each in json.loads(write_findings([finding], "json"))] == ["unsafe"]
    ((result,),) = [
        run["results"] for run in json.loads(write_findings([finding], "sarif"))["runs"]
    ]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "a%20b.bib"}
    assert change["replacements"] == [
        {"deletedRegion": {"charOffset": 4, "charLength": 2}, "insertedContent": {"text": "ü"}}
    ]
