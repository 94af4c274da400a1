"""How long a large `.bib` file takes: read, read as values, edited; beside other programs.

    python -m benchmarks.bibfile [ENTRIES ...]

Each program runs in a process of its own: seconds of CPU time without its start, and its
largest memory. bibtexparser and pybtex are installed for the tests; refkit is measured where it
can be imported, bibtex-tidy where it is on the path. The file is made up, the same every time.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

_WORDS = "disc cell therapy spine rat matrix exosome growth bone marrow stem pain tissue".split()  # noqa: SIM905
_LARGE = 50_000
_REPEATS = 3
"""So often a program runs; once on a file of more than `_LARGE` entries."""


def main() -> None:
    """Measure every program on files of the sizes named, 10,000 entries without."""
    sizes = [int(text) for text in sys.argv[1:]] or [10_000]
    print(f"{'':34}" + "".join(f"{size:>12,}{'MB':>7}" for size in sizes))
    with tempfile.TemporaryDirectory() as folder:
        paths: list[Path] = []
        for size in sizes:
            paths.append(Path(folder) / f"{size}.bib")
            with paths[-1].open("w", encoding="utf-8") as file:  # piece by piece: a process that
                file.writelines(made_up(size))  # is started from here counts our memory as its own
        for name in TASKS:
            print(f"{name:34}" + "".join(map(_cell, (_measured(name, path) for path in paths))))
        for path in paths:
            _bibtex_tidy(path)


def made_up(size: int) -> Iterator[str]:
    """So many entries, as a reference manager writes them."""
    chance = random.Random(1)
    return (_entry(number, chance) for number in range(size))


def _entry(number: int, chance: random.Random) -> str:
    title = " ".join(chance.choices(_WORDS, k=8))
    return (
        f"@article{{key{number},\n"
        f"  author = {{Name{chance.randrange(20_000)}, Ann and Other, B. and {{\\'E}}tang, C}},\n"
        f"  title = {{The {{{title}}} of {number}}},\n"
        f"  journal = {{Spine}},\n  year = {1980 + number % 45},\n  volume = {{{number % 90}}},\n"
        f"  pages = {{{number % 800}--{number % 800 + 9}}},\n  keywords = {{disc, cell}},\n"
        f"  doi = {{10.1000/x{number}}},\n}}\n\n"
    )


def _scan(text: str) -> int:
    from backmatter.references.bibtex.scanner import scan

    return sum(
        len(text[field.start : field.end]) > 0
        for entry in scan(text).entries
        for field in entry.fields
    )


def _values(text: str) -> int:
    from backmatter.references.formats import bibtex_blocks

    return sum(len(entry.fields) for entry in bibtex_blocks.read(text, "").entries)


def _records(text: str) -> int:
    from backmatter.references.formats import bibtex

    return len(bibtex.read(text).references)


def _edit(text: str) -> int:
    from backmatter.references.bibtex import edits
    from backmatter.references.bibtex.scanner import scan

    bib = scan(text)
    start = time.process_time()
    edit = edits.set_field(bib, bib.entries[len(bib.entries) // 2], "year", "2026")
    new = edits.apply_edits(text, [edit])
    _say(time.process_time() - start)
    return len(new)


def _tidy(text: str) -> int:
    from backmatter.references.bibtex.edits import apply_edits
    from backmatter.references.bibtex.layout import Layout, laid_out
    from backmatter.references.bibtex.scanner import scan

    return len(apply_edits(text, laid_out(scan(text), Layout(align=True))))


def _bibtexparser(text: str) -> int:
    library: Any = importlib.import_module("bibtexparser").parse_string(text, parse_stack=[])
    return sum(len(entry.fields) for entry in library.entries)


def _pybtex(text: str) -> int:
    database: Any = importlib.import_module("pybtex.database").parse_string(text, "bibtex")
    return sum(len(entry.fields) for entry in database.entries.values())


def _refkit(text: str) -> int:
    document: Any = importlib.import_module("refkit").BibDocument.parse(text)
    return sum(
        len(field.value) > 0
        for entry in document.entries.occurrences()
        for field in entry.fields.occurrences()
    )


TASKS: Mapping[str, Callable[[str], int]] = {
    "backmatter: scan, all fields": _scan,
    "backmatter: values resolved": _values,
    "backmatter: records": _records,
    "backmatter: one edit after the scan": _edit,
    "backmatter: tidy": _tidy,
    "bibtexparser: all fields": _bibtexparser,
    "pybtex: all fields": _pybtex,
    "refkit: all fields": _refkit,
}


def _measured(name: str, path: Path) -> tuple[float, int] | None:
    """The least CPU seconds of some runs, and the largest memory in MB."""
    if name.startswith("refkit") and not importlib.util.find_spec("refkit"):
        return None
    command = [sys.executable, "-m", "benchmarks.bibfile", "--run", name, str(path)]
    runs: list[tuple[float, int]] = []
    for _ in range(1 if int(path.stem) > _LARGE else _REPEATS):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return None
        seconds, memory = json.loads(done.stdout.splitlines()[0])
        runs.append((seconds, memory))
    return min(seconds for seconds, _ in runs), max(memory for _, memory in runs)


def _run(name: str, path: str) -> None:
    """One measurement, in this process; the first line printed counts."""
    text = Path(path).read_text("utf-8")
    start = time.process_time()
    TASKS[name](text)
    _say(time.process_time() - start)


def _say(seconds: float) -> None:
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))


def _cell(measured: tuple[float, int] | None) -> str:
    return f"{'-':>12}{'-':>7}" if measured is None else f"{measured[0]:>11.2f}s{measured[1]:>7}"


def _bibtex_tidy(path: Path) -> None:
    program = shutil.which("bibtex-tidy")
    if program is None:
        return
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([program, str(path), "-o", f"{path}.tidy", "--quiet"], check=False)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    shown = f"{seconds:.2f} s" if done.returncode == 0 else "fails"
    print(f"bibtex-tidy: {int(path.stem):,} entries, start included: {shown}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run(sys.argv[2], sys.argv[3])
    else:
        main()
