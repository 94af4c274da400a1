"""What a shell is offered when the tab key is pressed: values, at once, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backmatter.cli import completion
from backmatter.references.errors import InputError

Run = Callable[..., Any]


@pytest.fixture
def offered(run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """What bash is offered for a line whose last word is being typed."""

    def offer(line: str) -> list[str]:
        words = f"backmatter {line}"
        monkeypatch.setenv("_BACKMATTER_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
        result = run()
        assert (result.code, result.err) == (0, "")
        return result.out.split()

    return offer


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("convert refs.bib -f csl", ["csl-json", "csl-yaml"]),
        ("check refs.bib --format s", ["sarif"]),
        ("check refs.bib --fail-on ", ["info", "warning", "error", "never"]),
        ("format refs.bib --to h", ["html"]),
        ("format refs.bib --style gb-t-7714-2025-n",
         ["gb-t-7714-2025-note", "gb-t-7714-2025-numeric"]),
        ("format refs.bib --style american-medical-association-no-e",
         ["american-medical-association-no-et-al"]),
        ("styles show chinese-journal-of-spine",
         ["chinese-journal-of-spine-and-spinal-cord"]),
        ("tag refs.bib --vocabulary i", ["intervertebral-disc-regeneration"]),
        ("check refs.bib --select BM60", ["BM601", "BM602", "BM603", "BM604"]),
        ("check refs.bib --ignore BM2,BM604", ["BM2,BM604"]),
        ("verify refs.bib --accept y", ["year"]),
        ("verify refs.bib --source ", ["crossref", "index:", "evidence:"]),
        ("verify refs.bib --queries z", ["zh"]),
        ("verify refs.bib --queries x", []),
    ],
)  # fmt: skip
def test_values_are_offered(
    offered: Callable[[str], list[str]], line: str, values: list[str]
) -> None:
    assert offered(line) == values


def test_nothing_typed_offers_what_can_be_read(offered: Callable[[str], list[str]]) -> None:
    styles = offered("format refs.bib --style ")
    assert "gb-t-7714-2025-numeric" in styles
    assert len(styles) < 20
    assert offered("check refs.bib --select ") == [f"BM{n}" for n in range(1, 8)]


def test_a_value_that_cannot_be_found_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Path, _pattern: str) -> list[Path]:
        raise PermissionError

    monkeypatch.setattr(Path, "glob", broken)
    assert completion.styles("a") == []

    def refused() -> tuple[str, ...]:
        raise InputError("x")

    monkeypatch.setattr("backmatter.references.topics.catalog.shipped", refused)
    assert completion.vocabularies("") == []
