"""Parse one printed reference."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from backmatter.references.findings import Finding, Location
from backmatter.references.model import Date, Name, Reference, Source
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.grammars import best_draft
from backmatter.references.parsing.language import language_of
from backmatter.references.parsing.printed import MAX_LENGTH, prepare

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
    """
    source = text if isinstance(text, Source) else Source(extracted=text, printed=text)
    printed = source.printed.strip()
    if not any(character.isalnum() for character in printed) or len(printed) > MAX_LENGTH:
        return _unread(source)
    ready = prepare(source.printed, language or "")
    draft = best_draft(ready)
    if draft is None:
        return _unread(source)
    reference = _reference(draft, source, language or "")
    if ready.twin:
        reference = _with_field(reference, "twin", ready.twin)
    unread = tuple(draft.uncovered(source.printed))
    left = " … ".join(source.printed[start:end].strip(" ,.;:") for start, end in unread)
    findings = (_unread_finding(reference, left),) if left else ()
    if left:
        reference = _with_field(reference, "unparsed", left)
    spans = {each.variable: (each.start, each.end) for each in draft.fields.values()}
    return Parsed(reference, findings, MappingProxyType(spans), unread)


def _reference(draft: Draft, source: Source, language: str) -> Reference:
    variables: dict[str, str] = {}
    names: dict[str, tuple[Name, ...]] = {}
    dates: dict[str, Date] = {}
    for name, each in draft.fields.items():
        if isinstance(each.value, str):
            variables[name] = " ".join(each.value.split())
        elif isinstance(each.value, Date):
            dates[name] = each.value
        else:
            names[name] = each.value
    language = language or language_of(variables, source.printed)
    if language:
        variables["language"] = language
    if source.number:
        variables["citation-number"] = source.number
    return Reference(
        type=draft.type,
        variables=MappingProxyType(variables),
        names=MappingProxyType(names),
        dates=MappingProxyType(dates),
        others=frozenset(draft.others),
        source=source,
        confidence=MappingProxyType({n: f.confidence for n, f in draft.fields.items()}),
    )


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
