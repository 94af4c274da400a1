"""Compare with reference renderings: `python -m benchmarks.csl_styles FILE.jsonl[.gz]…`.

Two forms of file are read, and told apart by their records:

    renderings  one processor run a line: a style of the folder `styles` beside the file, items,
                citations, and what another engine printed for each citation and entry
    styles      one style a line (its XML in `csl`), with what was printed for the item sets and
                the citations of `items.json` beside the file

Strings are compared one by one, tags removed, entities decoded and all white space taken out.

One deviation is on purpose (docs/decisions/010-initials.md): a given name that is a row of
initials (`CL`) keeps them all, where citeproc-js keeps the first. A string that differs is
printed again from items with the first initial alone; if it is equal then, it is counted apart.
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.styles.csl.bibliography import NO_FORM, make_entries
from backmatter.styles.csl.citations import render_cluster
from backmatter.styles.csl.context import Cite
from backmatter.styles.csl.positions import Cluster
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.csl.session import DocumentSession
from backmatter.styles.outputs.html import HTML
from benchmarks.csl_suite import load_tests, locale_folder

_NOTHING = "[NO_PRINTED_FORM]"
"""What stands in the files for a citation of which a style prints nothing."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One string: which style and kind it is of, what was expected, what came out."""

    style: str
    kind: str
    name: str
    expected: str
    got: str
    by_initials: bool = False
    """Whether the listed deviation is all that makes them differ."""

    @property
    def equal(self) -> bool:
        """Whether they are equal, markup and white space aside."""
        if self.expected == _NOTHING:
            return NO_FORM in self.got
        return plain(self.expected) == plain(self.got)


def plain(rendered: str) -> str:
    """Without tags, entities and white space."""
    text = html.unescape(re.sub(r"<[^<>]*>", "", rendered))
    return "".join(text.split())


def compare_file(path: Path, locales: Path | None) -> Iterator[Comparison]:
    """All comparisons of a file."""
    for record in load_tests(path):
        if "csl" in record:
            yield from _compare_style(record, path, locales)
        else:
            yield from _compare_run(record, path, locales)


@cache
def _processor(path: Path, locale: str, locales: Path | None) -> Processor:
    return Processor(path.read_bytes(), path.stem, locale or None, locales)


def _compare_run(record: dict[str, Any], path: Path, locales: Path | None) -> Iterator[Comparison]:
    """One run of the form `renderings`."""
    printed = _print_run(record, path, locales, record["items"])
    fewer = _with_one_initial(record["items"])
    again = printed if fewer == record["items"] else _print_run(record, path, locales, fewer)
    style, name = record["style"], record["id"]
    for kind, got, other in zip(("citation", "bibliography"), printed, again, strict=True):
        expected = record[f"{kind}_html"]
        yield from _pairs(style, kind, name, expected, got, other)


def _entries(processor: Processor, registry: Registry) -> list[str]:
    """The entries, those of which the style prints nothing left out."""
    entries = make_entries(processor, registry, HTML)
    return [entry.text for entry in entries if not entry.empty]


def _with_one_initial(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with given names such as `CL` cut to their first letter."""
    return [{field: _cut(value) for field, value in item.items()} for item in items]


def _cut(value: object) -> object:
    """A list of names with one initial each; anything else as it is."""
    rows: list[object] = cast("list[object]", value) if isinstance(value, list) else []
    if not rows or not isinstance(rows[0], dict):
        return cast("object", value)
    return [_cut_name(cast("dict[str, Any]", row)) for row in rows]


def _cut_name(name: dict[str, Any]) -> dict[str, Any]:
    if re.fullmatch("[A-Z]{2,3}", str(name.get("given", ""))):
        return {**name, "given": name["given"][0]}
    return name


def _print_run(
    record: dict[str, Any], path: Path, locales: Path | None, items: list[dict[str, Any]]
) -> tuple[Sequence[str], Sequence[str]]:
    """The citations and the entries of a run."""
    file = path.parent / "styles" / f"{record['style']}.csl"
    processor = _processor(file, record["locale"], locales)
    references = [item_to_reference(item) for item in items]
    clusters = [
        Cluster(tuple(map(_cite, cites)), note) for note, cites in enumerate(record["citations"], 1)
    ]
    if record["kind"] == "document":
        session = DocumentSession(processor)
        session.add_references(references)
        session.replace_all(clusters)
        citations: Sequence[str] = session.citations(HTML)
        registry = session.registry
    else:
        registry = Registry(processor)
        registry.update(references)
        citations = [render_cluster(processor, registry, each, HTML) for each in clusters]
    return citations, _entries(processor, registry)


def _compare_style(
    record: dict[str, Any], path: Path, locales: Path | None
) -> Iterator[Comparison]:
    """One style of the form `styles`."""
    style = record["style"]
    data = _item_sets(path.parent / "items.json")
    processor = Processor(record["csl"], style, None, locales)
    yield from _pairs(
        style, "citation", style, record["citations"], _cited(record, data, processor)
    )
    for name, wanted in record["bibliography"].items():
        got: list[str] = []
        try:
            registry = Registry(processor)
            registry.update(data.references[name])
            got = _entries(processor, registry)
        except Exception as error:  # a style that breaks the processor has failed
            got = [f"{type(error).__name__}: {error}"]
        yield from _pairs(style, "bibliography", f"{style}/{name}", wanted["entries"], got)


def _cited(record: dict[str, Any], data: _ItemSets, processor: Processor) -> list[str]:
    """The test citations of a style, in order."""
    session = DocumentSession(processor)
    session.add_references(data.all)
    notes = record["class"] == "note"
    session.replace_all(
        [
            Cluster(tuple(map(_cite, cites)), number if notes else 0)
            for number, cites in enumerate(data.citations[record["test_citations"]], 1)
        ]
    )
    try:
        return list(session.citations(HTML))
    except Exception as error:  # as above
        return [f"{type(error).__name__}: {error}"]


@dataclass(frozen=True, slots=True)
class _ItemSets:
    """The items beside a file of styles."""

    references: dict[str, tuple[Reference, ...]]
    all: tuple[Reference, ...]
    citations: dict[str, list[list[dict[str, Any]]]]


@cache
def _item_sets(path: Path) -> _ItemSets:
    data = json.loads(path.read_text("utf-8"))
    sets = {
        name: tuple(item_to_reference(item) for item in items)
        for name, items in data["items"].items()
    }
    every = {each.key: each for references in sets.values() for each in references}
    return _ItemSets(sets, tuple(every.values()), data["citations"])


def _pairs(
    style: str,
    kind: str,
    name: str,
    expected: Sequence[str],
    got: Sequence[str],
    other: Sequence[str] = (),
) -> Iterator[Comparison]:
    """Expected and printed strings, by position."""
    for place, wanted in enumerate(expected):
        printed = got[place] if place < len(got) else ""
        second = other[place] if place < len(other) else printed
        listed = plain(printed) != plain(wanted) == plain(second)
        yield Comparison(style, kind, f"{name}#{place}", wanted, printed, listed)


def _cite(item: dict[str, Any]) -> Cite:
    """A cite object."""
    return Cite(
        key=str(item["id"]),
        locator=str(item.get("locator") or ""),
        label=str(item.get("label") or ""),
        prefix=item.get("prefix") or "",
        suffix=item.get("suffix") or "",
        suppress_author=bool(item.get("suppress-author")),
        author_only=bool(item.get("author-only")),
        composite=item.get("mode") == "composite",
    )


def report(comparisons: Iterable[Comparison]) -> str:
    """A line for each style and kind, worst first, and the totals."""
    counts: dict[tuple[str, str], list[int]] = {}
    for each in comparisons:
        for key in ((each.style, each.kind), ("all", each.kind), ("all", "strings")):
            row = counts.setdefault(key, [0, 0, 0])
            row[0] += each.equal
            row[1] += 1
            row[2] += each.by_initials
    rows = sorted(counts.items(), key=lambda row: (row[0][0] == "all", row[1][0] / row[1][1], row))
    return "\n".join(
        f"{100 * equal / total:6.2f} %  {equal}/{total}  {style}  {kind}"
        + (f"  ({100 * (equal + listed) / total:.2f} % but for initials)" if listed else "")
        for (style, kind), (equal, total, listed) in rows
    )


def main() -> None:
    """Compare the files and print a report."""
    parser = argparse.ArgumentParser(description="Compare with reference renderings.")
    parser.add_argument("files", type=Path, nargs="+", help="files of renderings or of styles")
    parser.add_argument("--out", type=Path, help="write what differs as JSON lines")
    parser.add_argument("--locales", type=Path, help="a folder or archive of locale files")
    arguments = parser.parse_args()
    for path in arguments.files:
        beside = path.parent.parent / "csl-suite" / path.name
        locales = locale_folder(arguments.locales, beside)
        comparisons = list(compare_file(path, locales))
        print(f"{path}\n{report(comparisons)}")
        if arguments.out:
            with arguments.out.open("w", encoding="utf-8") as out:
                for each in comparisons:
                    if not each.equal and not each.by_initials:
                        row = [each.name, each.kind, each.expected, each.got]
                        out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
