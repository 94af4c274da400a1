r"""`change.case$` as BibTeX does it, special characters (`{\OE}`, `{\'E}`) included.

Source: BibTeX's program, sections 364 to 377. pybtex leaves the commands of foreign letters as they
are, and the letters in braces after an accent.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from backmatter.styles.bst.braces import group_end

_LOWER = {"L": "l", "O": "o", "OE": "oe", "AE": "ae", "AA": "aa"}
_UPPER = {lower: upper for upper, lower in _LOWER.items()}
_PLAIN_UPPER = {"i": "I", "j": "J", "ss": "SS"}
"""Letters whose capitals need no command; the command's blank goes with it."""

_SEQUENCE = re.compile(r"\\([A-Za-z]*)(\s*)([^\\]*)")


def change_case(text: str, mode: str) -> str:
    """The text in another case; what stands in braces stays, but for special characters.

    Args:
        text: The text.
        mode: `t` (small letters but for the first and those after a colon), `l` or `u`.
    """
    out: list[str] = []
    change = str.upper if mode == "u" else str.lower
    after_colon = False
    at = 0
    while at < len(text):
        kept = mode == "t" and (at == 0 or (after_colon and text[at - 1].isspace()))
        if text[at] == "{":
            end = group_end(text, at)
            is_special = text[at + 1 : at + 2] == "\\"
            group = text[at:end]
            out.append(_special(group, change) if is_special and not kept else group)
            at, after_colon = end, False
            continue
        out.append(text[at] if kept else change(text[at]))
        after_colon = text[at] == ":" or (after_colon and text[at].isspace())
        at += 1
    return "".join(out)


def _special(group: str, change: Callable[[str], str]) -> str:
    """A special character: known letters' commands and all else but commands change."""
    first = group.index("\\")
    return group[:first] + _SEQUENCE.sub(lambda match: _sequence(match, change), group[first:])


def _sequence(match: re.Match[str], change: Callable[[str], str]) -> str:
    name, blanks, rest = match.groups()
    if change is str.upper:
        if plain := _PLAIN_UPPER.get(name):
            return plain + change(rest)
        name = _UPPER.get(name, name)
    else:
        name = _LOWER.get(name, name)
    return f"\\{name}{blanks}{change(rest)}"
