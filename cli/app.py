"""The console script: `--version` at once, everything else through `backmatter.cli.program`."""

from __future__ import annotations

import gc
import os
import sys

INTERRUPTED = 130
"""The exit code after Ctrl-C."""

COLLECTING = (100_000, 100, 100)
"""When the garbage collector looks for cycles: seldom (decision 106)."""


def main() -> None:
    """Run `backmatter` with the process's arguments; exits with DESIGN's codes."""
    if sys.stdout is None:  # closed by the caller: `backmatter … >&-`
        sys.exit(2)
    try:
        if sys.argv[1:] == ["--version"]:  # answered before typer is imported: it must be instant
            _print_version()
            return
        gc.set_threshold(*COLLECTING)
        from backmatter.cli.program import build

        build()(prog_name="backmatter")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:  # writing the help itself: `backmatter --help > /dev/full`
        sys.stderr.write(f"backmatter: standard output: {error.strerror}\n")
        sys.stderr.flush()
        os._exit(2)


def _print_version() -> None:
    from backmatter import __version__

    sys.stdout.write(f"backmatter {__version__}\n")
    sys.stdout.flush()
