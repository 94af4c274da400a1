"""Settings: `backmatter.toml`, or `[tool.backmatter]` in `pyproject.toml`, found upwards.

An option on the command line goes before a setting; a setting before the built-in default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from backmatter.references.errors import InputError
from backmatter.references.files import read_bytes

if TYPE_CHECKING:
    from backmatter.references.bibtex.dialect import Dialect


def _no_files() -> Mapping[str, tuple[str, ...]]:
    return {}


@dataclass(frozen=True, slots=True)
class Config:
    """What a settings file may say; each name is the option's, with `-` for `_`.

    Attributes:
        dialect: For whom `.bib` files that do not say it are: `bibtex` or `biblatex`.
        style: The style that `format` uses.
        vocabulary: The vocabulary that `tag` uses: a shipped name, or a path beside the file.
        source: The source that `verify` asks.
        mailto: The address that Crossref's polite pool asks for; sent only when it is set.
        fail_on: From which severity on a check ends with exit code 1.
        select: The codes (or their beginnings) that `check` reports.
        ignore: The codes (or their beginnings) that `check` leaves out.
        per_file_ignores: Patterns of paths, each with the codes that `check` leaves out there.
    """

    dialect: str = ""
    style: str = ""
    vocabulary: str = ""
    source: str = ""
    mailto: str = ""
    fail_on: str = ""
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=_no_files)


_chosen: list[Path] = []


def use(path: Path | None) -> None:
    """Take the settings from this file (`--config`), wherever the input is."""
    _chosen[:] = [path] if path else []


def load(beside: Path | None) -> Config:
    """The settings for an input file, from `--config` or found upwards from its folder.

    Raises:
        InputError: When the file is no TOML, or has a setting that does not exist.
    """
    if _chosen:
        return _read(_chosen[0], required=True)
    start = (beside or Path()).resolve()
    for folder in (start, *start.parents) if start.is_dir() else start.parents:
        for name in ("backmatter.toml", "pyproject.toml"):
            if (folder / name).is_file() and (found := _read(folder / name)) != Config():
                return found
    return Config()


def dialect_for(file: str) -> Dialect:
    """What the settings take a `.bib` file for that does not say for whom it is; `-` is stdin.

    Raises:
        InputError: When the setting names no dialect.
    """
    from backmatter.references.bibtex.dialect import Dialect

    name = load(Path(file) if file != "-" else None).dialect or Dialect.BIBTEX
    try:
        return Dialect(name)
    except ValueError:
        choice = ", ".join(Dialect)
        raise InputError(f"setting dialect: {name}: choose one of {choice}") from None


def cache_folder() -> Path:
    """Where answers and indexes are kept: the user's folder, or what `BACKMATTER_CACHE` says."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("BACKMATTER_CACHE")
    return Path(chosen) if chosen else user_cache_path("backmatter", appauthor=False)


def _read(path: Path, *, required: bool = False) -> Config:
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    try:
        table: dict[str, Any] = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if path.name == "pyproject.toml" and not required:
            return Config()  # another tool's broken file is not ours to complain about
        raise InputError(f"{shown}: is not valid TOML: {error}") from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("backmatter", {})
    known = {each.name.replace("_", "-"): each for each in fields(Config)}
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            raise InputError(f"{shown}: no such setting: {name} (there are {', '.join(known)})")
        values[known[name].name] = _value(value, str(known[name].type), f"{shown}: {name}")
    return Config(**values)


def _value(value: object, kind: str, name: str) -> object:
    """A setting's value as its kind wants it."""
    if kind.startswith("Mapping"):
        if not isinstance(value, dict):
            raise InputError(f"{name} must be a table of lists of strings")
        table = cast("dict[str, object]", value)
        return {key: _value(each, "tuple", f"{name}.{key}") for key, each in table.items()}
    if kind.startswith("tuple"):
        if not isinstance(value, list):
            raise InputError(f"{name} must be a list of strings")
        return tuple(map(str, cast("list[object]", value)))
    if not isinstance(value, str):
        raise InputError(f"{name} must be a string")
    return value
