"""Parse one printed reference."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from backmatter.references.findings import Finding, Location, Severity
from backmatter.references.model import Reference, Source
from backmatter.references.parsing.choosing import read_each, read_list
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.printed import MAX_LENGTH, Printed, prepare
from backmatter.references.parsing.records import reference_from

_IDENTIFYING = frozenset({"DOI", "URL", "ISBN", "PMID"})
_TELLING = _IDENTIFYING | {"title", "container-title", "author", "editor"}
"""Without one of these nothing was read."""

_DOUBTFUL = 0.5
"""A field of less confidence is named in a finding."""

NO_SPANS: Mapping[str, tuple[int, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A reference as read, what could not be read, and where each field stands.

    `spans` has, by variable, the offsets in the printed text; `unread` has those of what is in
    `fields["unparsed"]`.
    """

    reference: Reference
    findings: tuple[Finding, ...] = ()
    spans: Mapping[str, tuple[int, int]] = field(default_factory=lambda: NO_SPANS)
    unread: tuple[tuple[int, int], ...] = ()


def parse_reference(text: str | Source, *, language: str | None = None) -> Parsed:
    """Read one printed reference; what cannot be read stays in `fields["unparsed"]`.

    Args:
        text: The reference on one line, or its source, whose `printed` is read.
        language: The language where it is known; found by the title's script otherwise.

    Returns:
        A record with as many fields as could be read, never an error; BM104 where text is left.
        What a grammar is certain of is read by it; the model reads the rest.
    """
    return parse_references((text,), language=language)[0]


def parse_references(
    texts: Sequence[str | Source], *, language: str | None = None, one_list: bool = False
) -> tuple[Parsed, ...]:
    """Read printed references as `parse_reference` does: many at once are read much faster.

    Args:
        texts: The references, or their sources.
        language: Their language where it is known.
        one_list: Whether they stand in one list, and so share a style.
    """
    sources = [t if isinstance(t, Source) else Source(extracted=t, printed=t) for t in texts]
    readable = [index for index, source in enumerate(sources) if _is_readable(source.printed)]
    ready = [prepare(sources[index].printed, language or "") for index in readable]
    read = read_list(ready) if one_list else read_each(ready)
    by_index = dict(zip(readable, zip(read, ready, strict=True), strict=True))
    parsed: list[Parsed] = []
    for index, source in enumerate(sources):
        draft, prepared = by_index.get(index, (None, None))
        if draft is None or prepared is None or not _says_something(draft):
            parsed.append(_unread(source))
        else:
            parsed.append(_parsed(draft, prepared, source, language or ""))
    return tuple(parsed)


def doubtful_fields(reference: Reference) -> Sequence[str]:
    """The fields that were read with little confidence, as BM108 names them."""
    return sorted(name for name, value in reference.confidence.items() if value < _DOUBTFUL)


def _says_something(draft: Draft) -> bool:
    """Whether what was read may be a reference: one lone field is a guess."""
    fields = draft.fields.keys() - {"citation-number", "note", "genre"}
    return bool(fields & _TELLING) and (len(fields) > 1 or bool(fields & _IDENTIFYING))


def _is_readable(printed: str) -> bool:
    return len(printed) <= MAX_LENGTH and any(character.isalnum() for character in printed)


def _parsed(draft: Draft, ready: Printed, source: Source, language: str) -> Parsed:
    reference = reference_from(draft, source, language)
    if ready.twin:
        reference = _with_field(reference, "twin", ready.twin)
    unread = tuple(draft.uncovered(source.printed))
    left = " … ".join(source.printed[start:end].strip(" ,.;:") for start, end in unread)
    findings = (_unread_finding(reference, left),) if left else ()
    if doubtful := doubtful_fields(reference):
        findings = (*findings, _doubtful_finding(reference, doubtful))
    if left:
        reference = _with_field(reference, "unparsed", left)
    spans = {each.variable: (each.start, each.end) for each in draft.fields.values()}
    return Parsed(reference, findings, MappingProxyType(spans), unread)


def _with_field(reference: Reference, name: str, value: str) -> Reference:
    return replace(reference, fields=MappingProxyType({**reference.fields, name: value}))


def _unread(source: Source) -> Parsed:
    variables = {"citation-number": source.number} if source.number else {}
    printed = re.sub(r"\s{1,50}", " ", source.printed).strip()
    fields = {"unparsed": printed} if printed else {}
    reference = Reference(
        variables=MappingProxyType(variables),
        fields=MappingProxyType(fields),
        source=source,
    )
    return Parsed(reference, (_unread_finding(reference, printed[:200]),))


def _unread_finding(reference: Reference, left: str) -> Finding:
    source = reference.source
    place = Location(source.file, source.line or 0) if source else Location()
    message = f"could not be read: “{left}”" if left else "nothing could be read here"
    return Finding("BM104", message, location=place, reference=reference.label)


def _doubtful_finding(reference: Reference, variables: Sequence[str]) -> Finding:
    source = reference.source
    place = Location(source.file, source.line or 0) if source else Location()
    message = f"read with little confidence: {', '.join(variables)}"
    return Finding("BM108", message, Severity.INFO, place, reference.label)
