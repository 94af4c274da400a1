"""Mending `.bib` files: how long it takes, and whether it ends where it should.

    python -m benchmarks.fixing [SIZE…]

`check` and `check --fix` as whole processes on libraries put together from the corpus's entries
(1,000, 10,000 and 100,000), and for every file of the corpus, with safe and with unsafe fixes:
whether each state gives what a check from scratch gives, and whether mending twice is mending once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from backmatter.references.bibtex.saving import OpenBib, open_bib
from backmatter.references.findings import Finding
from backmatter.references.rules.bibfile import check_text
from backmatter.references.rules.fixing import fix
from backmatter.references.rules.rechecking import Rechecker
from benchmarks.rules import CORPUS, SIZES, TODAY, library_text


def main() -> int:
    """Measure and compare; 1 when something is not as it should be."""
    if not CORPUS.is_dir():
        print("fixing: the shared data is not beside the checkout; nothing measured")
        return 0
    opened = [open_bib(path.read_bytes(), path.name) for path in sorted(CORPUS.glob("*.bib"))]
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        _time({each.name: each.text for each in opened}, size)
    wrong = sum(_is_wrong(each, unsafe=unsafe) for each in opened for unsafe in (False, True))
    print(f"{len(opened)} files, safe and unsafe fixes: {wrong} not as they should be")
    return min(wrong, 1)


def _time(files: dict[str, str], size: int) -> None:
    """CPU seconds and memory of both commands on a library of so many entries."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refs.bib"
        path.write_text(library_text(files, size), encoding="utf-8", newline="")
        program = str(Path(sys.executable).with_name("backmatter"))
        for options in ((), ("--fix",)):
            command = [program, "check", str(path), *options, "--fail-on", "error", "-f", "json"]
            with (Path(folder) / "out").open("wb") as out:
                process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE)
                told = process.stderr.read().decode() if process.stderr else ""
                _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0
            seconds = used.ru_utime + used.ru_stime
            print(
                f"{size:7,} entries: {' '.join(('check', *options)):11} {seconds:6.1f} s CPU, "
                f"{used.ru_maxrss // 1024:5,} MB; {told.strip()}"
            )


def _is_wrong(opened: OpenBib, *, unsafe: bool) -> bool:
    name, encoding = opened.name, opened.source.encoding
    checker = Rechecker(name, TODAY, encoding)
    faults: list[str] = []

    def plain(text: str) -> Sequence[Finding]:
        return check_text(text, name, TODAY, encoding)

    def check(text: str) -> Sequence[Finding]:
        found = checker.check(text)
        if found != plain(text):
            faults.append("another look gives something else")
        return found

    once = fix(opened.text, check, unsafe=unsafe)
    if fix(once.text, plain, unsafe=unsafe).text != once.text:
        faults.append("mending twice is not mending once")
    for fault in faults:
        print(f"{name}: {fault}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
