"""`tag --suggest`: what a vocabulary lacks, and what single references might be tagged with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backmatter.cli import console, inputs
from backmatter.cli.options import one_of
from backmatter.cli.tables import table
from backmatter.cli.tagging import tag_input
from backmatter.references.model import Reference

if TYPE_CHECKING:
    from backmatter.references.topics.similar import Proposal, Similar
    from backmatter.references.topics.suggestions import Suggestion
    from backmatter.references.topics.tagger import TagEvidence
    from backmatter.references.topics.vocabulary import Vocabulary

_FORMATS = ("table", "toml", "json")
_ENDINGS = {".toml": "toml", ".json": "json"}

_NAMED = 3
"""So many references are named beside a term, and neighbours beside a tag."""

_PROPOSED = 5
"""So many keywords of the library are proposed for one reference."""


def suggest(
    loaded: Sequence[inputs.Input],
    vocabulary: Vocabulary | None,
    most: int,
    output_format: str | None,
    output: Path | None,
) -> None:
    """Propose the terms that the library has and the vocabulary lacks."""
    from backmatter.references.topics.suggestions import suggest_terms
    from backmatter.references.topics.vocabulary_file import vocabulary_tables

    chosen = _format(output_format, output)
    references = inputs.references_of(loaded)
    found = suggest_terms(references, vocabulary, most)
    if chosen == "toml":
        console.deliver(vocabulary_tables(found, references, vocabulary), output)
    elif chosen == "json":
        items = [_item(each, references) for each in found]
        console.deliver(json.dumps(items, ensure_ascii=False, indent=2), output)
    else:
        table(("references", "term", "found in", "such as"), [_row(e, references) for e in found])
    console.message(_summary(len(found), len(references), vocabulary))


def _format(name: str | None, output: Path | None) -> str:
    if name is not None:
        return one_of(name, list(_FORMATS), "-f")
    if output is None or console.is_stdout(output):
        return "table"
    return _ENDINGS.get(output.suffix.lower()) or one_of(output.suffix, list(_ENDINGS), "-o")


def _summary(terms: int, references: int, vocabulary: Vocabulary | None) -> str:
    if not terms:
        return f"no term recurs in {references} references that the vocabulary lacks"
    lacking = f" that {vocabulary.name} lacks" if vocabulary else ""
    return f"{terms} term{'' if terms == 1 else 's'}{lacking}, from {references} references"


def _row(each: Suggestion, references: Sequence[Reference]) -> tuple[str, str, str, str]:
    from backmatter.references.topics.vocabulary import LEVEL

    numbers = each.references
    named = ", ".join(references[number].key for number in numbers[:_NAMED])
    sources = (
        ("title", len({use.title for use in each.titles})),
        ("keyword", len(each.keywords)),
        ("subject", len(each.subjects)),
    )
    return (
        str(len(numbers)),
        f"{each.parent}{LEVEL}{each.label}" if each.parent else each.label,
        ", ".join(f"{name} {count}" for name, count in sources if count),
        named + (" …" if len(numbers) > _NAMED else ""),
    )


def _item(each: Suggestion, references: Sequence[Reference]) -> dict[str, Any]:
    """A term for a program: which references have it where; offsets count characters, from 0."""
    return {
        "label": each.label,
        "language": each.language,
        "parent": each.parent,
        "references": len(each.references),
        "titles": [
            {
                "key": references[use.title].key,
                "title": references[use.title].title,
                "start": use.start,
                "end": use.end,
            }
            for use in each.titles
        ],
        "keywords": [references[number].key for number in each.keywords],
        "subjects": [references[number].key for number in each.subjects],
    }


def explain(loaded: Sequence[inputs.Input], vocabulary: Vocabulary | None) -> None:
    """For each reference the tags that it might get and does not have, each with its reasons."""
    from backmatter.references.topics.similar import Similar

    references = inputs.references_of(loaded)
    similar = Similar(references)
    lines: list[str] = []
    number = count = 0
    for each in loaded:
        tagged = tag_input(each, vocabulary) if vocabulary else None
        for position in range(len(each.references)):
            evidence = tagged[position].evidence if tagged else ()
            row = list(_reasons(references, number, evidence, similar))
            lines += [console.visible(references[number].label), *(row or ["  nothing"])]
            count += bool(row)
            number += 1
    console.deliver("\n".join(lines), None)
    console.message(f"tags proposed for {count} of {number} references")


def _reasons(
    references: Sequence[Reference],
    number: int,
    evidence: Sequence[TagEvidence],
    similar: Similar,
) -> Iterator[str]:
    """The vocabulary's tags first, then the library's keywords."""
    from backmatter.cli.tag import reason
    from backmatter.references.words import folded

    has = {tuple(folded(keyword)) for keyword in references[number].keywords}
    proposed: dict[str, None] = {}
    for each in evidence:
        if tuple(folded(each.tag)) in has or tuple(folded(each.name)) in has:
            continue
        if each.tag not in proposed:
            yield f"  {each.tag}"
        proposed[each.tag] = None
        yield f"    {console.visible(reason(each))}"
    same = {tuple(folded(tag)) for tag in proposed}
    convincing = (each for each in similar.propose(number) if each.is_convincing)
    others = [each for each in convincing if tuple(folded(each.tag)) not in same]
    for proposal in others[:_PROPOSED]:
        yield f"  {console.visible(proposal.tag)}"
        yield from (f"    {console.visible(why)}" for why in _why(proposal, references, number))


def _why(proposal: Proposal, references: Sequence[Reference], number: int) -> Iterator[str]:
    if proposal.start >= 0:
        words = references[number].title[proposal.start : proposal.end]
        yield f"title {proposal.start}-{proposal.end}: “{words}” is a keyword of the library"
    if proposal.neighbours:
        named = ", ".join(references[each].key for each in proposal.neighbours[:_NAMED])
        more = " …" if len(proposal.neighbours) > _NAMED else ""
        yield f"similar titles have it: {named}{more}"
