"""The official CSL test suite against the ledger of what is known to fail."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


@pytest.mark.needs("shared")
def test_exactly_the_listed_tests_of_the_suite_fail(
    shared: Path, root: Path, tmp_path: Path
) -> None:
    """A listed test that passes must leave the list; an unlisted one must not fail."""
    out = tmp_path / "results.jsonl"
    tests = shared / "csl-suite" / "dev.jsonl.gz"
    command = [sys.executable, "-m", "benchmarks.csl_suite", str(tests), "--out", str(out)]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    import json

    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    failed = {row["name"] for row in rows if not row["passed"]}
    ledger = tomllib.loads((root / "tests" / "csl" / "failures.toml").read_text("utf-8"))
    listed = set(ledger["failures"])
    assert failed - listed == set(), "fail and are not listed"
    assert listed - failed == set(), "are listed and pass"
    last = run.stdout.strip().splitlines()[-1]
    assert last == f"{len(rows) - len(failed)} passed, {len(failed)} failed"


@pytest.mark.needs("shared")
def test_renderings_of_twelve_styles_agree(shared: Path, root: Path) -> None:
    """Nearly all strings equal the reference's, the listed deviation set aside."""
    command = [sys.executable, "-m", "benchmarks.csl_styles"]
    file = str(shared / "csl-styles" / "dev.jsonl")
    run = subprocess.run([*command, file], cwd=root, capture_output=True, text=True, check=True)
    line = next(
        line
        for line in run.stdout.splitlines()
        if line.endswith("but for initials)") and "all  strings" in line
    )
    assert float(line.split("(")[1].split()[0]) >= 99.5
