"""Tags for a reference, from a vocabulary, each with the words that gave it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from backmatter.references.model import EMPTY, Citation, Reference
from backmatter.references.topics.matching import Match, compile_vocabulary
from backmatter.references.topics.scope import cited_statements
from backmatter.references.topics.vocabulary import LEVEL, Vocabulary

Place = Literal["title", "container-title", "heading", "sentence"]


@dataclass(frozen=True, slots=True)
class TagEvidence:
    """Why a reference has a tag.

    Attributes:
        tag: The tag as it goes into `keywords`, such as `animal-model`.
        source: Where it was found: in the reference's title or container-title, in the heading
            over a mark that cites it, or in the sentence that carries the mark.
        matched: The words that gave it, as they stand there.
        start: Their offset in `text`.
        end: The offset just after them.
        term: The id of the vocabulary's term.
        name: The label or synonym of the term that they match.
        text: The title, container-title or heading, or what the sentence says of the reference.
        long_form: Where the words are an abbreviation that the document explains, what it stands
            for; the name was found in that.
    """

    tag: str
    source: Place
    matched: str
    start: int
    end: int
    term: str
    name: str
    text: str
    long_form: str = ""


def tag(
    reference: Reference,
    vocabulary: Vocabulary,
    citations: Sequence[Citation] = (),
    abbreviations: Mapping[str, str] = EMPTY,
) -> tuple[TagEvidence, ...]:
    """The evidence for each of the vocabulary's terms that the reference is about.

    Args:
        reference: The reference; its own keywords are not looked at.
        vocabulary: The terms to look for.
        citations: The marks of the document it comes from, all of them; those that lead to
            another reference are passed over.
        abbreviations: What the document's abbreviations stand for, by
            `abbreviations.document_abbreviations`; for headings and sentences.

    Returns:
        In the vocabulary's order, then title, container-title, headings and sentences; a term
        that one text names several times is listed once for it.
    """
    return tagger(vocabulary, citations, abbreviations)(reference)


def tagger(
    vocabulary: Vocabulary,
    citations: Sequence[Citation] = (),
    abbreviations: Mapping[str, str] = EMPTY,
) -> Callable[[Reference], tuple[TagEvidence, ...]]:
    """`tag` with the vocabulary and the document prepared once, for many references."""
    citing = _Citing(citations)
    matcher = compile_vocabulary(vocabulary)
    order = {term.id: position for position, term in enumerate(vocabulary.terms)}
    long_forms = {short: (long, matcher.find(long)) for short, long in abbreviations.items()}
    short_forms = _any_of(short for short, (_, found) in long_forms.items() if found)

    def evidence(source: Place, text: str) -> Iterator[TagEvidence]:
        for match in matcher.find(text):
            yield _evidence(match, source, text, match.start, match.end)
        if short_forms and source in ("heading", "sentence"):
            for place in short_forms.finditer(text):
                long, found = long_forms[place[1]]
                for match in found:
                    yield _evidence(match, source, text, *place.span(), long)

    def run(reference: Reference) -> tuple[TagEvidence, ...]:
        found: dict[tuple[str, str, str], TagEvidence] = {}
        for source, text in _texts(reference, citing):
            for each in evidence(source, text):
                found.setdefault((each.term, source, text), each)
        return tuple(sorted(found.values(), key=lambda each: order[each.term]))

    return run


def _evidence(
    match: Match, source: Place, text: str, start: int, end: int, long_form: str = ""
) -> TagEvidence:
    term = match.term
    matched = text[start:end]
    return TagEvidence(term.tag, source, matched, start, end, term.id, match.name, text, long_form)


def _any_of(short_forms: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds each abbreviation as a whole word, with a plural s or without."""
    longest_first = sorted(short_forms, key=lambda short: (-len(short), short))
    if not longest_first:
        return None
    words = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![A-Za-z0-9])({words})s?(?![A-Za-z0-9])")


def tags_of(evidence: Iterable[TagEvidence]) -> tuple[str, ...]:
    """The tags, each once, in the order of the evidence; one above another is implied by it."""
    tags = dict.fromkeys(each.tag for each in evidence)
    above = {tag[:at] for tag in tags for at in range(len(tag)) if tag.startswith(LEVEL, at)}
    return tuple(tag for tag in tags if tag not in above)


def with_tags(reference: Reference, tags: Iterable[str]) -> Reference:
    """The reference with the tags added to its keywords, those it has kept first, none twice."""
    return replace(reference, keywords=tuple(dict.fromkeys((*reference.keywords, *tags))))


class _Citing:
    """The marks of a document by what they lead to, each with what it says of that."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        self._by_key: defaultdict[str, list[tuple[Citation, str]]] = defaultdict(list)
        self._by_number: defaultdict[int, list[tuple[Citation, str]]] = defaultdict(list)
        for mark, statement in zip(citations, cited_statements(citations), strict=True):
            for key in dict.fromkeys(mark.keys):
                self._by_key[key].append((mark, statement))
            for number in dict.fromkeys(mark.numbers):
                self._by_number[number].append((mark, statement))

    def marks_of(self, reference: Reference) -> list[tuple[Citation, str]]:
        """The marks that lead to a reference: by its key, else by its printed number."""
        if reference.key and self._by_key:
            return self._by_key.get(reference.key, [])
        number = reference.source.number if reference.source else reference.text("citation-number")
        return self._by_number.get(int(number), []) if number.isdecimal() else []


def _texts(reference: Reference, citing: _Citing) -> Iterator[tuple[Place, str]]:
    """What is read: the fields, and the headings and statements of the marks that cite it."""
    if reference.title:
        yield "title", reference.title
    if container := reference.text("container-title"):
        yield "container-title", container
    marks = citing.marks_of(reference)
    for mark, _ in marks:
        if heading := mark.subsection or mark.section:
            yield "heading", heading
    for _, statement in marks:
        if statement:
            yield "sentence", statement
