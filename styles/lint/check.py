"""All checks of a style file, put together."""

from __future__ import annotations

from dataclasses import replace

from backmatter.references.findings import Finding, Location, Severity
from backmatter.styles.lint import conditions, et_al, macros, structure, terms
from backmatter.styles.lint.rule import StyleRule
from backmatter.styles.lint.tree import CSL, MalformedError, parse

_MALFORMED = StyleRule(
    "BM801",
    "style-malformed",
    """# BM801: no well-formed XML

**What.** The file breaks a rule of XML: a tag that is not closed, an `&` on its own, two root
elements, a document type declaration.

**Why.** No processor can read it.

**Bad** `<text prefix="A & B"/>`

**Good** `<text prefix="A &amp; B"/>`
""",
)

RULES: tuple[StyleRule, ...] = (
    _MALFORMED,
    structure.ELEMENTS_RULE,
    structure.ATTRIBUTES_RULE,
    structure.WORDS_RULE,
    *macros.RULES,
    *conditions.RULES,
    *et_al.RULES,
    terms.RULE,
)
"""In the order of their codes."""


def check_style(xml: str, file: str) -> tuple[Finding, ...]:
    """What is wrong with a style, in the order of its lines.

    Args:
        xml: The text of the style.
        file: The name to show in the findings' locations.
    """
    try:
        root = parse(xml)
    except MalformedError as error:
        place = Location(file, error.line, error.column)
        return (Finding("BM801", f"not well-formed: {error.message}", Severity.ERROR, place),)
    is_style = root.tag == "style" and root.namespace == CSL
    rules = RULES if is_style else (structure.ELEMENTS_RULE,)
    found = [each for rule in rules if rule.check for each in rule.check(root)]
    placed = [replace(each, location=replace(each.location, file=file)) for each in found]
    return tuple(sorted(placed, key=lambda f: (f.location.line, f.location.column, f.code)))
