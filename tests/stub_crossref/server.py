"""Start the stub as a program: it prints its address and serves until it is interrupted.

python tests/stub_crossref/server.py --port 0 --pool polite works.jsonl.gz more.jsonl
"""

from __future__ import annotations

import argparse
import itertools
import sys
import threading
from pathlib import Path

from stub_server import POOLS, StubServer
from stub_works import read_works

SYNTHETIC = Path(__file__).resolve().parent.parent / "data" / "synthetic-works.jsonl"


def main() -> None:
    """Serve the works of the files named, the tests' own invented ones when none is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[SYNTHETIC])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--pool", choices=["", *POOLS], default="")
    parser.add_argument("--enforce", action="store_true", help="429 to whoever is too fast")
    parser.add_argument("--fault", action="append", default=[], help="a fault for every request")
    options = parser.parse_args()
    works = itertools.chain.from_iterable(read_works(path) for path in options.files)
    stub = StubServer(works, pool=options.pool, enforce=options.enforce, port=options.port)
    for kind in options.fault:
        stub.fail(kind)
    with stub:
        sys.stdout.write(stub.url + "\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
