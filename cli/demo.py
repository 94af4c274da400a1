"""`backmatter demo`: the whole journey of 47 references, on the bundled review.

Each step does its part of the work as a user's program would, writes its files, and gives a few
lines that show what came of it.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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
    from backmatter.references.reading import ParsedDocument
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

_VOCABULARY = "intervertebral-disc-regeneration"
_QUERY = "tag:animal-model year>=2018 外泌体"
_SHOWN = "23"
"""The number of the reference that is followed through the steps: soft hyphens and a slip."""

Lines = Iterator[str | tuple[str, str]]
"""What a step shows: lines, each with a rich style or plain."""


@dataclass(frozen=True, slots=True)
class Journey:
    """What the steps share: the folder, the document as read, its references tagged."""

    folder: Path
    parsed: ParsedDocument
    vocabulary: Vocabulary
    references: tuple[Reference, ...]

    def write(self, name: str, text: str) -> None:
        """Write a file of the demo's folder."""
        write_atomic(self.folder / name, text)

    @property
    def shown(self) -> Reference:
        """The reference that is followed through the steps."""
        return next(r for r in self.references if r.source and r.source.number == _SHOWN)


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
        title, _, _ = (step.__doc__ or "").partition(".")
        console.say(f"\n{number} {title}", "bold")
        for line in step(journey):
            text, style = (line, "") if isinstance(line, str) else line
            console.say(f"  {text}", style)
    console.say("\nThe files", "bold")
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    console.say(f"  {folder}/  {'  '.join(names)}")
    console.say(f"  {folder}/lists/  the list in {len(STYLES)} styles, as .txt and .html")


def _begin(folder: Path) -> Journey:
    """Read the bundled review and tag its references."""
    from backmatter.references.reading import parse_document
    from backmatter.references.topics.abbreviations import document_abbreviations
    from backmatter.references.topics.catalog import find_vocabulary
    from backmatter.references.topics.tagger import tagger, tags_of

    review = resources.files("backmatter.references") / "data" / "review" / "review.txt"
    parsed = parse_document(review.read_bytes(), "review.txt")
    vocabulary = find_vocabulary(_VOCABULARY)
    abbreviations = document_abbreviations(parsed.document)
    tag = tagger(vocabulary, parsed.citations, abbreviations)
    tagged = tuple(replace(each, keywords=tags_of(tag(each))) for each in parsed.references)
    return Journey(folder, parsed, vocabulary, tagged)


def _read(journey: Journey) -> Lines:
    """Read: text out of a PDF becomes references and citation marks."""
    from backmatter.references.citations import citations_to_json

    parsed, source = journey.parsed, journey.shown.source
    journey.write("review.txt", parsed.document.text)
    journey.write("citations.json", citations_to_json(parsed.citations))
    chinese = sum(each.language.startswith("zh") for each in journey.references)
    repairs = sum(len(each.source.repairs) for each in journey.references if each.source)
    yield (
        f"{len(journey.references)} references ({chinese} Chinese), {len(parsed.citations)} "
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
    yield from (line for line in entry.splitlines() if not line.lstrip().startswith("%"))


def _check(journey: Journey) -> Lines:
    """Check: what looks wrong, with no network."""
    from backmatter.cli.reporting import finding_line, write_findings
    from backmatter.references.rules.registry import Library, check

    today = date.today()
    library = Library(journey.references, today, journey.parsed.citations)
    findings = [*journey.parsed.findings, *check(library)]
    journey.write("findings.txt", write_findings(findings, "text"))
    for finding in findings:
        yield from _wrapped(finding_line(finding), indent="    ")


def _verify(journey: Journey) -> Lines:
    """Verify: what a bundled file of evidence shows; no page is Crossref."""
    from backmatter.references.verification.sources.evidence import review_evidence
    from backmatter.references.verification.verify import verify

    results = verify(journey.references, review_evidence(), clock=lambda: datetime.now(UTC))
    journey.write("verdicts.txt", _verdicts(results))
    counts = Counter(str(result.verdict) for result in results)
    yield ", ".join(f"{counts[name]} {name}" for name in sorted(counts))
    yield str(len(results))


def _verdicts(results: Sequence[object]) -> str:
    return "".join(f"{result}\n" for result in results)


def _tag(journey: Journey) -> Lines:
    """Tag: topics from a vocabulary, each with the words that gave it."""
    facets: dict[str, Counter[str]] = {}
    by_tag = {term.tag: term.facet for term in journey.vocabulary.terms}
    for reference in journey.references:
        for keyword in reference.keywords:
            facets.setdefault(by_tag[keyword], Counter())[keyword] += 1
    lines = [
        f"{r.source.number if r.source else '':>2}  {r.key:28} {', '.join(r.keywords)}\n"
        for r in journey.references
    ]
    journey.write("tags.txt", "".join(lines))
    for facet, tags in list(facets.items())[:4]:
        most = ", ".join(f"{name} {count}" for name, count in tags.most_common(4))
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
    """Format: the list in any style, 等 and et al. each in its place."""
    from backmatter.styles import Style

    for name, called in STYLES:
        style = Style.load(name)
        for kind, suffix in (("text", "txt"), ("html", "html")):
            bibliography = style.bibliography(journey.references, output=kind)
            journey.write(f"lists/{name}.{suffix}", bibliography.render())
        entries = style.bibliography([journey.shown], output="text").entries
        first, *rest = _wrapped(entries[0].text, width=78)
        yield f"{called:15} {first}"
        yield from (f"{'':15} {line}" for line in rest)


def _round_trip(journey: Journey) -> Lines:
    """Round trip: the list that comes out is the list that was printed."""
    from backmatter.styles import Style

    style = Style.load(STYLES[0][0])
    entries = style.bibliography(journey.references, output="text").entries
    differing: list[tuple[str, str]] = []
    for reference, entry in zip(journey.references, entries, strict=True):
        source = reference.source
        printed = f"{source.number}. {source.printed}" if source else ""
        if entry.text != printed:
            differing.append((printed, entry.text))
    yield (
        f"{len(entries) - len(differing)} of {len(entries)} are equal to the character; "
        f"the author's own slips in the other {len(differing)} come back put right:"
    )
    for printed, formatted in differing:
        yield from ((f"- {line}", "red") for line in _wrapped(printed))
        yield from ((f"+ {line}", "green") for line in _wrapped(formatted))


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


def _wrapped(text: str, *, width: int = 94, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )
