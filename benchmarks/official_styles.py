"""Whether every official style loads and prints, and how long loading takes.

    python -m benchmarks.official_styles [--all] [--names] [FILE.jsonl.gz …]

Each independent style of the installed package prints the ten sample references; an entry counts
as told when it holds the reference's title or its first author. Without `--all` every tenth
style is taken. Loading is CPU time until a style is compiled, the locale's own file read before.
`--names` lists the styles that failed, with the reason. Styles that have no place
for either are listed in `silent_styles.toml` and count as well when they say as much as that. A
FILE holds other styles, one a line, by `style` (its name) and `csl` (its XML).
"""

from __future__ import annotations

import gc
import gzip
import json
import re
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from backmatter.references.errors import BackmatterError
from backmatter.references.model import Reference
from backmatter.styles import Style
from backmatter.styles.catalog import find_style, list_styles
from backmatter.styles.samples import sample_references

SILENT = Path(__file__).parent / "silent_styles.toml"
_SAMPLE = 10
_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one style: `problem` is "" where all was well."""

    name: str
    seconds: float
    problem: str


def main(arguments: Sequence[str] = ()) -> None:
    """Print the figures of the official styles, or of the files named."""
    samples = sample_references()
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if files:
        styles = [pair for path in files for pair in _styles_of(path)]
    else:
        official = [s for s in list_styles() if not s.parent and not s.is_house]
        step = 1 if "--all" in arguments else _SAMPLE
        styles = [(style.name, find_style(style.name).xml) for style in official[::step]]
    Style.load("apa")
    outcomes = [try_style(name, xml, samples) for name, xml in styles]
    failed = [each for each in outcomes if each.problem]
    times = sorted((each.seconds for each in outcomes), reverse=True)
    worst = max(outcomes, key=lambda each: each.seconds)
    print(
        f"{len(outcomes)} styles: {len(outcomes) - len(failed)} print all ten samples, "
        f"{len(failed)} do not ({len(_silent_styles())} are listed as silent); "
        f"loading takes {median(times) * 1000:.1f} ms (median), "
        f"{worst.seconds * 1000:.0f} ms at worst ({worst.name})"
    )
    if "--names" in arguments:
        for each in failed:
            print(f"  {each.name}: {each.problem}")


def try_style(name: str, xml: str, samples: Sequence[Reference]) -> Outcome:
    """Load a style and print the samples with it."""
    start = time.process_time()
    try:
        style = _compiled(xml)
        seconds = time.process_time() - start
        entries = style.bibliography(samples).entries
    except BackmatterError as error:
        return Outcome(name, time.process_time() - start, str(error))
    except Exception as error:  # the benchmark counts what must not happen
        return Outcome(name, time.process_time() - start, f"{type(error).__name__}: {error}")
    if "<bibliography" not in xml:  # it only prints notes
        return Outcome(name, seconds, "")
    by_key = {entry.key: entry.text for entry in entries}
    silent = [r.key for r in samples if not _tells(by_key.get(r.key, ""), r)]
    told = silent == _silent_styles().get(name, [])
    return Outcome(name, seconds, "" if told else f"says too little of {', '.join(silent)}")


def _compiled(xml: str) -> Style:
    """A style, with what is otherwise compiled when the first reference is printed."""
    gc.disable()  # collecting what is left of the styles before is not this one's time
    try:
        style = Style.load(xml)
        for area in ("citation", "bibliography"):
            style.processor.layout(area)
            style.processor.sort_keys(area)
    finally:
        gc.enable()
    return style


@cache
def _silent_styles() -> dict[str, list[str]]:
    """The styles that have no place for title or author, with the samples that this concerns."""
    return tomllib.loads(SILENT.read_text(encoding="utf-8"))


def _styles_of(path: Path) -> list[tuple[str, str]]:
    """Names and XML of the styles in a file of records."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    records = [json.loads(line) for line in text.splitlines()]
    return [(record["style"], record["csl"]) for record in records]


def _tells(text: str, reference: Reference) -> bool:
    """Whether the entry holds the title's beginning or the first author's name."""
    printed = _LETTERS.sub("", text).casefold()
    title = _LETTERS.sub("", reference.title).casefold()
    first = next(iter(reference.names["author"]))
    name = _LETTERS.sub("", first.family or first.literal).casefold()
    return title[:12] in printed or name in printed


if __name__ == "__main__":
    main(sys.argv[1:])
