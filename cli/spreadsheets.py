"""Tables as CSV, safe to open in a spreadsheet (decision 193)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


def csv_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV below their head; a cell that would be a formula gets an apostrophe."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return output.getvalue()


def _cell(value: object) -> object:
    """Titles, names and keys are foreign text; `'` in front makes a cell text in a spreadsheet."""
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return f"'{value}"
    return value
