"""What checking costs: requests, and CPU time where nobody is asked.

    python -m benchmarks.verifying

Invented references against the tests' stub of Crossref. Time is CPU time, the least of five runs,
of the whole check without the program's start; offline nothing is known and all are unchecked.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from backmatter.references.model import Reference
from backmatter.references.verification.results import Result
from backmatter.references.verification.services import Services, Settings, connect
from backmatter.references.verification.verify import verify

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "stub_crossref"))

from stub_server import StubServer  # found once the path is set

RUNS = 5
COUNTS = (47, 1000)


def main() -> None:
    """Print a line for each measure, with what it must not exceed."""
    for count in COUNTS:
        references = [_reference(n) for n in range(count)]
        with StubServer(map(_work, range(count)), pool="plus") as stub:
            _requests(stub, references)
    without = [_reference(n, with_doi=False) for n in range(1000)]
    seconds = _least(
        lambda: _check(connect(Settings(user_agent="benchmark", offline=True)), without)
    )
    print(f"1000 references offline, all unchecked: {seconds:.2f} s CPU (at most 2)")


def _requests(stub: StubServer, references: list[Reference]) -> None:
    count = len(references)
    with tempfile.TemporaryDirectory() as folder:
        evidence = Path(folder) / "refs.evidence.jsonl"

        def services(*, offline: bool = False, cached: bool = True) -> Services:
            return connect(
                Settings(
                    user_agent="benchmark",
                    offline=offline,
                    cache=Path(folder) / "answers.sqlite" if cached else None,
                    evidence=evidence if evidence.exists() or not offline else None,
                    crossref_url=stub.url,
                    doi_url=stub.url,
                )
            )

        first = services()
        results = _check(first, references)
        most = -(-count // 50)
        print(f"{count} references with DOIs: {len(stub.log)} requests (at most {most})")
        stub.log.clear()
        _check(services(), references)
        print(f"the same again: {len(stub.log)} requests (0)")
        evidence.write_text(first.recording.text(results) if first.recording else "")
        seconds = _least(lambda: _check(services(offline=True, cached=False), references))
        size = evidence.stat().st_size // count
        print(f"the same from the file of evidence: {seconds:.2f} s CPU, {size} bytes a reference")


def _check(services: Services, references: list[Reference]) -> list[Result]:
    return list(
        verify(
            references,
            services.crossref,
            services.doi_org,
            clock=lambda: datetime(2026, 1, 1, tzinfo=UTC),
        )
    )


def _least(run: Callable[[], object]) -> float:
    """The least CPU time of some runs, in seconds."""
    times: list[float] = []
    for _ in range(RUNS):
        before = time.process_time()
        run()
        times.append(time.process_time() - before)
    return min(times)


def _reference(number: int, *, with_doi: bool = True) -> Reference:
    variables = {"title": f"An invented work with number {number}", "volume": str(number)}
    if with_doi:
        variables["DOI"] = f"10.5555/many.{number}"
    return Reference(key=f"k{number}", type="article-journal", variables=variables)


def _work(number: int) -> dict[str, object]:
    title = f"An invented work with number {number}"
    return {"DOI": f"10.5555/many.{number}", "title": [title], "volume": str(number)}


if __name__ == "__main__":
    main()
