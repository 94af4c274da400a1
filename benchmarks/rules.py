"""What the rules find in the corpus of real `.bib` files, and how long they take.

    python -m benchmarks.rules            counts for each rule, time on 1,000 to 100,000 entries
    python -m benchmarks.rules sample     the sample of docs/rules-sample.md, with its places

The sample goes round the rules and takes from each the next finding in the order of a hash of
place and message, until there are 200: so rare rules are read as closely as frequent ones.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from backmatter.references.bibtex.saving import OpenBib, open_bib
from backmatter.references.findings import Finding
from backmatter.references.formats import bibtex
from backmatter.references.rules.bibfile import source_file
from backmatter.references.rules.registry import RULES, check
from backmatter.references.rules.rule import Library

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "bib-corpus"
TODAY = date(2026, 1, 1)
SIZES = (1_000, 10_000, 100_000)
SAMPLE = 200


def main() -> None:
    """Count, or draw the sample."""
    if not CORPUS.is_dir():
        print("rules: the shared data is not beside the checkout; nothing measured")
        return
    opened = [open_bib(path.read_bytes(), path.name) for path in _paths()]
    files = {each.name: each.text for each in opened}
    if sys.argv[1:] == ["sample"]:
        for finding in sample(list(_findings(opened))):
            place = finding.location
            print(f"{finding.code}\t{place.file}:{place.line}\t{finding.message}")
        return
    _count(opened)
    for size in SIZES:
        _time(files, size)


def sample(findings: list[Finding]) -> list[Finding]:
    """The findings to read, by code."""
    by_code: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    for each in by_code.values():
        each.sort(key=_hash)
    drawn: list[Finding] = []
    depth = 0
    while len(drawn) < min(SAMPLE, len(findings)):
        drawn += [each[depth] for _, each in sorted(by_code.items()) if depth < len(each)]
        depth += 1
    return sorted(drawn[:SAMPLE], key=lambda f: (f.code, _hash(f)))


def _hash(finding: Finding) -> str:
    place = finding.location
    text = f"{place.file}:{place.line}:{place.column}:{finding.message}"
    return hashlib.sha256(text.encode()).hexdigest()


def _paths() -> list[Path]:
    return sorted(CORPUS.glob("*.bib"))


def _findings(files: Sequence[OpenBib]) -> Iterator[Finding]:
    for each in files:
        file = source_file(each.text, each.name, each.source.encoding)
        references = bibtex.read(each.text, each.name).references
        yield from check(Library(references, TODAY, file=file))


def _count(files: Sequence[OpenBib]) -> None:
    found = list(_findings(files))
    counts = Counter(finding.code for finding in found)
    mended = Counter(finding.code for finding in found if finding.fix)
    print(f"{len(files)} files, {len(found)} findings of {len(RULES)} rules")
    for rule in RULES:
        print(f"{rule.code} {counts[rule.code]:5} {mended[rule.code]:5} mendable  {rule.name}")


def library_text(files: dict[str, str], size: int) -> str:
    """A library of so many entries, made of the corpus's own, each with a key of its own."""
    entries = [(entry, text) for text in files.values() for entry in source_file(text, "").entries]
    blocks = [
        text[entry.start : entry.key_start]
        + f"k{at}"
        + text[entry.key_start + len(entry.key) : entry.end]
        for at in range(size)
        for entry, text in [entries[at % len(entries)]]
    ]
    return "\n".join(blocks)


def _time(files: dict[str, str], size: int) -> None:
    """CPU seconds of all rules on a library of so many entries."""
    whole = library_text(files, size)
    references = bibtex.read(whole, "").references
    start = time.process_time()
    library = Library(references, TODAY, file=source_file(whole, ""))
    scanned = time.process_time()
    count = sum(1 for _ in check(library))
    done = time.process_time()
    print(
        f"{size:7,} entries: places {scanned - start:.2f} s, "
        f"all rules {done - scanned:.2f} s, {count:,} findings"
    )


if __name__ == "__main__":
    main()
