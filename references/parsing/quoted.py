"""References whose title stands in quotation marks: IEEE, MLA, Chicago's notes.

`J. K. Author, “Title,” Journal, vol. 4, no. 2, pp. 3–9, Oct. 2010.`
"""

from __future__ import annotations

import re

from backmatter.references.parsing.author_date import quoted_title
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.head import put_names
from backmatter.references.parsing.marks import find_mark
from backmatter.references.parsing.names import parse_names
from backmatter.references.parsing.printed import Printed
from backmatter.references.parsing.tail import read_tail

_OPENING = re.compile(r"[\s,.:]{1,3}(?=[“„\"‘«]|``|'(?=[A-Z]))")


def parse(printed: Printed) -> Draft | None:
    """Read a reference with a title in quotation marks behind its authors, or None."""
    masked = printed.masked
    if find_mark(masked):
        return None
    end = len(masked.rstrip(" .,;"))
    opening = _OPENING.search(masked, printed.start, min(end, printed.start + 1500))
    quoted = quoted_title(masked, opening.start(), end) if opening else None
    if not opening or not quoted:
        return None
    piece = printed.text[printed.start : opening.start()]
    names = parse_names(piece) or parse_names(piece + ".")
    if not names:
        return None
    draft = Draft()
    put_names(draft, "author", printed.start, opening.start(), names)
    draft.put("title", printed.text[slice(*quoted)].strip(" ,."), *quoted, 0.95)
    draft.cover(printed.start, quoted[1] + 2)
    read_tail(printed, quoted[1] + 1, end, draft)
    return draft
