"""How often BM404 (a citation in a text about something else) is told, rightly and wrongly.

    python -m benchmarks.doubtful

The citations of the shared documents are taken for right; then each entry changes places with
another of its list, or with one of another document, and the same marks are looked at again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from backmatter.references.citations.doubtful import doubtful_citations
from backmatter.references.model import Reference
from backmatter.references.reading import ParsedDocument, parse_document

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
FOLDERS = ("review", "documents", "documents-zh")


def main() -> None:
    """Print the counts for each folder."""
    if not SHARED.is_dir():
        print("doubtful: the shared data is not beside the checkout; nothing measured")
        return
    parsed = {folder: _parsed(SHARED / folder) for folder in FOLDERS}
    every = [each for folder in FOLDERS for each in parsed[folder]]
    for folder in FOLDERS:
        counts = Counter[str]()
        for each in parsed[folder]:
            counts.update(_counts(each, every))
        print(folder, ", ".join(f"{name}: {count}" for name, count in counts.items()))


def _parsed(folder: Path) -> list[ParsedDocument]:
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".pdf"))
    found = [parse_document(path.read_bytes(), path.name) for path in paths]
    return [each for each in found if each.citations and len(each.references) > 1]


def _counts(each: ParsedDocument, every: Sequence[ParsedDocument]) -> dict[str, int]:
    own = each.references
    other = every[(every.index(each) + 1) % len(every)].references
    return {
        "citations": sum(len(set(mark.keys) - {""}) for mark in each.citations),
        "as they are": _told(each, own),
        "one further": _told(each, _moved(own, own, 1)),
        "a third of the list further": _told(each, _moved(own, own, max(1, len(own) // 3))),
        "of another document": _told(each, _moved(own, other, 0)),
    }


def _moved(own: Sequence[Reference], other: Sequence[Reference], by: int) -> list[Reference]:
    """Other entries under the keys of a document's own."""
    return [
        replace(other[(at + by) % len(other)], key=reference.key)
        for at, reference in enumerate(own)
    ]


def _told(each: ParsedDocument, works: Sequence[Reference]) -> int:
    found = doubtful_citations(each.document, each.reference_list, works, each.citations)
    return sum(1 for _ in found)


if __name__ == "__main__":
    main()
