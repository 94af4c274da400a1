"""How long one change to a document of 1,000 citations takes, printed again included.

    python -m benchmarks.sessions [--citations N]

CPU time of inserting a citation of a reference not cited before in the middle, of moving one
from the beginning to the end, and of deleting one in the middle, each with printing the citation
in the middle; median and worst of twenty. The issue asks for less than 5 ms.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.styles import Style
from backmatter.styles.style import Session

STYLES = (
    "nlm-citation-sequence",
    "ieee",
    "apa",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "modern-language-association",
    "harvard-cite-them-right",
    "gb-t-7714",
    "gb-t-7714-2025-author-date",
)
_TURNS = 20


def main() -> None:
    """Print the times, style by style."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--citations", type=int, default=1_000)
    count: int = parser.parse_args().citations
    print(f"one change in a document of {count:,} citations: milliseconds (median, worst)")
    print(f"  {'':28}{'insert':>16}{'move':>16}{'delete':>16}")
    for name in STYLES:
        times = _times(Style.load(name), count)
        cells = (f"{median(each) * 1000:8.2f}{max(each) * 1000:8.2f}" for each in times)
        print(f"  {name:28}" + "".join(cells), flush=True)


def _times(style: Style, count: int) -> list[list[float]]:
    """CPU seconds of each insertion, each move and each deletion."""
    session = style.session(_reference(number) for number in range(count + _TURNS))
    for number in range(count):
        session.append([f"r{number}"], note=number + 1 if style.processor.is_note_style else 0)
    session.citations()
    middle = count // 2
    changes: tuple[Callable[[int], None], ...] = (
        lambda turn: session.insert(middle, [f"r{count + turn}"]),
        lambda turn: session.move(turn, count - 1),
        lambda _turn: session.delete(middle),
    )
    return [[_timed(session, change, turn, middle) for turn in range(_TURNS)] for change in changes]


def _timed(session: Session, change: Callable[[int], None], turn: int, place: int) -> float:
    start = time.process_time()
    change(turn)
    session.citation(place)
    return time.process_time() - start


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
