"""The last pass over a finished entry: what stands beside what.

Where an affix or a delimiter meets what is before it, two marks of punctuation become one or
two as `_PAIRS` has it (CSL leaves this to the processor; the pairs are those of the official
test suite, `punctuation_FullMonty*`), doubled blanks become one, and with
`punctuation-in-quote` commas, periods, exclamation and question marks move inside the closing
quotation mark.
"""

from __future__ import annotations

import re

from backmatter.styles.csl.markers import BOUNDARY, CLOSE, CLOSE_DISPLAY, GUARD, TERM, UNQUOTE
from backmatter.styles.csl.textcase import capitalize_first

_PAIRS = {
    "::": ":", ":.": ":", ":!": "!", ":?": "?",
    "..": ".",
    ";:": ";", ";.": ";", ";;": ";", ";!": "!", ";?": "?",
    "!:": "!", "!.": "!", "!!": "!",
    "?:": "?", "?.": "?", "??": "?",
    ",,": ",",
    "  ": " ",
}  # fmt: skip
"""Pairs of which one mark stays; all others stay as they are."""

_MOVES_IN = frozenset(".,!?")
_ENDS = CLOSE + UNQUOTE + CLOSE_DISPLAY
_MARKED = ".,:;!? "
_MEETING = _MARKED + _ENDS
"""What may stand before a boundary and not stay as it is."""
_BLANK_END = re.compile(f" +([{CLOSE}]*{CLOSE_DISPLAY})$")
_FIRST_TERM = re.compile(f"((?:[^{TERM}\\w]|\\d)*){TERM}")


def capitalize_first_term(text: str, number: int = 0) -> str:
    """A term that begins a note, an entry or a sentence gets a capital (as citeproc-js has it).

    The reference's own number may stand before it.
    """
    match = _FIRST_TERM.match(text) if TERM in text else None
    if not match or "".join(filter(str.isdigit, match[1])) not in ("", str(number)):
        return text
    return match[1] + capitalize_first(text[match.end() :])


def settle(text: str, *, punctuation_in_quote: bool) -> str:
    """The entry without boundaries, its punctuation settled."""
    if TERM in text:
        text = text.replace(TERM, "")
    if BOUNDARY not in text:
        return text
    out, *rest = text.split(BOUNDARY)
    for part in rest:
        if part and part[0] in _MARKED and out and out[-1] in _MEETING:
            out = _meet(out, part, inside=punctuation_in_quote)
        else:
            out += part
    if GUARD in out:
        out = out.replace(GUARD, "")
    blank = CLOSE_DISPLAY in out and out.rstrip(_ENDS).endswith(" ")
    return _BLANK_END.sub(r"\1 ", out) if blank else out


def _meet(left: str, right: str, *, inside: bool) -> str:
    """Join two strings of which the right one begins with a mark of punctuation or a blank."""
    body = left.rstrip(_ENDS)
    ends = left[len(body) :]
    mark = right[0]
    before = body[-1:]
    kept = _PAIRS.get(before + mark)
    if kept is not None:
        right = right[1:]
        if kept != before:
            body = body[:-1]
            return _meet(body + ends, kept + right, inside=inside)
        return body + ends + right
    if inside and mark in _MOVES_IN and UNQUOTE in ends:
        place = ends.index(UNQUOTE)
        return body + ends[:place] + mark + ends[place:] + right[1:]
    if CLOSE_DISPLAY in ends and mark != " ":
        return f"{body}{ends[:-1]}{mark}{ends[-1]}{right[1:]}"
    return left + right
