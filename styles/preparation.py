"""What a house style asks for and CSL cannot say, done to each reference before it is printed.

A style of ours carries its wishes in a processing instruction before the root element, which
every other CSL processor passes over:

    <?backmatter language="by-script" punctuation="full-width" titles="sentence-case"?>

    language     by-script: a reference without a language gets that of its script (Chinese,
                 Japanese, Korean, Russian, else English), so that its terms are in it.
    punctuation  full-width or half-width: the marks between the words of a title, a name, a
                 place are of that width (GB/T 7714—2025 and 2015, the examples of clause 8).
    fields       bibtex: what a `.bib` file says beyond CSL is made use of: the type mark (`mark`,
                 or that of `@proceedings`, `@collection` and `@archive`), CSTR, the holder of a
                 patent, the archive of a preprint, the book that holds a map or a standard.
    titles       sentence-case: an English title in title case loses its capitals, save those
                 of names the record protects (`<span class="nocase">`) and of abbreviations.
    identifiers  once: a DOI or CSTR that the URL already holds is left out (GB/T 7714—2025,
                 7.9.2).
    families     capitals: family names in Latin letters in capitals (GB/T 7714—2015, 8.1.1),
                 those of groups as they are.
    suffixes     comma: `Peebles P Z, Jr` (7.1.1), where CSL puts a bare separator.
    versions     bare: a version or an edition without the V or 版 that the style prints (7.4).
    translations family: of a foreign person whose family name is in Chinese the initials are
                 left out (7.1.1).
    groups       by-language: the variable `language-group` sorts Chinese, Japanese and Korean,
                 Western, Russian and other references (9.3.2).
    quotes       as-given: quotation marks and apostrophes are printed as they stand in the
                 record (`keeps_quotes`; the processor does this).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from backmatter.references.errors import StyleError
from backmatter.references.model import Name, Reference
from backmatter.styles.bibtex_fields import use_bibtex_fields
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

_WIDE_VOLUMES = str.maketrans("()-–", "（）——")
"""The volumes of a whole journal, `1957（1）—1990（4）` (8.4.2), have no spaces to go by."""

_LANGUAGE_GROUPS = {"zh": "1", "ja": "2", "ko": "2", "ru": "4", "uk": "4", "bg": "4"}
"""Western languages are 3."""

_LATIN = re.compile(r"[^\W\d_\u0250-\uffff][^\d_\u0250-\u1dff\u2c00-\uffff]*")
_CHINESE = re.compile(r"[\u3400-\u9fff·]+")
_EDITION = re.compile(r"第? ?(\d{1,4}) ?版|(\d{1,3})(?:st|nd|rd|th)(?: ed\.| edition)?")
_ORDINALS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "fifth": "5",
    "sixth": "6",
    "seventh": "7",
    "eighth": "8",
    "ninth": "9",
    "tenth": "10",
}
"""How BibTeX's manual has editions written."""
_VERSION_MARK = re.compile(r"[Vv](?:ersion|\.)? ?(?=\d)")

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
        if (name, value) == ("quotes", "as-given"):
            continue
        step = _STEPS.get((name, value))
        if step is None:
            raise StyleError(f'the style asks for {name}="{value}", which is not known')
        steps.append(step)

    def prepare(reference: Reference) -> Reference:
        for step in steps:
            reference = step(reference)
        return reference

    return prepare


def keeps_quotes(xml: str) -> bool:
    """Whether the style wants quotation marks and apostrophes printed as the record has them."""
    found = _INSTRUCTION.search(xml[: max(xml.find("<style"), 0)])
    return found is not None and ("quotes", "as-given") in _PSEUDO_ATTRIBUTE.findall(found[1])


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
    widened = _with_texts(reference, full_width)
    volume = widened.text("volume")
    if widened.type != "periodical" or not volume:
        return widened
    volumes = {**widened.variables, "volume": volume.translate(_WIDE_VOLUMES)}
    return replace(widened, variables=volumes)


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


def _suffix_after_comma(reference: Reference) -> Reference:
    return _with_names(reference, _closed_by_suffix)


def _closed_by_suffix(name: Name) -> Name:
    """A person with a suffix as one text, initials and all: `Peebles P Z, Jr`."""
    if not (name.suffix and name.family):
        return name
    family = f"{name.non_dropping_particle} {name.family}".strip()
    initials = " ".join(
        "-".join(part[:1] for part in word.split("-")) for word in name.given.split()
    )
    person = f"{family} {initials}".strip()
    return Name(literal=f"{person}, {name.suffix.rstrip('.')}")


def _capital_families(reference: Reference) -> Reference:
    return _with_names(reference, _with_capital_family)


def _with_capital_family(name: Name) -> Name:
    """Latin letters only: Cyrillic names keep their small letters (6.1.1, example)."""
    particle = name.non_dropping_particle
    if not _LATIN.fullmatch(name.family):
        return name
    return replace(name, family=name.family.upper(), non_dropping_particle=particle.upper())


def _group_by_language(reference: Reference) -> Reference:
    language = reference.language.partition("-")[0].lower()
    group = _LANGUAGE_GROUPS.get(language, "3")
    return replace(reference, variables={**reference.variables, "language-group": group})


def _bare_version(reference: Reference) -> Reference:
    variables = dict(reference.variables)
    if version := variables.get("version"):
        variables["version"] = _VERSION_MARK.sub("", version)
    if edition := variables.get("edition"):
        found = _EDITION.fullmatch(edition)
        number = found[1] or found[2] if found else _ORDINALS.get(edition.casefold(), edition)
        variables["edition"] = number
    return replace(reference, variables=variables)


def _family_of_translated(reference: Reference) -> Reference:
    return _with_names(reference, _without_foreign_initials)


def _without_foreign_initials(name: Name) -> Name:
    """`昂温, P. S.` as 昂温: Chinese names have no Latin given names."""
    if _CHINESE.fullmatch(name.family) and name.given and name.given[0] < "\u0250":
        return replace(name, given="")
    return name


def _with_names(reference: Reference, change: Callable[[Name], Name]) -> Reference:
    names = {role: tuple(map(change, people)) for role, people in reference.names.items()}
    return replace(reference, names=names)


def _with_texts(reference: Reference, change: Callable[[str], str]) -> Reference:
    """Every text of the reference changed, save the verbatim ones."""
    variables = {
        variable: value if variable in _VERBATIM else change(value)
        for variable, value in reference.variables.items()
    }
    changed = replace(reference, variables=variables)
    return _with_names(changed, lambda name: _with_literal(name, change))


def _with_literal(name: Name, change: Callable[[str], str]) -> Name:
    return replace(name, literal=change(name.literal)) if name.literal else name


_STEPS: dict[tuple[str, str], Preparation] = {
    ("language", "by-script"): language_by_script,
    ("fields", "bibtex"): use_bibtex_fields,
    ("punctuation", "full-width"): _widen,
    ("punctuation", "half-width"): _narrow,
    ("titles", "sentence-case"): _lower_titles,
    ("identifiers", "once"): _identifiers_once,
    ("suffixes", "comma"): _suffix_after_comma,
    ("families", "capitals"): _capital_families,
    ("groups", "by-language"): _group_by_language,
    ("versions", "bare"): _bare_version,
    ("translations", "family"): _family_of_translated,
}
