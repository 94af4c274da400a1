"""Killing commands while they change a file of 50 MB: is it the old one or the new one?

    python -m benchmarks.power_loss [RUNS]

Each command is killed (kill -9) RUNS times (20) at any moment of its run, and RUNS times at any
moment after its temporary file has appeared, so while it writes; where `strace` is there, three
times at `fsync`, when all is written and the old file is still in its place, and three times at
`rename`, before anything else can happen. Then the disk is full, where a small one in memory can
be mounted.
"""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

SIZE = 50_000_000
ENTRIES = 400
RUNS = 20
TRACED_RUNS = 3
PROGRAM = str(Path(sys.executable).with_name("backmatter"))
VOCABULARY = "intervertebral-disc-regeneration"
COMMANDS = (
    ("check", "refs.bib", "--fail-on", "error", "--fix"),
    ("sort", "refs.bib", "--write"),
    ("keys", "refs.bib", "--write"),
    ("tag", "refs.bib", "--vocabulary", VOCABULARY, "--write"),
    ("merge", "refs.bib", "--write"),
    ("merge", "refs.bib", "-o", "all.bib"),
)
CALLS = {"fsync": "fsync", "rename": "rename,renameat,renameat2"}


def main() -> int:
    """Kill, and count what is left; 1 when a file is neither old nor new."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        old = library()
        print(f"{len(old):,} bytes, {ENTRIES} entries")
        for command in COMMANDS:
            trial = Trial(Path(name), command, old)
            for way, count, kill in trial.ways(runs):
                counts = Counter(left for _ in range(count) for left in kill())
                broken += counts["other"]
                print(
                    f"{_shown(command):13} killed {count:3} times {way:20} "
                    f"old {counts['old']:3}, "
                    f"new {counts['new']:3}, neither {counts['other']:2}; "
                    f"temporary files left {counts['stray']:3}",
                    flush=True,
                )
        broken += _full_disk(Path(name), old)
    return min(broken, 1)


def _shown(command: tuple[str, ...]) -> str:
    return f"{command[0]} {next(option for option in reversed(command) if option[0] == '-')}"


def library() -> bytes:
    """Entries that every command has something to do for, with long comments between them."""
    comment = "% " + "a long remark that a person has left here, " * 40 + "\n"
    filler = comment * (SIZE // ENTRIES // len(comment))
    entries = (
        f"@article{{z{ENTRIES - at:05},\n  author = {{Roe{work}, R.}},\n"
        f"  title = {{Disc degeneration in a rabbit model, part {work}.}},\n"
        f"  journal = {{Spine}},\n  year = {{{2000 + work % 20}}},\n"
        f"  pages = {{{work + 11}-{work + 19}}},\n  doi = {{10.1000/{work}}},\n}}\n{filler}"
        for at in range(ENTRIES)
        for work in [at % (ENTRIES * 3 // 4)]
    )
    return "".join(entries).encode()


class Trial:
    """One command on one file: what it makes when left alone, and what is left when killed."""

    def __init__(self, folder: Path, command: tuple[str, ...], old: bytes) -> None:
        self._folder, self._command, self._old = folder, [PROGRAM, *command, "--quiet"], old
        self._target = folder / ("all.bib" if "all.bib" in command else "refs.bib")
        process = self._start()
        begun = time.monotonic()
        appeared = self._appearance(process)
        process.wait()
        self._seconds, self._writing = time.monotonic() - begun, time.monotonic() - appeared
        self._new = self._target.read_bytes()
        if self._new == old or process.returncode:
            raise SystemExit(f"{' '.join(command)}: changes nothing, or fails")

    def ways(self, runs: int) -> Iterator[tuple[str, int, Callable[[], list[str]]]]:
        """The ways to kill it, how often, and what does it: gives what is left."""
        yield f"within {self._seconds:.1f} s", runs, self._at_any_moment
        yield f"writing ({self._writing * 1000:.0f} ms)", runs, self._while_writing
        if shutil.which("strace"):
            for call in CALLS:
                yield f"at {call}", TRACED_RUNS, partial(self._on_entering, call)

    def _at_any_moment(self) -> list[str]:
        process = self._start()
        time.sleep(random.uniform(0, self._seconds))
        return self._killed(process)

    def _while_writing(self) -> list[str]:
        process = self._start()
        self._appearance(process)
        time.sleep(random.uniform(0, self._writing))
        return self._killed(process)

    def _on_entering(self, call: str) -> list[str]:
        inject = f"inject={CALLS[call]}:signal=KILL"
        only = ["-P", str(self._target)] if call == "rename" else []
        self._start("strace", "-f", "-qq", "-o", "/dev/null", *only, "-e", inject).wait()
        return self._left()

    def _start(self, *before: str) -> subprocess.Popen[bytes]:
        for path in self._folder.iterdir():
            path.unlink()
        for name in {"refs.bib", self._target.name}:
            (self._folder / name).write_bytes(self._old)
        return subprocess.Popen(
            [*before, *self._command],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _appearance(self, process: subprocess.Popen[bytes]) -> float:
        """When the temporary file appears, or the process ends."""
        while process.poll() is None and not self._strays():
            time.sleep(0.0005)
        return time.monotonic()

    def _strays(self) -> list[Path]:
        return list(self._folder.glob(".*.backmatter"))

    def _killed(self, process: subprocess.Popen[bytes]) -> list[str]:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return self._left()

    def _left(self) -> list[str]:
        content = self._target.read_bytes()
        state = "old" if content == self._old else "new" if content == self._new else "other"
        return [state, *("stray" for _ in self._strays())]


def _full_disk(folder: Path, old: bytes) -> int:
    """Each command on a disk that has no place for a second file; how many broke the file."""
    disk = folder / "disk"
    disk.mkdir()
    size = f"size={len(old) * 5 // 4}"
    mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        print("full disk: no file system can be mounted here; not tried")
        return 0
    broken = 0
    try:
        path = disk / "refs.bib"
        path.write_bytes(old)
        for command in COMMANDS[:-1]:
            run = [PROGRAM, *command]
            done = subprocess.run(run, cwd=disk, capture_output=True, text=True, check=False)
            whole = path.read_bytes() == old and [each.name for each in disk.iterdir()] == [
                path.name
            ]
            broken += not whole
            told = done.stderr.strip().splitlines()[-1]
            print(f"{command[0]:6} on a full disk: exit {done.returncode}, whole: {whole}; {told}")
    finally:
        subprocess.run(["umount", str(disk)], check=False)
        disk.rmdir()
    return broken


if __name__ == "__main__":
    sys.exit(main())
