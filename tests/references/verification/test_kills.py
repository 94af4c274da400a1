"""Killed at any moment (SIGKILL), every file is the old one or the new one, and a rerun finishes.

The moments are not waited for: the process kills itself after so many steps of its own, so each
run of the tests meets the same ones.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stub_server import StubServer
from stub_works import read_works

BIB = """@article{quill2018slow,
  author = {Quill, Ada B. and Vole, Bruno and Wren, Carla},
  title = {Slow loading of invented discs: a study in imaginary rabbits},
  journal = {J Invent Cartil}, year = {2018}, volume = {12}, number = {3}, pages = {101--111},
}
"""

DIES_AT_A_SYSTEM_CALL = """
import json, os, signal, sys
from pathlib import Path
import backmatter.cli.correcting, backmatter.cli.editing, backmatter.cli.verdicts, requests
import backmatter.references.formats.bibtex, backmatter.references.verification.services
from backmatter.cli.program import build
moments, bib, evidence = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
before = bib.read_bytes()

def dying(call):
    def run(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **kwargs)
    return run

def child():
    for name in ("open", "fsync", "replace", "fdopen", "chmod"):
        setattr(os, name, dying(getattr(os, name)))
    sys.stdout = sys.stderr
    build()(["verify", str(bib), "--fix", "--evidence", str(evidence)])

for left in range(moments):
    bib.write_bytes(before)
    evidence.unlink(missing_ok=True)
    process = os.fork()
    if process == 0:
        try:
            child()
        except SystemExit as stop:
            os._exit(stop.code)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    kept = evidence.read_text() if evidence.exists() else None
    print(json.dumps([status, bib.read_text(), kept]), flush=True)
"""
"""Runs the command again and again, in processes of which the n-th dies just before its n-th call
that makes, flushes or renames a file; the first lives. Tells what each left."""

DIES_IN_SQLITE = """
import os, signal, sqlite3, sys
path, steps = sys.argv[1], int(sys.argv[2])
connect = sqlite3.connect
def dying(*args, **kwargs):
    database = connect(*args, **kwargs)
    database.set_progress_handler(lambda: os.kill(os.getpid(), signal.SIGKILL), steps)
    return database
sqlite3.connect = dying
from pathlib import Path
from backmatter.references.verification.cache import Cache
cache = Cache(Path(path), now=lambda: 0.0)
for number in range(200):
    cache.put("doi", f"10.5555/{number}", {"n": number})
"""
"""Fills a cache, and dies after so many steps of SQLite's machine in one statement."""

DIES_AFTER_SO_MANY = """
import os, signal, sys
from pathlib import Path
from backmatter.references.verification.cache import Cache
cache = Cache(Path(sys.argv[1]), now=lambda: 0.0)
for number in range(int(sys.argv[2])):
    cache.put("doi", f"10.5555/{number}", {"n": number})
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def environment(root: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    works = read_works(root / "tests" / "data" / "synthetic-works.jsonl")
    with StubServer(works, pool="plus") as stub:
        yield os.environ | {
            "BACKMATTER_CROSSREF_URL": stub.url,
            "BACKMATTER_DOI_URL": stub.url,
            "BACKMATTER_CACHE": str(tmp_path / "cache"),
        }


def python(code: str, *arguments: object, environment: dict[str, str] | None = None) -> int:
    """Run Python code in a process of its own; its exit code, -9 when it was killed."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        command, env=environment, capture_output=True, check=False
    )  # our own code
    return done.returncode


def test_verify_fix_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    bib, evidence = tmp_path / "refs.bib", tmp_path / "refs.evidence.jsonl"
    bib.write_text(BIB, encoding="utf-8")
    command = [sys.executable, "-c", DIES_AT_A_SYSTEM_CALL, "21", str(bib), str(evidence)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    undisturbed, *others = map(json.loads, done.stdout.decode().splitlines())
    status, fixed, kept = undisturbed
    assert status == 0
    assert "10.5555/ic.2018.001" in fixed
    assert json.loads(kept)["verdict"] == "differs"
    assert len(others) == 20
    assert {status for status, _, _ in others} <= {-signal.SIGKILL, 0}
    assert {text for _, text, _ in others} == {BIB, fixed}
    assert {text for _, _, text in others} <= {None, kept}
    assert [status for status, _, _ in others].count(-signal.SIGKILL) >= 5


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 8, 13, 21, 34, 55, 89])
def test_a_cache_is_whole_after_a_kill_within_a_statement(tmp_path: Path, steps: int) -> None:
    from backmatter.references.verification.cache import Cache

    path = tmp_path / "answers.sqlite"
    assert python(DIES_IN_SQLITE, path, steps) in (-signal.SIGKILL, 0)
    cache = Cache(path, now=lambda: 0.0)
    cache.put("doi", "10.5555/new", 1)
    assert cache.trouble == ""
    assert cache.get("doi", "10.5555/new") is not None


@pytest.mark.parametrize("count", [0, 1, 7, 50])
def test_what_was_put_before_a_kill_is_there(tmp_path: Path, count: int) -> None:
    from backmatter.references.verification.cache import Cache

    path = tmp_path / "answers.sqlite"
    assert python(DIES_AFTER_SO_MANY, path, count) == -signal.SIGKILL
    cache = Cache(path, now=lambda: 0.0)
    there = [cache.get("doi", f"10.5555/{number}") is not None for number in range(count + 1)]
    assert there == [True] * count + [False]


def test_an_interruption_keeps_what_was_answered(root: Path, tmp_path: Path) -> None:
    """Ctrl-C in the middle: the next run asks only for the rest."""
    import time
    from datetime import UTC, datetime

    from backmatter.references.model import Reference
    from backmatter.references.verification.services import Settings, connect
    from backmatter.references.verification.verify import verify

    references = [
        Reference(key=str(n), variables={"title": f"An invented work with number {n}"})
        for n in range(12)
    ]

    def interrupt(_count: int) -> None:
        nonlocal done
        done += 1
        if done == 5:
            raise KeyboardInterrupt

    works = read_works(root / "tests" / "data" / "synthetic-works.jsonl")
    with StubServer(works, pool="plus") as stub:
        settings = Settings(
            user_agent="t",
            cache=tmp_path / "a.sqlite",
            crossref_url=stub.url,
            doi_url=stub.url,
        )
        done = 0
        services = connect(settings, now=time.time)
        with pytest.raises(KeyboardInterrupt):
            verify(
                references,
                services.crossref,
                services.doi_org,
                clock=lambda: datetime.now(UTC),
                progress=interrupt,
            )
        done = -(10**6)
        services = connect(settings, now=time.time)
        results = verify(
            references,
            services.crossref,
            services.doi_org,
            clock=lambda: datetime.now(UTC),
        )
        asked = [entry.path for entry in stub.log]
    assert len(results) == 12
    assert len(set(asked)) == 12
    assert len(asked) <= 12 + 8, "only what was under way is asked for twice"
