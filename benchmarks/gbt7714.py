"""How many of GB/T 7714's own examples our styles print to the character.

    python -m benchmarks.gbt7714 [--failures] [FOLDER]

For each edition and system: the examples printed exactly as recorded, of all and of the whole
entries (those whose recorded line holds a mark or a date in brackets; the others show one
element only). `--failures` lists the others, expected and printed. FOLDER holds the `.bib` and
`.jsonl` files; the default is the shared data beside the checkout. Numbers such as `[1]` before an
entry are left out of the comparison, and references are cited in the order in which the recorded
lists cite them: as in the file by number, by cite key by author and date (it decides the letters
2020a, 2020b).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backmatter.references.formats import registry
from backmatter.references.model import Reference
from backmatter.styles import Style

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "gbt7714"

SYSTEMS = (
    ("gbt7714-examples.bib", "2025-numeric.jsonl", "gb-t-7714-2025-numeric"),
    ("gbt7714-examples.bib", "2025-authoryear.jsonl", "gb-t-7714-2025-author-date"),
    ("gbt7714-2015-examples.bib", "2015-numeric.jsonl", "gb-t-7714-2015-numeric"),
    ("gbt7714-2015-examples.bib", "2015-authoryear.jsonl", "gb-t-7714-2015-author-date"),
)

DOUBTFUL = {
    "gbt7714.8.5.3:8": "TeX's `` and '' were not taken out of the recorded line",
    "gbt7714.b.4:13": "as 8.5.3:8",
    "gbt7714.A.8:6": "as 8.5.3:8",
    "gbt7714.8.13.1:4": "“southeast asia”: Asia is a name (7.2.1 prints titles as they stand)",
    "gbt7714.b.12:10": "as 8.13.1:4",
    "gbt7714.8.5.3:10": "“P H v d”: 7.1.1 abbreviates given names; “van der” is a particle",
    "gbt7714.b.4:20": "as 8.5.3:10",
    "gbt7714.4.6.2:3": "the URL's ~ was lost with TeX",
    "gbt7714.6.1.1:3": "“et al.” set against the name without the comma of 8.1.2",
}
"""Recorded lines that are wrong by the standard's wording, and why; they count as failures."""

_NUMBER = re.compile(r"^\[\d+\]\s*")


@dataclass(frozen=True, slots=True)
class Example:
    """One example of the standard: what is recorded and what our style prints."""

    key: str
    expected: str
    printed: str
    is_whole: bool

    @property
    def is_exact(self) -> bool:
        """Whether the two are the same to the character."""
        return self.expected == self.printed


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures of each edition and system."""
    folder = next((Path(a) for a in arguments if not a.startswith("-")), SHARED)
    if not folder.is_dir():
        print("gbt7714: the shared data is not beside the checkout; nothing measured")
        return
    for bib, expected, style in SYSTEMS:
        examples = tuple(measure(folder / bib, folder / expected, style))
        whole = [e for e in examples if e.is_whole]
        exact, exact_whole = sum(e.is_exact for e in examples), sum(e.is_exact for e in whole)
        print(
            f"{style:28} {exact:4} of {len(examples)} exact; "
            f"whole entries {exact_whole} of {len(whole)}"
        )
        if "--failures" in arguments:
            for example in examples:
                if not example.is_exact:
                    _tell(example)


def measure(bib: Path, expected: Path, style: str) -> Iterator[Example]:
    """Each recorded example beside what the style prints for its record."""
    references = registry.read(bib.read_text("utf-8"), "bibtex", str(bib)).references
    records = [json.loads(line) for line in expected.read_text("utf-8").splitlines()]
    printed = _printed(style, references)
    for record in records:
        key, text = record["key"], record["text"]
        yield Example(key, text, printed.get(key, ""), is_whole="[" in text)


def _printed(style: str, references: tuple[Reference, ...]) -> dict[str, str]:
    """The entries by key, without their numbers."""
    if style.endswith("author-date"):
        references = tuple(sorted(references, key=lambda reference: reference.key))
    entries = Style.load(style).bibliography(references).entries
    return {entry.key: _NUMBER.sub("", entry.text) for entry in entries}


def _tell(example: Example) -> None:
    why = DOUBTFUL.get(example.key)
    print(f"  {example.key}{f' ({why})' if why else ''}")
    print(f"    recorded: {example.expected}")
    print(f"    printed:  {example.printed}")


if __name__ == "__main__":
    main(sys.argv[1:])
