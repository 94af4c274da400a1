"""What changes between two texts, as a unified diff."""

from __future__ import annotations

import difflib
import re

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


def unified_diff(old: str, new: str, name: str) -> str:
    """The lines that differ, each with three around it, as `diff -u` prints them; "" for none.

    Lines end as they do in the text (LF, CR LF or CR); the diff itself has line feeds. A last line
    without an end is said to be one.
    """
    rows: list[str] = []
    lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{name}", f"b/{name}")
    for line in lines:
        rows.append(line.rstrip("\r\n"))
        if line[:1] in "-+ " and not line.endswith(("\n", "\r")):
            rows.append("\\ No newline at end of file")
    return "".join(f"{row}\n" for row in rows)


def _lines(text: str) -> list[str]:
    return [line for line in _LINE.findall(text) if line]
