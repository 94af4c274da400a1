"""How long the command takes to start, from a wheel installed into a fresh environment.

    python -m benchmarks.startup

Prints the median wall time of `backmatter --version` and `backmatter --help` beside that of
`python -c pass` in the same environment, the runs taken in turn.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 21


def main() -> None:
    """Build the wheel, install it, and time."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, str(ROOT)], check=True)
        venv.create(here / "env", with_pip=True)
        python = here / "env" / "bin" / "python"
        wheel = next(here.glob("backmatter-*.whl"))
        subprocess.run(
            [python, "-m", "pip", "-q", "--disable-pip-version-check", "install", wheel], check=True
        )
        command = str(here / "env" / "bin" / "backmatter")
        times = _in_turn(
            {
                "python -c pass": [str(python), "-c", "pass"],
                "backmatter --version": [command, "--version"],
                "backmatter --help": [command, "--help"],
            }
        )
    base = times["python -c pass"]
    print(f"{'median of ' + str(RUNS) + ' runs':24} {'ms':>7} {'ratio':>7}")
    for name, seconds in times.items():
        print(f"{name:24} {seconds * 1000:7.1f} {seconds / base:7.2f}")


def _in_turn(commands: dict[str, list[str]]) -> dict[str, float]:
    """The median wall time of each command; one run of each after another, so drift is shared."""
    runs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            runs[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in runs.items()}


if __name__ == "__main__":
    main()
