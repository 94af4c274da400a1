"""What every test may use: the shared data, and the marker that says what a test needs."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
HANG_SECONDS = 100

# A slow machine fails no property, and CI tries the same examples on the same code.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept`: write what the program gives now into the files that tests compare with."""
    parser.addoption("--accept", action="store_true", help="rewrite golden files; then read them")


def _missing(thing: str) -> bool:
    """Whether this machine lacks a thing that `needs(thing)` names: `shared` or a program."""
    return not SHARED.is_dir() if thing == "shared" else shutil.which(thing) is None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run here, by name; in CI such a skip is a failure instead."""
    for item in items:
        for mark in item.iter_markers("needs"):
            missing = [thing for thing in mark.args if _missing(thing)]
            if missing and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(missing)}"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """In CI, fail a test whose needs are not met: nothing is skipped there without a word."""
    missing = [t for mark in item.iter_markers("needs") for t in mark.args if _missing(t)]
    if missing:
        pytest.fail(f"CI must have what this test needs: {', '.join(missing)}", pytrace=False)


@pytest.fixture
def no_hang() -> Iterator[None]:
    """Ends a test that hangs: far beyond what it takes, far below what quadratic time would.

    A guard, not a measurement; how long things take is for `benchmarks/`.
    """

    def give_up(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"hangs: not done within {HANG_SECONDS} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(HANG_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test data, beside the checkout; for tests marked `needs("shared")`."""
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT
