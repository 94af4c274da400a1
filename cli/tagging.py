"""The vocabulary that a command uses, and the references of an input tagged with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import completion, config
from backmatter.cli.inputs import Input
from backmatter.references.model import Reference

if TYPE_CHECKING:
    from backmatter.references.topics.tagger import TagEvidence
    from backmatter.references.topics.vocabulary import Vocabulary

VocabularyName = Annotated[
    str | None,
    typer.Option(
        "--vocabulary",
        metavar="NAME",
        autocompletion=completion.vocabularies,
        help="A vocabulary that ships, by its name, or one in a .toml file.",
    ),
]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A reference, with the tags added to its keywords, and why it has them."""

    reference: Reference
    evidence: tuple[TagEvidence, ...]


def chosen_vocabulary(name: str | None, files: Sequence[str]) -> Vocabulary | None:
    """The vocabulary of `--vocabulary`, else of the settings, else None."""
    from backmatter.references.topics.catalog import find_vocabulary

    first = Path(files[0]) if files[0] != "-" else None
    chosen = name or config.load(first).vocabulary
    return find_vocabulary(chosen) if chosen else None


def tag_input(each: Input, vocabulary: Vocabulary) -> list[Tagged]:
    """The references of an input, tagged; a document's headings and sentences are read too."""
    from backmatter.references.topics.abbreviations import document_abbreviations
    from backmatter.references.topics.tagger import tagger, tags_of, with_tags

    tag = tagger(
        vocabulary,
        each.citations,
        document_abbreviations(each.document) if each.document else {},
    )
    found = [(reference, tag(reference)) for reference in each.references]
    return [Tagged(with_tags(r, tags_of(evidence)), evidence) for r, evidence in found]
