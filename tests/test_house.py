"""The promises of the house: imports point one way, every package is listed and described."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

LAYERS = {"references": set[str](), "styles": {"references"}, "cli": {"references", "styles"}}
MODULES_OVER_THE_LIMIT: frozenset[str] = frozenset()


def sources(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).rglob("*.py"))


def imported_layers(path: Path) -> set[str]:
    """The folders of ours that a module imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            first, _, rest = name.partition(".")
            if first == "backmatter" and rest:
                found.add(rest.split(".")[0])
    return found & set(LAYERS)


@pytest.mark.parametrize("folder", sorted(LAYERS))
def test_imports_point_one_way(root: Path, folder: str) -> None:
    for path in sources(root, folder):
        if "_root" in path.parts:
            continue
        strangers = imported_layers(path) - LAYERS[folder] - {folder}
        assert not strangers, f"{path.relative_to(root)} imports {strangers}"


def test_every_package_is_in_the_wheel(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    folders = {path.parent for folder in LAYERS for path in (root / folder).rglob("__init__.py")}
    there = {
        "backmatter." + ".".join(path.relative_to(root).parts)
        for path in folders
        if path.name != "_root"
    }
    assert listed == there | {"backmatter"}


def test_every_folder_and_module_says_what_lives_there(root: Path) -> None:
    for folder in LAYERS:
        for path in sources(root, folder):
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize("folder", sorted(LAYERS))
def test_modules_stay_short_enough_to_read(root: Path, folder: str) -> None:
    for path in sources(root, folder):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 500 or str(path.relative_to(root)) in MODULES_OVER_THE_LIMIT, path
