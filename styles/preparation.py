"""What a house style asks for and CSL cannot say, done to each reference before it is printed.

A style of ours carries its wishes in a processing instruction before the root element, which
every other CSL processor passes over:

    <?backmatter language="by-script" punctuation="full-width" titles="sentence-case"?>

    language     by-script: a reference without a language gets that of its script (Chinese,
                 Japanese, Korean, Russian, else English), so that its terms are in it.
    punctuation  full-width or half-width: the marks between the words of a title, a name, a
                 place are of that width (GB/T 7714—2025 and 2015, the examples of clause 8).
    titles       sentence-case: an English title in title case loses its capitals, save those
                 of names the record protects (`<span class="nocase">`) and of abbreviations.
    identifiers  once: a DOI or CSTR that the URL already holds is left out (GB/T 7714—2025,
                 7.9.2).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from backmatter.references.errors import StyleError
from backmatter.references.model import Name, Reference
from backmatter.styles.text_width import full_width, half_width
from backmatter.styles.title_case import to_sentence_case

Preparation = Callable[[Reference], Reference]

_INSTRUCTION = re.compile(r"<\?backmatter\s([^?]{0,1000})\?>")
_PSEUDO_ATTRIBUTE = re.compile(r'([a-z]+)="([a-z-]*)"')

_VERBATIM = frozenset(
    {"URL", "DOI", "CSTR", "ISBN", "ISSN", "PMID", "PMCID", "language", "citation-label", "page"}
)
"""Variables whose characters are never ours to change."""

_TITLES = ("title", "title-short", "volume-title", "part-title")
_HOST_TITLES = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia"}) | {
    "paper-conference",
    "map",
}
"""The types whose container is a work of its own and not a journal, whose name never changes."""

_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja-JP"),
    (re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"), "ko-KR"),
    (re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh-CN"),
    (re.compile(r"[\u0400-\u04ff]"), "ru-RU"),
    (re.compile(r"[A-Za-z]"), "en-US"),
)


def preparation(xml: str) -> Preparation | None:
    """The change that a style asks for, None when it asks for none.

    Raises:
        StyleError: When the instruction names a wish that there is not.
    """
    found = _INSTRUCTION.search(xml[: max(xml.find("<style"), 0)])
    if found is None:
        return None
    steps: list[Preparation] = []
    for name, value in _PSEUDO_ATTRIBUTE.findall(found[1]):
        step = _STEPS.get((name, value))
        if step is None:
            raise StyleError(f'the style asks for {name}="{value}", which is not known')
        steps.append(step)

    def prepare(reference: Reference) -> Reference:
        for step in steps:
            reference = step(reference)
        return reference

    return prepare


def language_by_script(reference: Reference) -> Reference:
    """A reference without a language gets that of the script its title and names are in."""
    if reference.language:
        return reference
    names = " ".join(n.family + n.literal for list_ in reference.names.values() for n in list_)
    texts = [v for k, v in reference.variables.items() if k not in _VERBATIM]
    dates = [date.literal for date in reference.dates.values()]
    sample = reference.title or " ".join((*texts, names, *dates))
    language = next((tag for script, tag in _SCRIPTS if script.search(sample)), "")
    if not language:
        return reference
    return replace(reference, variables={**reference.variables, "language": language})


def _widen(reference: Reference) -> Reference:
    return _with_texts(reference, full_width)


def _narrow(reference: Reference) -> Reference:
    return _with_texts(reference, half_width)


def _lower_titles(reference: Reference) -> Reference:
    """English titles in sentence case; a journal's name is not a title."""
    if not reference.language.lower().startswith("en"):
        return reference
    changed = dict(reference.variables)
    host = ("container-title",) if reference.type in _HOST_TITLES else ()
    for variable in (*_TITLES, *host):
        if variable in changed:
            changed[variable] = to_sentence_case(changed[variable])
    return replace(reference, variables=changed)


def _identifiers_once(reference: Reference) -> Reference:
    """Without the identifiers that the URL holds already."""
    url = reference.text("URL").lower()
    if not url:
        return reference
    kept = {
        variable: value
        for variable, value in reference.variables.items()
        if variable not in ("DOI", "CSTR") or value.lower() not in url
    }
    return replace(reference, variables=kept)


def _with_texts(reference: Reference, change: Callable[[str], str]) -> Reference:
    """Every text of the reference changed, save the verbatim ones."""
    variables = {
        variable: value if variable in _VERBATIM else change(value)
        for variable, value in reference.variables.items()
    }
    names = {
        role: tuple(_with_literal(name, change) for name in people)
        for role, people in reference.names.items()
    }
    return replace(reference, variables=variables, names=names)


def _with_literal(name: Name, change: Callable[[str], str]) -> Name:
    return replace(name, literal=change(name.literal)) if name.literal else name


_STEPS: dict[tuple[str, str], Preparation] = {
    ("language", "by-script"): language_by_script,
    ("punctuation", "full-width"): _widen,
    ("punctuation", "half-width"): _narrow,
    ("titles", "sentence-case"): _lower_titles,
    ("identifiers", "once"): _identifiers_once,
}
