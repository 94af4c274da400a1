"""How long `backmatter merge` takes, and how much memory.

    python -m benchmarks.merging [ENTRIES ...]

Each run is a process of its own, its start included. One file has one entry in twenty twice under
another key; in the other all entries have one title and one journal.
"""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.bibfile import made_up


def main() -> None:
    """Merge files of the sizes named, 10,000 entries without."""
    for size in [int(text) for text in sys.argv[1:]] or [10_000]:
        for name, made in FILES.items():
            _time_merge(name, made(size), size)


def _editorials(size: int) -> Iterator[str]:
    """So many entries of one title, in one journal."""
    return (
        f"@article{{k{n}, author = {{Roe, R}}, title = {{Editorial}}, journal = {{Spine}}, "
        f"year = {1900 + n % 100}, volume = {n % 100}, pages = {{{n // 100}}}}}\n"
        for n in range(size)
    )


def _one_in_twenty_twice(size: int) -> Iterator[str]:
    """A library of that size, one entry in twenty again under another key."""
    for number, entry in enumerate(made_up(size)):
        yield entry
        if number % 20 == 0:
            yield entry.replace("{key", "{again").replace("doi =", "note = {N}, doi =")


FILES: Mapping[str, Callable[[int], Iterator[str]]] = {
    "one in twenty twice": _one_in_twenty_twice,
    "all titled Editorial": _editorials,
}


def _time_merge(name: str, entries: Iterator[str], size: int) -> None:
    """CPU seconds and memory of `backmatter merge`, start included."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(entries)
        command = [sys.executable, "-m", "benchmarks.merging", "--run", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"{size:7,} entries, {name}: {done.stdout.strip()}; {done.stderr.strip()}")


def _run_merge(path: str) -> None:
    from backmatter.cli.program import build

    with contextlib.suppress(SystemExit):  # a command ends so, whatever its exit code
        build()(args=["merge", path, "-o", f"{path}.out"], prog_name="backmatter")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{time.process_time():.1f} s, {memory} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run_merge(sys.argv[2])
    else:
        main()
