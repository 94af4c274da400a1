"""How fast printed references are read, how fast the model is there, and how cost grows.

    python -m benchmarks.parsing

On one core: references a second in English and in Chinese, read many at a time as `parse --lines`
reads them, their words unseen before and seen; the time from nothing to the first reference; the
model's size; the cost of one reference at 100, 1,000 and 10,000 characters, in several manners;
memory over a long stream.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from backmatter.references.parsing.lines import parse_lines
from backmatter.references.parsing.model.loading import shipped_model
from backmatter.references.parsing.model.word_classes import class_of
from backmatter.references.parsing.parser import parse_reference
from benchmarks.training.rows import gold_rows

MODEL = Path(__file__).resolve().parent.parent / "references" / "data" / "parser.model"
_LENGTHS = (100, 1_000, 10_000)
_UNITS = (
    "Smith, J., & Jones, B. (1999). A title of things. Journal 12(3), 34-56. ",
    "Smith J, Jones K, ",
    "王小明, 李四. ",
    "王小明. 论词[J]. ",
    "“a",
    "[1",
    "A-B-",
    "http://a.b/",
    "10.1000/abc ",
)
"""What the long references repeat: plain ones, and some that are hostile."""

_FIRST = (
    "from backmatter.references.parsing.parser import parse_reference;"
    "print(parse_reference('Smith, J. (2001). A title. Journal, 1(2), 3-4.').reference.title)"
)


def main() -> None:
    """Measure and print."""
    rows = gold_rows()
    print(f"model: {MODEL.stat().st_size:,} bytes")
    print(f"start-up to the first reference: {_start_up():.3f} s of processor time "
          f"(Python alone {_start_up('pass'):.3f} s)")  # fmt: skip
    for language in ("en", "zh"):
        texts = [row["text"] for row in rows if row["language"] == language]
        print(f"{language}: {_rate(texts, unseen=True):,.0f} references a second, "
              f"{_rate(texts, unseen=False):,.0f} of seen words")  # fmt: skip
    print("cost of one reference in ms at " + ", ".join(f"{n:,}" for n in _LENGTHS) + " characters")
    for unit in _UNITS:
        costs = "".join(f"{_cost(unit, length) * 1e3:10.2f}" for length in _LENGTHS)
        print(f"  {unit[:40]!r:44}{costs}")
    print(f"most memory after 20,000 references: {_memory(rows[0]['text']):,} KiB")


def _start_up(program: str = _FIRST) -> float:
    """The processor time of a new process that runs a program, the least of nine."""
    times: list[float] = []
    for _ in range(9):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def _rate(texts: Sequence[str], *, unseen: bool) -> float:
    """References in a second of processor time, the best of three rounds.

    Args:
        texts: The references, each read once.
        unseen: Whether what is kept of words is forgotten before each round.
    """
    best = 0.0
    list(parse_lines(texts))
    for _ in range(3):
        if unseen:
            shipped_model.cache_clear()
            class_of.cache_clear()
            shipped_model()
        begun = time.process_time()
        list(parse_lines(texts))
        best = max(best, len(texts) / (time.process_time() - begun))
    return best


def _cost(unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
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
