"""How fast much is read: lines with one process and with two, memory, long documents.

    python -m benchmarks.streaming [--million]

Lines: references a second by the clock and a process's most memory, through the command itself.
Documents: the milliseconds of one reference, of a list of 100, 1,000 and 10,000, as plain text with
as many citation marks, and of references of 100, 1,000 and 10,000 characters; then the seconds of a
PDF of 60 pages, put together from the shared ones. Times of documents are processor time.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from backmatter.references.reading import parse_document
from benchmarks.reading import SHARED
from benchmarks.training.rows import gold_rows

_PAGES = 60
_MEASURED = (
    "import resource, subprocess, sys, time\n"
    "begun = time.perf_counter()\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)\n"
    "usage = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)\n"
)
"""Runs a command and tells its seconds, processor seconds and its largest process's KiB."""


def main() -> None:
    """Measure and print."""
    counts = [10_000, 100_000, *([1_000_000] if "--million" in sys.argv else [])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.txt"
        for count in counts:
            _write_lines(path, count)
            for jobs in (1, 2) if count == counts[0] else (2,):
                seconds, processor, memory = _run(path, jobs)
                print(f"{count:>9,} lines, {jobs} process{'es' if jobs > 1 else '  '}: "
                      f"{count / seconds:7,.0f} a second, {processor:7.1f} s of processors, "
                      f"most memory of one {memory:>9,.0f} KiB", flush=True)  # fmt: skip
    for count in (100, 1_000, 10_000):
        print(f"a list of {count:>6,}: {_per_reference(_document(count), count):6.2f} ms each")
    for length in (100, 1_000, 10_000):
        print(f"a reference of {length:>6,} characters, in a list of 20: "
              f"{_per_reference(_document(20, length), 20):6.2f} ms")  # fmt: skip
    if data := _long_pdf():
        print(f"a PDF of {_PAGES} pages: {_seconds(data, 'long.pdf'):.2f} s")


def _write_lines(path: Path, count: int) -> None:
    printed = [" ".join(row["text"].split()) for row in gold_rows()]
    with path.open("w", encoding="utf-8") as file:
        for line in islice(cycle(printed), count):
            file.write(line + "\n")


def _run(path: Path, jobs: int) -> tuple[float, float, float]:
    command = ["backmatter", "parse", "--lines", str(path), "-f", "jsonl", "--quiet"]
    command[0] = str(Path(sys.executable).with_name("backmatter"))
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command, "--jobs", str(jobs)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, processor, memory = map(float, done.stdout.split())
    return seconds, processor, memory


def _document(count: int, length: int = 0) -> bytes:
    """A text with a mark for each entry of its list; entries as printed, or of one length."""
    printed = [" ".join(row["text"].split()) for row in gold_rows() if row["language"] == "en"]
    filler = "A title of many words that goes on and on. " * 250
    entries = [
        f"Smith, J. (1999). {filler[: length - 40]}. Journal 1(2), 3-4." if length else text
        for text in islice(cycle(printed), count)
    ]
    numbered = list(enumerate(entries, 1))
    body = "\n".join(f"It was found of {text[:40]} that it is so [{n}]." for n, text in numbered)
    listed = "\n".join(f"[{number}] {text}" for number, text in numbered)
    return f"{body}\n\nReferences\n\n{listed}\n".encode()


def _per_reference(data: bytes, count: int) -> float:
    return min(_seconds(data, "long.txt") for _ in range(2)) / count * 1000


def _seconds(data: bytes, name: str) -> float:
    begun = time.process_time()
    parse_document(data, name)
    return time.process_time() - begun


def _long_pdf() -> bytes:
    """A PDF of the pages of the shared ones, or nothing where these are not there."""
    import pypdfium2  # pyright: ignore[reportMissingTypeStubs]  # it has none

    paths = sorted((SHARED / "documents").glob("*.pdf"))
    whole: Any = pypdfium2.PdfDocument.new()
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            wanted = min(len(document), _PAGES - len(whole))
            whole.import_pages(document, list(range(wanted)))
        if len(whole) == _PAGES:
            break
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue() if paths else b""


if __name__ == "__main__":
    main()
