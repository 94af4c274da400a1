"""`backmatter tag`: topics from a vocabulary, each with the words that gave it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import console, inputs
from backmatter.cli.options import Files, Format, Output, choose_format
from backmatter.cli.tables import table
from backmatter.cli.tagging import Tagged, VocabularyName, chosen_vocabulary, tag_input
from backmatter.references.errors import InputError
from backmatter.references.findings import Severity
from backmatter.references.model import Reference
from backmatter.references.plurals import counted

if TYPE_CHECKING:
    from backmatter.references.bibtex.saving import OpenBib
    from backmatter.references.topics.tagger import TagEvidence
    from backmatter.references.topics.vocabulary import Vocabulary

EXAMPLES = (
    "backmatter tag review.txt --vocabulary intervertebral-disc-regeneration",
    "backmatter tag review.txt --vocabulary mine.toml -o refs.bib",
    "backmatter tag refs.bib --vocabulary mine.toml --explain",
    "backmatter tag refs.bib --vocabulary mine.toml --write",
    "backmatter tag refs.bib --suggest -o mine.toml",
    "backmatter tag refs.bib --vocabulary mine.toml --suggest --explain",
)

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_WORD = re.compile(r"\w+")


def command(
    files: Files,
    vocabulary: VocabularyName = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the words that gave each tag.")
    ] = False,
    write: Annotated[
        bool,
        typer.Option("--write", help="Write the tags into the keywords of the files themselves."),
    ] = False,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest",
            help="Propose terms for a vocabulary (-f table, toml or json), or with --explain tags "
            "for each reference.",
        ),
    ] = False,
    most: Annotated[
        int, typer.Option("--most", min=1, metavar="N", help="So many terms for --suggest.")
    ] = 50,
    output_format: Format = None,
    output: Output = None,
) -> None:
    """Tag references by topic, from a vocabulary.

    Read are title and journal, and for a document also the headings and sentences that cite
    the reference. With -o or -f the tagged references come out; with --write the files get the
    tags, beside the keywords that they have; otherwise a table shows them.

    --suggest changes nothing: it shows which terms recur in titles, keywords and Crossref's
    subjects that the vocabulary lacks, if there is one. -o mine.toml makes a vocabulary of them.
    """
    from backmatter.references.formats import registry
    from backmatter.references.keys import with_keys

    chosen = chosen_vocabulary(vocabulary, files)
    if suggest:
        if write:
            raise typer.BadParameter("--suggest only proposes; leave out --write")
        _suggest(files, chosen, explain, most, output_format, output)
        return
    if chosen is None:
        raise typer.BadParameter(_which(), param_hint="--vocabulary")
    if write and (output or output_format):
        raise typer.BadParameter("--write changes the files themselves; leave out -o and -f")
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    tagged = [tag_input(each, chosen) for each in loaded]
    flat = [each for group in tagged for each in group]
    if write:
        _write(loaded, tagged)
    elif output or output_format:
        references = with_keys([each.reference for each in flat])
        console.deliver(registry.write(references, choose_format(output_format, output)), output)
    elif not explain:
        _show(flat, chosen)
    if explain:
        console.deliver("\n".join(explained(flat)), None)
    count = sum(bool(each.evidence) for each in flat)
    console.message(f"{count} of {counted(len(flat), 'reference')} tagged from {chosen.name}")


def _suggest(
    files: Sequence[str],
    vocabulary: Vocabulary | None,
    by_reference: bool,
    most: int,
    output_format: str | None,
    output: Path | None,
) -> None:
    from backmatter.cli import suggesting

    if by_reference and (output or output_format):
        raise typer.BadParameter("--suggest --explain is read here; leave out -o and -f")
    loaded = inputs.load(files)
    for each in loaded:
        inputs.tell_findings(each.findings)
    if by_reference:
        suggesting.explain(loaded, vocabulary)
    else:
        suggesting.suggest(loaded, vocabulary, most, output_format, output)


def _which() -> str:
    from backmatter.references.topics.catalog import shipped

    return f"which vocabulary? A .toml file, or one that ships: {', '.join(shipped())}"


def _write(loaded: Sequence[inputs.Input], tagged: Sequence[Sequence[Tagged]]) -> None:
    """Write each file that gets a tag; all are looked at before the first is written."""
    from backmatter.references.bibtex.saving import save

    edited: list[tuple[OpenBib, str]] = []
    rewritten: list[tuple[Path, str]] = []
    for each, group in zip(loaded, tagged, strict=True):
        if each.is_document or not Path(each.file).is_file():
            raise InputError(f"{each.file}: has no keywords to write to; use -o refs.bib")
        references = [one.reference for one in group]
        if references == list(each.references):
            continue
        if each.bibtex:
            edited.append(_edited(each, references))
        else:
            rewritten.append((Path(each.file), _rewritten(each, references)))
    for file, text in edited:
        file.encoded(text)  # refuses what the file's encoding cannot hold
    for file, text in edited:
        save(Path(file.name), file, text)
    for path, text in rewritten:
        console.deliver(text, path)


def _edited(each: inputs.Input, references: Sequence[Reference]) -> tuple[OpenBib, str]:
    """A `.bib` file and its text with the new tags, all else in it as it was."""
    from backmatter.references.bibtex.keywords import add_keywords
    from backmatter.references.bibtex.saving import open_bib

    file = open_bib(*inputs.read_input(each.file))
    entries = [entry for entry in file.bib.entries if entry.type.lower() != "xdata"]
    if [entry.key for entry in entries] != [new.key for new in references]:
        raise InputError(f"{each.file}: was changed by another program meanwhile; run it again")
    return file, file.edited(
        edit
        for entry, new in zip(entries, references, strict=True)
        for edit in add_keywords(file.bib, entry, new.keywords)
    )


def _rewritten(each: inputs.Input, references: Sequence[Reference]) -> str:
    """The text of a file of another format, written anew; never with less in it."""
    from backmatter.references.formats import registry

    name = registry.format_of(each.file)
    if not name:
        raise InputError(f"{each.file}: has no keywords to write to; use -o refs.bib")
    if any(finding.severity is Severity.ERROR for finding in each.findings):
        raise InputError(f"{each.file}: not all of it could be read, and --write would lose it")
    text = registry.write(references, name)
    if lost := _lost(each.file, text):
        raise InputError(
            f"{each.file}: --write would lose or change {', '.join(lost[:5])}"
            f"{' …' if len(lost) > 5 else ''}; write to another file with -o"
        )
    return text


def _lost(file: str, text: str) -> list[str]:
    """The words of a file that the new text does not have, such as those of its comments."""
    from backmatter.references.documents.encoding import decode

    old, new = (Counter(_words(each)) for each in (decode(*inputs.read_input(file)), text))
    return list(old - new)


def _words(text: str) -> list[str]:
    """The words of a file, with JSON's escapes as the characters that they stand for."""
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _WORD.findall(plain.casefold())


def _show(tagged: Sequence[Tagged], vocabulary: Vocabulary) -> None:
    """The table of references with their tags, and how often each tag was given."""
    rows = [
        (
            _number(each.reference),
            each.reference.key,
            each.reference.plain_title,
            ", ".join(_tags(each)),
        )
        for each in tagged
    ]
    table(("no.", "key", "title", "tags"), rows, shortened=(2,))
    counts = Counter(tag for each in tagged for tag in _tags(each))
    given = [
        (
            facet,
            ", ".join(
                f"{term.tag} {counts[term.tag]}"
                for term in vocabulary.terms
                if term.facet == facet and counts[term.tag]
            ),
        )
        for facet in vocabulary.facets
    ]
    console.deliver("\n", None)
    table(("facet", "references"), [row for row in given if row[1]])


def _number(reference: Reference) -> str:
    return reference.source.number if reference.source else ""


def _tags(each: Tagged) -> Iterable[str]:
    from backmatter.references.topics.tagger import tags_of

    return tags_of(each.evidence)


def explained(tagged: Iterable[Tagged]) -> Iterator[str]:
    """For each reference its tags, and for each tag where which words stand."""
    for each in tagged:
        yield console.visible(each.reference.label)
        if not each.evidence:
            yield "  no tag"
        last = ""
        for evidence in each.evidence:
            if evidence.tag != last:
                yield f"  {evidence.tag}"
            last = evidence.tag
            yield f"    {console.visible(reason(evidence))}"


def reason(evidence: TagEvidence) -> str:
    """One piece of evidence: place, words, what they match, and what stands around them."""
    short = f", short for “{evidence.long_form}”" if evidence.long_form else ""
    around = _around(evidence.text, evidence.start, evidence.end)
    return (
        f"{evidence.source} {evidence.start}-{evidence.end}: “{evidence.matched}”{short} "
        f"is “{evidence.name}” ({evidence.term}), in “{around}”"
    )


def _around(text: str, start: int, end: int, reach: int = 24) -> str:
    """The matched words with a little of the text on either side."""
    first, last = max(0, start - reach), min(len(text), end + reach)
    left, right = "…" if first else "", "…" if last < len(text) else ""
    return f"{left}{text[first:last]}{right}"
