"""What the local index costs: building it, and matching references with it, at several sizes.

    python -m benchmarks.local_index [--sizes 10000 100000] [--folder FOLDER]

The works are grown from the shared real ones, record for record with all their ballast: words of
the title, names, numbers and years are varied by a generator that gives the same works each time.
The references are made from works spread evenly over the index, some of them damaged, a tenth of
works that it does not hold. Building is timed in a process of its own, as is its memory; matching
is timed from the lines as read to the answers, on one core. CPU time is what counts where others
use the machine too.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backmatter.references.verification.index import items
from backmatter.references.verification.sources import index as index_source

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
SIZES = (10_000, 100_000)
PER_PART = 50_000
REFERENCES = 1_000
PRINTS = 300
ABSENT = 10**6
"""So many rounds of the real works later, the works are in no index of this benchmark."""

Record = dict[str, Any]

_CHILD = """
import json, sys, time
from pathlib import Path
from backmatter.references.verification.index.build import build
started = time.monotonic()
report = build(Path(sys.argv[1]), [Path(sys.argv[2])])
memory = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1]
print(json.dumps([report.works, time.monotonic() - started, time.process_time(),
                  int(memory) // 1024]))
"""


@dataclass(frozen=True, slots=True)
class Growing:
    """The real works, and what is put in place of their words and names."""

    works: list[Record]
    words: list[str]
    families: list[str]

    @classmethod
    def load(cls) -> Growing:
        """The shared works."""
        with gzip.open(SHARED / "crossref" / "works.jsonl.gz", "rt", encoding="utf-8") as lines:
            works = [json.loads(line) for line in lines]
        titles = [(work.get("title") or [""])[0] or "" for work in works]
        words = [word for title in titles for word in title.split() if word.isalpha()]
        people = [person for work in works for person in _people(work)]
        return cls(works, words, [p["family"] for p in people if p.get("family")])

    def work(self, number: int) -> Record:
        """The work of a number: always the same for the same number."""
        chance = random.Random(number)
        work = copy.copy(self.works[number % len(self.works)])
        work["DOI"] = f"{work['DOI'].partition('/')[0]}/grown.{number}"
        titles: list[str] = work.get("title") or []
        work["title"] = [self._title(title, chance) for title in titles if title]
        work["subtitle"] = []
        work["author"] = [self._person(person, chance) for person in _people(work)]
        if work.get("volume"):
            work["volume"] = str(chance.randint(1, 300))
        if work.get("page"):
            first = chance.randint(1, 4000)
            work["page"] = f"{first}-{first + chance.randint(1, 20)}"
        year = chance.randint(1960, 2024)
        for name in ("issued", "published-print", "published-online", "published"):
            if work.get(name):
                work[name] = {"date-parts": [[year]]}
        return work

    def _title(self, title: str, chance: random.Random) -> str:
        words = title.split()
        return " ".join(self._word(word, chance) for word in words)

    def _word(self, word: str, chance: random.Random) -> str:
        """Most words stay, some are another title's, a few are new."""
        throw = chance.random()
        if throw < 0.6:
            return word
        other = chance.choice(self.words)
        return other if throw < 0.95 else other + chance.choice(self.words)[:4].lower()

    def _person(self, person: Record, chance: random.Random) -> Record:
        family = chance.choice(self.families)
        if chance.random() < 0.3:
            family += chance.choice(("son", "ov", "ez", "ini", "berg", "mann"))
        return {"family": family, "given": person.get("given") or ""}


def _people(work: Record) -> list[Record]:
    people: list[Record | None] = work.get("author") or []
    return [person for person in people if person]


def main() -> int:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, help="keep the works and indexes here")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print("the shared data is not beside the checkout; nothing measured")
        return 0
    growing = Growing.load()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        for size in options.sizes:
            measure(growing, size, folder)
    return 0


def measure(growing: Growing, size: int, folder: Path) -> None:
    """Build an index of so many works, and match references with it."""
    parts = folder / f"parts-{size}"
    if not parts.is_dir():
        write_parts(growing, size, parts)
    index = folder / f"{size}.index"
    command = [sys.executable, "-c", _CHILD, str(index), str(parts)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    works, wall, cpu, memory = json.loads(done.stdout)
    print(
        f"{works:9,} works: built in {wall:.0f} s ({cpu:.0f} s CPU) within {memory} MB;"
        f" {index.stat().st_size / 1e6:.0f} MB"
    )
    for what, lines, wanted in (
        ("fields", *reference_lines(growing, size, REFERENCES, printed=False)),
        ("print", *reference_lines(growing, size, PRINTS, printed=True)),
    ):
        source = index_source.load(index)
        best, answers = min((timed(lines, source) for _ in range(3)), key=lambda run: run[0])
        right = sum(a["doi"] == doi for a, doi in zip(answers, wanted, strict=True))
        print(
            f"          {what}: {len(lines) / best:.0f} a second,"
            f" {best / len(lines) * 1000:.2f} ms each; right {right} of {len(lines)}"
        )
    sys.stdout.flush()


def write_parts(growing: Growing, size: int, folder: Path) -> None:
    """The grown works as gzipped files, a record a line."""
    folder.mkdir(parents=True)
    for start in range(0, size, PER_PART):
        path = folder / f"{start // PER_PART:04}.jsonl.gz"
        with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
            for number in range(start, min(size, start + PER_PART)):
                file.write(json.dumps(growing.work(number), ensure_ascii=False) + "\n")


def reference_lines(
    growing: Growing, size: int, count: int, *, printed: bool
) -> tuple[list[str], list[str | None]]:
    """References to works spread over the index, as lines, and the DOIs that they mean."""
    lines: list[str] = []
    wanted: list[str | None] = []
    for at, (number, work) in enumerate(usable(growing, size, count)):
        is_absent = at % 10 == 7
        shown = growing.work(number + ABSENT * len(growing.works)) if is_absent else work
        fields = csl(shown, at)
        item = {"id": at, "text": text(fields), "csl": None if printed else fields}
        lines.append(json.dumps(item, ensure_ascii=False))
        wanted.append(None if is_absent else work["DOI"])
    return lines, wanted


def usable(growing: Growing, size: int, count: int) -> Iterator[tuple[int, Record]]:
    """Articles with a title, authors and pages, spread evenly."""
    for at in range(count):
        number = at * size // count
        while True:
            work = growing.work(number)
            title = (work.get("title") or [""])[0]
            if len(title.split()) >= 4 and work["author"] and work.get("page"):
                break
            number = (number + 1) % size
        yield number, work


def csl(work: Record, at: int) -> Record:
    """A work as a reference in fields; some are damaged, a fifth give the DOI."""
    fields: Record = {
        "type": "article-journal",
        "title": work["title"][0],
        "author": work["author"][:3],
        "container-title": (work.get("container-title") or [""])[0],
        "issued": {"date-parts": work["issued"]["date-parts"]},
        "volume": work.get("volume"),
        "page": work.get("page"),
    }
    if at % 10 == 5:
        words = work["title"][0].split()
        words[at % len(words)] = "another"
        fields["title"] = " ".join(words)
    if at % 10 == 6:
        fields["issued"] = {"date-parts": [[(work["issued"]["date-parts"][0][0] or 2000) + 1]]}
    if at % 10 in (8, 9):
        fields["DOI"] = work["DOI"]
    return {name: value for name, value in fields.items() if value}


def text(fields: Record) -> str:
    """The reference as a journal prints it."""
    people = ", ".join(f"{p['family']} {p['given'][:1]}".strip() for p in fields["author"])
    doi = f" doi: {fields['DOI']}" if "DOI" in fields else ""
    place = f"{fields.get('volume', '')}: {fields.get('page', '')}"
    year = fields["issued"]["date-parts"][0][0]
    return f"{people}. {fields['title']}. {fields.get('container-title', '')}. {year};{place}.{doi}"


def timed(lines: list[str], source: index_source.IndexSource) -> tuple[float, list[Record]]:
    """The CPU seconds that matching takes, and the answers."""
    started = time.process_time()
    answered = items.match(lines, source, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    answers = [each.answer for each in answered]
    return time.process_time() - started, answers


if __name__ == "__main__":
    sys.exit(main())
