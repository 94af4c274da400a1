"""Run the CSL test suite in its JSON form: `python -m benchmarks.csl_suite FILE.jsonl[.gz]`.

Each line of the file is one fixture of the official suite (citation-style-language/test-suite)
as an object; what the fields mean and what the reference runner does with them is described
where the file comes from. The comparison is exact; a second figure counts the tests whose text
agrees once tags, entities and runs of white space are set aside.

Locales: `--locales FOLDER_OR_TAR`, by default `locales.tar.gz` beside the file, else the
installed ones.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backmatter.references.formats.csl_json import item_to_reference
from backmatter.references.model import Reference
from backmatter.styles.csl.bibliography import make_entries
from backmatter.styles.csl.citations import render_cluster
from backmatter.styles.csl.context import Cite
from backmatter.styles.csl.positions import Cluster
from backmatter.styles.csl.processor import Processor
from backmatter.styles.csl.registry import Registry
from backmatter.styles.csl.session import DocumentSession
from backmatter.styles.outputs.html import HTML


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test: what came out, what should have, and whether they agree."""

    name: str
    expected: str
    got: str

    @property
    def passed(self) -> bool:
        """Whether they are equal to the character."""
        return self.expected == self.got

    @property
    def text_passed(self) -> bool:
        """Whether they are equal but for markup and white space."""
        return _text(self.expected) == _text(self.got)


def load_tests(path: Path) -> Iterator[dict[str, Any]]:
    """The tests of a file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def locale_folder(path: Path | None, beside: Path) -> Path | None:
    """The folder of the locales, an archive unpacked; None for the installed ones."""
    place = path or beside.parent / "locales.tar.gz"
    if place.is_dir():
        return place
    if not place.is_file():
        return None
    folder = Path(tempfile.mkdtemp(prefix="locales-"))
    with tarfile.open(place) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.rglob("locales-en-US.xml")).parent


def run_test(test: dict[str, Any], locales: Path | None) -> Outcome:
    """Run one test; an exception is a failure that shows its message."""
    name = f"{test['folder']}/{test['name']}" if test.get("folder") else test["name"]
    try:
        got = _result(test, locales)
    except Exception as error:  # a test that breaks the processor is a failed test
        got = f"{type(error).__name__}: {error}"
    return Outcome(name, test["result"].replace("\r\n", "\n"), got)


def _result(test: dict[str, Any], locales: Path | None) -> str:
    """What the reference runner would print."""
    processor = Processor(test["csl"], test["name"], None, locales)
    references = [item_to_reference(item) for item in test["input"]]
    if test.get("citations"):
        return _session(test, processor, references)
    registry = Registry(processor)
    registry.update(references)
    if test["mode"] == "bibliography":
        return _bibliography(processor, registry)
    return "\n".join(_clusters(test, processor, registry))


def _bibliography(processor: Processor, registry: Registry) -> str:
    entries = make_entries(processor, registry, HTML)
    return HTML.document([entry.text for entry in entries], processor.list_layout())


def _clusters(test: dict[str, Any], processor: Processor, registry: Registry) -> Iterable[str]:
    """The citations of a test without a session."""
    if not test.get("citation_items"):
        cites = tuple(Cite(item.key) for item in registry.items)
        return [render_cluster(processor, registry, Cluster(cites), HTML)]
    return [
        render_cluster(processor, registry, Cluster(tuple(map(_cite, cites))), HTML)
        for cites in test["citation_items"]
    ]


def _session(test: dict[str, Any], processor: Processor, references: list[Reference]) -> str:
    """The citations of a word processor's session after its last call."""
    session = DocumentSession(processor)
    session.add_references(references)
    clusters: dict[str, Cluster] = {}
    order: list[str] = []
    before: dict[str, object] = {}
    states: dict[str, object] = {}
    for citation, pre, post in test["citations"]:
        name = citation.get("citationID") or f"#{len(clusters)}"
        properties: dict[str, Any] = citation.get("properties") or {}
        note = int(properties.get("noteIndex") or 0)
        cites = tuple(map(_cite, citation["citationItems"]))
        clusters[name] = Cluster(cites, note, name)
        for place, number in (*pre, *post):
            if place in clusters:
                clusters[place] = Cluster(clusters[place].cites, int(number or 0), place)
        order = [*(p for p, _ in pre), name, *(p for p, _ in post)]
        session.replace_all([clusters[each] for each in order if each in clusters])
        before, states = states, {each.name: _state(session, each) for each in session.placed}
    if test["mode"] == "bibliography":
        session.settle()
        return _bibliography(processor, session.registry)
    last = test["citations"][-1][0].get("citationID")
    lines: list[str] = []
    for index, (name, text) in enumerate(zip(order, session.citations(HTML), strict=True)):
        written = name == last or before.get(name) != states[name]
        lines.append(f"{'>>' if written else '..'}[{index}] {text}")
    return "\n".join(lines)


def _state(session: DocumentSession, cluster: Cluster) -> object:
    """What a citation's printed form depends on; a change means that it is written again."""
    tree = session.processor.tree
    node = tree.area("citation")
    numbered = bool(node) and tree.uses(node, lambda n: n.get("variable") == "citation-number")
    told_apart = bool(node) and tree.uses(node, lambda n: bool(n.get("disambiguate")))
    items = [session.registry[cite.key] for cite in cluster.cites if cite.key in session.registry]
    # In notes the condition is also asked anew when a reference is cited for the second time.
    repeated = (
        [sum(any(c.key == i.key for c in p.cites) for p in session.placed) > 1 for i in items]
        if told_apart and session.processor.is_note_style
        else []
    )
    return (
        repeated,
        cluster,
        [(item.number if numbered else 0, item.year_suffix, item.first_note) for item in items],
        [session.registry.ambiguity(item.key) for item in items],
    )


def _cite(item: dict[str, Any]) -> Cite:
    """A cite object of the suite."""
    position = item.get("position")
    near = item.get("near-note")
    return Cite(
        key=str(item["id"]),
        locator=str(item.get("locator") or ""),
        label=str(item.get("label") or ""),
        prefix=item.get("prefix") or "",
        suffix=item.get("suffix") or "",
        suppress_author=bool(item.get("suppress-author")),
        author_only=bool(item.get("author-only")),
        position=None if position is None else int(position),
        near_note=None if near is None else bool(near),
    )


def _text(rendered: str) -> str:
    """Without tags, entities and runs of white space."""
    plain = re.sub(r"<[^<>]*>", "", rendered)
    return " ".join(html.unescape(plain).split())


def main() -> None:
    """Run a file of tests and print how many pass."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("file", type=Path, help="the tests, one JSON object a line")
    parser.add_argument("--out", type=Path, help="write each outcome as a JSON line")
    parser.add_argument("--locales", type=Path, help="a folder or archive of locale files")
    arguments = parser.parse_args()
    locales = locale_folder(arguments.locales, arguments.file)
    outcomes = [run_test(test, locales) for test in load_tests(arguments.file)]
    if arguments.out:
        with arguments.out.open("w", encoding="utf-8") as out:
            for each in outcomes:
                row = {"name": each.name, "passed": each.passed, "text_passed": each.text_passed}
                row |= {"expected": each.expected, "got": each.got}
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    text = sum(each.text_passed for each in outcomes)
    passed = sum(each.passed for each in outcomes)
    print(f"text only: {text} passed, {len(outcomes) - text} failed")
    print(f"{passed} passed, {len(outcomes) - passed} failed")


if __name__ == "__main__":
    main()
