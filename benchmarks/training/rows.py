"""The gold references of the shared data, and which of them a released model may learn from."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SHARED = Path(__file__).resolve().parent.parent.parent.parent / "shared"

LEARNT_FROM = ("anystyle-", "grobid-", "zh-standard-examples")
"""Sources whose licences (BSD-2-Clause, Apache-2.0, CC BY-SA 3.0) allow a released model."""

Row = Mapping[str, Any]


def gold_rows() -> list[Row]:
    """Every gold reference, in the order of the files."""
    folder = SHARED / "parsing"
    lines = gzip.decompress((folder / "dev.jsonl.gz").read_bytes()).decode().splitlines()
    lines += (folder / "zh-dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def is_learnt_from(row: Row) -> bool:
    """Whether the model may be trained with a reference; the others only test it."""
    return str(row["source"]).startswith(LEARNT_FROM)
