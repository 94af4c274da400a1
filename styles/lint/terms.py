"""Terms that the style prints and its locale does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from backmatter.references.findings import Finding, Severity
from backmatter.styles.lint.rule import StyleRule, finding
from backmatter.styles.lint.tree import Node, parse

_DEFAULT = "en-US"
_FALLBACK = {"verb-short": "verb", "verb": "long", "symbol": "short", "short": "long"}
"""Where a term is looked for when it lacks a form (CSL 1.0.2, “Terms”)."""

_PRIMARY = {
    "de": "de-DE",
    "en": "en-US",
    "es": "es-ES",
    "fr": "fr-FR",
    "pt": "pt-PT",
    "zh": "zh-CN",
}
"""The dialect that stands for a language with several locales."""

_NEVER_A_TERM = frozenset({"locator", "citation-number", "first-reference-note-number"})

Terms = frozenset[tuple[str, str]]


def check(root: Node) -> Iterator[Finding]:
    """Each term that is printed and missing, where it is first printed."""
    locale = root.get("default-locale") or _DEFAULT
    own = frozenset(_defined(root, locale))
    default = locale_terms(_DEFAULT) | own
    installed = locale_terms(locale)
    if not installed:
        message = f"there is no locale {locale}: its terms will be those of {_DEFAULT}"
        yield finding("BM841", root, message)
    local = installed | own if installed else default
    told: set[tuple[str, str]] = set()
    for node, name, form in _printed(root):
        if _has(local, name, form) or (name, form) in told:
            continue
        told.add((name, form))
        if _has(default, name, form):
            message = f"the locale {locale} lacks the term {name}: {_DEFAULT} stands in"
            yield finding("BM841", node, message, Severity.INFO)
        else:
            message = f"no locale has the term {name}: nothing is printed for it"
            yield finding("BM841", node, message)


@cache
def locale_terms(tag: str) -> Terms:
    """The terms (name, form) of an installed locale; empty where there is no such locale."""
    spec = find_spec("citeproc")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return frozenset()
    base = Path(folders[0]) / "data" / "locales"
    language = tag.partition("-")[0]
    if not tag.replace("-", "").isalnum():
        return frozenset()
    names = (tag, _PRIMARY.get(language, language))
    paths = [base / f"locales-{name}.xml" for name in names]
    paths.extend(sorted(base.glob(f"locales-{language}-*.xml")))
    found = next((path for path in paths if path.is_file()), None)
    return frozenset(_terms(parse(found.read_text("utf-8")))) if found else frozenset()


def _terms(node: Node) -> Iterator[tuple[str, str]]:
    return ((term.get("name"), term.get("form") or "long") for term in node.all("term"))


def _defined(root: Node, locale: str) -> Iterator[tuple[str, str]]:
    """The terms that the style's own `<locale>` elements add for this locale."""
    for node in root.children:
        tag = node.get("xml:lang")
        if node.tag == "locale" and (not tag or locale.startswith(tag) or tag.startswith(locale)):
            yield from _terms(node)


def _printed(root: Node) -> Iterator[tuple[Node, str, str]]:
    """Every term that the style prints: by name, as a label, or as et al."""
    for node in root.all("text", "label", "et-al"):
        form = node.get("form") or "long"
        if node.tag == "label":
            for name in node.words("variable"):
                if name not in _NEVER_A_TERM:
                    yield node, name, form
        elif node.get("term"):
            yield node, node.get("term"), form


def _has(terms: Terms, name: str, form: str) -> bool:
    """Whether the term is there in this form or in one that stands in for it."""
    while (name, form) not in terms:
        if form not in _FALLBACK:
            return False
        form = _FALLBACK[form]
    return True


RULE = StyleRule(
    "BM841",
    "term-missing",
    """# BM841: a term that the locale lacks

**What.** The style prints a term (`edition`, `no date` …) that its `default-locale` does not
have, and which its own `<locale>` does not supply.

**Why.** The English term appears in the middle of a list in another language, or nothing does.

**Bad** `<text term="retreived"/>`

**Good** `<text term="retrieved"/>`, or a `<locale>` in the style with the term
""",
    check,
)
