"""How well references to one work are found.

    python -m benchmarks.duplicates [--errors]

The labelled library holds the shared set of real Crossref works, a quarter of them a second time as
another program would write them (abbreviated journal, initials, the year in print or online, a
slip …), some as preprints, and the references of the matching set: right ones, damaged ones, ones
with the DOI of another work, and made-up ones that look like a work. Everything goes through
BibTeX. Two works are told apart by their DOIs; what Crossref itself has twice counts as wrong.
bibtex-tidy is measured on the same file where it is on the path.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from backmatter.references.duplicates.comparing import Kind
from backmatter.references.duplicates.facts import Facts
from backmatter.references.duplicates.finding import Found, find
from backmatter.references.duplicates.in_bib import facts_in
from backmatter.references.formats import bibtex
from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Date, DatePart, Name, Reference
from backmatter.references.verification.records import Work, read_work

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_SAMPLE = 4
"""Every so-manieth work stands in the library twice."""

PREPRINT = "as a preprint"
_NO_WORK = "none:"
_PAIR = re.compile(r"Entry (\S+) has [a-z A-Z]+ entry (\S+)\.")
_SPELLINGS = (("tumor", "tumour"), ("behavior", "behaviour"), ("ization", "isation"))


class Labelled(NamedTuple):
    """A reference, the work that it means (its DOI), and how it came to be."""

    reference: Reference
    work: str
    origin: str


def main() -> None:
    """Judge what is found in the labelled library."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="show each pair of two works")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        print("duplicates: the shared data is not beside the checkout; nothing measured")
        return
    library = [*labelled()]
    text = bibtex.write([each.reference for each in library])
    facts = facts_in(text)
    start = time.process_time()
    found = find(facts)
    print(f"{len(facts):,} references, {time.process_time() - start:.1f} s of CPU time")
    judge(library, facts, found, show=arguments.errors)
    _bibtex_tidy(text, library)


def labelled() -> Iterator[Labelled]:
    """The library, always the same."""
    chance = random.Random(7)
    works = [work for record in _records() if (work := read_work(record)) and work.titles]
    seen: set[str] = set()
    for number, work in enumerate(works):
        doi = work.doi.lower()
        if doi in seen or not work.citable or work.reference.type == "document":
            continue
        seen.add(doi)
        yield Labelled(replace(work.reference, key=f"w{number}"), doi, "record")
        if number % _SAMPLE == 0:
            yield Labelled(_second_print(work, f"v{number}", chance), doi, "second print")
        elif number % _SAMPLE == 1 and work.kind == "journal-article" and number % 5 == 0:
            yield Labelled(_as_preprint(work, f"p{number}", chance), doi, PREPRINT)
    for number, item in enumerate(_lines(SHARED / "matching" / "dev.jsonl.gz")):
        if item["csl"] and item["verdict"] != "unchecked":
            reference = replace(item_to_reference(item["csl"]), key=f"r{number}")
            known = item["doi"] and item["doi"].lower()
            yield Labelled(reference, known or f"{_NO_WORK}{number}", item["kind"])


def judge(library: Sequence[Labelled], facts: Sequence[Facts], found: Found, *, show: bool) -> None:
    """Print how many of the pairs are right, and how many references are led to their work."""
    counts: defaultdict[Kind, Counter[bool]] = defaultdict(Counter)
    level: defaultdict[int, int] = defaultdict(int)
    for pair in (*found.certain, *found.pairs):
        kind = pair.likeness.kind
        is_right = _is_right(library[pair.earlier], library[pair.later], kind)
        counts[kind][is_right] += 1
        for at in (pair.earlier, pair.later) if is_right else ():
            level[at] = max(level[at], kind)
        if show and not is_right:
            print(f"{kind.name} {library[pair.later].origin}: {pair.likeness}")
            print(f"    {_shown(facts[pair.earlier])}\n    {_shown(facts[pair.later])}")
    for kind, each in sorted(counts.items(), reverse=True):
        print(f"{kind.name.lower():8} {each.total():6,} pairs, {each[False]} of two works")
    _print_recall(library, level)


def _is_right(one: Labelled, other: Labelled, kind: Kind) -> bool:
    """Whether two are one work; for versions, whether they are the two of one preprint."""
    is_one = one.work == other.work
    is_version = is_one and PREPRINT in (one.origin, other.origin) and one.origin != other.origin
    return is_version if kind is Kind.VERSION else is_one and not is_version


def _print_recall(library: Sequence[Labelled], level: Mapping[int, int]) -> None:
    works = Counter(each.work for each in library)
    origins: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for at, each in enumerate(library):
        if each.origin != "record" and works[each.work] > 1:
            origins[each.origin][level[at]] += 1
    print(f"{'':32}{'refs':>6}{'certain':>9}{'near':>6}{'version':>9}{'missed':>8}")
    for origin, each in sorted(origins.items()):
        cells = (each[Kind.CERTAIN], each[Kind.NEAR], each[Kind.VERSION], each[0])
        print(f"{origin:32}{each.total():6,}{cells[0]:9,}{cells[1]:6,}{cells[2]:9,}{cells[3]:8,}")


def _shown(facts: Facts) -> str:
    names = ", ".join(name.family or name.literal for name in facts.names)
    where = f"{facts.container} {facts.volume}({facts.issue}) {facts.page} {facts.numbers}"
    return f"{facts.key} {facts.type} {names} {facts.year} | {facts.title} | {where} {facts.doi}"


def _second_print(work: Work, key: str, chance: random.Random) -> Reference:
    """The work as another program has it: each change by itself, some often, some seldom."""
    reference = work.reference
    variables, dates = dict(reference.variables), dict(reference.dates)
    if title := _title_again(variables.get("title", ""), chance):
        variables["title"] = title
    if chance.random() < 0.4 and len(work.containers) > 1:
        variables["container-title"] = work.containers[-1]
    for name, share in (("DOI", 0.7), ("issue", 0.3), ("volume", 0.05), ("page", 0.05)):
        if chance.random() < share:
            variables.pop(name, None)
    if chance.random() < 0.3 and (page := variables.get("page")):
        variables["page"] = page.partition("-")[0]
    if chance.random() < 0.5 and len(work.years) > 1:
        dates["issued"] = Date((DatePart(work.years[-1]),))
    names = {name: _reprinted(people, chance) for name, people in reference.names.items()}
    return replace(reference, key=key, variables=variables, dates=dates, names=names)


def _title_again(title: str, chance: random.Random) -> str:
    if chance.random() < 0.2:
        title = chance.choice((title.upper, title.title, title.lower))()
    if chance.random() < 0.15 and ": " in title:
        title = title.partition(": ")[0]
    if chance.random() < 0.1:
        title = _with_slip(title, chance)
    if chance.random() < 0.3:
        for one, other in _SPELLINGS:
            title = title.replace(one, other)
    return title


def _as_preprint(work: Work, key: str, chance: random.Random) -> Reference:
    """The work as it may have stood on a server some time before, in one of three forms."""
    server, field = chance.choice((("arXiv", "container"), ("bioRxiv", "container"), ("", "")))
    year = (work.reference.year or 2000) - chance.randrange(3)
    number = (
        f"{chance.randrange(7, 25):02}{chance.randrange(1, 13):02}.{chance.randrange(99_999):05}"
    )
    variables = {"title": work.reference.title}
    fields: dict[str, str] = {}
    if field:
        variables["container-title"] = (
            f"arXiv preprint arXiv:{number}" if server == "arXiv" else server
        )
    else:
        fields = {"eprint": number, "eprinttype": "arXiv"}
    return Reference(
        key,
        "article-journal" if field else "",
        variables,
        {name: _reprinted(people, chance) for name, people in work.reference.names.items()},
        {"issued": Date((DatePart(year),))},
        fields=fields,
    )


def _with_slip(title: str, chance: random.Random) -> str:
    """One letter left out, doubled, or exchanged with the next."""
    if len(title) < 10:
        return title
    at = chance.randrange(1, len(title) - 2)
    one, two = title[at], title[at + 1]
    return title[:at] + chance.choice((two, one + one + two, two + one)) + title[at + 2 :]


def _reprinted(people: Sequence[Name], chance: random.Random) -> tuple[Name, ...]:
    initials, plain, few = (chance.random() < share for share in (0.5, 0.3, 0.1))
    printed: list[Name] = []
    for name in people[:3] if few else people:
        given, family = name.given, name.family
        if initials:
            given = " ".join(f"{part[0]}." for part in given.replace(".", " ").split())
        if plain:
            given, family = _ascii(given), _ascii(family)
        printed.append(replace(name, given=given, family=family))
    return tuple(printed)


def _ascii(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _records() -> Iterator[dict[str, Any]]:
    yield from _lines(SHARED / "crossref" / "works.jsonl.gz")
    yield from _lines(SHARED / "crossref" / "synthetic-works.jsonl")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _bibtex_tidy(text: str, library: Sequence[Labelled]) -> None:
    """What bibtex-tidy's `--duplicates` tells of the same file, where it is on the path."""
    program = shutil.which("bibtex-tidy")
    if program is None:
        return
    works = {each.reference.key: each for each in library}
    for rule in ("doi", "citation"):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "refs.bib"
            path.write_text(text, "utf-8")
            options = ["--v2", f"--duplicates={rule}", "-o", f"{folder}/out.bib"]
            command = [program, str(path), *options]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        pairs = _PAIR.findall(done.stdout + done.stderr)
        wrong = sum(works[a].work != works[b].work for a, b in pairs if a in works and b in works)
        print(f"bibtex-tidy --duplicates={rule}: {len(pairs):,} pairs, {wrong} of two works")


if __name__ == "__main__":
    main()
