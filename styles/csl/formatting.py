"""What attributes do to a rendered string: case, quotation marks, fonts, affixes, display.

Order, as in citeproc-js: strip-periods, text-case, quotes, fonts, affixes, display.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from backmatter.styles.csl.markers import (
    CLOSE,
    CLOSE_DISPLAY,
    QUOTE,
    UNQUOTE,
    Kind,
    affix,
)
from backmatter.styles.csl.textcase import apply_case

Change = Callable[[str], str]

FONTS: Mapping[tuple[str, str], Kind] = {
    ("font-style", "italic"): Kind.ITALIC,
    ("font-style", "oblique"): Kind.OBLIQUE,
    ("font-style", "normal"): Kind.UPRIGHT,
    ("font-variant", "small-caps"): Kind.SMALL_CAPS,
    ("font-variant", "normal"): Kind.NORMAL_CAPS,
    ("font-weight", "bold"): Kind.BOLD,
    ("font-weight", "light"): Kind.LIGHT,
    ("font-weight", "normal"): Kind.MEDIUM,
    ("text-decoration", "underline"): Kind.UNDERLINE,
    ("text-decoration", "none"): Kind.NO_UNDERLINE,
    ("vertical-align", "sup"): Kind.SUPERSCRIPT,
    ("vertical-align", "sub"): Kind.SUBSCRIPT,
    ("vertical-align", "baseline"): Kind.BASELINE,
}
DISPLAY_KINDS: Mapping[str, Kind] = {
    "block": Kind.BLOCK,
    "left-margin": Kind.LEFT_MARGIN,
    "right-inline": Kind.RIGHT_INLINE,
    "indent": Kind.INDENT,
}
_FONT_ORDER = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")
_FORMATTING = frozenset(
    [*_FONT_ORDER, "display", "prefix", "quotes", "strip-periods", "suffix", "text-case"]
)
"""The attributes that do something to a string; most elements have none."""


def fonts(attributes: Mapping[str, str]) -> tuple[str, str]:
    """The marks that begin and end the fonts of an element, "" and "" when it has none."""
    marks = [
        kind.value
        for name in _FONT_ORDER
        if (value := attributes.get(name)) and (kind := FONTS.get((name, value)))
    ]
    return "".join(reversed(marks)), CLOSE * len(marks)


def strip_periods(text: str) -> str:
    """The text without its periods."""
    return text.replace(".", "")


def wrapper(
    attributes: Mapping[str, str],
    *,
    case: bool = True,
    affixes: bool = True,
    upright_cjk: bool = False,
) -> Change | None:
    """The change that an element's attributes make to a non-empty string; None when none.

    Args:
        attributes: The element's.
        case: Whether `text-case` is done here.
        affixes: Whether prefix and suffix are.
        upright_cjk: Whether text in East Asian characters alone stays out of italics.
    """
    if _FORMATTING.isdisjoint(attributes):
        return None
    start, end = fonts(attributes)
    if attributes.get("quotes") == "true":
        start, end = start + QUOTE, UNQUOTE + end
    before = affix(attributes.get("prefix", "")) if affixes else ""
    after = affix(attributes.get("suffix", "")) if affixes else ""
    display = DISPLAY_KINDS.get(attributes.get("display", ""))
    start, end = before + start, end + after
    if display:
        start, end = display.value + start, end + CLOSE_DISPLAY
    if upright_cjk and attributes.get("font-style") in ("italic", "oblique"):
        plain = {k: v for k, v in attributes.items() if k != "font-style"}
        upright = wrapper(plain, case=case, affixes=affixes) or str
        slanted = _finish(attributes, start, end, case=case)
        return lambda text: slanted(text) if text.isascii() or has_slant(text) else upright(text)
    if not (start or end) and not _changes(attributes, case=case):
        return None
    return _finish(attributes, start, end, case=case)


_UNSLANTED = re.compile(
    "[\u2e80-\u30ff\u3100-\u318f\u31a0-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]"
)


def has_slant(text: str) -> bool:
    """Whether a text has letters other than East Asian ones, which are never set in italics."""
    if not _UNSLANTED.search(text):
        return True
    return any(char.isalnum() for char in _UNSLANTED.sub("", text))


def _changes(attributes: Mapping[str, str], *, case: bool) -> bool:
    return attributes.get("strip-periods") == "true" or bool(case and attributes.get("text-case"))


def _finish(attributes: Mapping[str, str], start: str, end: str, *, case: bool) -> Change:
    """The change with everything around the text known."""
    steps: list[Change] = []
    if attributes.get("strip-periods") == "true":
        steps.append(strip_periods)
    if case and (name := attributes.get("text-case")):
        steps.append(lambda text: apply_case(name, text))
    if not steps:
        return lambda text: start + text + end
    if len(steps) == 1:
        only = steps[0]
        return lambda text: start + only(text) + end
    one, two = steps
    return lambda text: start + two(one(text)) + end
