"""The values that a shell offers for an option when the tab key is pressed.

Each function takes what is typed so far and imports what it needs inside; one that fails offers
nothing, since there is nobody to read a message. Where nothing is offered, a shell offers files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from backmatter.references.errors import BackmatterError
from backmatter.references.findings import Severity

Values = Iterable[str | tuple[str, str]]
"""Values, those with a tuple explained."""


Completion = Callable[[str], list[str | tuple[str, str]]]
"""As typer wants it; typer leaves out what does not begin with what is typed."""


def _by_typed(complete: Callable[[str], Values]) -> Completion:
    def run(incomplete: str) -> list[str | tuple[str, str]]:
        try:
            return list(complete(incomplete))
        except (BackmatterError, OSError, ValueError):
            return []

    return run


def _always(values: Callable[[], Values]) -> Completion:
    return _by_typed(lambda _typed: values())


@_always
def formats() -> Values:
    """The file formats that are written."""
    from backmatter.references.formats.registry import FORMATS

    return [(entry.name, entry.title) for entry in FORMATS if entry.write]


@_always
def finding_formats() -> Values:
    """The formats of findings."""
    from backmatter.cli.reporting import WRITERS

    return list(WRITERS)


@_always
def severities() -> Values:
    """What `--fail-on` takes."""
    return [*(severity.label for severity in Severity), "never"]


@_by_typed
def styles(incomplete: str) -> Values:
    """Names of styles; before anything is typed ours alone, not all ten thousand."""
    from backmatter.styles.catalog import HOUSE, SHORT_NAMES, style_names

    if not incomplete:
        return (*(path.stem for path in sorted(HOUSE.glob("*.csl"))), *SHORT_NAMES)
    return (*style_names(), *SHORT_NAMES)


@_always
def outputs() -> Values:
    """The kinds of output of `format`."""
    from backmatter.styles.outputs import OUTPUTS

    return [entry.name for entry in OUTPUTS]


@_always
def vocabularies() -> Values:
    """The vocabularies that ship."""
    from backmatter.references.topics.catalog import shipped

    return shipped()


@_by_typed
def codes(incomplete: str) -> Values:
    """The codes of rules, also after a comma; as long as no family is typed, the families."""
    from backmatter.references.rules.registry import PAGES

    before, comma, typed = incomplete.rpartition(",")
    return _with_families(f"{before}{comma}", typed, [(r.code, r.name) for r in PAGES])


@_always
def fields_to_accept() -> Values:
    """The fields that `verify --accept` takes."""
    from backmatter.references.verification.corrections import ACCEPTABLE

    return list(ACCEPTABLE)


@_always
def sources() -> Values:
    """What `verify --source` takes."""
    return ("crossref", "index:", "evidence:")


@_always
def query_languages() -> Values:
    """The languages of `verify --queries`."""
    from backmatter.references.verification.queries import LANGUAGES

    return list(LANGUAGES)


_FAMILY = len("BM1")


def _with_families(
    before: str, typed: str, rules: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    if len(typed) < _FAMILY:
        families = dict.fromkeys(code[:_FAMILY] for code, _ in rules)
        yield from ((f"{before}{family}", "every code that begins so") for family in families)
        return
    yield from ((f"{before}{code}", name) for code, name in rules)
