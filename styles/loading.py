"""Load a style of either world by its name: CSL's or BibTeX's."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from backmatter.references.errors import StyleError
from backmatter.styles.bst.style import BibtexStyle, is_bibtex_style
from backmatter.styles.style import Style


def load_style(
    name: str | Path,
    *,
    locale: str | None = None,
    sort_chinese: Literal["pinyin", "stroke"] = "pinyin",
) -> Style | BibtexStyle:
    """The style that a user means.

    Args:
        name: What `Style.load` takes, `….bst` (a path, or a style that TeX has), or `pybtex:…`.
        locale: The language to print in; BibTeX's styles have but one.
        sort_chinese: As for `Style.load`; BibTeX's styles sort in their own way.

    Raises:
        StyleError: When there is no such style, or it has no languages and one is asked for.
    """
    text = str(name)
    if not is_bibtex_style(text):
        return Style.load(name, locale=locale, sort_chinese=sort_chinese)
    if locale:
        raise StyleError(f"{text}: BibTeX's styles print in one language; leave the locale out")
    return BibtexStyle.load(text)
