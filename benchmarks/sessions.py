"""How long adding one citation to a document of 1,000 takes, printed again included.

    python -m benchmarks.sessions [--citations N]

CPU time of inserting a citation in the middle and printing it, the median of twenty, each with
a reference that was not cited before. The issue asks for less than 5 ms.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Style

STYLES = ("nlm-citation-sequence", "apa", "chicago-notes-bibliography", "gb-t-7714")
_TURNS = 20


def main() -> None:
    """Print the times, style by style."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--citations", type=int, default=1_000)
    count: int = parser.parse_args().citations
    print(f"one citation more in a document of {count:,}: milliseconds (median, worst)")
    for name in STYLES:
        times = sorted(_times(Style.load(name), count))
        print(f"  {name:28}{median(times) * 1000:8.2f}{times[-1] * 1000:8.2f}")


def _times(style: Style, count: int) -> list[float]:
    """CPU seconds of each insertion."""
    session = style.session(_reference(number) for number in range(count + _TURNS))
    for number in range(count):
        session.append([f"r{number}"], note=number + 1 if style.processor.is_note_style else 0)
    session.citations()
    times: list[float] = []
    for turn in range(_TURNS):
        start = time.process_time()
        session.insert(count // 2, [f"r{count + turn}"])
        session.citation(count // 2)
        times.append(time.process_time() - start)
    return times


def _reference(number: int) -> Reference:
    """An article; two of five share their author and year with another."""
    return Reference(
        key=f"r{number}",
        type="article-journal",
        variables={"title": f"On the number {number}", "container-title": "Numbers"},
        names={"author": (Name(f"Name{number % 800}", "Ann"), Name("Roe", "Bob"))},
        dates={"issued": Date((DatePart(1990 + number % 30),))},
    )


if __name__ == "__main__":
    main()
