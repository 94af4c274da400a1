"""`backmatter demo`: the whole journey of 47 references, on the bundled review.

Each step does its part of the work as a user's program would, writes its files, and gives a few
lines that show what came of it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console
from backmatter.references.errors import InputError
from backmatter.references.files import write_atomic
from backmatter.references.model import Reference

if TYPE_CHECKING:
    from backmatter.cli.inputs import Input
    from backmatter.cli.tagging import Tagged
    from backmatter.references.topics.vocabulary import Vocabulary

EXAMPLES = ("backmatter demo", "backmatter demo somewhere/else")

STYLES = (
    ("chinese-journal-of-spine-and-spinal-cord", "the journal"),
    ("gb-t-7714-2025-numeric", "GB/T 7714—2025"),
    ("gb-t-7714-2015-numeric", "GB/T 7714—2015"),
    ("nlm-citation-sequence", "Vancouver"),
    ("apa", "APA"),
    ("nature", "Nature"),
    ("ieee", "IEEE"),
    ("american-medical-association", "AMA"),
)
"""The styles that the demo prints the list in: each one's name, and what people call it."""

_IN_CHINESE_TOO = ("chinese-journal-of-spine-and-spinal-cord", "apa")
"""The styles that show a Chinese reference as well."""

_VOCABULARY = "intervertebral-disc-regeneration"
_QUERY = "tag:animal-model year>=2018 外泌体"
_SHOWN = "23"
"""The number of the reference that is followed through the steps: soft hyphens and a slip."""

_WIDTH = 94

Lines = Iterator[str | tuple[str, str]]
"""What a step shows: lines, each with a rich style or plain."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What the steps share: the folder, the document as read, its references tagged."""

    folder: Path
    review: Input
    vocabulary: Vocabulary
    tagged: tuple[Tagged, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references, with their tags as keywords."""
        return tuple(each.reference for each in self.tagged)

    def write(self, name: str, text: str) -> None:
        """Write a file of the demo's folder."""
        write_atomic(self.folder / name, text)

    @property
    def shown(self) -> Reference:
        """The reference that is followed through the steps."""
        return next(r for r in self.references if r.source and r.source.number == _SHOWN)

    @property
    def chinese(self) -> list[Reference]:
        """The Chinese references whose authors are cut short, the shortest title first."""
        found = [r for r in self.references if r.language == "zh" and r.others]
        return sorted(found, key=lambda reference: len(reference.title))


def command(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Where the files of the demo go.")
    ] = Path("backmatter-demo"),
) -> None:
    """Show the whole journey on a real review: read, check, verify, tag, search, format.

    Nothing leaves this machine: what is known of the references comes from a bundled file.
    """
    try:
        (folder / "lists").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror or error}") from None
    journey = _begin(folder)
    for number, step in enumerate(_STEPS, 1):
        console.say(f"\n{number} {(step.__doc__ or '').rstrip('.')}", "bold")
        for line in step(journey):
            text, style = (line, "") if isinstance(line, str) else line
            console.say(f"  {text}", style)
    console.say("\nThe files", "bold")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    console.say(f"  {folder}/  {'  '.join(names)}")
    console.say(f"  {folder}/lists/  the list in {len(STYLES)} styles, as .txt and .html")


def _begin(folder: Path) -> Journey:
    """Read the bundled review and tag its references."""
    from backmatter.cli.inputs import load_document
    from backmatter.cli.tagging import tag_input
    from backmatter.references.topics.catalog import find_vocabulary

    review = resources.files("backmatter.references") / "data" / "review" / "review.txt"
    document = load_document(review.read_bytes(), "review.txt")
    vocabulary = find_vocabulary(_VOCABULARY)
    return Journey(folder, document, vocabulary, tuple(tag_input(document, vocabulary)))


def _read(journey: Journey) -> Lines:
    """Read: text out of a PDF becomes references and citation marks."""
    from backmatter.references.citations.finder import citations_to_json

    source, marks = journey.shown.source, journey.review.citations
    journey.write("citations.json", citations_to_json(marks))
    chinese = sum(each.language.startswith("zh") for each in journey.references)
    repairs = sum(len(each.source.repairs) for each in journey.references if each.source)
    yield (
        f"review.txt: {len(journey.references)} references ({chinese} Chinese), {len(marks)} "
        f"citation marks; {repairs} repairs, each of them recorded"
    )
    if source:
        extracted = source.extracted.splitlines()
        yield from ((f"- {line}", "red") for line in (f"{_SHOWN}. {extracted[0]}", *extracted[1:]))
        yield from ((f"+ {line}", "green") for line in _wrapped(f"{_SHOWN}. {source.printed}"))


def _bibtex(journey: Journey) -> Lines:
    """BibTeX: records with readable keys, valid for biber."""
    from backmatter.references.formats import registry

    journey.write("refs.bib", registry.write(journey.references, "bibtex"))
    journey.write("refs.json", registry.write(journey.references, "csl-json"))
    entry = registry.write([journey.shown], "bibtex")
    yield from map(_cut, entry.splitlines())


def _check(journey: Journey) -> Lines:
    """Check: what looks wrong, with no network."""
    from backmatter.cli.reporting import finding_line, write_findings
    from backmatter.references.rules.registry import Library, check

    today = date.today()
    library = Library(journey.references, today, journey.review.citations)
    findings = [*journey.review.findings, *check(library)]
    journey.write("findings.txt", write_findings(findings, "text"))
    for finding in findings:
        yield from _wrapped(finding_line(finding), indent="    ")


def _verify(journey: Journey) -> Lines:
    """Verify: against what public pages show of the works. No page is Crossref."""
    from backmatter.cli.verdicts import summary, verdict_lines, write_verdicts
    from backmatter.references.verification.results import Verdict
    from backmatter.references.verification.sources.evidence import review_evidence
    from backmatter.references.verification.verify import verify

    evidence = review_evidence()
    results = verify(journey.references, evidence, clock=lambda: datetime.now(UTC))
    journey.write("verdicts.txt", write_verdicts(results, "text"))
    yield from _wrapped(summary(results, evidence.name, is_curated=True))
    for verdict in (Verdict.DIFFERS, Verdict.VERIFIED, Verdict.UNCHECKED):
        first = next(result for result in results if result.verdict is verdict)
        yield from (_cut(line) for line in list(verdict_lines(first))[:3])


def _tag(journey: Journey) -> Lines:
    """Tag: topics from a vocabulary, each with the words that gave it."""
    from backmatter.cli.tag import explained

    facets: dict[str, Counter[str]] = {}
    by_tag = {term.tag: term.facet for term in journey.vocabulary.terms}
    for reference in journey.references:
        for keyword in reference.keywords:
            facets.setdefault(by_tag[keyword], Counter())[keyword] += 1
    journey.write("tags.txt", "\n".join(explained(journey.tagged)) + "\n")
    for facet, tags in list(facets.items())[:4]:
        most = ", ".join(f"{name} {count}" for name, count in tags.most_common(3))
        yield f"{facet:12} {most}"


def _search(journey: Journey) -> Lines:
    """Search: tags, years and words, Chinese ones too."""
    from backmatter.references.library.query import parse_query
    from backmatter.references.library.search import search

    hits = search(journey.references, parse_query(_QUERY), [journey.vocabulary])
    yield f"{_QUERY}"
    for hit in hits:
        yield from _wrapped(f"→ {hit.reference.label}", indent="    ")


def _format(journey: Journey) -> Lines:
    """Format: the list in any style; et al. and 等 each where it belongs."""
    from backmatter.styles import Style
    from backmatter.styles.outputs.html_page import html_page

    for name, called in STYLES:
        style = Style.load(name)
        for kind, suffix in (("text", "txt"), ("html", "html")):
            bibliography = style.bibliography(journey.references, output=kind)
            text = bibliography.render()
            page = html_page(text, called, bibliography.layout) if kind == "html" else text
            journey.write(f"lists/{name}.{suffix}", page)
        texts = {e.key: e.text for e in style.bibliography(journey.references).entries}
        for reference in (journey.shown, *journey.chinese[: name in _IN_CHINESE_TOO]):
            text = texts[reference.key]
            yield f"{called:15} {_ends(text)}"


def _round_trip(journey: Journey) -> Lines:
    """Round trip: the list that comes out is the list that was printed."""
    from backmatter.styles import Style

    entries = Style.load(STYLES[0][0]).bibliography(journey.references).entries
    printed = [f"{r.source.number}. {r.source.printed}" for r in journey.references if r.source]
    pairs = [(p, e.text) for p, e in zip(printed, entries, strict=True) if p != e.text]
    yield (
        f"{len(printed) - len(pairs)} of {len(printed)} are equal to the character; "
        f"the author's own slips in the other {len(pairs)} come back put right:"
    )
    for before, after in pairs:
        old, new = _around_difference(before, after)
        yield f"- {old}", "red"
        yield f"+ {new}", "green"


def _around_difference(before: str, after: str) -> tuple[str, str]:
    """What differs between two texts, each with its number and the words around it."""
    same = _common_start(before, after)
    tail = _common_start(before[same:][::-1], after[same:][::-1])
    number = before.partition(" ")[0]
    head = before[:same][-44:].partition(" ")[2]
    foot = before[len(before) - tail :][:24]
    middles = (text[same : len(text) - tail] for text in (before, after))
    first, second = (f"{number} … {head}{middle}{foot} …" for middle in middles)
    return first, second


_STEPS: tuple[Callable[[Journey], Lines], ...] = (
    _read,
    _bibtex,
    _check,
    _verify,
    _tag,
    _search,
    _format,
    _round_trip,
)


def _ends(text: str) -> str:
    """The beginning and the end of a text that is too long for a line."""
    return text if len(text) <= 76 else f"{text[:36].rstrip()} … {text[-40:].lstrip()}"


def _common_start(first: str, second: str) -> int:
    """How many characters two different texts have in common before they part."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(first), len(second)))


def _cut(line: str) -> str:
    """A line no longer than the demo is wide."""
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1].rstrip() + "…"


def _wrapped(text: str, *, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
