"""`make bench`: every benchmark, one after another, each under its own heading."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"

RUNS: tuple[tuple[str, ...], ...] = (
    ("startup",),
    ("reading",),
    ("parsing",),
    ("documents",),
    ("doubtful",),
    ("streaming",),
    ("bibfile",),
    ("editing",),
    ("tags",),
    ("suggesting",),
    ("rules",),
    ("fixing",),
    ("power_loss",),
    ("conversion",),
    ("matching",),
    ("verifying",),
    ("local_index",),
    ("csl_suite", str(SHARED / "csl-suite" / "dev.jsonl.gz")),
    ("csl_styles", str(SHARED / "csl-styles" / "dev.jsonl")),
    ("csl_styles", str(SHARED / "csl-zh" / "dev.jsonl.gz")),
    ("gbt7714",),
    ("official_styles",),
    ("engines", "--growth"),
    ("sessions",),
    ("search",),
    ("duplicates",),
    ("merging",),
)
"""Each benchmark's module and its arguments; those of files that are not there are left out."""


def main() -> int:
    """Run them all; the exit code is that of the first that failed."""
    worst = 0
    for name, *arguments in RUNS:
        absent = [a for a in arguments if not (a.startswith("-") or Path(a).exists())]
        print(f"\n== {name} {' '.join(Path(a).parent.name or a for a in arguments)}", flush=True)
        if absent:
            print("the shared data is not beside the checkout; nothing measured")
            continue
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *arguments], check=False)
        worst = worst or done.returncode
    return worst


if __name__ == "__main__":
    sys.exit(main())
