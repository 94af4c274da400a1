"""From a draft to a record."""

from __future__ import annotations

from types import MappingProxyType

from backmatter.references.model import Date, Name, Reference, Source
from backmatter.references.parsing.draft import Draft
from backmatter.references.parsing.language import language_of


def reference_from(draft: Draft, source: Source, language: str) -> Reference:
    """The record of a draft; `language` is found by the title where it is not given."""
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
