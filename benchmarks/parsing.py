"""How fast printed references are read, how fast the model is there, and how cost grows.

    python -m benchmarks.parsing

On one core: references a second in English and in Chinese, read many at a time as `parse --lines`
reads them; the time from nothing to the first reference; the model's size; the cost of one
reference at 100, 1,000 and 10,000 characters; memory over a long stream.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from backmatter.references.parsing.lines import parse_lines
from backmatter.references.parsing.parser import parse_reference
from benchmarks.training.rows import gold_rows

MODEL = Path(__file__).resolve().parent.parent / "references" / "data" / "parser.model"
_FIRST = (
    "from backmatter.references.parsing.parser import parse_reference;"
    "print(parse_reference('Smith, J. (2001). A title. Journal, 1(2), 3-4.').reference.title)"
)


def main() -> None:
    """Measure and print."""
    rows = gold_rows()
    print(f"model: {MODEL.stat().st_size:,} bytes")
    print(f"start-up to the first reference: {_start_up():.3f} s (median of 9; "
          f"Python alone {_start_up('pass'):.3f} s)")  # fmt: skip
    for language in ("en", "zh"):
        texts = [row["text"] for row in rows if row["language"] == language]
        print(f"{language}: {_rate(texts):,.0f} references a second")
    for length in (100, 1_000, 10_000):
        print(f"{length:,} characters: {_cost(length) * 1e3:.2f} ms")
    print(f"most memory after 20,000 references: {_memory(rows[0]['text']):,} KiB")


def _start_up(program: str = _FIRST) -> float:
    times: list[float] = []
    for _ in range(9):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _rate(texts: Sequence[str]) -> float:
    """References in a second of processor time, the words' scores known from a first round."""
    enough = list(islice(cycle(texts), 4000))
    list(parse_lines(enough[:1000]))
    begun = time.process_time()
    list(parse_lines(enough))
    return len(enough) / (time.process_time() - begun)


def _cost(length: int) -> float:
    text = ("Smith, J., & Jones, B. (1999). A title of things. Journal 12(3), 34-56. " * 200)[
        :length
    ]
    times: list[float] = []
    for _ in range(5):
        begun = time.process_time()
        parse_reference(text)
        times.append(time.process_time() - begun)
    return min(times)


def _memory(text: str) -> int:
    for _ in parse_lines(f"{text} {number}" for number in range(20_000)):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
