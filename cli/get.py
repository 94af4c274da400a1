"""`backmatter get`: a record by its identifier, in any file format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from backmatter.cli import config, console, sources
from backmatter.cli.options import Format, Output, choose_format
from backmatter.cli.verify import UNCHECKED

if TYPE_CHECKING:
    from backmatter.references.verification.getting import Got

EXAMPLES = (
    "backmatter get 10.1002/wdev.343",
    "backmatter get arXiv:1501.00001 ISBN:9780521833783 -f csl-json",
    "backmatter get 10.1002/wdev.343 >> refs.bib",
)

NOT_THERE = 1
"""The exit code when an identifier leads to no record."""

UNREADABLE = 2
"""The exit code when one of them is no identifier, or of a kind that nobody is asked for."""


def command(
    identifiers: Annotated[
        list[str],
        typer.Argument(
            metavar="DOI|ARXIV|ISBN…",
            help="DOIs, arXiv numbers, ISBNs (with a label such as arXiv: or ISBN: or without).",
            show_default=False,
        ),
    ],
    offline: sources.Offline = False,
    mailto: sources.MailTo = None,
    max_age: sources.MaxAge = None,
    output_format: Format = None,
    output: Output = None,
) -> None:
    """Make a record from an identifier, through Crossref and the agency of its DOI.

    arXiv numbers are asked for by their DOIs, ISBNs at Crossref, which holds few books. PubMed
    is not asked. Exit code 1 when one leads to no record, 2 when one is no identifier, 3 when
    nobody answered; the records of the others are written all the same.
    """
    from backmatter.references.formats import registry
    from backmatter.references.keys import with_distinct_keys, with_keys
    from backmatter.references.verification import getting

    chosen = choose_format(output_format, output)
    read = list(map(getting.read_identifier, dict.fromkeys(identifiers)))
    if faults := [each for each in read if each.fault]:
        for each in faults:
            console.error(f"{each.given}: {each.fault}")
        if len(faults) == len(read):
            raise typer.Exit(UNREADABLE)
    terms = sources.Terms(mailto or config.load(None).mailto, offline, max_age=max_age)
    connected = sources.services(terms)
    asked = [each for each in read if not each.fault]
    results = getting.get(asked, connected.crossref, connected.crossref, connected.doi_org)
    found = [got.reference for got in results if got.reference]
    references = with_distinct_keys(with_keys(found))
    if references or console.is_stdout(output):
        console.deliver(registry.write(references, chosen), output)
    for got in results:
        _tell(got)
    sources.tell_trouble(connected.crossref)
    if faults:
        raise typer.Exit(UNREADABLE)
    if any(not got.reference and not got.is_failure for got in results):
        raise typer.Exit(NOT_THERE)
    if any(got.is_failure for got in results):
        raise typer.Exit(UNCHECKED)


def _tell(got: Got) -> None:
    """Why there is no record, or what its user should know of the work."""
    from backmatter.references.verification.retractions import in_words, told_once

    if not got.reference:
        console.message(f"{got.identifier.given}: {got.reason}", style="yellow")
    for notice in told_once(got.notices):
        about = " ".join(part for part in (notice.date, notice.doi) if part)
        console.message(
            f"{got.identifier.given}: {in_words(notice.kind)} {about}".rstrip(), style="yellow"
        )
