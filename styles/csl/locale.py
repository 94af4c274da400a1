"""Locales: terms, date formats and options of a language, a style's own laid over the file's.

The files are the official ones, read from the data folder of the installed package
`citeproc-py` (the package is never imported), or from a folder the caller names. What an exact
locale lacks comes from the language's main dialect, then from en-US (CSL 1.0.2, "Locale").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from backmatter.references.errors import StyleError
from backmatter.styles.csl.style_xml import Node, parse_xml

DEFAULT = "en-US"
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_ORDINAL = re.compile(r"ordinal(?:-\d\d)?")
_MAIN_DIALECTS = {
    "de": "de-DE",
    "en": "en-US",
    "es": "es-ES",
    "fr": "fr-FR",
    "nb": "nb-NO",
    "pt": "pt-PT",
    "zh": "zh-CN",
}
_FORM_FALLBACK = {
    "verb-short": "verb",
    "symbol": "short",
    "verb": "long",
    "short": "long",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A term in one form; `multiple` equals `single` where the locale makes no difference."""

    single: str
    multiple: str
    gender: str = ""
    match: str = ""


@dataclass(slots=True)
class Locale:
    """All that is known of one language, as one style sees it.

    Attributes:
        tag: The locale's tag, such as `zh-CN`.
        terms: By name, form and gender form.
        dates: The localized date formats, by form.
        options: `punctuation-in-quote`, `limit-day-ordinals-to-day-1`.
        ordinals: The names of the ordinal suffix terms that there are.
    """

    tag: str
    terms: dict[tuple[str, str, str], Term] = field(
        default_factory=dict[tuple[str, str, str], Term]
    )
    dates: dict[str, Node] = field(default_factory=dict[str, Node])
    options: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def language(self) -> str:
        """The tag's first part: `zh`."""
        return self.tag[:2].lower()

    @property
    def punctuation_in_quote(self) -> bool:
        """Whether commas and periods go inside the closing quotation mark."""
        return self.options.get("punctuation-in-quote") == "true"

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str | None:
        """The term's text, falling back from the form as CSL says; None when there is none."""
        found = self.find(name, form)
        if found is None:
            return None
        return found.multiple if plural else found.single

    def find(self, name: str, form: str = "long", gender: str = "") -> Term | None:
        """The term in this form or the nearest that exists."""
        current = form
        while True:
            found = self.terms.get((name, current, gender))
            if found is not None:
                return found
            if current not in _FORM_FALLBACK:
                return None
            current = _FORM_FALLBACK[current]

    def gender(self, name: str) -> str:
        """The grammatical gender of a noun's term, "" when none is given."""
        found = self.find(name)
        return found.gender if found else ""

    def overlay(self, node: Node) -> None:
        """Lay the contents of a `cs:locale` over this one."""
        for child in node.children:
            if child.name == "terms":
                self._overlay_terms(child)
            elif child.name == "date":
                self.dates[child.get("form", "text")] = child
            elif child.name == "style-options":
                self.options.update(child.attributes)

    def _overlay_terms(self, node: Node) -> None:
        """New ordinals replace the old ones as a whole (CSL 1.0.2, "Ordinal Suffixes")."""
        terms = [term for term in node.all("term") if term.get("name")]
        if any(_ORDINAL.fullmatch(term.get("name")) for term in terms):
            self.terms = {k: v for k, v in self.terms.items() if not _ORDINAL.fullmatch(k[0])}
        for term in terms:
            key = (term.get("name"), term.get("form", "long"), term.get("gender-form"))
            self.terms[key] = _read_term(term)


def _read_term(node: Node) -> Term:
    """A `cs:term`, with or without `cs:single` and `cs:multiple`."""
    single, multiple = node.child("single"), node.child("multiple")
    text = _typeset(node.text)
    one = _typeset(single.text) if single else text
    many = _typeset(multiple.text) if multiple else (text or one)
    return Term(one, many, node.get("gender"), node.get("match"))


def _typeset(text: str) -> str:
    """A term on one line; an apostrophe between letters is printed as one."""
    line = re.sub(r"\s*\n\s*", " ", text).strip("\n") if "\n" in text else text
    return _APOSTROPHE.sub("’", line) if "'" in line else line


def make_locale(tag: str, style_locales: Iterable[Node] = (), folder: Path | None = None) -> Locale:
    """The locale for a tag: files, then the style's own `cs:locale` elements."""
    tag = normal_tag(tag)
    language = tag.partition("-")[0]
    files = _of_files(tag, folder or default_folder())
    locale = Locale(tag, dict(files.terms), dict(files.dates), dict(files.options))
    nodes = list(style_locales)
    for wanted in ("", language, tag):
        for node in nodes:
            if node.get("lang").replace("_", "-").lower() == wanted.lower():
                locale.overlay(node)
    return locale


def normal_tag(tag: str) -> str:
    """A language tag with the usual case: `zh_cn` → `zh-CN`; en-US when it is not a tag."""
    match = _TAG.match(tag.strip())
    if not match:
        return DEFAULT
    parts = match[0].replace("_", "-").split("-")
    region = [p.upper() if len(p) == 2 else p for p in parts[1:]]
    return "-".join([parts[0].lower(), *region])


def refuse_unknown(tag: str, folder: Path | None = None) -> None:
    """Refuse a tag that a user asked for where no locale is of its language.

    Raises:
        StyleError: When there is none; the message names some that there are.
    """
    match = _TAG.match(tag.strip())
    language = normal_tag(tag).partition("-")[0]
    if not match or match.end() < len(tag.strip()) or not main_dialect(language, folder):
        raise StyleError(
            f"{tag}: no locale of this language; a tag is such as en-GB, zh-CN, de-DE or fr-FR"
        )


@cache
def main_dialect(language: str, folder: Path | None = None) -> str:
    """The locale that stands for a language as a whole, "" when there is none."""
    if language in _MAIN_DIALECTS:
        return _MAIN_DIALECTS[language]
    place = folder or default_folder()
    same = f"{language}-{language.upper()}"
    if (place / f"locales-{same}.xml").is_file():
        return same
    names = sorted(path.stem.removeprefix("locales-") for path in place.glob("locales-*.xml"))
    return next((name for name in names if name.partition("-")[0] == language), "")


@cache
def default_folder() -> Path:
    """The data folder of the installed locales.

    Raises:
        StyleError: When the package is not installed.
    """
    spec = find_spec("citeproc")
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place) / "data" / "locales"
        if folder.is_dir():
            return folder
    raise StyleError("the locale files are missing: install the package citeproc-py")


@lru_cache(maxsize=64)
def _of_files(tag: str, folder: Path) -> Locale:
    """What the files say of a language; not to be changed."""
    locale = Locale(tag)
    for name in dict.fromkeys((DEFAULT, main_dialect(tag.partition("-")[0], folder), tag)):
        root = _locale_file(name, folder) if name else None
        if root is not None:
            locale.overlay(root)
    return locale


@cache
def _locale_file(tag: str, folder: Path) -> Node | None:
    """The file's root, None when there is no such file."""
    path = folder / f"locales-{tag}.xml"
    return parse_xml(path.read_bytes(), path.name) if path.is_file() else None
