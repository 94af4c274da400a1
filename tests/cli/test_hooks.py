"""The hooks for pre-commit and the recipe for CI name commands and options that there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Run = Callable[..., Any]

BIB = "@article{a, author = {Owl, N.}, title = {T}, journal = {J}, year = {2011}, pages = {9--1}}\n"


def hooks(root: Path) -> dict[str, dict[str, Any]]:
    text = (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    return {hook["id"]: hook for hook in yaml.safe_load(text)}


@pytest.mark.parametrize("name", ["backmatter-check", "backmatter-verify", "backmatter-fix"])
def test_a_hook_matches_bibliographies_and_runs(run: Run, root: Path, name: str) -> None:
    hook = hooks(root)[name]
    assert re.search(hook["files"], "thesis/refs.bib")
    assert not re.search(hook["files"], "package.json")
    program, *arguments = shlex.split(hook["entry"])
    assert program == "backmatter"
    Path("refs.bib").write_text(BIB, encoding="utf-8")
    assert run(*arguments, "refs.bib").code in (0, 1, 3)


def test_the_hook_for_evidence_fails_for_a_reference_that_nobody_has_asked_about(
    run: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKMATTER_CACHE", "none")
    _, *arguments = shlex.split(hooks(root)["backmatter-verify"]["entry"])
    Path("refs.bib").write_text(BIB, encoding="utf-8")
    Path("refs.evidence.jsonl").write_text("", encoding="utf-8")
    assert run(*arguments, "--evidence", "refs.evidence.jsonl", "refs.bib").code == 3


def test_the_recipe_knows_the_options(run: Run, root: Path) -> None:
    page = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    lines = re.findall(r"^(?:\s+- run: )?backmatter (.+)$", page, re.MULTILINE)
    lines += re.findall(r"- run: backmatter (.+)$", page, re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        command, *words = shlex.split(line)
        text = run(command, "--help").out
        for option in (word for word in words if word.startswith("-")):
            assert option in text, f"{line}: {option}"
