"""The marks that formatting leaves in a string while an entry is being put together.

Every rendering function returns a plain `str`. What is not text in it is one of Unicode's
noncharacters (U+FDD0–U+FDEF, "intended for process-internal uses"), which no text may hold:
`clean` drops them from foreign text. So joining is `str.join`, an entry without markup costs
nothing extra, and everything that depends on what stands beside what (punctuation, quotes,
flip-flop) is settled once, in `settling` and `runs`, when the entry is complete.
"""

from __future__ import annotations

import re
from enum import Enum

BOUNDARY = "\ufdd0"
"""Stands before an affix or a delimiter that begins with punctuation or a blank."""
CLOSE = "\ufdd1"
"""Ends the innermost formatting."""
QUOTE = "\ufdd2"
"""Begins a quotation; the quotation marks depend on how deep it lies."""
UNQUOTE = "\ufdd3"
NO_CASE = "\ufdd4"
"""Begins text whose letters keep their case; ended by `CLOSE`."""
LINK = "\ufdd5"
"""Begins a link: its address, `LINK_TEXT`, what is shown, `CLOSE`."""
LINK_TEXT = "\ufdd6"
TERM = "\ufdd7"
"""Stands before a term, which gets a capital where it begins a sentence."""


class Kind(Enum):
    """The kinds of formatting; the value is the mark that begins it."""

    ITALIC = "\ufdd8"
    OBLIQUE = "\ufdd9"
    UPRIGHT = "\ufdda"
    BOLD = "\ufddb"
    LIGHT = "\ufddc"
    MEDIUM = "\ufddd"
    SMALL_CAPS = "\ufdde"
    NORMAL_CAPS = "\ufddf"
    UNDERLINE = "\ufde0"
    NO_UNDERLINE = "\ufde1"
    SUPERSCRIPT = "\ufde2"
    SUBSCRIPT = "\ufde3"
    BASELINE = "\ufde4"
    NO_DECORATION = "\ufde5"
    BLOCK = "\ufde6"
    LEFT_MARGIN = "\ufde7"
    RIGHT_INLINE = "\ufde8"
    INDENT = "\ufde9"


CLOSE_DISPLAY = "\ufdea"
"""Ends a display block."""

FLIPS = "\ufdec"
"""Stands before the formatting of a field's own markup, which turns round inside itself."""

GUARD = "\ufdeb"
"""Keeps what stands before it from meeting what stands behind it."""

FLIPPED = {
    Kind.ITALIC: Kind.UPRIGHT,
    Kind.BOLD: Kind.MEDIUM,
    Kind.SMALL_CAPS: Kind.NORMAL_CAPS,
}
"""What a kind of a field's markup becomes inside itself."""

DISPLAYS = frozenset({Kind.BLOCK, Kind.LEFT_MARGIN, Kind.RIGHT_INLINE, Kind.INDENT})

MARKS = re.compile("[\ufdd0-\ufdef]")
FORBIDDEN = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
"""What foreign text may not hold, as the inside of a character class."""
_FORBIDDEN = re.compile(f"[{FORBIDDEN}]")
_BLANKS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
_LINK_ADDRESS = re.compile(f"{LINK}[^{LINK_TEXT}]*{LINK_TEXT}")


def clean(text: str) -> str:
    """Foreign text without what this module gives a meaning to, or no output could hold.

    Control characters and halves of surrogate pairs go (no XML may hold them, and terminals
    obey them); ends of lines and tabs become blanks, for an entry is one line.
    """
    if not _FORBIDDEN.search(text):
        return text
    return _FORBIDDEN.sub(lambda match: " " if match[0] in _BLANKS else "", text)


def bare(text: str) -> str:
    """The text without any mark: what is compared and sorted."""
    if not MARKS.search(text):
        return text
    return MARKS.sub("", _LINK_ADDRESS.sub("", text))


def affix(text: str) -> str:
    """A style's prefix, suffix or delimiter, with the boundary that settling looks for."""
    return BOUNDARY + text if text and text[0] in ".,:;!? " else text
