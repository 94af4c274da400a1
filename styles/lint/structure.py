"""Is it CSL? Elements, attributes and values against the lint's own table.

Source: the CSL 1.0.2 specification, with the parts of CSL-M that `elements.py` and
`words.py` list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from backmatter.references.findings import Finding, Severity
from backmatter.styles.lint.elements import CONDITIONS, ELEMENTS, Element, Values
from backmatter.styles.lint.rule import StyleRule, finding
from backmatter.styles.lint.tree import CSL, Node
from backmatter.styles.lint.words import CSL_M_TYPES, TYPES, VARIABLES

_PEOPLE = ("author", "contributor", "translator")


def check_elements(root: Node) -> Iterator[Finding]:
    """Unknown and misplaced elements, missing ones, text where none belongs."""
    if root.tag != "style" or root.namespace != CSL:
        yield finding("BM802", root, f"the root is <{root.tag}>, not CSL's <style>", Severity.ERROR)
        return
    for node in root.walk():
        table = _table(node)
        if table is None:
            continue
        yield from _children(node, table)
        if node.text.strip() and not table.has_text:
            shown = " ".join(node.text.split())[:40]
            message = f"the text “{shown}” has no place in <{node.tag}>"
            yield finding("BM802", node, message, Severity.ERROR)
    yield from _root_children(root)


def check_attributes(root: Node) -> Iterator[Finding]:
    """Unknown attributes, values that are not allowed, required attributes that are missing."""
    for node in root.walk():
        table = _table(node)
        if table is None:
            continue
        for name, value in node.attributes.items():
            message = _attribute_problem(node, name, value, table)
            if message:
                yield finding("BM803", node, message, Severity.ERROR)
        yield from _missing_attributes(node, table)


def check_words(root: Node) -> Iterator[Finding]:
    """Types and variables that no processor knows."""
    for node in root.walk():
        for name in ("variable", "is-numeric", "is-uncertain-date"):
            for word in node.words(name):
                if word not in VARIABLES:
                    yield finding("BM804", node, f"the variable {word} is not one of CSL's")
        if node.tag in ("if", "else-if"):
            for word in node.words("type"):
                if word not in TYPES | CSL_M_TYPES:
                    message = f"the type {word} is not one of CSL's: no reference has it"
                    yield finding("BM804", node, message)


def _table(node: Node) -> Element | None:
    """What an element may hold, None where the table does not know it."""
    if node.tag == "name" and node.parent and node.parent.tag in _PEOPLE:
        return Element(has_text=True)
    return ELEMENTS.get(node.tag)


def _children(node: Node, table: Element) -> Iterator[Finding]:
    for child in node.children:
        if child.tag not in ELEMENTS:
            yield finding("BM802", child, f"<{child.tag}> is no element of CSL", Severity.ERROR)
        elif child.tag not in table.children:
            message = f"<{child.tag}> has no place in <{node.tag}>"
            yield finding("BM802", child, message, Severity.ERROR)
    for needed in table.needs:
        if node.child(needed) is None:
            yield finding("BM802", node, f"<{node.tag}> lacks a <{needed}>", Severity.ERROR)


def _root_children(root: Node) -> Iterator[Finding]:
    """What a whole style must have; a dependent style has neither class nor layouts."""
    info = root.child("info")
    if info is not None:
        for needed in ("title", "id", "updated"):
            if info.child(needed) is None:
                severity = Severity.ERROR if needed == "title" else Severity.INFO
                yield finding("BM802", info, f"<info> lacks a <{needed}>", severity)
    if any(link.get("rel") == "independent-parent" for link in root.all("link")):
        return
    if root.child("citation") is None:
        yield finding("BM802", root, "<style> lacks a <citation>", Severity.ERROR)
    if not root.get("class"):
        yield finding("BM803", root, "<style> lacks the attribute class", Severity.ERROR)


def _attribute_problem(node: Node, name: str, value: str, table: Element) -> str:
    """What is wrong with an attribute, "" when nothing is."""
    if name not in table.attributes:
        return f"<{node.tag}> has no attribute {name}"
    allowed = table.attributes[name]
    if allowed is None or _fits(value, allowed):
        return ""
    if isinstance(allowed, re.Pattern):
        return f"{name}={value!r} is not a value that {name} can have"
    return f"{name}={value!r} is none of {', '.join(sorted(allowed))}"


def _fits(value: str, allowed: Values) -> bool:
    if isinstance(allowed, re.Pattern):
        return allowed.fullmatch(value) is not None
    return allowed is None or value in allowed


def _missing_attributes(node: Node, table: Element) -> Iterator[Finding]:
    inside_names = node.parent is not None and node.parent.tag == "names"
    required = list(table.required)
    if node.tag == "label" and not inside_names:
        required.append("variable")
    if node.tag == "date" and node.parent is not None:
        required.append("form" if node.parent.tag == "locale" else "variable")
    for name in required:
        if name not in node.attributes:
            message = f"<{node.tag}> lacks the attribute {name}"
            yield finding("BM803", node, message, Severity.ERROR)
    if table.one_of and len([n for n in table.one_of if n in node.attributes]) != 1:
        message = f"<{node.tag}> needs exactly one of {', '.join(table.one_of)}"
        yield finding("BM803", node, message, Severity.ERROR)
    if node.tag in ("if", "else-if") and not CONDITIONS & node.attributes.keys():
        yield finding("BM803", node, f"<{node.tag}> tests nothing", Severity.ERROR)


ELEMENTS_RULE = StyleRule(
    "BM802",
    "style-elements",
    """# BM802: an element that is not CSL, or not here

**What.** An element that CSL does not have, one in a place where it may not stand, one that
must be there and is missing, or text between elements.

**Why.** A processor passes over what it does not know, so that a part of every reference
silently disappears; another refuses the whole style.

**Bad** `<group><layout/></group>`

**Good** `<layout><group delimiter=", "> … </group></layout>`
""",
    check_elements,
)
ATTRIBUTES_RULE = StyleRule(
    "BM803",
    "style-attributes",
    """# BM803: an attribute or a value that CSL does not have

**What.** An unknown attribute, a value out of the list that the attribute allows, or a required
attribute that is missing.

**Why.** A misspelt attribute has no effect, and nobody is told.

**Bad** `<text variable="title" font-style="italics"/>`

**Good** `<text variable="title" font-style="italic"/>`
""",
    check_attributes,
)
WORDS_RULE = StyleRule(
    "BM804",
    "style-words",
    """# BM804: a type or a variable that no reference has

**What.** A type in a condition, or a variable, that is neither CSL's nor in use in CSL-M.

**Why.** The condition is never true, the variable never printed.

**Bad** `<if type="article-jurnal">`

**Good** `<if type="article-journal">`
""",
    check_words,
)
