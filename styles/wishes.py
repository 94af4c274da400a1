"""The wishes that a house style can have (see `preparation`), each a change to a draft.

A draft is a reference being changed: all wishes work on it, and it becomes a reference again
once, at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from backmatter.references.formats.title_case import title_variables
from backmatter.references.model import Name, Reference
from backmatter.styles.bibtex_fields import (
    fields_of,
    held_by,
    marks_and_archives,
    type_of,
)
from backmatter.styles.text_width import full_width, half_width
from backmatter.styles.title_case import to_sentence_case

_VERBATIM = frozenset(
    {
        "CSTR",
        "DOI",
        "ISBN",
        "ISSN",
        "PMCID",
        "PMID",
        "URL",
        "abstract",
        "annote",
        "citation-label",
        "keyword",
        "language",
        "note",
        "page",
    }
)
"""Variables whose characters are never ours to change."""

_LANGUAGE_GROUPS = {"zh": "1", "ja": "2", "ko": "2", "ru": "4", "uk": "4", "bg": "4"}
"""Western languages are 3."""

_LATIN = re.compile(r"[^\W\d_\u0250-\uffff][^\d_\u0250-\u1dff\u2c00-\uffff]*")
_BESIDE_CHINESE = re.compile(
    r"(?<=[\u3400-\u9fff])[ \u00a0]+(?=\d)|(?<=\d)[ \u00a0]+(?=[\u3400-\u9fff])"
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_INITIALS = re.compile(r"[A-Z]{2,4}")
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
_WIDE_VOLUMES = str.maketrans("()-–", "（）——")
"""The volumes of a whole journal, `1957（1）—1990（4）` (8.4.2), have no spaces to go by."""

_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), "ja-JP"),
    (re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"), "ko-KR"),
    (re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"), "zh-CN"),
    (re.compile(r"[\u0400-\u04ff]"), "ru-RU"),
    (re.compile(r"[A-Za-z]"), "en-US"),
)


class Draft:
    """A reference with its variables and names open to change."""

    __slots__ = ("names", "others", "reference", "type", "variables")

    def __init__(self, reference: Reference) -> None:
        self.reference = reference
        self.type = reference.type
        self.variables = dict(reference.variables)
        self.names = dict(reference.names)
        self.others = reference.others

    def finished(self) -> Reference:
        """The reference as changed."""
        return replace(
            self.reference,
            type=self.type,
            variables=self.variables,
            names=self.names,
            others=self.others,
        )

    def change_names(self, change: Callable[[Name], Name]) -> None:
        """Every name changed; `change` returns the name itself where there is nothing to do."""
        for role, people in self.names.items():
            self.names[role] = tuple(map(change, people))


Wish = Callable[[Draft], None]


def language_by_script(draft: Draft) -> None:
    """A reference without a language gets that of the script its title and names are in."""
    if draft.variables.get("language"):
        return
    names = " ".join(n.family + n.literal for people in draft.names.values() for n in people)
    texts = [v for k, v in draft.variables.items() if k not in _VERBATIM]
    dates = [date.literal for date in draft.reference.dates.values()]
    sample = draft.variables.get("title") or " ".join((*texts, names, *dates))
    for script, language in _SCRIPTS:
        if script.search(sample):
            draft.variables["language"] = language
            return


def use_bibtex_fields(draft: Draft) -> None:
    """What a `.bib` file says beyond CSL, as variables and names."""
    fields = fields_of(draft.reference)
    if not fields:
        return
    draft.type = type_of(draft.reference, fields)
    draft.variables.update(marks_and_archives(draft.reference, fields))
    if draft.type == "patent" and (holder := fields.get("holder")):
        draft.names["author"], has_others = held_by(holder)
        draft.others = draft.others - {"author"}
        if has_others:
            draft.others = draft.others | {"author"}


def group_by_language(draft: Draft) -> None:
    """The variable that sorts references by language."""
    language = draft.variables.get("language", "").partition("-")[0].lower()
    draft.variables["language-group"] = _LANGUAGE_GROUPS.get(language, "3")


def lower_titles(draft: Draft) -> None:
    """English titles of `.bib` files in sentence case; a journal's name is not a title."""
    if not _is_from_bib(draft.reference):
        return
    if not draft.variables.get("language", "").lower().startswith("en"):
        return
    for variable in title_variables(draft.type):
        if title := draft.variables.get(variable):
            draft.variables[variable] = to_sentence_case(title)


def _is_from_bib(reference: Reference) -> bool:
    """Whether the reference stands in a `.bib` file and was not read from a printed list."""
    source = reference.source
    if source is None or source.printed:
        return False
    return PurePath(source.file).suffix.lower() in ("", ".bib", ".bibtex")


def keep_identifiers_once(draft: Draft) -> None:
    """Without the identifiers that the URL holds already."""
    url = draft.variables.get("URL", "").lower()
    for variable in ("DOI", "CSTR"):
        if url and (value := draft.variables.get(variable)) and value.lower() in url:
            del draft.variables[variable]


def widen(draft: Draft) -> None:
    """Punctuation in full width."""
    _change_texts(draft, full_width)
    if draft.type == "periodical" and (volume := draft.variables.get("volume")):
        draft.variables["volume"] = volume.translate(_WIDE_VOLUMES)


def narrow(draft: Draft) -> None:
    """Punctuation in half width."""
    _change_texts(draft, half_width)


def bare_versions(draft: Draft) -> None:
    """Versions without their V, editions as numbers."""
    variables = draft.variables
    if version := variables.get("version"):
        variables["version"] = _VERSION_MARK.sub("", version)
    if edition := variables.get("edition"):
        found = _EDITION.fullmatch(edition)
        number = found[1] or found[2] if found else _ORDINALS.get(edition.casefold(), edition)
        variables["edition"] = number


def close_up_pages(draft: Draft) -> None:
    """Pages without the blanks that part Chinese characters from figures (8.5, examples)."""
    page = draft.variables.get("page", "")
    if " " in page or "\u00a0" in page:
        draft.variables["page"] = _BESIDE_CHINESE.sub("", page)


def _change_texts(draft: Draft, change: Callable[[str], str]) -> None:
    """Every text changed, save the verbatim ones."""
    for variable, value in draft.variables.items():
        if variable not in _VERBATIM:
            draft.variables[variable] = change(value)
    draft.change_names(
        lambda name: replace(name, literal=change(name.literal)) if name.literal else name
    )


def _whole(name: Name) -> Name:
    """A Chinese, Japanese or Korean name as one word: a citation has all of it (9.3.1.3)."""
    if name.given and _EAST_ASIAN.fullmatch(name.family + name.given):
        return replace(name, family=name.family + name.given, given="")
    return name


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


def _with_capital_family(name: Name) -> Name:
    """Latin letters only: Cyrillic names keep their small letters (6.1.1, example).

    Initials that stand together (`BJC`) are set apart first, since beside a family name in
    capitals they would be taken for a given name in capitals.
    """
    if not _LATIN.fullmatch(name.family):
        return name
    given = " ".join(name.given) if _INITIALS.fullmatch(name.given) else name.given
    return replace(
        name,
        family=name.family.upper(),
        given=given if name.family != name.family.upper() else name.given,
        non_dropping_particle=name.non_dropping_particle.upper(),
    )


def _without_foreign_initials(name: Name) -> Name:
    """`昂温, P. S.` as 昂温: Chinese names have no Latin given names."""
    if name.given and name.given[0] < "\u0250" and _CHINESE.fullmatch(name.family):
        return replace(name, given="")
    return name


WISHES: dict[tuple[str, str], Wish] = {
    ("language", "by-script"): language_by_script,
    ("fields", "bibtex"): use_bibtex_fields,
    ("groups", "by-language"): group_by_language,
    ("titles", "sentence-case"): lower_titles,
    ("families", "capitals"): lambda draft: draft.change_names(_with_capital_family),
    ("names", "whole"): lambda draft: draft.change_names(_whole),
    ("suffixes", "comma"): lambda draft: draft.change_names(_closed_by_suffix),
    ("translations", "family"): lambda draft: draft.change_names(_without_foreign_initials),
    ("versions", "bare"): bare_versions,
    ("pages", "closed-up"): close_up_pages,
    ("identifiers", "once"): keep_identifiers_once,
    ("punctuation", "full-width"): widen,
    ("punctuation", "half-width"): narrow,
}
"""By the name and the value of the pseudo-attribute."""
